"""What is remarked about the way a text is written; each remark says why and what to do."""

import time
import timeit

import pytest

from neuguong.exemplars.enums import WordingRule
from neuguong.exemplars.reading.changes import carry_over
from neuguong.exemplars.reading.rules import rules
from neuguong.exemplars.reading.wording import warnings

EXAMPLES = [
    (rule, one["text"], one["found"]) for rule, part in rules()["wording"].items() for one in part.get("examples", ())
]


def rules_of(text: str, **more) -> list[str]:
    return [one.rule for one in warnings(text, **more)]


@pytest.mark.parametrize(("rule", "text", "wanted"), EXAMPLES)
def test_each_example_of_the_rules_is_remarked_as_it_says(rule, text, wanted):
    assert [one.text for one in warnings(text) if one.rule == rule] == wanted


def test_every_rule_has_a_sentence_and_no_sentence_is_without_rule():
    assert set(rules()["wording"]) == set(WordingRule.values)
    assert all(part["why"].endswith((".", "”.")) for part in rules()["wording"].values())


def test_a_superlative_that_a_claim_backs_is_not_remarked():
    text = "Năm 2022 bà là người duy nhất trong xã nuôi trùn quế, vườn lớn nhất huyện."
    place = text.index("duy nhất")
    assert rules_of(text) == ["superlative_unbacked", "superlative_unbacked"]
    assert [one.text for one in warnings(text, backed=[(place, place + 8)])] == ["lớn nhất huyện"]


def test_a_remark_about_the_whole_text_stands_at_its_beginning():
    found = warnings(
        "Ông giúp 100 hộ, hiến 2.000 m² đất và góp 50 triệu đồng cho bà con.", copied_from="hồ sơ HS-2024-7"
    )
    assert [(one.rule, one.start, one.end, one.text) for one in found] == [
        ("copied", 0, 0, ""),
        ("no_date", 0, 0, ""),
        ("round_numbers_only", 0, 0, ""),
    ]
    assert "trùng với hồ sơ HS-2024-7." in found[0].why


def test_an_empty_text_is_not_remarked():
    assert warnings("  \r\n", copied_from="HS-2024-7") == ()


@pytest.mark.parametrize("part", ["%", "5%", "1-1-", "\n", ". ", "\u0301", "được ", "1.111", "năm ", "danh hiệu "])
def test_no_text_takes_long_to_read(part):
    """20,000 characters made to mislead cost at most six times as much as 20,000 written by people."""
    written = "\n".join(text for _, text, _ in EXAMPLES)
    assert cost(part) < 6 * cost(written)


def cost(part: str) -> float:
    """Seconds of the processor for 20,000 characters, the least of three: what else the machine does only adds."""
    text = (part * (20_000 // len(part) + 1))[:20_000]
    return min(
        timeit.repeat(
            lambda: (warnings(text), carry_over(text, text + "x", [(0, 1)])), time.process_time, number=1, repeat=3
        )
    )
