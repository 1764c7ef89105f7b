"""Typing for a unit what it sent on paper: a list of dossiers, a nil return or something done, with the letter's scan.

Everything counts from the moment the letter arrived (văn bản đến) and says who typed it; the unit is told at once and
may answer. Who typed a dossier has prepared it, so that somebody else of the office verifies it (KH 87, III.3).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import BinaryIO

from django.db import transaction

from neuguong.core.actor import Actor
from neuguong.core.attachments import accept_upload
from neuguong.core.audit import record
from neuguong.core.errors import BadInput, Refused, Stale
from neuguong.core.outbox import write_letter, write_letters
from neuguong.core.periods import Period, local_day
from neuguong.core.text import nfc
from neuguong.exemplars.operations.nominations import create_nomination
from neuguong.ledger.models import Obligation, PaperDossier, PaperRemark, UnitPaper
from neuguong.ledger.operations.activities import Done, write_activity
from neuguong.ledger.operations.sending import send_late_list, send_nil_return, send_nomination
from neuguong.ledger.policy import (
    is_a_return,
    is_an_activity,
    not_excused,
    speaks_for_unit,
    still_owed,
    types_for_unit,
)
from neuguong.ledger.queries.rounds import closing, round_for
from neuguong.ledger.queries.unit_papers import paper_words
from neuguong.org.queries.access import in_charge
from neuguong.org.roles import Permission
from neuguong.programme.enums import ActivityKind

MOST_DOSSIERS = 20
REMARK = 2_000


@dataclass(frozen=True, slots=True)
class Letter:
    """The unit's letter as it lies on the table."""

    number: str
    signed_on: date
    file_name: str
    content: BinaryIO | bytes
    signer: str = ""
    arrival_number: str = ""


@dataclass(frozen=True, slots=True)
class Introduced:
    """One exemplar of the letter's list: the least that a dossier needs, and what the line says besides."""

    kind: str
    name: str
    sector: str
    achievement_summary: str
    position: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True)
class Content:
    """What the letter says: exactly one of a list, the reason for having nobody, and something done."""

    dossiers: Sequence[Introduced] = ()
    nil_reason: str = ""
    done: Done | None = None


@transaction.atomic
def record_unit_paper(
    *,
    obligation: Obligation,
    letter: Letter,
    content: Content,
    by: Actor,
    at: datetime,
    recorded_at: datetime | None = None,
    form_key: str = "",
) -> UnitPaper:
    """Record a unit's letter and everything it says; `at` is when it arrived, `recorded_at` when it is typed.

    On time or late is judged by the arrival. `form_key` makes a form sent twice one letter. Raises Refused, BadInput;
    then nothing was kept.
    """
    now = recorded_at or at
    row = Obligation.objects.select_for_update(of=("self",)).select_related("duty__plan", "unit").get(pk=obligation.pk)
    for refusal in (types_for_unit(by, row.unit, at, now), still_owed(row, at), not_excused(row, at)):
        if refusal:
            raise Refused(refusal)
    if form_key and (twin := UnitPaper.objects.filter(obligation=row, form_key=form_key).first()):
        return twin
    paper = _paper(row, letter, by=by, at=at, now=now, form_key=form_key)
    if content.done is not None:
        _type_done(paper, content.done, by=by, at=at, now=now)
    elif content.dossiers:
        _type_list(paper, content.dossiers, by=by, at=at, now=now)
    else:
        send_nil_return(obligation=row, reason=content.nil_reason, by=by, at=at, recorded_at=now, paper=paper)
    facts = {"unit": row.unit_id, "obligation": row.pk, "dossiers": len(content.dossiers), "arrived": at}
    record("record_unit_paper", paper, by=by, at=at, recorded_at=now, facts=facts, personal={"number": paper.number})
    _tell_unit(paper, by=by, at=now)
    return paper


def _paper(row: Obligation, letter: Letter, *, by: Actor, at: datetime, now: datetime, form_key: str) -> UnitPaper:
    number, arrival = nfc(letter.number).strip(), nfc(letter.arrival_number).strip()
    if not number or len(number) > 60:
        raise BadInput("Ghi số, ký hiệu của văn bản, không quá 60 ký tự.", field="number")
    if len(arrival) > 30:
        raise BadInput("Số đến không quá 30 ký tự.", field="arrival_number")
    if at > now:
        raise BadInput("Lúc văn bản đến không thể sau bây giờ.", field="arrived_on")
    if letter.signed_on > local_day(at):
        raise BadInput("Ngày văn bản không thể sau ngày đến.", field="signed_on")
    stored = accept_upload(
        name=letter.file_name, content=letter.content, by=by, at=now, link=f"ledger.obligation:{row.pk}"
    )
    return UnitPaper.objects.create(
        obligation=row,
        number=number,
        signed_on=letter.signed_on,
        signer=nfc(letter.signer).strip()[:120],
        arrival_number=arrival,
        scan=stored,
        form_key=form_key,
        recorded_by_id=by.account_id,
        effective_at=at,
        recorded_at=now,
    )


def _type_done(paper: UnitPaper, done: Done, *, by: Actor, at: datetime, now: datetime) -> None:
    """A report counts from its arrival; what was held or published counts from its own day, as ADR 0023 has it."""
    row = paper.obligation
    if refusal := is_an_activity(row):
        raise Refused(refusal)
    arrival = at if row.duty.activity == ActivityKind.REPORT else None
    write_activity(row, done, paper.scan, paper=paper, counts_from=arrival, by=by, at=at, recorded_at=now)


