"""What ran on a unit's outlets answers its publicity duty by itself, as of any day (KH 87, III.3.b, IV.7)."""

from datetime import date

import pytest

from neuguong.ledger.operations.activities import Done, record_activity
from neuguong.ledger.queries.figures import plan_figures
from neuguong.publicity.models import BroadcastExemplar
from neuguong.publicity.operations.broadcasts import withdraw_broadcast
from tests import factories as make
from tests.ledger.conftest import Office
from tests.ledger.test_activities import obligation, row
from tests.ledger.test_generation import generate, merge
from tests.publicity.running import ran

DUTY = "publicity"


@pytest.fixture
def office(cast, plan) -> Office:
    return Office(cast, plan)


def state(office, on, *, period="2025", unit=None):
    found = row(office, on, DUTY, period, unit)
    return found.state, found.sent, found.restated


@pytest.mark.clause("III.3.b")
def test_what_ran_counts_from_its_day_in_its_year_and_typed_later_says_so(office, cast, radio, farmer):
    ran(radio, cast.author, farmer, on=date(2025, 3, 8), at=make.moment(2025, 3, 10))
    told = {day: state(office, date(2025, 3, day)) for day in (7, 8, 9, 10)}
    assert told == {
        7: ("not_due", 0, False), 8: ("met", 1, True), 9: ("met", 1, True), 10: ("met", 1, False),
    }  # fmt: skip
    assert state(office, date(2025, 3, 10), period="2024")[:2] == ("overdue", 0)
    assert row(office, date(2025, 3, 10), "honouring_event", "2025").state == "not_due"


def test_taken_back_it_counts_no_more_and_the_days_before_stay(office, cast, radio, farmer):
    at = make.moment(2025, 3, 8, 18)
    one = ran(radio, cast.author, farmer, on=date(2025, 3, 8), at=at)
    withdraw_broadcast(broadcast=one, reason="Nhầm", by=make.actor(cast.author), at=make.moment(2025, 3, 20))
    told = {day: state(office, date(2025, 3, day)) for day in (8, 19, 20)}
    assert told == {8: ("met", 1, False), 19: ("met", 1, False), 20: ("not_due", 0, False)}


def test_without_consent_nothing_counts(office, cast, radio, shy):
    ran(radio, cast.author, shy, despite=True)
    assert state(office, date(2025, 3, 10))[:2] == ("not_due", 0)


def test_another_units_outlet_answers_nothing(office, cast, radio, farmer):
    ran(radio, cast.author, farmer)
    assert state(office, date(2025, 3, 10), unit=cast.dien_an)[:2] == ("not_due", 0)


def test_a_successors_row_counts_what_ran_on_its_predecessors_outlets(office, cast, plan, radio, farmer):
    ran(radio, cast.author, farmer, on=date(2025, 3, 8))
    new = merge([cast.dien_tho, cast.dien_an], "Diên Mới", date(2025, 4, 1), make.moment(2025, 4, 1))
    generate(plan, at=make.moment(2025, 4, 1))
    assert state(office, date(2025, 4, 2), unit=new)[:2] == ("met", 1)


def test_the_figure_counts_what_was_recorded_and_what_ran_each_once(office, cast, plan, radio, farmer):
    ran(radio, cast.author, farmer, on=date(2025, 3, 8))
    ran(radio, cast.author, farmer, on=date(2025, 3, 9))
    row_2025 = obligation(DUTY, "2025", cast.dien_tho)
    for day in (5, 9):  # on the 9th something ran: what was typed for that day is that
        record_activity(
            obligation=row_2025, done=Done("Bảng tin", date(2025, 3, day)), file_name="a.jpg", content=make.jpeg(),
            by=make.actor(cast.author), at=make.moment(2025, 3, 10),
        )  # fmt: skip
    found = plan_figures(plan=plan, since=date(2023, 1, 1), until=date(2025, 3, 31))
    assert (found.total.value("publicity"), found.units[cast.dien_tho.pk].value("publicity")) == (3, 3)


@pytest.mark.clause("IV.7")
def test_an_office_that_owes_two_publicity_duties_is_counted_once(office, cast, plan, farmer):
    bureau = make.make_unit("phong-vhtt", "Phòng Văn hóa", kind="agency", parent=cast.district)
    make.make_block("Khối văn xã", cast.district, bureau)
    generate(plan)
    outlet = make.make_outlet(bureau, "Trang tin", kind="district_site")
    ran(outlet, cast.office, farmer, on=date(2025, 3, 8))
    duties = {"publicity", "district_publicity"}
    assert {duty: row(office, date(2025, 3, 10), duty, "2025", bureau).state for duty in duties} == dict.fromkeys(
        duties, "met"
    )
    found = plan_figures(plan=plan, since=date(2023, 1, 1), until=date(2025, 3, 31))
    assert found.units[bureau.pk].value("publicity") == 1
    assert found.total.value("publicity") == 1
    assert BroadcastExemplar.objects.count() == 1
