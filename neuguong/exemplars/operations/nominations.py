"""Opening, editing, sending, judging and withdrawing a nomination."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from neuguong.core.actor import Actor
from neuguong.core.audit import record
from neuguong.core.errors import BadInput, Refused
from neuguong.core.models import StateChange
from neuguong.core.periods import day_begins, local_day
from neuguong.exemplars.enums import AwardLevel, EntryBasis, SubjectKind
from neuguong.exemplars.models import DraftText, EarlierAward, Nomination, NumberSeries, Subject
from neuguong.exemplars.operations.claims import follow_text
from neuguong.exemplars.operations.likely import look_for_duplicates
from neuguong.exemplars.operations.notices import tell
from neuguong.exemplars.operations.words import Words, index, index_subject, prepared, remember_form, take, tidy
from neuguong.exemplars.policy import (
    authority,
    edit_refusal,
    for_whom,
    plan_in_force,
    records_afterwards,
    unit_exists,
)
from neuguong.exemplars.queries.carrying import carried_by
from neuguong.exemplars.queries.likely import life_of
from neuguong.exemplars.queries.standards import standard_in_force
from neuguong.exemplars.queries.subjects import own_subjects
from neuguong.exemplars.workflows import NOMINATION
from neuguong.org.models import Unit, UnitAncestor
from neuguong.programme.models import Plan


@dataclass(frozen=True, slots=True)
class Award:
    """An earlier award as typed."""

    name: str
    level: str = ""
    document_number: str = ""
    decided_on: date | None = None


def _next_number(unit: Unit, year: int) -> NumberSeries:
    """Lock and count up: one after the other, no gap, because the count is undone with the dossier."""
    NumberSeries.objects.get_or_create(unit=unit, year=year)
    series = NumberSeries.objects.select_for_update().get(unit=unit, year=year)
    series.last += 1
    return series


def _check_opening(unit: Unit, plan: Plan, by: Actor, at: datetime, decided_on: date | None) -> None:
    blank = Nomination(unit=unit, plan=plan, created_by_id=by.account_id)
    if decided_on is None:
        refusal = edit_refusal(by, blank, at) or plan_in_force(by, blank, at)
    else:  # the office now, for a unit and a plan of that day
        then = day_begins(decided_on)
        refusal = records_afterwards(by, blank, at) or unit_exists(by, blank, then) or plan_in_force(by, blank, then)
    if refusal:
        raise Refused(refusal)
    if not UnitAncestor.objects.filter(unit=unit, ancestor_id=plan.unit_id).exists():
        raise BadInput(f"Kế hoạch {plan.number} không áp dụng cho {unit.name}.", field="plan")


def _hold(chosen: Subject) -> Subject:
    """Lock who carries this life on: the kept one if this was absorbed, be it while the lock was waited for."""
    held = chosen
    while True:
        held = Subject.objects.select_for_update(no_key=True).get(pk=held.pk)
        life = life_of(held)
        if life.pk == held.pk:
            return held
        held = life


def _subject(unit: Unit, kind: str, name: str, chosen: Subject | None, on: date) -> Subject:
    if chosen is not None:
        held = _hold(chosen)
        if not own_subjects(unit, on=on).filter(pk=held.pk).exists():
            raise BadInput("Đối tượng đã chọn không thuộc đơn vị này.", field="subject")
        return held
    name = tidy(name).strip()
    if kind not in SubjectKind.values:
        raise BadInput("Chọn tập thể, cá nhân hoặc hộ gia đình.", field="kind")
    if not name or len(name) > 200:
        raise BadInput("Ghi họ tên, hoặc tên tập thể, tên hộ, không quá 200 ký tự.", field="name")
    subject = index_subject(Subject(kind=kind, name=name, unit=unit))
    subject.save()
    return subject


@transaction.atomic
def create_nomination(
    *,
    unit: Unit,
    plan: Plan,
    kind: str,
    name: str,
    by: Actor,
    at: datetime,
    recorded_at: datetime | None = None,
    subject: Subject | None = None,
    form_key: str = "",
    decided_on: date | None = None,
    **fields: Any,
) -> Nomination:
    """Open a draft for a unit under a plan (KH 87, IV.2) and give it the next number of the year.

    `subject` chooses somebody the unit has introduced before (then `kind` and `name` are the subject's own).
    `form_key` makes a form sent twice open one dossier. `decided_on`: a decision of that day honoured the subject
    already (afterwards.py). Other `fields` as in `edit_nomination`.
    """
    _check_opening(unit, plan, by, at, decided_on)
    series = _next_number(plan.unit, local_day(at).year)
    mine = Nomination.objects.filter(created_by_id=by.account_id, unit=unit)
    if form_key and (twin := mine.filter(texts__client_key=form_key).first()):
        return twin
    subject = _subject(unit, kind, name, subject, decided_on or local_day(at))
    nomination = Nomination(
        number=f"HS-{series.year}-{series.last:04d}",
        plan=plan,
        unit=unit,
        subject=subject,
        kind=subject.kind,
        entry=EntryBasis.AFTER if decided_on else EntryBasis.OWN,
        created_by_id=by.account_id,
        created_at=at,
        edited_at=recorded_at or at,
    )
    index(nomination).save()
    series.save()
    if form_key:
        DraftText.objects.create(
            nomination=nomination, field="name", text=subject.name, written_by_id=by.account_id, written_at=at,
            client_key=form_key,
        )  # fmt: skip
    if fields:
        _write(nomination, fields, by=by, at=at)
        nomination.version = 1
        nomination.save(update_fields=["version"])
    prepared(nomination, "create", by=by, at=at)
    record(
        "create_nomination", nomination, by=by, at=at, recorded_at=recorded_at,
        facts={"number": nomination.number, "unit": unit.pk, "plan": plan.pk, "kind": nomination.kind},
        personal={"name": subject.name},
    )  # fmt: skip
    look_for_duplicates(subject=subject, at=at)
    return nomination


def _write(nomination: Nomination, changes: Mapping[str, Any], *, by: Actor, at: datetime) -> dict[str, list[str]]:
    words, told, summary = Words(nomination), {}, nomination.achievement_summary
    for name, value in changes.items():
        old = words.read(name)
        words.write(name, "" if value is None else str(value))
        if name in words.changed:
            told[name] = [old, words.read(name)]
    if told:
        remember_form(nomination, told, by=by, at=at)
        words.store(at=at)
        follow_text(nomination, summary, by=by, at=at)
    return told


@transaction.atomic
def edit_nomination(
    *,
    nomination: Nomination,
    changes: Mapping[str, Any],
    by: Actor,
    at: datetime,
    recorded_at: datetime | None = None,
    seen_version: int | None = None,
) -> Nomination:
    """Change fields of a draft or a returned dossier, all or none. Every replaced text is kept.

    Fields: name, kind, form_of_address, birth_year, place, position, members, labour, influence, sector (code),
    movement (id), initiative (name), achievement_summary, answers:<criterion code>. Raises Refused, Stale, BadInput.
    """
    take(nomination, seen_version)
    if refusal := edit_refusal(by, nomination, at):
        raise Refused(refusal)
    if told := _write(nomination, changes, by=by, at=recorded_at or at):
        prepared(nomination, "edit", by=by, at=at)
        record(
            "edit_nomination", nomination, by=by, at=at, recorded_at=recorded_at,
            facts={"fields": sorted(told)}, personal=told,
        )  # fmt: skip
    return nomination


@transaction.atomic
def set_awards(
    *, nomination: Nomination, awards: Sequence[Award], by: Actor, at: datetime, recorded_at: datetime | None = None
) -> Nomination:
    """Replace the list of earlier awards. Raises Refused, BadInput."""
    take(nomination)
    if refusal := edit_refusal(by, nomination, at):
        raise Refused(refusal)
    kept = [award for award in awards if award.name.strip()]
    for award in kept:
        if award.level and award.level not in AwardLevel.values:
            raise BadInput("Chọn cấp khen trong danh sách.", field="level")
        if award.decided_on and award.decided_on > local_day(at):
            raise BadInput("Ngày quyết định khen không thể sau hôm nay.", field="decided_on")
        if len(award.name) > 160 or len(award.document_number) > 60:
            raise BadInput("Tên hình thức khen không quá 160 ký tự, số quyết định không quá 60.", field="name")
    before = [str(row.name) for row in nomination.awards.order_by("id")]
    nomination.awards.all().delete()
    EarlierAward.objects.bulk_create(
        EarlierAward(
            nomination=nomination, name=tidy(award.name).strip(), level=award.level,
            document_number=tidy(award.document_number).strip(), decided_on=award.decided_on,
        )
        for award in kept
    )  # fmt: skip
    nomination.version += 1
    nomination.edited_at = recorded_at or at
    nomination.save(update_fields=["version", "edited_at"])
    prepared(nomination, "edit", by=by, at=at)
    record(
        "set_awards", nomination, by=by, at=at, recorded_at=recorded_at, facts={"count": len(kept)},
        personal={"awards": [before, [award.name for award in kept]]},
    )  # fmt: skip
    return nomination


def step(
    name: str,
    nomination: Nomination,
    *,
    by: Actor,
    at: datetime,
    recorded_at: datetime | None,
    note: str = "",
    also: dict[str, Any] | None = None,
    facts: dict[str, Any] | None = None,
) -> StateChange:
    """Take one step of the workflow, with its audit entry and its notices. The row must be locked."""
    before = nomination.state
    behalf, lent = for_whom(name, nomination, by, at)
    if behalf and (note.strip() or not NOMINATION.steps[name].needs_note):
        note = f"{behalf} {note}".strip()
    columns = {"edited_at": recorded_at or at, **(also or {})}
    change = NOMINATION.apply(
        name, dossier=nomination, by=by, at=at, recorded_at=recorded_at, note=tidy(note), also=columns
    )
    record(
        f"{name}_nomination", nomination, by=by, at=at, recorded_at=recorded_at,
        facts={"state": [before, nomination.state], **lent, **(facts or {})}, personal={"note": tidy(note).strip()},
    )  # fmt: skip
    tell(nomination, change)
    return change


@transaction.atomic
def submit_nomination(
    *,
    nomination: Nomination,
    round_code: str,
    round_year: int,
    on_time: bool,
    by: Actor,
    at: datetime,
    recorded_at: datetime | None = None,
    seen_version: int | None = None,
) -> Nomination:
    """Send a draft, or send a returned dossier again (KH 87, IV.2).

    The first sending fixes the round, whether it was on time, and the unit's standard in force on that day
    (KH 87, III.2.1.c), by which the dossier is judged; a dossier returned and completed keeps all three.
    A draft of a unit that has ended becomes its successor's by being sent. Raises Refused and Stale.
    """
    take(nomination, seen_version)
    note, facts = authority(nomination, by, at)
    also: dict[str, Any] = {}
    if nomination.sent_at is None:
        unit = carried_by(nomination, local_day(at)) or nomination.unit
        standard = standard_in_force(unit.pk, nomination.plan_id, on=local_day(at))
        also = {
            "round_code": round_code, "round_year": round_year, "on_time": on_time,
            "sent_at": at, "sent_recorded_at": recorded_at or at, "standard": standard,
        }  # fmt: skip
        if facts.get("basis") == "paper":
            also["entry"] = EntryBasis.PAPER
        facts |= {"round": round_code, "on_time": on_time, "standard": standard.pk if standard else None}
        if unit.pk != nomination.unit_id:
            facts["carried_on_from"] = nomination.unit_id
            also |= {"unit": unit, "kept_by": None}
    else:
        facts["again"] = True
    step("submit", nomination, by=by, at=at, recorded_at=recorded_at, note=note, also=also, facts=facts)
    prepared(nomination, "submit", by=by, at=at)
    look_for_duplicates(subject=nomination.subject, at=at)
    return nomination


@transaction.atomic
def resume_nomination(
    *,
    nomination: Nomination,
    by: Actor,
    at: datetime,
    recorded_at: datetime | None = None,
    note: str = "",
    seen_version: int | None = None,
) -> Nomination:
    """The unit goes on writing what the office typed for it from paper; it keeps its date. Raises Refused, Stale."""
    take(nomination, seen_version)
    step("resume", nomination, by=by, at=at, recorded_at=recorded_at, note=note)
    return nomination


@transaction.atomic
def return_nomination(
    *,
    nomination: Nomination,
    note: str,
    by: Actor,
    at: datetime,
    recorded_at: datetime | None = None,
    seen_version: int | None = None,
) -> Nomination:
    """Give a dossier back with the reason; the unit completes it and keeps its date. Raises Refused, Stale."""
    take(nomination, seen_version)
    step("return", nomination, by=by, at=at, recorded_at=recorded_at, note=note)
    return nomination


@transaction.atomic
def verify_nomination(
    *,
    nomination: Nomination,
    by: Actor,
    at: datetime,
    recorded_at: datetime | None = None,
    note: str = "",
    seen_version: int | None = None,
) -> Nomination:
    """Find a dossier right (KH 87, III.3). Nobody verifies what they prepared. Raises Refused, Stale."""
    take(nomination, seen_version)
    also = {"verified_at": at, "verified_recorded_at": recorded_at or at}
    step("verify", nomination, by=by, at=at, recorded_at=recorded_at, note=note, also=also)
    return nomination


@transaction.atomic
def decline_nomination(
    *,
    nomination: Nomination,
    note: str,
    by: Actor,
    at: datetime,
    recorded_at: datetime | None = None,
    seen_version: int | None = None,
) -> Nomination:
    """Refuse a dossier for good, with the reason; it no longer counts for the unit. Raises Refused, Stale."""
    take(nomination, seen_version)
    also = {"closed_at": at, "closed_recorded_at": recorded_at or at}
    step("decline", nomination, by=by, at=at, recorded_at=recorded_at, note=note, also=also)
    return nomination


@transaction.atomic
def withdraw_nomination(
    *,
    nomination: Nomination,
    by: Actor,
    at: datetime,
    recorded_at: datetime | None = None,
    note: str = "",
    seen_version: int | None = None,
) -> Nomination:
    """The unit takes its dossier back before verification; it no longer counts. Raises Refused, Stale."""
    take(nomination, seen_version)
    also = {"closed_at": at, "closed_recorded_at": recorded_at or at}
    step("withdraw", nomination, by=by, at=at, recorded_at=recorded_at, note=note, also=also)
    return nomination
