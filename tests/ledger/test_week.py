"""A week as the leader reads it: counted from the boards of its days, the same whenever it is asked."""

import io
from datetime import date

import pikepdf
import pytest
from django.conf import settings

from neuguong.core.models import Letter
from neuguong.exemplars.operations.nominations import return_nomination, verify_nomination
from neuguong.ledger.operations.obligations import after_reorganisation, exempt, extend
from neuguong.ledger.operations.packages import enter_reference, issue_package
from neuguong.ledger.operations.sending import send_nil_return
from neuguong.ledger.queries.board import board
from neuguong.ledger.queries.week import Week, week_page
from neuguong.ledger.queries.week_paper import paper_data, week_paper
from neuguong.ledger.tasks import tell_weeks
from tests import factories as make

W11 = Week.coded("2024-W11", today=date(2025, 1, 1))  # 11/03/2024 to 17/03/2024; the quarter closed with the 14th
W12 = Week.coded("2024-W12", today=date(2025, 1, 1))


def figures(page) -> dict[str, tuple[int, int, bool]]:
    return {one.code: (one.now, one.before, one.restated) for one in (*page.flow, *page.stock, *page.dossiers)}


def told(rows) -> set[tuple[str, str, str]]:
    return {(row.unit_name, row.duty_code, row.period) for row in rows}


@pytest.mark.parametrize("code", ["2024-11", "2024-W54", "2024-W1", "tuan-nay", "0000-W01", "2024-W00"])
def test_what_is_no_week_is_refused(code):
    with pytest.raises(ValueError):
        Week.coded(code, today=date(2025, 1, 1))


def test_a_week_that_runs_is_told_as_far_as_it_has_come():
    runs = Week.coded("2024-W11", today=date(2024, 3, 13))
    assert (runs.monday, runs.on, runs.runs, runs.label) == (date(2024, 3, 11), date(2024, 3, 13), True, "tuần 11/2024")
    assert (W11.on, W11.runs, Week.of(date(2025, 1, 1), today=date(2025, 1, 1)).code) == (
        date(2024, 3, 17),
        False,
        "2025-W01",
    )


@pytest.mark.clause("IV.4")
def test_the_week_of_a_cut_off(office, cast, plan):
    office.send(make.moment(2024, 3, 12))
    back = office.send(make.moment(2024, 3, 13))
    by = make.actor(cast.office)
    return_nomination(nomination=back, note="Thiếu số liệu", by=by, at=make.moment(2024, 3, 15))
    health = office.obligation("2024-Q1", cast.health)
    extend(obligation=health, extended_to=date(2024, 3, 22), reason="Mưa lũ", by=by, at=make.moment(2024, 3, 13))
    exempt(obligation=office.obligation("2024", cast.health), reason="Mới lập", by=by, at=make.moment(2024, 3, 13))
    page = week_page(plan, W11)
    changes = page.changes
    assert told(changes.done) == {("Xã Diên Thọ", "quarterly_return", "2024-Q1")}
    assert told(changes.overdue) == {("Xã Diên An", "quarterly_return", "2024-Q1")}
    assert told(changes.extended) == {("Phòng Y tế", "quarterly_return", "2024-Q1")}
    assert told(changes.excused) == {("Phòng Y tế", "quota", "2024")}
    found = figures(page)
    assert {code: found[code][:2] for code in ("done", "overdue", "extended", "excused", "sent", "returned")} == {
        "done": (1, 0), "overdue": (1, 0), "extended": (1, 0), "excused": (1, 0), "sent": (2, 0), "returned": (1, 0),
    }  # fmt: skip
    assert [(one.day, one.duty_code, one.owing, one.missing) for one in page.coming] == [
        (date(2024, 3, 22), "quarterly_return", 1, 1)
    ]


def test_the_figures_are_those_of_the_boards(office, plan):
    office.send(make.moment(2024, 3, 12))
    page = week_page(plan, W11)
    rows = [row for row in board(plan=plan, on=W11.on).rows if row.days_left < 0 and row.state != "excused"]
    counted = {code: sum(row.state in states for row in rows) for code, states in {
        "due": ("met", "nil", "late", "overdue"), "on_time": ("met", "nil"), "late": ("late",),
        "standing_overdue": ("overdue",),
    }.items()}  # fmt: skip
    found = figures(page)
    assert {code: found[code][0] for code in counted} == counted
    assert counted["due"] == counted["on_time"] + counted["late"] + counted["standing_overdue"] == len(rows)
    assert sum(len(unit.rows) for unit in page.late) == counted["standing_overdue"]
    assert [unit.longest.late_days for unit in page.late] == [
        max(row.late_days for row in unit.rows) for unit in page.late
    ]


