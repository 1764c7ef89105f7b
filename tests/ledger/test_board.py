"""What the board says on a day (KH 87, IV.2): every rule as a sentence."""

from datetime import date

import pytest

from neuguong.exemplars.operations.nominations import (
    decline_nomination,
    return_nomination,
    verify_nomination,
    withdraw_nomination,
)
from neuguong.exemplars.operations.recognition import recognise_in_unit
from neuguong.ledger.operations.obligations import exempt, extend
from neuguong.ledger.operations.sending import send_nil_return
from neuguong.ledger.queries.board import board
from neuguong.ledger.queries.details import draft_hint, obligation_detail
from neuguong.ledger.queries.visibility import obligations_visible_to, units_on_board_of
from neuguong.org.enums import Role
from neuguong.org.models import BlockHead
from neuguong.programme.operations.plans import load_plan
from tests import factories as make
from tests.conftest import PLAN_87
from tests.ledger.conftest import ROUNDS
from tests.ledger.test_generation import generate, merge

LAST_MINUTE, FIRST_LATE = make.moment(2024, 3, 14, 23, 59), make.moment(2024, 3, 15, 0, 0)


def state(office, period, on, unit=None):
    row = office.row(period, on, unit)
    return row.state, row.letter, row.late_days


@pytest.mark.clause("IV.2")
def test_the_calendar_alone_makes_not_due_due_soon_and_overdue(office):
    days = {
        date(2024, 2, 28): ("not_due", "C", 0),
        date(2024, 2, 29): ("due_soon", "S", 0),
        date(2024, 3, 14): ("due_soon", "S", 0),
        date(2024, 3, 15): ("overdue", "Q", 1),
        date(2024, 3, 20): ("overdue", "Q", 6),
    }
    assert {day: state(office, "2024-Q1", day) for day in days} == days
    assert office.row("2024-Q1", date(2024, 3, 14)).days_left == 0


@pytest.mark.clause("IV.2")
def test_the_last_minute_of_the_fourteenth_is_on_time(office):
    office.send(LAST_MINUTE)
    row = office.row("2024-Q1", date(2024, 3, 14))
    assert (row.state, row.letter, row.sent, row.sent_on_time, row.missing) == ("met", "Đ", 1, 1, ())


@pytest.mark.clause("IV.2")
def test_the_first_minute_of_the_fifteenth_is_late(office):
    office.send(FIRST_LATE)
    assert state(office, "2024-Q1", date(2024, 3, 15)) == ("overdue", "Q", 1)
    assert office.row("2024-Q2", date(2024, 3, 15)).state == "met"


@pytest.mark.clause("IV.2")
def test_late_stays_late_after_the_thing_arrives(office):
    office.send(make.moment(2024, 3, 18), late_for=office.obligation("2024-Q1"))
    assert state(office, "2024-Q1", date(2024, 3, 17)) == ("overdue", "Q", 3)
    for later in (date(2024, 3, 18), date(2025, 12, 31)):
        assert state(office, "2024-Q1", later) == ("late", "T", 4)


def nil(office, at, period="2024-Q1", **fields):
    by = make.actor(office.cast.author)
    return send_nil_return(obligation=office.obligation(period), reason="Chưa có ai", by=by, at=at, **fields)


@pytest.mark.clause("IV.2")
def test_a_nil_return_on_time_is_an_honest_state_and_a_late_one_stays_late(office):
    nil(office, LAST_MINUTE)
    row = office.row("2024-Q1", date(2024, 3, 20))
    assert (row.state, row.letter, row.nil_reason) == ("nil", "K", "Chưa có ai")
    nil(office, make.moment(2024, 6, 15), "2024-Q2")
    assert state(office, "2024-Q2", date(2024, 12, 1)) == ("late", "T", 1)


