"""What the rules point out in a reader's words is what the examples of their own file say."""

import pytest

from neuguong.exemplars.reading import manners

EXAMPLES = [
    (rule["code"], one["text"], one["found"]) for rule in manners._document()["rule"] for one in rule["examples"]
]


@pytest.mark.parametrize(("code", "text", "found"), EXAMPLES)
def test_each_rule_finds_what_its_examples_say(code, text, found):
    assert [one.text for one in manners.remarks(text) if one.code == code] == found


def test_every_rule_has_an_example_of_something_and_of_nothing_or_only_of_something():
    assert {code for code, _, found in EXAMPLES if found} == {rule["code"] for rule in manners._document()["rule"]}


def test_personal_data_is_named_and_nothing_else_is():
    assert "“0905 123 456”" in manners.personal_data("Đồ ngu", "gọi 0905 123 456")
    assert manners.personal_data("Đồ ngu, xem vay-nhanh.xyz") == ""


def test_the_same_words_are_known_without_marks_capitals_and_signs():
    assert manners.same_words("Cảm ơn bác, nhé!") == manners.same_words("  CẢM ƠN   bác nhe ")
    assert manners.flags_of(["phone", "insult", "phone"]) == " phone insult "
    assert manners.flags_of([]) == ""
