"""Numbers of the answers that the summary does not state are found, and those that say something else of the same thing."""

import time

import pytest

from neuguong.exemplars.reading.agreement import strays
from neuguong.web.bench.reading import PARAGRAPH

SUMMARY = "Từ tháng 6/2021 ông nuôi trùn quế. Mỗi năm thu 35 tấn phân bón, lãi 140 triệu đồng. Ông hiến 2.000 m² đất."


def found(answer: str) -> list[tuple[str, str]]:
    return [(one.text, one.instead) for one in strays(SUMMARY, answer)]


def test_an_answer_that_repeats_the_summary_in_other_spelling_is_not_remarked():
    assert found("Năm 2021 ông nuôi trùn; thu 35 tấn, lãi 140.000.000 đồng; hiến 2000 m² đất. Bà con tin yêu.") == []


def test_a_number_that_the_summary_does_not_state_is_found():
    assert found("Ông giúp 12 hộ nghèo từ năm 2019.") == [("12 hộ nghèo", ""), ("từ năm 2019", "")]


def test_a_number_that_disagrees_is_shown_beside_the_summarys():
    assert found("Trại thu mỗi năm 32 tấn phân bón.") == [("32 tấn", "35 tấn")]


def test_the_same_unit_of_another_thing_is_no_disagreement():
    assert found("Ông góp 5 triệu đồng cho quỹ khuyến học.") == [("5 triệu đồng", "")]


def test_said_twice_it_is_remarked_once():
    assert found("Ông giúp 12 hộ. Nhờ ông, 12 hộ thoát nghèo.") == [("12 hộ", "")]


@pytest.mark.parametrize(("summary", "answer"), [("", ""), (SUMMARY, ""), ("", "Ông sống tốt.")])
def test_where_nothing_is_stated_nothing_is_remarked(summary, answer):
    assert strays(summary, answer) == ()


def test_four_answers_of_eighty_words_are_compared_in_a_moment():
    begin = time.process_time()
    for _ in range(4):
        strays(PARAGRAPH, PARAGRAPH.replace("35 tấn", "36 tấn"))
    assert time.process_time() - begin < 0.5
