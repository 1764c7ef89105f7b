"""What units do beside introducing people: own plan, event, report … (KH 87, III.3–III.6, IV.1, IV.3), row by row."""

from datetime import date

import pytest

from neuguong.core.errors import BadInput, Refused, Stale
from neuguong.core.models import AuditEntry
from neuguong.exemplars.models import Standard
from neuguong.ledger.models import Activity, Obligation
from neuguong.ledger.operations.activities import Done, record_activity, withdraw_activity
from neuguong.ledger.operations.obligations import exempt, extend
from neuguong.ledger.queries.board import board
from tests import factories as make
from tests.ledger.test_generation import generate, merge

EVENT = Done("Gặp mặt, biểu dương điển hình tiên tiến", date(2024, 11, 20), "embedded", "45 người dự", "12/BC-UBND")


def obligation(duty, period, unit):
    return Obligation.objects.select_related("unit", "duty__plan").get(unit=unit, duty__code=duty, period=period)


def recorded(office, duty="honouring_event", period="2024", *, unit=None, done=EVENT, at=None, by=None, **fields):
    return record_activity(
        obligation=obligation(duty, period, unit or office.cast.dien_tho),
        done=done,
        file_name="hoi-nghi.jpg",
        content=make.jpeg(),
        by=make.actor(by or office.cast.author),
        at=at or make.moment(2024, 11, 21, 9),
        **fields,
    )


def row(office, on, duty="honouring_event", period="2024", unit=None):
    unit = unit or office.cast.dien_tho
    found = board(plan=office.plan, on=on, unit_ids=[unit.pk], duty=duty, period=period).rows
    assert len(found) == 1
    return found[0]


@pytest.mark.clause("III.3.b")
def test_each_unit_owes_one_event_a_year_until_its_last_day(office):
    before, after = row(office, date(2024, 12, 31)), row(office, date(2025, 1, 1))
    assert (before.state, before.last_day, before.missing) == (
        "due_soon", date(2024, 12, 31), ("Chưa ghi việc đã làm nào. Hạn là hết ngày 31/12/2024.",),
    )  # fmt: skip
    assert (after.state, after.late_days) == ("overdue", 1)


@pytest.mark.clause("III.3.b")
def test_what_was_done_counts_from_its_day_and_typed_later_says_so(office):
    recorded(office)
    states = {day: row(office, day).state for day in (date(2024, 11, 19), date(2024, 11, 20), date(2025, 6, 1))}
    assert states == {date(2024, 11, 19): "not_due", date(2024, 11, 20): "met", date(2025, 6, 1): "met"}
    assert (row(office, date(2024, 11, 20)).restated, row(office, date(2024, 11, 21)).restated) == (True, False)


@pytest.mark.clause("IV.1")
def test_the_interim_report_is_on_time_on_the_fourth_of_may_and_late_for_ever_on_the_fifth(office, cast):
    for unit, day, state in ((cast.dien_tho, 4, ("met", 0)), (cast.dien_an, 5, ("late", 1))):
        done = Done("Báo cáo sơ kết", date(2023, 5, day), document="20/BC-UBND")
        at = make.moment(2023, 5, day, 23, 59)
        # on paper; what a unit writes in the form counts by itself (test_reports.py)
        recorded(office, "interim_report", "2023", unit=unit, done=done, at=at, by=cast.office)
        found = row(office, date(2025, 1, 1), "interim_report", "2023", unit)
        assert (found.state, found.late_days) == state


@pytest.mark.clause("IV.1")
def test_a_plan_without_a_due_day_is_never_overdue_unless_the_office_sets_one(office, cast):
    own = obligation("own_plan", "2023", cast.dien_tho)
    found = row(office, date(2025, 6, 1), "own_plan", "2023")
    assert (own.boundary, found.state, found.missing) == ("open", "not_due", ("Chưa ghi việc đã làm nào.",))
    by, at = make.actor(cast.office), make.moment(2023, 4, 20)
    extend(obligation=own, extended_to=date(2023, 5, 10), reason="Để huyện tổng hợp", by=by, at=at)
    assert row(office, date(2023, 5, 10), "own_plan", "2023").state == "due_soon"
    found = row(office, date(2023, 5, 12), "own_plan", "2023")
    assert (found.state, found.late_days, found.letter) == ("overdue", 2, "Q")
    assert found.missing == ("Chưa ghi việc đã làm nào. Hạn cuối là hết ngày 10/05/2023.",)


@pytest.mark.clause("III.2.1.c")
def test_an_issued_standard_answers_its_duty_by_itself(office, cast, plan):
    assert row(office, date(2024, 5, 1), "own_standard", "2023").state == "not_due"
    issued = make.moment(2024, 5, 1, 10)
    Standard.objects.create(
        plan=plan, unit=cast.dien_tho, state="issued", number=1, document_number="08/QyĐ-UBND",
        issued_on=date(2024, 5, 1), issued_at=issued, created_at=issued, edited_at=issued,
    )  # fmt: skip
    assert row(office, date(2024, 4, 30), "own_standard", "2023").state == "not_due"
    assert row(office, date(2024, 5, 1), "own_standard", "2023").state == "met"
    with pytest.raises(Refused, match="được tính khi đơn vị ban hành tiêu chuẩn"):
        recorded(office, "own_standard", "2023")


