"""A clock that an event starts: its last day is fixed when it starts, and lateness is computed."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from neuguong.core.deadlines import extend_deadline, meet_deadline, open_deadline
from neuguong.core.enums import Counted
from neuguong.core.errors import BadInput, Refused
from neuguong.core.models import AuditEntry, Deadline
from neuguong.core.queries.deadlines import days_left, deadlines_of, last_day, overdue, running, running_for
from tests import factories as make

OPENED = make.moment(2025, 4, 25)


@pytest.fixture
def clock(cast):
    return _open(cast, cast.dien_tho)


def _open(cast, unit, **fields):
    words = {"kind": "answer", "days": 5, "rule": "kế hoạch: trả lời trong 5 ngày làm việc"}
    given = {"responsible": f"unit:{unit.pk}", "by": make.actor(cast.office), "at": OPENED}
    return open_deadline(thing=unit, **{**words, **given, **fields})


def test_the_last_day_and_its_rule_are_kept_when_the_clock_starts(clock):
    assert clock.due_on == date(2025, 5, 6)  # over an exchanged Saturday, three days off and a week-end
    assert (clock.days, clock.counted) == (5, "working")
    assert clock.rule == "kế hoạch: trả lời trong 5 ngày làm việc"
    assert AuditEntry.objects.get(verb="open_deadline").facts["due_on"] == "2025-05-06"


def test_calendar_days_are_counted_where_the_law_says_days(cast):
    assert _open(cast, cast.dien_an, counted=Counted.CALENDAR, days=15).due_on == date(2025, 5, 12)


def test_an_event_told_twice_starts_one_clock(cast, clock):
    again = _open(cast, cast.dien_tho, at=make.moment(2025, 4, 28))
    assert again == clock
    assert Deadline.objects.count() == AuditEntry.objects.filter(verb="open_deadline").count() == 1


def test_the_database_keeps_two_clocks_of_a_kind_off_one_thing(clock):
    clock.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        clock.save(force_insert=True)


def test_a_clock_is_late_from_the_day_after_its_last_one(cast, clock):
    mine = running_for([f"unit:{cast.dien_tho.pk}"], ["answer"])
    assert list(overdue(mine, date(2025, 5, 6))) == []
    assert list(overdue(mine, date(2025, 5, 7))) == [clock]
    assert [days_left(clock, date(2025, 5, day)) for day in (5, 6, 7)] == [1, 0, -1]


def test_only_the_responsible_one_finds_it_and_only_of_the_asked_kind(cast, clock):
    assert list(running_for([f"unit:{cast.dien_an.pk}"], ["answer"])) == []
    assert list(running_for([f"unit:{cast.dien_tho.pk}"], ["other"])) == []


def test_the_soonest_comes_first_and_an_extension_counts(cast, clock):
    later = _open(cast, cast.dien_an, days=6)
    both = [clock.responsible, later.responsible]
    assert list(running_for(both, ["answer"])) == [clock, later]
    extend_deadline(deadline=clock, until=date(2025, 5, 30), reason="Đi lũ", by=make.actor(cast.office), at=OPENED)
    assert list(running_for(both, ["answer"])) == [later, clock]


def test_what_is_met_runs_no_more_and_the_first_time_stands(cast, clock):
    done = meet_deadline(deadline=clock, how="answered", by=make.actor(cast.author), at=make.moment(2025, 5, 5))
    again = meet_deadline(deadline=clock, how="other", by=make.actor(cast.head), at=make.moment(2025, 5, 9))
    assert (again.met_at, again.how) == (done.met_at, "answered")
    assert running(cast.dien_tho, "answer") is None
    assert _open(cast, cast.dien_tho) != clock
    assert deadlines_of(cast.dien_tho).count() == 2
    assert AuditEntry.objects.filter(verb="meet_deadline").count() == 1


def test_more_time_is_given_with_a_reason_and_to_a_later_day(cast, clock):
    by = make.actor(cast.office)
    extended = extend_deadline(deadline=clock, until=date(2025, 5, 12), reason=" Đang  lũ ", by=by, at=OPENED)
    assert (last_day(extended), extended.extended_reason, extended.due_on) == (
        date(2025, 5, 12),
        "Đang lũ",
        date(2025, 5, 6),
    )
    with pytest.raises(BadInput, match="lý do"):
        extend_deadline(deadline=clock, until=date(2025, 5, 20), reason=" ", by=by, at=OPENED)
    with pytest.raises(BadInput, match="sau ngày 12/05/2025"):
        extend_deadline(deadline=clock, until=date(2025, 5, 12), reason="Thêm", by=by, at=OPENED)
    meet_deadline(deadline=clock, how="answered", by=by, at=OPENED)
    with pytest.raises(Refused, match="đã xong"):
        extend_deadline(deadline=clock, until=date(2025, 6, 2), reason="Thêm", by=by, at=OPENED)
