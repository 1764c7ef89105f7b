"""The editorial calendar: planning what runs where and when, moving it, cancelling it with a reason (KH 87, III.3.b)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from django.db import transaction

from neuguong.core.actor import Actor
from neuguong.core.audit import record
from neuguong.core.errors import BadInput, Refused, Stale
from neuguong.core.papers.wording import one_line
from neuguong.core.periods import local_day
from neuguong.core.text import nfc
from neuguong.exemplars.models import Exemplar
from neuguong.org.models import Account
from neuguong.org.queries.access import holders
from neuguong.org.roles import Permission
from neuguong.publicity.enums import PlannedState
from neuguong.publicity.models import Article, Outlet, PlannedRun
from neuguong.publicity.operations.telling import whom
from neuguong.publicity.policy.channels import is_in_use, records_publicity
from neuguong.publicity.queries.airing import not_aired_because, others_missing
from neuguong.publicity.queries.channels import missing_consent
from neuguong.publicity.workflows import PLANNED_RUN

TITLE, REASON = 300, 300


@dataclass(frozen=True, slots=True)
class PlannedWords:
    """What is typed into the calendar. With an article, whom it tells of follows from the article."""

    planned_on: date
    title: str
    exemplars: Sequence[Exemplar] = ()
    planned_time: time | None = None
    in_charge: Account | None = None
    article: Article | None = None


@transaction.atomic
def plan_run(*, outlet: Outlet, words: PlannedWords, by: Actor, at: datetime, form_key: str = "") -> PlannedRun:
    """Enter something into an outlet's calendar; refused without consent for that channel. Raises Refused, BadInput."""
    place = Outlet.objects.select_for_update(of=("self",)).select_related("unit").get(pk=outlet.pk)
    if refusal := records_publicity(by, place.unit, at):
        raise Refused(refusal)
    if form_key and (twin := PlannedRun.objects.filter(outlet=place, form_key=form_key).first()):
        return twin
    told = _checked(place, words, at)
    entry = PlannedRun.objects.create(
        outlet=place, planned_on=told.planned_on, planned_time=told.planned_time, title=told.title,
        in_charge=told.in_charge, article=told.article, form_key=form_key, planned_by_id=by.account_id, recorded_at=at,
    )  # fmt: skip
    entry.exemplars.set(told.exemplars)
    facts = {"outlet": place.pk, "planned_on": told.planned_on, "article": told.article.pk if told.article else None}
    facts |= {"exemplars": [one.pk for one in told.exemplars]}
    record("plan_run", entry, by=by, at=at, facts=facts, personal={"title": told.title})
    return entry


@transaction.atomic
def change_planned_run(
    *, entry: PlannedRun, words: PlannedWords, seen_version: int, by: Actor, at: datetime
) -> PlannedRun:
    """Move an entry to another day or hour, or say it otherwise. Raises Refused, Stale, BadInput."""
    row = _locked(entry)
    if refusal := records_publicity(by, row.outlet.unit, at):
        raise Refused(refusal)
    if row.version != seen_version:
        raise Stale("Mục lịch vừa được người khác thay đổi. Tải lại trang để xem bản mới nhất rồi làm tiếp.")
    if row.state != PlannedState.PLANNED:
        raise Refused(f"Mục lịch đang ở trạng thái “{row.get_state_display()}” nên không sửa được.")
    told = _checked(row.outlet, words, at)
    before = [row.planned_on, row.planned_time]
    row.planned_on, row.planned_time, row.title = told.planned_on, told.planned_time, told.title
    row.in_charge, row.article, row.version = told.in_charge, told.article, row.version + 1
    row.save(update_fields=["planned_on", "planned_time", "title", "in_charge", "article", "version"])
    row.exemplars.set(told.exemplars)
    facts = {"outlet": row.outlet_id, "moved": [before, [row.planned_on, row.planned_time]]}
    facts |= {"exemplars": [one.pk for one in told.exemplars], "article": row.article_id}
    record("change_planned_run", row, by=by, at=at, facts=facts, personal={"title": row.title})
    return row


@transaction.atomic
def cancel_planned_run(*, entry: PlannedRun, reason: str, by: Actor, at: datetime) -> PlannedRun:
    """It will not run, and why. Pressed twice it is once. Raises Refused, BadInput."""
    row = _locked(entry)
    if refusal := records_publicity(by, row.outlet.unit, at):
        raise Refused(refusal)
    if row.state == PlannedState.CANCELLED:
        return row
    words = one_line(nfc(reason))
    if not words or len(words) > REASON:
        raise BadInput(f"Ghi lý do hủy, không quá {REASON} ký tự.", field="reason")
    PLANNED_RUN.apply("cancel", dossier=row, by=by, at=at, note=words)
    record("cancel_planned_run", row, by=by, at=at, facts={"outlet": row.outlet_id}, personal={"reason": words})
    return row


def _locked(entry: PlannedRun) -> PlannedRun:
    rows = PlannedRun.objects.select_for_update(of=("self",)).select_related("outlet__unit")
    return rows.get(pk=entry.pk)


def _checked(outlet: Outlet, words: PlannedWords, at: datetime) -> PlannedWords:
    title = one_line(nfc(words.title))
    if not title or len(title) > TITLE:
        raise BadInput(f"Ghi nội dung sẽ phát, đăng, không quá {TITLE} ký tự.", field="title")
    if words.planned_on < local_day(at):
        raise BadInput("Ngày ấy đã qua. Đã phát, đăng thì ghi ở “Ghi lần phát, đăng”.", field="planned_on")
    if wrong := is_in_use(outlet, words.planned_on):
        raise BadInput(wrong, field="planned_on")
    people = _tellable(outlet, words, at)
    person = words.in_charge
    if person is not None and person not in holders(Permission.RECORD_PUBLICITY, unit=outlet.unit, on=local_day(at)):
        raise BadInput("Người phụ trách phải là người ghi việc tuyên truyền của đơn vị có kênh.", field="in_charge")
    return PlannedWords(words.planned_on, title, people, words.planned_time, person, words.article)


def _tellable(outlet: Outlet, words: PlannedWords, at: datetime) -> tuple[Exemplar, ...]:
    """Whom it tells of, when nothing stands against the article and everybody agrees to that channel. Raises BadInput."""
    article, on = words.article, words.planned_on
    people = whom(article, words.exemplars)
    if article is not None:
        shut = not_aired_because(article, on=on, at=at) or " ".join(others_missing(article, outlet, on))
        if shut:
            raise BadInput(shut, field="article")
    for one in people:
        if missing := missing_consent(one, outlet, on, in_article=article is not None):
            raise BadInput(f"{one.name}: {missing}", field="exemplars" if article is None else "article")
    return people