def test_a_list_takes_the_place_of_a_nil_return(office):
    nil(office, make.moment(2024, 3, 4))
    office.send(make.moment(2024, 3, 10))
    assert office.row("2024-Q1", date(2024, 3, 9)).state == "nil"
    assert office.row("2024-Q1", date(2024, 3, 10)).state == "met"


def extend_to(office, day, at, period="2024-Q1"):
    by = make.actor(office.cast.office)
    return extend(obligation=office.obligation(period), extended_to=day, reason="Mưa lũ", by=by, at=at)


def test_an_extension_shows_keeps_the_first_date_and_ends(office):
    extend_to(office, date(2024, 3, 20), make.moment(2024, 3, 13))
    row = office.row("2024-Q1", date(2024, 3, 18))
    assert (row.state, row.letter, row.days_left, row.due_on, row.extended_to) == (
        "due_soon", "G", 2, date(2024, 3, 15), date(2024, 3, 20),
    )  # fmt: skip
    assert state(office, "2024-Q1", date(2024, 3, 12)) == ("due_soon", "S", 0)
    assert state(office, "2024-Q1", date(2024, 3, 21)) == ("overdue", "Q", 1)
    office.send(make.moment(2024, 3, 19))
    assert state(office, "2024-Q1", date(2024, 3, 21)) == ("met", "Đ", 0)


def test_an_extension_granted_afterwards_does_not_undo_lateness(office):
    nil(office, make.moment(2024, 3, 16))
    extend_to(office, date(2024, 3, 31), make.moment(2024, 3, 18))
    assert state(office, "2024-Q1", date(2024, 3, 20)) == ("late", "T", 2)


def test_who_is_exempt_owes_nothing_from_that_day(office, cast):
    exempt(
        obligation=office.obligation("2024"), reason="Chủ trì", by=make.actor(cast.office), at=make.moment(2024, 5, 2)
    )
    row = office.row("2024", date(2024, 5, 2))
    assert (row.state, row.letter, row.exempt_reason, row.missing) == ("excused", "M", "Chủ trì", ())
    assert office.row("2024", date(2024, 5, 1)).state == "not_due"


@pytest.mark.clause("IV.2")
def test_three_of_both_kinds_meet_a_communes_year(office):
    for number, kind in enumerate(("individual", "individual", "collective"), 1):
        office.send(make.moment(2024, 2, number), kind=kind)
    row = office.row("2024", date(2024, 2, 3))
    assert (row.required, row.sent, row.state, row.composition_met) == (3, 3, "met", True)
    before = office.row("2024", date(2024, 2, 2))
    assert (before.sent, before.state) == (2, "not_due")
    assert before.missing == (
        "Còn thiếu 1 điển hình: đã gửi 2, cần ít nhất 3. Hạn là hết ngày 14/12/2024.",
        "Chưa có tập thể nào; kế hoạch cần cả tập thể và cá nhân.",
    )


@pytest.mark.clause("IV.2")
@pytest.mark.clause("III.2.1.a")
def test_one_kind_only_warns_and_a_household_stands_for_neither(office):
    for number, kind in enumerate(("individual", "individual", "household"), 1):
        office.send(make.moment(2024, 2, number), kind=kind)
    row = office.row("2024", date(2024, 2, 3))
    assert (row.sent, row.state, row.composition_met, row.households) == (3, "met", False, 1)
    assert row.missing == ("Chưa có tập thể nào; kế hoạch cần cả tập thể và cá nhân.",)


def read_as(plan, *changes):
    text = PLAN_87.read_text(encoding="utf-8")
    for before, after in changes:
        assert before in text
        text = text.replace(before, after)
    load_plan(text=text, by=make.JOB, at=make.moment(2024, 1, 2))


