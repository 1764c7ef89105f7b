"""An event that was held counts for each unit that held it, as of any day, and once (KH 87, III.3.b)."""

from datetime import date

import pytest

from neuguong.core.errors import BadInput
from neuguong.ledger.operations.activities import Done, withdraw_activity
from neuguong.ledger.queries.events import held_events, typed_beside
from neuguong.ledger.queries.figures import plan_figures
from neuguong.programme.enums import Indicator
from neuguong.publicity.operations.events import withdraw_holding
from tests import factories as make
from tests.ledger.test_activities import obligation, recorded, row
from tests.publicity.hall import AFTER, BEFORE, HELD, Hall

DAY = HELD.date()
BY_HAND = Done("Gặp mặt, biểu dương điển hình", DAY, "in_person")


@pytest.fixture
def hall(office) -> Hall:
    return Hall(office.cast, office.plan)


def state(office, on, unit=None, **which):
    found = row(office, on, unit=unit, **which)
    return (found.state, found.sent)


@pytest.mark.clause("III.3.b")
def test_a_shared_event_counts_for_each_unit_from_its_day(office, hall, cast):
    hall.held(shared_with=(cast.dien_an.pk,))
    for unit in (cast.dien_tho, cast.dien_an):
        assert state(office, date(2024, 11, 19), unit) == ("not_due", 0)
        assert state(office, DAY, unit) == ("met", 1)
    assert state(office, DAY, cast.health) == ("not_due", 0)
    assert (row(office, DAY).restated, row(office, date(2024, 11, 21)).restated) == (True, False)


def test_a_holding_that_was_taken_back_counts_no_more_and_did_count_before(office, hall, cast):
    event = hall.held(shared_with=(cast.dien_an.pk,))
    withdraw_holding(event=event, reason="Chưa tổ chức", by=make.actor(cast.author), at=make.moment(2024, 12, 2))
    assert state(office, date(2024, 12, 1), cast.dien_an) == ("met", 1)
    assert state(office, date(2024, 12, 2), cast.dien_an)[1] == 0


def test_only_the_kinds_that_the_plan_names_answer_a_duty(office, hall, cast):
    hall.held(kind="exchange", name="Giao lưu với học sinh", delegates=90, pupils=80)
    hall.held(kind="review", name="Sơ kết phong trào", starts_at=make.moment(2024, 11, 20, 14))
    assert state(office, date(2024, 12, 1)) == ("met", 1)
    assert row(office, date(2025, 1, 1), period="2025").sent == 0


def test_the_district_s_own_conference_and_review_are_answered(office, hall, cast):
    june = make.moment(2023, 6, 9, 8)
    hall.held(unit=cast.district, by=cast.office, starts_at=june, at=make.moment(2023, 6, 9, 17))
    review = make.moment(2025, 1, 10, 8)  # no day in the plan: any day of its years
    hall.held(unit=cast.district, by=cast.office, kind="review", starts_at=review, at=make.moment(2025, 1, 10, 17))
    on = date(2025, 2, 1)
    for duty in ("honouring_conference_2023", "movement_reviews"):
        found = row(office, on, duty, "2023", cast.district)
        assert (found.state, found.sent) == ("met", 1)
    assert row(office, on, "congress_2025", "2025", cast.district).sent == 0


def test_what_was_typed_by_hand_for_the_same_day_counts_once(office, hall, cast):
    typed = recorded(office, done=BY_HAND)
    recorded(office, done=Done("Việc khác", date(2024, 10, 3), "online"))
    assert state(office, date(2024, 12, 1)) == ("met", 2)
    event = hall.held(at=make.moment(2024, 11, 25))
    assert state(office, date(2024, 12, 1)) == ("met", 2)
    figures = plan_figures(plan=office.plan, since=date(2024, 1, 1), until=date(2024, 12, 1)).total
    assert figures.value(Indicator.EVENTS) == 2
    withdraw_activity(activity=typed, reason="Đã có sự kiện", by=make.actor(cast.author), at=make.moment(2024, 12, 3))
    assert state(office, date(2024, 12, 3)) == ("met", 2)
    withdraw_holding(event=event, reason="Nhầm", by=make.actor(cast.author), at=make.moment(2024, 12, 4))
    assert state(office, date(2024, 12, 4)) == ("met", 1)


def test_nobody_types_by_hand_what_an_event_counts_already(office, hall, cast):
    hall.held(shared_with=(cast.dien_an.pk,))
    for unit, by in ((cast.dien_tho, cast.author), (cast.dien_an, cast.neighbour)):
        with pytest.raises(BadInput, match="đã tự tính") as told:
            recorded(office, unit=unit, by=by, done=BY_HAND)
        assert told.value.field == "held_on"
    recorded(office, done=Done("Việc khác", date(2024, 11, 19), "online"))
    assert state(office, date(2024, 12, 1)) == ("met", 2)


def test_who_writes_a_holding_sees_what_was_typed_for_the_same_duty(office, hall, cast):
    mine = recorded(office, done=Done("Cùng việc, ghi lệch ngày", date(2024, 11, 18), "in_person"))
    recorded(office, "publicity", done=Done("Bài trên đài", date(2024, 11, 18)))
    event = hall.announced(shared_with=(cast.dien_an.pk,))
    assert typed_beside(event, cast.author.pk, AFTER.date()) == (mine,)
    assert typed_beside(event, cast.stranger.pk, AFTER.date()) == ()


def test_a_report_lists_a_shared_event_once(office, hall, cast):
    hall.held(shared_with=(cast.dien_an.pk,), delegates=60, pupils=20)
    found = held_events(office.plan, since=BEFORE.date(), until=AFTER.date())
    assert [(one.units, one.outcome) for one in found] == [
        ("Diên Thọ và 1 đơn vị", "60 người dự, 20 học sinh, sinh viên")
    ]
    assert held_events(office.plan, since=BEFORE.date(), until=AFTER.date(), unit_ids=[cast.health.pk]) == ()
    assert obligation("honouring_event", "2024", cast.dien_tho).unit == cast.dien_tho
