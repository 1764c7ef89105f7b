"""What a plan file says about urging: it is checked with its lines, and read as days, hours and people."""

from datetime import date, time

import pytest

from neuguong.programme.operations.plans import PlanErrors, load_plan
from neuguong.programme.queries.urging import Rung, UrgingRules, urging_letter_of, urging_of
from tests import factories as make
from tests.conftest import PLAN_87
from tests.factories import moment

TEXT = PLAN_87.read_text(encoding="utf-8")


def load(text: str):
    return load_plan(text=text, by=make.JOB, at=make.moment(2023, 4, 11)).plan


def rules(**changes) -> UrgingRules:
    told = {"release": "by_hand", "quiet_from": time(20), "quiet_until": time(7), "catch_up_days": 5, "ladder": (),
            "subject": "", "opening": (), "closing": ()}  # fmt: skip
    return UrgingRules(**(told | changes))


def rung(days: int, day_off: str) -> Rung:
    return Rung("x", "x", days, ("unit_officer",), "", day_off)


@pytest.mark.parametrize(
    ("old", "new", "key", "sentence"),
    [
        ('quiet_from = "20:00"', 'quiet_from = "25 giờ"', "quiet_from", "không phải giờ"),
        ('["before_14"', '["before_15"', "ladder", "Không có mục [[urging_rung]] nào mang mã “before_15”"),
        ('to = ["unit_officer", "unit_head"]', 'to = ["technical"]', "to", "“to” chỉ nhận"),
        ("days = -14", "days = -400", "days", "từ -366 đến 366"),
        ("Còn {days} ngày", "Còn {ngay} ngày", "text", "Không có gì để điền vào “{ngay}”"),
        ("catch_up_days = 5", "catch_up_days = 99", "catch_up_days", "Số ngày từ 0 đến 60"),
        ("answer_working_days = 5", "answer_working_days = 0", "answer_working_days", "Số ngày từ 1 đến 60"),
        ('day_off = "previous"', 'day_off = "sunday"', "day_off", "không nhận giá trị “sunday”"),
        ('release = "by_hand"', 'release = "sometimes"', "release", "không nhận giá trị “sometimes”"),
        ('"Kính gửi anh/chị {name},"', '"Kính gửi {unit},"', "opening", "Không có gì để điền vào “{unit}”"),
        ("còn {count} việc của", "còn {name} việc của", "body", "Không có gì để điền vào “{name}”"),
    ],
)
def test_what_makes_no_sense_is_told_with_its_line(cast, old, new, key, sentence):
    text = TEXT.replace(old, new, 1)
    assert text != TEXT
    with pytest.raises(PlanErrors) as told:
        load(text)
    [(line, said)] = told.value.problems
    assert sentence in said
    assert text.splitlines()[line - 1].startswith(f"{key} =")


def test_a_duty_that_urges_needs_the_plan_to_say_how(cast):
    start, end = TEXT.index("[urging]\n"), TEXT.index("[[urging_rung]]")
    text = (TEXT[:start] + TEXT[end:]).replace('code = "quota"\n', 'code = "quota"\nurging = ["on_day"]\n')
    with pytest.raises(PlanErrors, match="thì kế hoạch cần mục"):
        load(text)


def test_plans_from_before_urging_load_and_say_nothing(cast):
    start, end = TEXT.index("[urging]\n"), TEXT.index("# Ai công nhận")
    plan = load(TEXT[:start] + TEXT[end:])
    assert (urging_of(plan), urging_letter_of(plan)) == (None, None)


def test_the_shipped_plan_urges_14_and_3_days_before_on_the_day_3_and_10_days_after(cast):
    found = urging_of(load(TEXT))
    assert [(one.days, one.to, one.day_off) for one in found.ladder] == [
        (-14, ("unit_officer",), "previous"),
        (-3, ("unit_officer",), "previous"),
        (0, ("unit_officer",), "previous"),
        (3, ("unit_officer", "unit_head"), "next"),
        (10, ("unit_officer", "unit_head", "leader", "emulation_office"), "next"),
    ]
    assert (found.release, found.quiet_from, found.quiet_until) == ("by_hand", time(20), time(7))