@pytest.mark.parametrize(
    ("reading", "sent", "met"),
    [("own_kind", 3, False), ("collective", 3, True), ("individual", 3, False), ("none", 2, False)],
)
def test_how_a_household_counts_is_the_plans_reading(office, plan, reading, sent, met):
    read_as(plan, ('household_counts_as = "own_kind"', f'household_counts_as = "{reading}"'))
    for number, kind in enumerate(("individual", "individual", "household"), 1):
        office.send(make.moment(2024, 2, number), kind=kind)
    row = office.row("2024", date(2024, 2, 3))
    assert (row.sent, row.composition_met) == (sent, met)


def test_a_plan_may_ask_for_its_number_every_quarter(office, cast):
    text = PLAN_87.read_text(encoding="utf-8").replace('quota_period = "year"', 'quota_period = "quarter"')
    text = text.replace('code = "kh-87-2023"', 'code = "kh-quy"').replace('period = "year"', 'period = "quarter"', 1)
    text = text.replace('first_period = "2023"', 'first_period = "2023-Q2"', 1)
    text = text.replace('last_period = "2025"', 'last_period = "2025-Q4"', 1)
    office.plan = load_plan(text=text, by=make.JOB, at=make.moment(2024, 1, 2)).plan
    generate(office.plan, at=make.moment(2024, 1, 2))
    for number, kind in enumerate(("individual", "collective", "household"), 1):
        office.send(make.moment(2024, 2, number), kind=kind)
    rows = board(plan=office.plan, on=date(2024, 2, 4), unit_ids=[cast.dien_tho.pk], duty="quota").rows
    assert {row.period: (row.sent, row.state) for row in rows if row.year == 2024} == {
        "2024-Q1": (3, "met"), "2024-Q2": (0, "not_due"), "2024-Q3": (0, "not_due"), "2024-Q4": (0, "not_due"),
    }  # fmt: skip


def test_a_plan_may_let_a_missing_kind_block(office, plan):
    read_as(
        plan,
        ('composition_effect = "warn"', 'composition_effect = "block"'),
        ('commune_composition = "warn"', 'commune_composition = "block"'),
    )
    for number in (1, 2, 3):
        office.send(make.moment(2024, 2, number))
    row = office.row("2024", date(2024, 12, 20))
    assert (row.sent, row.state, row.missing) == (
        3,
        "overdue",
        ("Chưa có tập thể nào; kế hoạch cần cả tập thể và cá nhân.",),
    )


def test_a_plan_may_count_only_what_was_recognised(office, cast, plan):
    read_as(plan, ('commune_quota_counts = "sent"', 'commune_quota_counts = "recognised"'))
    sent = office.send(make.moment(2024, 2, 1))
    office.send(make.moment(2024, 2, 2))
    verify_nomination(nomination=sent, by=make.actor(cast.office), at=make.moment(2024, 2, 5))
    recognise_in_unit(
        nomination=sent, document_number="12/QĐ", decided_on=date(2024, 2, 6), by=make.actor(cast.head),
        at=make.moment(2024, 2, 6),
    )  # fmt: skip
    assert [office.row("2024", date(2024, 2, day)).sent for day in (5, 6)] == [0, 1]
    assert office.row("2024-Q1", date(2024, 2, 6)).sent == 2


@pytest.mark.clause("IV.2")
def test_withdrawn_and_declined_dossiers_do_not_count(office, cast):
    first, second = office.send(make.moment(2024, 3, 1)), office.send(make.moment(2024, 3, 2))
    withdraw_nomination(nomination=first, by=make.actor(cast.head), at=make.moment(2024, 3, 4))
    decline_nomination(nomination=second, note="Trùng", by=make.actor(cast.office), at=make.moment(2024, 3, 18))
    found = {day: office.row("2024-Q1", date(2024, 3, day)) for day in (3, 4, 17, 18)}
    assert {day: (row.sent, row.state) for day, row in found.items()} == {
        3: (2, "met"), 4: (1, "met"), 17: (1, "met"), 18: (0, "overdue"),
    }  # fmt: skip