def test_the_page_of_a_week_is_the_same_a_year_later(office, cast, plan):
    office.send(make.moment(2024, 3, 12))
    now = week_page(plan, W11)
    office.send(make.moment(2024, 3, 25))
    send_nil_return(
        obligation=office.obligation("2024-Q1", cast.dien_an), reason="Không có", by=make.actor(cast.neighbour),
        at=make.moment(2024, 3, 26),
    )  # fmt: skip
    assert week_page(plan, W11) == now


def test_what_was_entered_afterwards_says_so(office, cast, plan):
    send_nil_return(
        obligation=office.obligation("2024-Q1", cast.dien_an), reason="Không có", by=make.actor(cast.office),
        at=make.moment(2024, 3, 13), recorded_at=make.moment(2024, 4, 2),
    )  # fmt: skip
    page = week_page(plan, W11)
    found = figures(page)
    assert (found["done"], found["due"][2], found["overdue"][2], page.restated) == ((1, 0, True), True, False, True)
    assert week_page(plan, W12).flow[0].restated is False


@pytest.mark.parametrize("units", [1, 3])
def test_a_week_takes_the_same_statements_for_one_unit_and_for_three(cast, plan, units, django_assert_num_queries):
    if units == 1:
        for row in (cast.dien_an, cast.health):
            type(row).objects.filter(pk=row.pk).update(valid_to=date(2023, 5, 1))
    week_page(plan, W11)
    with django_assert_num_queries(15):
        week_page(plan, W11)


def test_what_waits_for_the_leader(office, cast, plan):
    by = make.actor(cast.office)
    dossier = office.send(make.moment(2024, 3, 12))
    verify_nomination(nomination=dossier, by=by, at=make.moment(2024, 3, 16))
    assert [(one.code, one.number, one.since) for one in week_page(plan, W11).waiting] == [
        ("recognise", 1, date(2024, 3, 16))
    ]
    package = issue_package(plan=plan, round_code="2024-Q1", by=by, at=make.moment(2024, 3, 19), signer="Trần Lãnh Đạo")
    assert [one.code for one in week_page(plan, W12).waiting] == ["recognise", "sign"]
    enter_reference(
        package=package, document_number="12/UBND", issued_on=date(2024, 3, 22), by=by, at=make.moment(2024, 3, 22)
    )
    assert [one.code for one in week_page(plan, W12).waiting] == ["recognise"]


@pytest.mark.parametrize("more", [0, 90])
def test_the_paper_is_one_sheet_however_many_are_late(office, cast, plan, more):
    for number in range(more):
        make.make_unit(f"xa-{number}", f"Xã có cái tên rất dài để thử trang giấy {number}", parent=cast.district)
    after_reorganisation(plan=plan, by=make.JOB, at=make.moment(2024, 1, 2))
    page = week_page(plan, W11)
    assert len(page.late) == 4 + more
    content = week_paper(page, fonts=settings.PAPER_FONTS, made_at=make.moment(2024, 3, 18))
    assert len(pikepdf.open(io.BytesIO(content)).pages) == 1
    data = paper_data(page, make.moment(2024, 3, 18))
    assert (data["late_total"], len(data["late"])) == (4 + more, min(4 + more, 40))


def test_the_first_week_of_a_plan_stands_on_its_own(office, plan):
    first = Week.of(plan.valid_from, today=date(2025, 1, 1))
    page = week_page(plan, first)
    assert page.on_time_share is None
    assert paper_data(page, make.moment(2023, 4, 17))["heads"][0]["value"] == "—"


def test_those_who_lead_are_told_once_a_week(office, cast, plan):
    monday = make.moment(2024, 3, 18, 6, 40)
    assert (tell_weeks(monday), tell_weeks(monday), tell_weeks(make.moment(2024, 3, 20, 6, 40))) == (4, 0, 0)
    letters = Letter.objects.filter(link="ledger.week:2024-W11")
    assert {letter.recipient for letter in letters} == {cast.leader, cast.chair, cast.office, cast.office_second}
    assert {letter.subject for letter in letters} == {f"Tuần 11/2024: {plan.short_title}"}
    assert "- Nhiệm vụ mới quá hạn: 3 (tuần trước 0)." in letters[0].body
    assert tell_weeks(make.moment(2024, 3, 25, 6, 40)) == 4
