"""What citizens tell: receiving it, passing it to the unit of the place, taking it up or answering why not.

KH 87, III.2 and IV.2 want examples found where they live and work; a suggestion is one more eye. Only a unit introduces.
"""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from neuguong.core.actor import Actor
from neuguong.core.audit import record
from neuguong.core.deadlines import meet_deadline, open_deadline
from neuguong.core.errors import BadInput, Refused
from neuguong.core.models import StoredFile
from neuguong.core.outbox import write_letter
from neuguong.core.periods import local_day
from neuguong.core.queries.deadlines import running
from neuguong.core.text import nfc
from neuguong.exemplars.enums import NotTakenUp, SuggestionKind, SuggestionState
from neuguong.exemplars.models import Nomination, Suggestion
from neuguong.exemplars.operations.nominations import create_nomination
from neuguong.exemplars.queries.voices import ANSWER, digest_of_code
from neuguong.exemplars.workflows import SUGGESTION
from neuguong.org.models import Account, Unit, UnitAncestor
from neuguong.org.queries.access import in_charge
from neuguong.org.queries.lives import carrier_of
from neuguong.org.roles import Permission
from neuguong.programme.models import Plan
from neuguong.programme.queries.plans import rules_of

ABOUT, DEED, CONTACT, ANSWER_LETTERS = 200, 3000, 200, 1000
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")


@dataclass(frozen=True, slots=True)
class Told:
    """The three fields as typed, with the photo when there is one."""

    about: str
    deed: str
    contact: str = ""
    photo: StoredFile | None = None


def told_before(form_key: str) -> Suggestion | None:
    """The suggestion of a form that was sent already."""
    return Suggestion.objects.filter(form_key=form_key).first()


@transaction.atomic
def suggest(
    *,
    told: Told,
    kind: str,
    plan: Plan,
    place: Unit | None,
    code: str,
    form_key: str,
    by: Actor,
    at: datetime,
    sender: Account | None = None,
) -> Suggestion:
    """Receive a suggestion or a good deed. The same `form_key` again is the same suggestion.

    `code` is the receipt's; only its digest is kept. `sender` is the account of somebody who was signed in; an e-mail
    address among the contact that belongs to an account says the same. Raises BadInput.
    """
    if twin := told_before(form_key):
        return twin
    kind = SuggestionKind(kind)
    words = _checked(told)
    if place is not None:
        _require_unit(plan, place, at, "place")
    row = Suggestion(
        kind=kind, plan=plan, place=place, photo=told.photo, account=sender or _account_of(words.contact),
        about=words.about, deed=words.deed, contact=words.contact, code_digest=digest_of_code(code), form_key=form_key,
        state=SuggestionState.RECEIVED, received_at=at,
    )  # fmt: skip
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:  # two presses of one button at the same moment
        if twin := told_before(form_key):
            return twin
        raise
    facts = {"kind": kind, "plan": plan.pk, "place": place.pk if place else None, "photo": told.photo is not None}
    personal = {"about": words.about, "deed": words.deed, "contact": words.contact}
    record("suggest", row, by=by, at=at, facts=facts, personal=personal)
    return row


def _tidy(text: str) -> str:
    return " ".join(nfc(text).replace("\x00", "").split())


def _checked(told: Told) -> Told:
    about, contact = _tidy(told.about), _tidy(told.contact)
    deed = nfc(told.deed).replace("\x00", "").replace("\r\n", "\n").strip()
    for text, most, field, missing in (
        (about, ABOUT, "about", "Ghi tên hoặc cách nhận ra người, tập thể, hộ; ở đâu."),
        (deed, DEED, "deed", "Kể việc đã làm."),
        (contact, CONTACT, "contact", ""),
    ):
        if missing and not text:
            raise BadInput(missing, field=field)
        if len(text) > most:
            raise BadInput(f"Viết không quá {most:,} ký tự.".replace(",", "."), field=field)
    return Told(about, deed, contact, told.photo)


def _account_of(contact: str) -> Account | None:
    addresses = [found.lower() for found in _EMAIL.findall(contact)]
    return Account.objects.filter(email__in=addresses).order_by("id").first() if addresses else None


def _require_unit(plan: Plan, unit: Unit, at: datetime, field: str) -> None:
    within = UnitAncestor.objects.filter(unit=unit, ancestor_id=plan.unit_id).exists()
    if not within or not unit.exists_on(local_day(at)):
        raise BadInput("Chọn một đơn vị trong danh sách.", field=field)


def _taken(suggestion: Suggestion) -> Suggestion:
    """The row, locked: two people who decide at once are one after the other."""
    return Suggestion.objects.select_for_update(of=("self",)).select_related("plan__unit", "unit").get(pk=suggestion.pk)


def _step(name: str, row: Suggestion, *, by: Actor, at: datetime, note: str = "", **also: Any) -> None:
    before = row.state
    SUGGESTION.apply(name, dossier=row, by=by, at=at, note=note, also=also)
    facts = {"state": [before, row.state], "unit": row.unit_id, "nomination": row.nomination_id}
    record(f"{name}_suggestion", row, by=by, at=at, facts=facts, personal={"note": note} if note else None)


def _link(row: Suggestion) -> str:
    return f"{Suggestion._meta.label_lower}:{row.pk}"