def _type_list(paper: UnitPaper, dossiers: Sequence[Introduced], *, by: Actor, at: datetime, now: datetime) -> None:
    row = paper.obligation
    if refusal := is_a_return(row):
        raise Refused(refusal)
    if len(dossiers) > MOST_DOSSIERS:
        raise BadInput(f"Mỗi lần ghi nhiều nhất {MOST_DOSSIERS} điển hình.")
    label = Period(row.period).label
    if at >= closing(row, at):
        send_late_list(obligation=row, by=by, at=at, recorded_at=now, paper=paper)
    else:
        found = round_for(row.unit, row.duty.plan, at)
        if found is None or found.period.code != row.period:
            where = f"thuộc đợt {found.period.label}" if found else "không thuộc đợt nào"
            raise BadInput(f"Ngày đến {where}, không phải {label}. Mở ô của đợt ấy để ghi.", field="arrived_on")
    for number, one in enumerate(dossiers):
        _type_dossier(paper, number, one, by=by, at=at, now=now)


def _type_dossier(paper: UnitPaper, number: int, one: Introduced, *, by: Actor, at: datetime, now: datetime) -> None:
    """Open and send one dossier; what is wrong is told with the line it stands in."""
    row = paper.obligation
    try:
        made = create_nomination(
            unit=row.unit,
            plan=row.duty.plan,
            kind=one.kind,
            name=one.name,
            sector=one.sector,
            achievement_summary=one.achievement_summary,
            position=one.position,
            place=one.place,
            by=by,
            at=at,
            recorded_at=now,
        )
        send_nomination(nomination=made, by=by, at=at, recorded_at=now)
    except BadInput as wrong:
        raise BadInput(str(wrong), field=f"{number}-{wrong.field}") from wrong
    except Refused as refusal:
        raise BadInput(str(refusal), field=f"{number}-name") from refusal
    PaperDossier.objects.create(paper=paper, nomination=made)


def _tell_unit(paper: UnitPaper, *, by: Actor, at: datetime) -> None:
    unit = paper.obligation.unit
    people = in_charge(Permission.SEND_RETURN, unit=unit, on=local_day(at))
    write_letters(
        {one.pk: f"unit-paper:{paper.pk}:{one.pk}" for one in people if one.pk != by.account_id},
        subject=f"Cơ quan thường trực đã ghi thay {unit.short_name} theo văn bản số {paper.number}",
        body=f"{paper_words(paper)}\n\nĐơn vị đọc lại với bản quét. Có gì chưa đúng thì ghi ý kiến ở trang ấy.",
        link=f"ledger.unitpaper:{paper.pk}",
        at=at,
    )


@transaction.atomic
def remark_on_paper(*, paper: UnitPaper, text: str, by: Actor, at: datetime, form_key: str = "") -> PaperRemark:
    """The unit says that something typed for it is not as its letter has it; the office answers. Raises Refused, BadInput."""
    row = UnitPaper.objects.select_related("obligation__unit", "obligation__duty", "recorded_by").get(pk=paper.pk)
    if by.account_id is None or (refusal := speaks_for_unit(by, row.obligation.unit, at)):
        raise Refused(refusal if by.account_id else "Việc này cần một người đã đăng nhập.")
    if form_key and (twin := PaperRemark.objects.filter(paper=row, form_key=form_key).first()):
        return twin
    words = nfc(text).strip()
    if not words or len(words) > REMARK:
        raise BadInput(f"Ghi chỗ chưa đúng, không quá {REMARK} ký tự.", field="text")
    remark = PaperRemark.objects.create(paper=row, text=words, form_key=form_key, made_by_id=by.account_id, made_at=at)
    facts = {"paper": row.pk, "unit": row.obligation.unit_id}
    record("remark_on_paper", remark, by=by, at=at, facts=facts, personal={"text": words})
    unit = row.obligation.unit
    people = in_charge(Permission.KEEP_LEDGER, unit=unit, on=local_day(at))
    write_letters(
        {one.pk: f"paper-remark:{remark.pk}:{one.pk}" for one in people},
        subject=f"{unit.short_name} có ý kiến về văn bản đã ghi thay",
        body=f"Về văn bản số {row.number}: {words}",
        link=f"ledger.unitpaper:{row.pk}",
        at=at,
    )
    return remark


@transaction.atomic
def answer_paper_remark(*, remark: PaperRemark, answer: str, by: Actor, at: datetime) -> PaperRemark:
    """The office answers what a unit said, once. Raises Refused, Stale, BadInput."""
    row = (
        PaperRemark.objects.select_for_update(of=("self",)).select_related("paper__obligation__unit").get(pk=remark.pk)
    )
    if refusal := types_for_unit(by, row.paper.obligation.unit, at, at):
        raise Refused(refusal)
    if row.answered_at is not None:
        raise Stale(f"Ý kiến này đã được trả lời ngày {local_day(row.answered_at):%d/%m/%Y}.")
    words = nfc(answer).strip()
    if not words or len(words) > REMARK:
        raise BadInput(f"Ghi câu trả lời, không quá {REMARK} ký tự.", field="answer")
    row.answer, row.answered_by_id, row.answered_at = words, by.account_id, at
    row.save(update_fields=["answer", "answered_by", "answered_at"])
    record("answer_paper_remark", row, by=by, at=at, facts={"paper": row.paper_id}, personal={"answer": words})
    write_letter(
        key=f"paper-answer:{row.pk}",
        recipient_id=row.made_by_id,
        subject=f"Cơ quan thường trực trả lời ý kiến về văn bản số {row.paper.number}",
        body=words,
        link=f"ledger.unitpaper:{row.paper_id}",
        at=at,
    )
    return row
