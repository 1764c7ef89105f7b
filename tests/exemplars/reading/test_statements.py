"""What is read out of a text as something that wants proof, and what is left alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from neuguong.exemplars.enums import StatementKind
from neuguong.exemplars.reading.rules import rules
from neuguong.exemplars.reading.statements import statements


def found(text: str, kind: str) -> list[str]:
    return [one.text for one in statements(text) if one.kind == kind]


EXAMPLES = [(kind, one["text"], one["found"]) for kind in StatementKind.values for one in rules()[kind]["examples"]]


@pytest.mark.parametrize(("kind", "text", "wanted"), EXAMPLES)
def test_each_example_of_the_rules_reads_as_it_says(kind, text, wanted):
    assert found(text, kind) == wanted


@pytest.mark.parametrize(
    "text",
    [
        "Ông hiến 1.654 m² 🎉 đất.\r\n- Năm 2022 làm xong 😀 93 hộ.\r\n\r\nLà hộ duy nhất trong xã.",
        "🎉🎉 Bà được tặng Giấy khen số 12/QĐ-UBND\r\nngày 5/6/2024.",
    ],
)
def test_places_are_those_of_the_text_as_given(text):
    read = statements(text)
    assert len(read) >= 2
    for one in read:
        assert text[one.start : one.end] == one.text
        assert one.sentence_start <= one.start < one.end <= one.sentence_end


def test_a_statement_knows_its_sentence():
    text = "Ông ở TP. Nha Trang.\n1. Năm 2022 ông hiến đất. Bà góp 5 công"
    read = [(one.text, text[one.sentence_start : one.sentence_end]) for one in statements(text)]
    assert read == [("Năm 2022", "1. Năm 2022 ông hiến đất."), ("5 công", "Bà góp 5 công")]


def test_a_number_does_not_take_its_unit_from_the_next_sentence():
    assert found("Số hộ tham gia là 12.\nHộ ông Ba góp đất.", "number") == ["12"]


def test_a_line_broken_inside_a_sentence_goes_on():
    assert found("Ông hiến 1.654\r\nm² đất.", "number") == ["1.654\r\nm²"]


WORDS = [
    "hai",
    "mươi",
    "hộ",
    "năm",
    "2022",
    "1.654",
    "m²",
    "nhất",
    "xã",
    "Giấy khen",
    "số",
    "1/QĐ-UBND",
    ".",
    "\n",
    "%",
]


@given(st.lists(st.sampled_from(WORDS), max_size=25).map(" ".join) | st.text(max_size=80))
def test_whatever_is_typed_is_read_in_order_without_overlap(text):
    read = statements(text)
    places = [place for one in read for place in (one.start, one.end)]
    assert places == sorted(places)
    assert [one.text for one in read] == [text[one.start : one.end] for one in read]