def test_a_plan_may_take_a_declined_list_for_a_return(office, cast, plan):
    read_as(plan, ("declined_list_is_a_return = false", "declined_list_is_a_return = true"))
    sent = office.send(make.moment(2024, 3, 2))
    decline_nomination(nomination=sent, note="Trùng", by=make.actor(cast.office), at=make.moment(2024, 3, 18))
    assert office.row("2024-Q1", date(2024, 3, 20)).state == "met"
    assert office.row("2024", date(2024, 3, 20)).sent == 0


def test_a_returned_dossier_keeps_counting_and_verified_ones_are_accepted(office, cast):
    sent = office.send(make.moment(2024, 3, 1))
    by = make.actor(cast.office)
    return_nomination(nomination=sent, note="Thiếu số liệu", by=by, at=make.moment(2024, 3, 5))
    assert office.row("2024-Q1", date(2024, 3, 20)).state == "met"
    office.submit(sent, make.moment(2024, 3, 21))
    verify_nomination(nomination=sent, by=by, at=make.moment(2024, 3, 22))
    assert [office.row("2024-Q1", date(2024, 3, day)).accepted for day in (21, 22)] == [0, 1]


@pytest.mark.clause("IV.2")
def test_what_is_sent_after_the_years_last_cut_off_counts_for_the_next_year(office):
    office.send(make.moment(2024, 12, 15, 0, 0))
    assert office.row("2024", date(2024, 12, 31)).sent == 0
    assert office.row("2025", date(2024, 12, 31)).sent == 1


def test_a_paper_received_in_time_and_typed_later_shows_as_entered_afterwards(office):
    office.send(make.moment(2024, 3, 14, 16), recorded_at=make.moment(2024, 3, 25))
    on_the_day, later = office.row("2024-Q1", date(2024, 3, 20)), office.row("2024-Q1", date(2024, 3, 25))
    assert (on_the_day.state, on_the_day.sent, on_the_day.restated) == ("met", 1, True)
    assert (later.state, later.restated) == ("met", False)
    assert office.row("2024-Q1", date(2024, 3, 13)).restated is False


def test_a_successors_quota_counts_what_earlier_lives_sent(office, cast, plan):
    office.send(make.moment(2024, 2, 1))
    office.send(make.moment(2024, 2, 2), unit=cast.dien_an, kind="collective")
    new = merge([cast.dien_tho, cast.dien_an], "Diên Mới", date(2024, 11, 1), make.moment(2024, 11, 1))
    generate(plan, at=make.moment(2024, 11, 1))
    year = office.row("2024", date(2024, 11, 1), new)
    assert (year.sent, year.composition_met, year.restated) == (2, True, False)
    assert office.row("2024-Q4", date(2024, 11, 1), new).sent == 0
    assert [
        row.period for row in board(plan=plan, on=date(2024, 11, 1), unit_ids=[cast.dien_tho.pk], duty="quota").rows
    ] == [
        "2023",
    ]
    names = list(dict.fromkeys(row.unit_name for row in board(plan=plan, on=date(2024, 11, 1)).rows))
    assert names == ["Xã Diên Mới", "Xã Diên An", "Xã Diên Thọ", "Phòng Y tế", "UBND huyện Diên Khánh"]
    behind = obligation_detail(office.obligation("2024", new), date(2024, 11, 2))
    assert {one.unit_id for one in behind.dossiers} == {cast.dien_tho.pk, cast.dien_an.pk}


