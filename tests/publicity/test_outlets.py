"""Outlets: who keeps whose, what may be said of one, when it ends."""

from dataclasses import replace
from datetime import date

import pytest
from django.db import IntegrityError, transaction

from neuguong.core.errors import BadInput, Refused, Stale
from neuguong.core.models import AuditEntry
from neuguong.publicity.enums import CONSENT_FOR, OutletKind
from neuguong.publicity.models import Outlet
from neuguong.publicity.operations.outlets import OutletWords, change_outlet, open_outlet
from neuguong.publicity.queries.channels import in_use, outlets_visible_to
from tests import factories as make
from tests.factories import actor
from tests.publicity.running import TODAY, ran

WORDS = OutletWords("radio", "Loa thôn Phước Lương", date(2025, 1, 1), slot_seconds=300)


def opened(cast, who="author", unit="dien_tho", words=WORDS, **more):
    return open_outlet(unit=getattr(cast, unit), words=words, by=actor(cast[who]), at=TODAY, **more)


def test_every_kind_of_outlet_needs_a_consent_that_people_can_sign():
    assert set(CONSENT_FOR) == set(OutletKind.values)


@pytest.mark.clause("III.3.b")
def test_a_unit_keeps_its_own_outlets_and_the_office_those_of_every_unit(cast):
    mine, theirs = opened(cast), opened(cast, "neighbour", "dien_an")
    by_office = opened(cast, "office", "dien_an", replace(WORDS, kind="facebook", name="Trang xã"))
    with pytest.raises(Refused, match="Xã Diên An"):
        opened(cast, unit="dien_an")
    with pytest.raises(Refused):
        opened(cast, "leader")
    seen = {
        who: set(outlets_visible_to(cast[who].pk, TODAY.date())) for who in ("author", "neighbour", "office", "leader")
    }
    assert seen == {
        "author": {mine}, "neighbour": {theirs, by_office}, "office": {mine, theirs, by_office}, "leader": set(),
    }  # fmt: skip
    assert by_office.slot_seconds is None  # a page has no slot


def test_a_form_sent_twice_opens_one_outlet(cast):
    assert opened(cast, form_key="k") == opened(cast, form_key="k")
    assert Outlet.objects.count() == 1
    assert AuditEntry.objects.filter(verb="open_outlet").count() == 1


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"kind": "carrier_pigeon"}, "kind"),
        ({"name": "  "}, "name"),
        ({"name": "x" * 161}, "name"),
        ({"slot_seconds": 5}, "slot"),
        ({"valid_until": date(2024, 12, 31)}, "valid_until"),
        ({"address": "x" * 301}, "address"),
    ],
)
def test_what_cannot_be_is_said_at_its_field(cast, changes, field):
    with pytest.raises(BadInput) as wrong:
        opened(cast, words=replace(WORDS, **changes))
    assert wrong.value.field == field
    assert not Outlet.objects.exists()


def test_words_change_but_neither_the_kind_nor_days_on_which_something_ran(cast, farmer):
    outlet = opened(cast)
    by = actor(cast.author)
    change_outlet(outlet=outlet, words=replace(WORDS, name="Loa xã"), seen_version=1, by=by, at=TODAY)
    outlet.refresh_from_db()
    assert (outlet.name, outlet.version) == ("Loa xã", 2)
    with pytest.raises(Stale):
        change_outlet(outlet=outlet, words=WORDS, seen_version=1, by=by, at=TODAY)
    ran(outlet, cast.author, farmer, on=date(2025, 3, 8))
    for changes, field in (
        ({"kind": "press"}, "kind"),
        ({"valid_from": date(2025, 3, 9)}, "valid_from"),
        ({"valid_until": date(2025, 3, 7)}, "valid_until"),
    ):
        with pytest.raises(BadInput) as wrong:
            change_outlet(outlet=outlet, words=replace(WORDS, **changes), seen_version=2, by=by, at=TODAY)
        assert wrong.value.field == field
    last = replace(WORDS, valid_until=date(2025, 3, 8))
    change_outlet(outlet=outlet, words=last, seen_version=2, by=by, at=TODAY)
    days = {day: in_use(Outlet.objects.all(), date(2025, 3, day)).exists() for day in (8, 9)}
    assert days == {8: True, 9: False}


def test_a_unit_that_is_no_more_opens_none(cast):
    cast.dien_tho.valid_to = date(2025, 3, 1)
    cast.dien_tho.save()
    with pytest.raises(Refused, match="kế thừa"):
        opened(cast)


def test_the_database_holds_what_must_always_be_true(cast):
    for fields in ({"kind": "pigeon"}, {"valid_until": date(2022, 1, 1)}, {"slot_seconds": 0}):
        with pytest.raises(IntegrityError), transaction.atomic():
            make.make_outlet(cast.dien_tho, **fields)
