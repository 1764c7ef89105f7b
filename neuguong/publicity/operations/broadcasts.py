"""Recording what ran where, and taking a record back (KH 87, III.3.b). Nothing here is edited."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from urllib.parse import urlsplit

from django.db import transaction

from neuguong.core.actor import Actor
from neuguong.core.audit import record
from neuguong.core.errors import BadInput, Refused, Stale
from neuguong.core.papers.wording import one_line
from neuguong.core.periods import local_day
from neuguong.core.text import nfc
from neuguong.exemplars.models import Exemplar
from neuguong.publicity.enums import PlannedState
from neuguong.publicity.models import Article, Broadcast, BroadcastExemplar, Outlet, PlannedRun
from neuguong.publicity.operations.telling import whom
from neuguong.publicity.policy.channels import is_in_use, records_publicity
from neuguong.publicity.queries.airing import claims_under, others_missing, was_cleared
from neuguong.publicity.queries.channels import claims_now, missing_consent
from neuguong.publicity.workflows import PLANNED_RUN

TITLE, LINK, REASON, LONGEST = 300, 500, 300, 24 * 3600


class WithoutConsent(BadInput):
    """Somebody had not agreed to this channel on that day. What ran nevertheless is recorded `despite` it, and flagged."""


@dataclass(frozen=True, slots=True)
class Ran:
    """What ran, as it was typed. With an article, whom it told of follows from the article."""

    ran_on: date
    title: str
    exemplars: Sequence[Exemplar] = ()
    ran_time: time | None = None
    airtime_seconds: int | None = None
    link: str = ""
    article: Article | None = None


@transaction.atomic
def record_broadcast(
    *,
    outlet: Outlet,
    ran: Ran,
    by: Actor,
    at: datetime,
    planned: PlannedRun | None = None,
    despite: bool = False,
    recorded_at: datetime | None = None,
    form_key: str = "",
) -> Broadcast:
    """Write down what ran, of whom, and the checked claims as they stand now, of an article those on which its text rests;
    an entry of the calendar becomes "run".

    Without consent for the outlet's channel on that day it raises WithoutConsent; with `despite` the record is kept with
    the sentence and counts for no duty: what ran, ran, and must be seen. Raises Refused, BadInput.
    """
    place = Outlet.objects.select_for_update(of=("self",)).select_related("unit").get(pk=outlet.pk)
    if refusal := records_publicity(by, place.unit, at):
        raise Refused(refusal)
    if form_key and (twin := Broadcast.objects.filter(outlet=place, form_key=form_key).first()):
        return twin
    entry = _entry(planned, place)
    told = _checked(place, ran, local_day(at))
    in_article = told.article is not None
    missing = {one.pk: missing_consent(one, place, told.ran_on, in_article=in_article) for one in told.exemplars}
    sentences = [f"{one.name}: {missing[one.pk]}" for one in told.exemplars if missing[one.pk]]
    sentences += others_missing(told.article, place, told.ran_on) if told.article is not None else []
    if sentences and not despite:
        raise WithoutConsent(" ".join(sentences), field="article" if in_article else "exemplars")
    row = Broadcast.objects.create(
        outlet=place, planned=entry, article=told.article, title=told.title, ran_on=told.ran_on, ran_time=told.ran_time,
        airtime_seconds=told.airtime_seconds, link=told.link, consented=not sentences, form_key=form_key,
        recorded_by_id=by.account_id, recorded_at=recorded_at or at,
    )  # fmt: skip
    BroadcastExemplar.objects.bulk_create(
        BroadcastExemplar(broadcast=row, exemplar=one, claims=claims, missing=missing[one.pk])
        for one, claims in _claims(told)
    )
    if entry is not None:
        PLANNED_RUN.apply("run", dossier=entry, by=by, at=at)
    facts = {"outlet": place.pk, "unit": place.unit_id, "ran_on": told.ran_on, "consented": row.consented}
    facts |= {"exemplars": [one.pk for one in told.exemplars], "planned": entry.pk if entry else None}
    facts |= {"article": row.article_id}
    record("record_broadcast", row, by=by, at=at, recorded_at=recorded_at, facts=facts, personal={"title": row.title})
    return row


def _claims(ran: Ran) -> Iterator[tuple[Exemplar, list[dict[str, object]]]]:
    """Of whom it told, each with the claims of now; of an article those on which its text rests."""
    under = claims_under(ran.article, on=ran.ran_on) if ran.article is not None else None
    for one in ran.exemplars:
        yield one, [claim for claim in claims_now(one) if under is None or claim["id"] in under]


def _entry(planned: PlannedRun | None, outlet: Outlet) -> PlannedRun | None:
    if planned is None:
        return None
    rows = PlannedRun.objects.select_for_update(of=("self",)).select_related("outlet__unit")
    entry = rows.get(pk=planned.pk)
    if entry.outlet_id != outlet.pk:
        raise BadInput("Mục lịch này của kênh khác. Bỏ liên kết với lịch rồi ghi lại.", field="outlet")
    if entry.state != PlannedState.PLANNED:
        raise Stale(f"Mục lịch đang ở trạng thái “{entry.get_state_display()}” nên không ghi lần phát từ đó được.")
    return entry


def _checked(outlet: Outlet, ran: Ran, today: date) -> Ran:
    title, link = one_line(nfc(ran.title)), ran.link.strip()
    if not title or len(title) > TITLE:
        raise BadInput(f"Ghi nội dung đã phát, đăng, không quá {TITLE} ký tự.", field="title")
    if ran.ran_on > today:
        raise BadInput("Ngày phát, đăng chưa tới; phát xong rồi mới ghi.", field="ran_on")
    if wrong := is_in_use(outlet, ran.ran_on):
        raise BadInput(wrong, field="ran_on")
    if ran.airtime_seconds is not None and not 0 < ran.airtime_seconds <= LONGEST:
        raise BadInput("Thời lượng từ 1 giây đến 24 giờ.", field="airtime")
    if link and (len(link) > LINK or not _is_address(link)):
        raise BadInput("Đường dẫn phải bắt đầu bằng http:// hoặc https:// và không quá 500 ký tự.", field="link")
    if ran.article is not None and not was_cleared(ran.article):
        raise BadInput("Bài này chưa được duyệt lần nào nên không ghi là đã phát, đăng.", field="article")
    people = whom(ran.article, ran.exemplars)
    return Ran(ran.ran_on, title, people, ran.ran_time, ran.airtime_seconds, link, ran.article)


def _is_address(link: str) -> bool:
    try:
        parts = urlsplit(link)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname) and not any(sign.isspace() for sign in link)


@transaction.atomic
def withdraw_broadcast(*, broadcast: Broadcast, reason: str, by: Actor, at: datetime) -> Broadcast:
    """Take a record back: it counts no more from now on and stays to be read; its entry is open in the calendar again.

    Pressed twice it is once. Raises Refused, BadInput.
    """
    rows = Broadcast.objects.select_for_update(of=("self",)).select_related("outlet__unit")
    row = rows.get(pk=broadcast.pk)
    if refusal := records_publicity(by, row.outlet.unit, at):
        raise Refused(refusal)
    if row.withdrawn_at is not None:
        return row
    words = one_line(nfc(reason))
    if not words or len(words) > REASON:
        raise BadInput(f"Ghi lý do rút, không quá {REASON} ký tự.", field="reason")
    row.withdrawn_at, row.withdrawn_by_id, row.withdraw_reason = at, by.account_id, words
    row.save(update_fields=["withdrawn_at", "withdrawn_by", "withdraw_reason"])
    if row.planned_id is not None:
        entry = PlannedRun.objects.select_for_update(of=("self",)).select_related("outlet__unit").get(pk=row.planned_id)
        PLANNED_RUN.apply("reopen", dossier=entry, by=by, at=at)
    facts = {"outlet": row.outlet_id, "unit": row.outlet.unit_id, "ran_on": row.ran_on}
    record("withdraw_broadcast", row, by=by, at=at, facts=facts, personal={"reason": words})
    return row
