"""Events: written, announced, held, taken back (KH 87, III.3.b)."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction

from neuguong.core.errors import BadInput, Refused, Stale
from neuguong.core.models import AuditEntry, StateChange
from neuguong.publicity.models import Event, HeldFor, Holding
from neuguong.publicity.operations.events import (
    Line,
    Numbers,
    announce_event,
    cancel_event,
    create_event,
    hold_event,
    withdraw_holding,
    write_event,
)
from neuguong.publicity.queries.events import event_list, events_visible_to
from tests import factories as make
from tests.publicity.hall import AFTER, BEFORE, HELD, Hall


@pytest.fixture
def hall(cast, plan) -> Hall:
    return Hall(cast, plan)


@pytest.mark.clause("III.3.b")
def test_a_form_sent_twice_is_one_event(hall):
    first = hall.event(form_key="a" * 24)
    assert hall.event(form_key="a" * 24) == first
    assert Event.objects.count() == 1
    assert AuditEntry.objects.filter(verb="create_event").count() == 1


def test_a_unit_organises_its_own_events_only(hall, cast):
    for stranger in (cast.neighbour, cast.leader, cast.admin, cast.stranger):
        with pytest.raises(Refused):
            hall.event(by=stranger)
    assert hall.event(by=cast.office).unit == cast.dien_tho


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"name": " "}, "name"),
        ({"kind": "party"}, "kind"),
        ({"form": "by_post"}, "form"),
        ({"ends_at": HELD - timedelta(minutes=1)}, "ends"),
        ({"starts_at": make.moment(2022, 12, 31)}, "day"),
        ({"online_link": "javascript:alert(1)"}, "online_link"),
        ({"programme": (Line("07:30", " "),)}, "programme"),
        ({"shared_with": (987_654,)}, "shared_with"),
    ],
)
def test_what_cannot_be_is_told_at_its_field(hall, wrong, field):
    with pytest.raises(BadInput) as told:
        hall.event(**wrong)
    assert told.value.field == field
    assert Event.objects.count() == 0


def test_nothing_is_announced_without_its_place_and_nothing_is_held_before_its_hour(hall, cast):
    by = make.actor(cast.author)
    nowhere = hall.event(place="")
    with pytest.raises(Refused, match="địa điểm"):
        announce_event(event=nowhere, by=by, at=BEFORE)
    event = hall.announced()
    with pytest.raises(Refused, match=r"bắt đầu lúc \d\d:\d\d ngày 20/11/2024"):
        hold_event(event=event, numbers=Numbers(10, 0), by=by, at=HELD - timedelta(minutes=1))
    assert hold_event(event=event, numbers=Numbers(10, 0), by=by, at=HELD).held_on == HELD.date()


def test_what_was_held_is_never_edited_only_taken_back(hall, cast):
    by, event = make.actor(cast.author), hall.held(shared_with=(cast.dien_an.pk,))
    words = hall.words(name="Tên khác")
    with pytest.raises(Refused, match="rút việc đã tổ chức"):
        write_event(event=event, words=words, version=event.version, by=by, at=AFTER)
    holding = Holding.objects.get()
    assert {row.unit_id for row in HeldFor.objects.all()} == {cast.dien_tho.pk, cast.dien_an.pk}
    for change in ({"delegates": 1}, {"held_on": BEFORE.date()}):
        with pytest.raises(DatabaseError), transaction.atomic():
            Holding.objects.filter(pk=holding.pk).update(**change)
    with pytest.raises(Refused, match="lý do"):
        withdraw_holding(event=event, reason=" ", by=by, at=AFTER)
    withdraw_holding(event=event, reason="Ghi nhầm số người", by=by, at=AFTER)
    event.refresh_from_db()
    write_event(event=event, words=words, version=event.version, by=by, at=AFTER)
    event.refresh_from_db()
    hold_event(event=event, numbers=Numbers(45, 0), by=by, at=AFTER)
    told = [(one.delegates, one.withdraw_reason) for one in Holding.objects.order_by("id")]
    assert told == [(60, "Ghi nhầm số người"), (45, "")]
    assert [one.step for one in StateChange.objects.order_by("id")] == ["announce", "hold", "withdraw", "hold"]


def test_two_who_write_at_once_lose_nothing_silently(hall, cast):
    event, by = hall.event(), make.actor(cast.author)
    write_event(event=event, words=hall.words(name="Bản thứ nhất"), version=1, by=by, at=BEFORE)
    with pytest.raises(Stale):
        write_event(event=event, words=hall.words(name="Bản thứ hai"), version=1, by=by, at=BEFORE)
    event.refresh_from_db()
    assert (event.name, event.version) == ("Bản thứ nhất", 2)
    assert [one.content for one in event.programme.all()] == ["Đón đại biểu", "Tôn vinh điển hình"]


def test_more_pupils_than_people_cannot_be(hall, cast):
    event = hall.announced()
    with pytest.raises(BadInput) as told:
        hold_event(event=event, numbers=Numbers(10, 11), by=make.actor(cast.author), at=AFTER)
    assert told.value.field == "pupils"


def test_a_cancelled_event_says_why_and_stays(hall, cast):
    event, by = hall.announced(), make.actor(cast.author)
    with pytest.raises(Refused, match="lý do"):
        cancel_event(event=event, reason="", by=by, at=BEFORE)
    cancel_event(event=event, reason="Mưa lũ", by=by, at=BEFORE)
    event.refresh_from_db()
    assert event.state == "cancelled"
    with pytest.raises(Refused):
        hold_event(event=event, numbers=Numbers(1, 0), by=by, at=AFTER)


def test_a_draft_is_read_by_those_who_organise_and_what_was_announced_by_all_who_share_it(hall, cast):
    draft = hall.event(name="Nháp")
    told = hall.announced(name="Cùng làm", shared_with=(cast.dien_an.pk,))
    alone = hall.announced(name="Riêng")

    def seen(account):
        return set(events_visible_to(account.pk, BEFORE.date()))

    assert {name: seen(cast[name]) for name in ("author", "head", "office", "neighbour", "leader", "stranger")} == {
        "author": {draft, told, alone}, "head": {draft, told, alone}, "office": {draft, told, alone},
        "neighbour": {told}, "leader": {told, alone}, "stranger": set(),
    }  # fmt: skip


def test_the_list_asks_the_same_questions_for_one_event_and_for_three(hall, cast, django_assert_num_queries):
    hall.event(name="Một")
    for _ in range(2):
        with django_assert_num_queries(8):
            event_list(cast.author.pk, BEFORE.date())
        hall.event(name="Thêm")
    assert event_list(cast.author.pk, BEFORE.date()).total == 3


def test_two_events_of_one_name_and_day_have_two_addresses(hall, cast):
    events = [hall.event(), hall.event()]
    assert [one.slug for one in events] == [
        "gap-mat-dien-hinh-tien-tien-xa-dien-tho-20-11-2024",
        "gap-mat-dien-hinh-tien-tien-xa-dien-tho-20-11-2024-2",
    ]


def test_units_that_share_exist_on_the_day(hall, cast):
    gone = make.make_unit("cu", "Xã Cũ", parent=cast.district, valid_to=BEFORE.date())
    with pytest.raises(BadInput):
        create_event(
            unit=cast.dien_tho, plan=hall.plan, words=replace(hall.words(), shared_with=(gone.pk,)),
            by=make.actor(cast.author), at=BEFORE,
        )  # fmt: skip