def test_communes_come_first_then_blocks_and_filters_narrow(office, cast, plan):
    rows = board(plan=plan, on=date(2024, 3, 14)).rows
    assert list(dict.fromkeys(row.unit_name for row in rows)) == [
        "Xã Diên An", "Xã Diên Thọ", "Phòng Y tế", "UBND huyện Diên Khánh",
    ]  # fmt: skip

    def names(**chosen):
        return {row.unit_name for row in board(plan=plan, on=date(2024, 3, 14), **chosen).rows}

    assert names(block=cast.block) == {"Phòng Y tế"}
    assert names(unit_kinds=["commune"]) == {"Xã Diên An", "Xã Diên Thọ"}
    assert names(unit_ids=[cast.dien_an.pk]) == {"Xã Diên An"}
    assert {row.period for row in board(plan=plan, on=date(2024, 3, 14), duty="quota", year=2024).rows} == {"2024"}
    assert len(board(plan=plan, on=date(2024, 3, 14), period="2024-Q1").rows) == 3


@pytest.mark.parametrize("dossiers", [1, 3])
def test_a_board_takes_six_statements_and_nine_with_activities(office, plan, dossiers, django_assert_num_queries):
    for number in range(dossiers):
        office.send(make.moment(2024, 2, 1 + number))
    board(plan=plan, on=date(2024, 3, 14))  # the plan's rules are read once per version
    with django_assert_num_queries(6):
        board(plan=plan, on=date(2024, 3, 14), duty_kinds=ROUNDS)
    with django_assert_num_queries(9):
        board(plan=plan, on=date(2024, 3, 14))


def test_who_sees_which_rows(office, cast, plan):
    day = date(2024, 3, 14)

    def seen(account):
        return set(units_on_board_of(account.pk, day).values_list("short_name", flat=True))

    assert seen(cast.author) == {"Diên Thọ"}
    assert seen(cast.office) >= {"Diên Thọ", "Diên An", "Phòng Y tế"}
    assert (seen(cast.admin), seen(cast.stranger)) == (set(), set())
    assert obligations_visible_to(cast.author.pk, day).count() == 14 + 11
    make.give_role(cast.health_officer, Role.BLOCK_HEAD, cast.health)
    make.make_block("Khối khác", cast.district, cast.dien_an)
    assert seen(cast.health_officer) == {"Phòng Y tế"}
    BlockHead.objects.create(block=cast.dien_an.block_memberships.get().block, unit=cast.health, year=2024)
    assert seen(cast.health_officer) == {"Phòng Y tế", "Diên An"}


def test_a_withdrawn_dossier_fills_no_place_of_the_year(office, cast, plan):
    office.send(make.moment(2024, 2, 1))
    gone = office.send(make.moment(2024, 2, 2))
    withdraw_nomination(nomination=gone, by=make.actor(cast.head), at=make.moment(2024, 2, 3))
    day = date(2024, 3, 10)
    year, quarter = office.row("2024", day), office.row("2024-Q1", day)
    assert (year.sent, year.required, quarter.sent, quarter.days_left) == (1, 3, 1, 4)
    behind = obligation_detail(office.obligation("2024"), day).dossiers
    assert {one.subject for one in behind if one.counts} == {"Điển hình 01020900individual"}


def test_drafts_are_told_apart_from_what_counts(office, cast, plan):
    assert draft_hint(cast.dien_tho, plan) == ""
    office.draft(on=date(2024, 2, 26))
    assert draft_hint(cast.dien_tho, plan) == "Có 1 bản nháp, sửa lần cuối ngày 26/02/2024."


def test_what_stands_behind_a_cell(office, cast):
    sent = office.send(make.moment(2024, 3, 18), late_for=office.obligation("2024-Q1"))
    extend_to(office, date(2024, 6, 20), make.moment(2024, 6, 3), "2024-Q2")
    first = obligation_detail(office.obligation("2024-Q1"), date(2024, 6, 4))
    second = obligation_detail(office.obligation("2024-Q2"), date(2024, 6, 4))
    assert ([one.kind for one in first.returns], first.dossiers) == (["list"], ())
    assert [one.number for one in second.dossiers] == [sent.number]
    assert [one.extended_to for one in second.extensions] == [date(2024, 6, 20)]
    assert obligation_detail(office.obligation("2024-Q2"), date(2024, 3, 1)).dossiers == ()