@pytest.mark.parametrize(
    ("duty", "period", "who"),
    [
        ("honouring_conference_2023", "2023", "district"),
        ("congress_2025", "2025", "district"),
        ("movement_reviews", "2023", "district"),
    ],
)
def test_the_districts_own_duties_are_the_districts_alone(plan, cast, duty, period, who):
    rows = Obligation.objects.filter(duty__code=duty, period=period)
    assert [one.unit for one in rows] == [getattr(cast, who)]


@pytest.mark.clause("III.3.d", "III.5.a", "III.6.b", "IV.3", "IV.7")
def test_duties_of_named_offices_begin_when_the_office_is_in_the_register_of_units(cast, plan):
    every_year = {"inspection": "phong-noi-vu", "training": "phong-noi-vu", "budget_appraisal": "phong-tckh",
                  "district_publicity": "phong-vhtt"}  # fmt: skip
    named = every_year | {"coordination": "phong-noi-vu"}
    assert not Obligation.objects.filter(duty__code__in=named).exists()
    for ref in set(named.values()):
        make.make_unit(ref, ref, kind="agency", parent=cast.district)
    generate(plan)
    found = Obligation.objects.filter(duty__code__in=named).values_list("duty__code", "unit__ref", "period")
    assert set(found) == {
        *((duty, ref, year) for duty, ref in every_year.items() for year in ("2023", "2024", "2025")),
        ("coordination", "phong-noi-vu", "2023"),
    }


def test_a_successors_row_counts_what_earlier_lives_did(office, cast, plan):
    recorded(office, done=Done("Gặp mặt điển hình", date(2024, 3, 8), "in_person"))
    new = merge([cast.dien_tho, cast.dien_an], "Diên Mới", date(2024, 11, 1), make.moment(2024, 11, 1))
    generate(plan, at=make.moment(2024, 11, 1))
    assert row(office, date(2024, 11, 2), unit=new).state == "met"
    ended = row(office, date(2024, 10, 31))
    assert (ended.state, ended.restated) == ("met", True)


@pytest.mark.parametrize(
    ("done", "sentence"),
    [
        (Done(" ", date(2024, 11, 20), "online"), "Ghi tên việc"),
        (Done("Gặp mặt", date(2024, 11, 22), "online"), "chưa tới"),
        (Done("Gặp mặt", date(2022, 12, 31), "online"), "từ 01/01/2023 đến 31/12/2025"),
        (Done("Gặp mặt", date(2024, 11, 20)), "Chọn hình thức"),
        (Done("Gặp mặt", date(2024, 11, 20), "khác"), "Chọn hình thức"),
        (Done("x" * 301, date(2024, 11, 20), "online"), "không quá 300"),
    ],
)
def test_bad_input_is_told_and_nothing_is_kept(office, done, sentence):
    with pytest.raises(BadInput, match=sentence):
        recorded(office, done=done)
    assert not Activity.objects.exists()


def test_a_form_sent_twice_is_one_record(office):
    first, second = recorded(office, form_key="k1"), recorded(office, form_key="k1")
    assert (first.pk, Activity.objects.count()) == (second.pk, 1)


def test_nobody_records_for_another_unit_but_the_office_may_type_what_came_on_paper(office, cast):
    with pytest.raises(Refused, match="cán bộ đầu mối, người đứng đầu Xã Diên Thọ"):
        recorded(office, by=cast.neighbour)
    assert recorded(office, by=cast.office).recorded_by == cast.office


def test_who_is_excused_records_nothing_and_quotas_are_not_recorded_by_hand(office, cast):
    with pytest.raises(Refused, match="tính từ hồ sơ"):
        recorded(office, "quota")
    owed = obligation("honouring_event", "2024", cast.dien_tho)
    exempt(obligation=owed, reason="Thiên tai", by=make.actor(cast.office), at=make.moment(2024, 11, 1))
    with pytest.raises(Refused, match="được miễn"):
        recorded(office)


def test_a_record_taken_back_counts_no_more_but_stays_with_its_reason(office, cast):
    kept = recorded(office)
    gone = withdraw_activity(
        activity=kept, reason="Ghi nhầm năm", by=make.actor(cast.author), at=make.moment(2024, 12, 2)
    )
    assert (gone.withdraw_reason, Activity.objects.count()) == ("Ghi nhầm năm", 1)
    assert {day: row(office, day).state for day in (date(2024, 12, 1), date(2024, 12, 2))} == {
        date(2024, 12, 1): "met", date(2024, 12, 2): "not_due",
    }  # fmt: skip
    with pytest.raises(Stale, match="đã được rút ngày 02/12/2024"):
        withdraw_activity(activity=kept, reason="Lần nữa", by=make.actor(cast.author), at=make.moment(2024, 12, 3))
    assert set(AuditEntry.objects.filter(object_type="ledger.activity").values_list("verb", flat=True)) == {
        "record_activity", "withdraw_activity",
    }  # fmt: skip


def test_only_the_unit_or_the_office_takes_a_record_back_and_says_why(office, cast):
    kept, at = recorded(office), make.moment(2024, 12, 2)
    with pytest.raises(Refused):
        withdraw_activity(activity=kept, reason="Không đúng", by=make.actor(cast.neighbour), at=at)
    with pytest.raises(BadInput, match="Ghi lý do rút"):
        withdraw_activity(activity=kept, reason=" ", by=make.actor(cast.office), at=at)
    assert withdraw_activity(activity=kept, reason="Ảnh không phải của xã", by=make.actor(cast.office), at=at)
