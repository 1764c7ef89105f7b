"""What is planned and what ran: with consent or not at all, never edited, with the claims as they were told."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from neuguong.core.errors import BadInput, Refused, Stale
from neuguong.core.models import AuditEntry, StateChange
from neuguong.exemplars.models import Claim, Exemplar, Story
from neuguong.exemplars.operations.publication import withdraw_consent
from neuguong.exemplars.operations.revoking import revoke_exemplar
from neuguong.publicity.models import Broadcast, BroadcastExemplar, PlannedRun
from neuguong.publicity.operations.broadcasts import WithoutConsent, withdraw_broadcast
from neuguong.publicity.operations.calendar import PlannedWords, cancel_planned_run, change_planned_run, plan_run
from neuguong.publicity.queries.channels import broadcasts_visible_to, planned_runs_visible_to
from tests import factories as make
from tests.exemplars.conftest import in_state
from tests.factories import actor, moment
from tests.publicity.running import SIGNED, TODAY, ran


def planned(outlet, account, *people, on=date(2025, 3, 12), at=TODAY, **more):
    words = PlannedWords(on, "Gương làm vườn", people, in_charge=more.pop("in_charge", None))
    return plan_run(outlet=outlet, words=words, by=actor(account), at=at, **more)


# Planning


@pytest.mark.clause("III.3.b")
def test_what_is_planned_is_moved_and_run_once(cast, radio, farmer):
    entry = planned(radio, cast.author, farmer, in_charge=cast.head)
    words = PlannedWords(date(2025, 3, 10), "Gương làm vườn, kỳ 2", [farmer])
    change_planned_run(entry=entry, words=words, seen_version=1, by=actor(cast.author), at=TODAY)
    entry.refresh_from_db()
    assert (entry.planned_on, entry.title, entry.in_charge, entry.version) == (date(2025, 3, 10), words.title, None, 2)
    with pytest.raises(Stale):
        change_planned_run(entry=entry, words=words, seen_version=1, by=actor(cast.author), at=TODAY)
    row = ran(radio, cast.author, farmer, on=date(2025, 3, 10), planned=entry)
    entry.refresh_from_db()
    assert (entry.state, row.planned) == ("run", entry)
    with pytest.raises(Stale, match="đã phát"):
        ran(radio, cast.author, farmer, planned=entry)
    with pytest.raises(Refused, match="không sửa được"):
        change_planned_run(entry=entry, words=words, seen_version=3, by=actor(cast.author), at=TODAY)


def test_cancelling_needs_a_reason_and_is_once(cast, radio, farmer):
    entry = planned(radio, cast.author, farmer)
    with pytest.raises(BadInput):
        cancel_planned_run(entry=entry, reason=" ", by=actor(cast.author), at=TODAY)
    for _ in range(2):
        cancel_planned_run(entry=entry, reason="Mất điện", by=actor(cast.author), at=TODAY)
    assert StateChange.objects.get(object_type="publicity.plannedrun").note == "Mất điện"
    with pytest.raises(Stale):
        ran(radio, cast.author, farmer, planned=entry)


@pytest.mark.parametrize(
    ("on", "sentence"),
    [(date(2025, 3, 9), "đã qua"), (date(2022, 12, 31), "đã qua")],
)
def test_nothing_is_planned_for_a_day_that_is_over(cast, radio, farmer, on, sentence):
    with pytest.raises(BadInput, match=sentence):
        planned(radio, cast.author, farmer, on=on)


def test_nothing_is_planned_without_consent_for_that_channel(cast, radio, shy):
    with pytest.raises(BadInput) as wrong:
        planned(radio, cast.author, shy)
    assert wrong.value.field == "exemplars"
    assert str(wrong.value) == "Phạm Thị Kín: Chưa có phiếu đồng ý cho câu chuyện trên loa truyền thanh."
    site = make.make_outlet(cast.dien_tho, "Trang xã", kind="commune_site")
    assert planned(site, cast.author, shy).outlet == site
    assert PlannedRun.objects.count() == 1


def test_another_units_calendar_is_not_ones_own(cast, radio, farmer):
    entry = planned(radio, cast.author, farmer)
    with pytest.raises(Refused):
        planned(radio, cast.neighbour, farmer)
    for act in (
        lambda by: cancel_planned_run(entry=entry, reason="x", by=by, at=TODAY),
        lambda by: change_planned_run(
            entry=entry, words=PlannedWords(date(2025, 3, 12), "x", [farmer]), seen_version=1, by=by, at=TODAY
        ),
    ):
        with pytest.raises(Refused):
            act(actor(cast.neighbour))
    with pytest.raises(BadInput, match="Người phụ trách"):
        planned(radio, cast.author, farmer, in_charge=cast.neighbour)
    seen = {who: set(planned_runs_visible_to(cast[who].pk, TODAY.date())) for who in ("author", "office", "neighbour")}
    assert seen == {"author": {entry}, "office": {entry}, "neighbour": set()}


def test_an_entry_of_another_outlet_is_not_run_here(cast, radio, farmer):
    entry = planned(radio, cast.author, farmer)
    other = make.make_outlet(cast.dien_tho, "Loa thôn")
    with pytest.raises(BadInput, match="kênh khác"):
        ran(other, cast.author, farmer, planned=entry)


# What ran


def test_what_ran_keeps_of_whom_it_told_and_in_which_words(cast, plan, radio):
    nomination = in_state("recognised", cast, plan, sector="agriculture")
    page = Exemplar.objects.get()
    make.signed_consent(page, cast.office, ("story", "radio"), day=date(2025, 3, 22))
    Story.objects.create(exemplar=page, summary="Ông Thuận nuôi trùn quế.")
    row = ran(radio, cast.author, page, on=date(2025, 3, 25), at=moment(2025, 3, 25, 18))
    claims = list(Claim.objects.filter(nomination=nomination).order_by("pk"))
    assert claims != []
    assert row.told.get().claims == [{"id": one.pk, "version": one.version, "text": one.quote} for one in claims]
    Claim.objects.filter(pk=claims[0].pk).update(state="corrected", true_text="20 tấn", version=claims[0].version + 1)
    assert row.told.get().claims[0]["text"] == claims[0].quote  # what was told stays what was told


@pytest.mark.parametrize(
    ("day", "sentence"),
    [
        (date(2025, 2, 2), "Chưa có phiếu đồng ý"),
        (SIGNED, ""),
        (date(2025, 3, 5), ""),
        (date(2025, 3, 6), "đã được rút ngày 06/03/2025"),
    ],
)
def test_consent_is_that_of_the_day_on_which_it_ran(cast, radio, farmer, day, sentence):
    withdraw_consent(
        consent=farmer.consents.get(), withdrawn_on=date(2025, 3, 6), way="phone", by=actor(cast.office),
        at=moment(2025, 3, 6, 15),
    )  # fmt: skip
    if not sentence:
        assert ran(radio, cast.author, farmer, on=day).consented
        return
    with pytest.raises(WithoutConsent, match=sentence):
        ran(radio, cast.author, farmer, on=day)
    assert not Broadcast.objects.exists()
    row = ran(radio, cast.author, farmer, on=day, despite=True)
    assert (row.consented, sentence in row.told.get().missing) == (False, True)


def test_nobody_tells_of_whoever_is_no_longer_in_the_register(cast, radio, farmer):
    revoke_exemplar(
        exemplar=farmer, document_number="9/QĐ", decided_on=date(2025, 3, 9), reason="Sai", by=actor(cast.office),
        at=moment(2025, 3, 9),
    )  # fmt: skip
    farmer.refresh_from_db()
    with pytest.raises(WithoutConsent, match="không còn trong sổ"):
        ran(radio, cast.author, farmer)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"title": " "}, "title"),
        ({"on": date(2025, 3, 11)}, "ran_on"),
        ({"on": date(2022, 12, 31)}, "ran_on"),
        ({"airtime_seconds": 0}, "airtime"),
        ({"link": "javascript:alert(1)"}, "link"),
        ({"link": "http://[::1"}, "link"),
        ({"link": "https://a.vn/" + "x" * 500}, "link"),
    ],
)
def test_what_cannot_have_run_is_said_at_its_field(cast, radio, farmer, changes, field):
    with pytest.raises(BadInput) as wrong:
        ran(radio, cast.author, farmer, **changes)
    assert wrong.value.field == field


def test_it_tells_of_somebody(cast, radio):
    with pytest.raises(BadInput, match="ít nhất một"):
        ran(radio, cast.author)


def test_sent_twice_is_one_and_another_unit_records_nothing_here(cast, radio, farmer):
    assert ran(radio, cast.author, farmer, form_key="k") == ran(radio, cast.author, farmer, form_key="k")
    with pytest.raises(Refused):
        ran(radio, cast.neighbour, farmer)
    by_office = ran(radio, cast.office, farmer)
    seen = {who: set(broadcasts_visible_to(cast[who].pk, TODAY.date())) for who in ("author", "neighbour")}
    assert seen == {"author": set(Broadcast.objects.all()), "neighbour": set()}
    assert Broadcast.objects.count() == 2
    assert by_office in seen["author"]


def test_a_record_is_taken_back_with_a_reason_and_its_entry_is_open_again(cast, radio, farmer):
    entry = planned(radio, cast.author, farmer, on=date(2025, 3, 10))
    row = ran(radio, cast.author, farmer, on=date(2025, 3, 10), planned=entry)
    with pytest.raises(BadInput):
        withdraw_broadcast(broadcast=row, reason="", by=actor(cast.author), at=TODAY)
    with pytest.raises(Refused):
        withdraw_broadcast(broadcast=row, reason="Nhầm", by=actor(cast.neighbour), at=TODAY)
    for _ in range(2):
        withdraw_broadcast(broadcast=row, reason="Ghi nhầm ngày", by=actor(cast.author), at=TODAY)
    entry.refresh_from_db()
    assert entry.state == "planned"
    assert AuditEntry.objects.filter(verb="withdraw_broadcast").count() == 1
    assert ran(radio, cast.author, farmer, on=date(2025, 3, 10), planned=entry).planned == entry


def test_the_database_refuses_to_change_what_ran(cast, radio, farmer):
    row = ran(radio, cast.author, farmer)
    row.reach_figures.create(measured_on=date(2025, 3, 9), reached=5, entered_at=TODAY)
    for change in (
        lambda: Broadcast.objects.update(ran_on=date(2025, 3, 7)),
        lambda: BroadcastExemplar.objects.update(claims=[{"id": 1}]),
        lambda: row.reach_figures.update(reached=6),
        lambda: row.reach_figures.all().delete(),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            change()