def test_a_duty_may_have_a_ladder_of_its_own_or_none(cast):
    text = TEXT.replace('code = "quota"\n', 'code = "quota"\nurging = ["after_10", "on_day"]\n', 1)
    text = text.replace('code = "training"\n', 'code = "training"\nurging = []\n', 1)
    found = urging_of(load(text))
    assert [one.code for one in found.ladder_of("quota")] == ["on_day", "after_10"]
    assert found.ladder_of("training") == ()
    assert found.ladder_of("quarterly_return") == found.ladder


def test_the_rules_of_a_day_are_those_of_the_version_in_force(cast):
    plan = load(TEXT)
    changed = TEXT.replace("catch_up_days = 5", "catch_up_days = 9")
    load_plan(text=changed, by=make.JOB, at=moment(2024, 1, 5))
    assert urging_of(plan, moment(2023, 12, 1)).catch_up_days == 5
    assert urging_of(plan, moment(2024, 2, 1)).catch_up_days == 9


@pytest.mark.parametrize(
    ("last_day", "days", "day_off", "told_on"),
    [
        (date(2025, 3, 14), -3, "previous", date(2025, 3, 11)),
        (date(2025, 6, 14), 0, "previous", date(2025, 6, 13)),  # a Saturday
        (date(2025, 6, 14), 0, "next", date(2025, 6, 16)),
        (date(2025, 6, 14), 0, "same", date(2025, 6, 14)),
        (date(2025, 1, 25), 3, "next", date(2025, 2, 3)),  # into Tết
        (date(2025, 1, 31), 0, "previous", date(2025, 1, 24)),
    ],
)
def test_a_rung_on_a_day_off_moves_as_the_plan_says(last_day, days, day_off, told_on):
    assert rung(days, day_off).announced_on(last_day) == told_on


@pytest.mark.parametrize(
    ("at", "out"),
    [
        (moment(2025, 3, 11, 8), moment(2025, 3, 11, 8)),
        (moment(2025, 3, 11, 19, 59), moment(2025, 3, 11, 19, 59)),
        (moment(2025, 3, 11, 20), moment(2025, 3, 12, 7)),
        (moment(2025, 3, 11, 23, 59), moment(2025, 3, 12, 7)),
        (moment(2025, 3, 12, 0, 1), moment(2025, 3, 12, 7)),
        (moment(2025, 3, 12, 6, 59), moment(2025, 3, 12, 7)),
        (moment(2025, 3, 12, 7), moment(2025, 3, 12, 7)),
        (moment(2025, 3, 14, 21), moment(2025, 3, 17, 7)),  # a Friday evening
        (moment(2025, 3, 15, 10), moment(2025, 3, 17, 7)),  # a Saturday
        (moment(2025, 3, 16, 22), moment(2025, 3, 17, 7)),
        (moment(2025, 1, 27, 9), moment(2025, 2, 3, 7)),  # Tết
    ],
)
def test_in_quiet_hours_and_on_days_off_it_waits_for_the_next_working_morning(at, out):
    assert rules().goes_out_at(at) == out


def test_quiet_hours_may_lie_within_a_day_or_be_none():
    noon = rules(quiet_from=time(11, 30), quiet_until=time(13, 30))
    assert noon.goes_out_at(moment(2025, 3, 11, 12)) == moment(2025, 3, 11, 13, 30)
    assert noon.goes_out_at(moment(2025, 3, 11, 22)) == moment(2025, 3, 11, 22)
    never = rules(quiet_from=time(0), quiet_until=time(0))
    assert never.goes_out_at(moment(2025, 3, 11, 3)) == moment(2025, 3, 11, 3)