def _meet(row: Suggestion, how: str, *, by: Actor, at: datetime) -> None:
    if clock := running(row, ANSWER):
        meet_deadline(deadline=clock, how=how, by=by, at=at)


@transaction.atomic
def pass_on(*, suggestion: Suggestion, unit: Unit, by: Actor, at: datetime) -> Suggestion:
    """The office passes it to the unit of the place, which has the plan's working days to answer.

    To another unit after the first one gave it back: a new clock. To the same unit again: nothing. Raises Refused, BadInput.
    """
    row = _taken(suggestion)
    if row.state == SuggestionState.PASSED and row.unit_id == unit.pk:
        return row
    if refusal := SUGGESTION.refusal("pass_on", dossier=row, actor=by, at=at):
        raise Refused(refusal)
    _require_unit(row.plan, unit, at, "unit")
    _meet(row, "passed_on", by=by, at=at)
    _step("pass_on", row, by=by, at=at, unit=unit, passed_at=at, reason="", answer="", closed_at=None)
    days = rules_of(row.plan, at).windows.suggestion_working_days
    clock = open_deadline(
        kind=ANSWER, thing=row, responsible=f"unit:{unit.pk}", days=days, by=by, at=at,
        rule=f"kế hoạch {row.plan.number}: {days} ngày làm việc để trả lời lời giới thiệu của người dân",
    )  # fmt: skip
    for one in in_charge(Permission.PREPARE_NOMINATION, unit=unit, on=local_day(at)):
        write_letter(
            key=f"suggestion:{row.pk}:{row.version}:{one.pk}",
            recipient_id=one.pk,
            subject="Có lời giới thiệu của người dân",
            body=f"Cơ quan thường trực chuyển {unit.name} một lời giới thiệu của người dân. Lập hồ sơ, hoặc trả lời vì "
            f"sao chưa lập, trước khi hết ngày {clock.due_on:%d/%m/%Y}.",
            link=_link(row),
            at=at,
        )
    return row


@transaction.atomic
def reject(*, suggestion: Suggestion, reason: str, by: Actor, at: datetime) -> Suggestion:
    """The office keeps out what suggests nobody: advertising, abuse, a test. Raises Refused, BadInput."""
    row, reason = _taken(suggestion), _tidy(reason)
    if row.state == SuggestionState.REJECTED:
        return row
    if not reason or len(reason) > ANSWER_LETTERS:
        raise BadInput("Ghi lý do không tiếp nhận, không quá 1.000 ký tự.", field="reason")
    _step("reject", row, by=by, at=at, note=reason, closed_at=at)
    return row


@transaction.atomic
def take_up(*, suggestion: Suggestion, subject_kind: str, name: str, by: Actor, at: datetime) -> Nomination:
    """The unit, or its successor, opens a draft with what was told as its first words (KH 87, IV.2). Pressed twice, one draft.

    The citizen's words are a beginning, to be checked and rewritten by the unit. Raises Refused, BadInput.
    """
    row = _taken(suggestion)
    if row.nomination is not None and row.state == SuggestionState.TAKEN_UP:
        return row.nomination
    if refusal := SUGGESTION.refusal("take_up", dossier=row, actor=by, at=at):
        raise Refused(refusal)
    assert row.unit is not None  # noqa: S101  the guard said so
    unit = row.unit if row.unit.exists_on(local_day(at)) else carrier_of(row.unit.pk, on=local_day(at))
    nomination = create_nomination(
        unit=unit or row.unit, plan=row.plan, kind=subject_kind, name=name, form_key=f"suggestion:{row.pk}",
        achievement_summary=row.deed, by=by, at=at,
    )  # fmt: skip
    _step("take_up", row, by=by, at=at, nomination=nomination, closed_at=at)
    _meet(row, "taken_up", by=by, at=at)
    return nomination


@transaction.atomic
def answer_suggestion(*, suggestion: Suggestion, reason: str, answer: str, by: Actor, at: datetime) -> Suggestion:
    """The unit says why it makes no dossier: a reason that the citizen reads, and words for the office. Raises Refused, BadInput."""
    row, answer = _taken(suggestion), _tidy(answer)
    if row.state == SuggestionState.ANSWERED:
        return row
    if refusal := SUGGESTION.refusal("answer", dossier=row, actor=by, at=at):
        raise Refused(refusal)
    if reason not in NotTakenUp.values:
        raise BadInput("Chọn lý do.", field="reason")
    if not answer or len(answer) > ANSWER_LETTERS:
        raise BadInput("Viết rõ thêm vài lời, không quá 1.000 ký tự.", field="answer")
    _step("answer", row, by=by, at=at, reason=reason, answer=answer, closed_at=at)
    _meet(row, "answered", by=by, at=at)
    if reason == NotTakenUp.NOT_OURS:
        _tell_office(row, at)
    return row


def _tell_office(row: Suggestion, at: datetime) -> None:
    for one in in_charge(Permission.KEEP_LEDGER, unit=row.plan.unit, on=local_day(at)):
        write_letter(
            key=f"suggestion-back:{row.pk}:{row.version}:{one.pk}",
            recipient_id=one.pk,
            subject="Lời giới thiệu cần chuyển đơn vị khác",
            body=f"{row.unit.name if row.unit else ''} trả lời rằng lời giới thiệu không thuộc địa bàn, đơn vị mình. "
            "Mở ra để chuyển nơi khác.",
            link=_link(row),
            at=at,
        )
