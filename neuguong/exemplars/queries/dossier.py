"""Everything the page of one dossier shows, as frozen values: a template can ask no further question."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import OuterRef, Subquery

from neuguong.core.actor import Actor
from neuguong.core.enums import FileState
from neuguong.core.models import StateChange
from neuguong.core.periods import Period, local_day
from neuguong.core.queries import history_of
from neuguong.core.text import word_count
from neuguong.exemplars.enums import AwardLevel, Influence, Labour, NominationState, StandInStep, SubjectKind
from neuguong.exemplars.models import (
    CriterionAnswer,
    DraftText,
    EarlierAward,
    Evidence,
    Nomination,
)
from neuguong.exemplars.queries.carrying import carried_by
from neuguong.exemplars.queries.checks import Checks, checks_of
from neuguong.exemplars.queries.conflicts import judges_left
from neuguong.exemplars.queries.standards import DossierStandard, OwnAnswer, dossier_standard
from neuguong.exemplars.queries.timeline import TimelineRow, timeline_of
from neuguong.org.models import Account
from neuguong.org.queries.access import holders
from neuguong.org.roles import Permission
from neuguong.programme.models import Criterion
from neuguong.programme.queries.plans import rules_of

Asked = Mapping[str, "AnswerRow | OwnAnswer"]  # every criterion of a dossier by the name of its field

Words = tuple[int, int]  # at least, at most
JUST_NOW = timedelta(minutes=30)  # so long the page says that somebody else is writing, too
_SUBJECT_LABELS = {
    "name": "Tên",
    "kind": "Loại đối tượng",
    "form_of_address": "Danh xưng",
    "birth_year": "Năm sinh",
    "place": "Nơi ở hoặc địa bàn",
    "initiative": "Mô hình, cách làm",
}


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """A general criterion with what the dossier answers."""

    code: str
    title: str
    text: str
    guidance: str
    answer: str


@dataclass(frozen=True, slots=True)
class EvidenceRow:
    """A file beside the text."""

    id: int
    nomination_id: int
    name: str
    media_type: str
    size: int
    caption: str
    is_image: bool
    has_thumbnail: bool
    state: str
    hindrance: str  # why it cannot be read now, as a sentence
    added_by: str
    added_at: datetime


@dataclass(frozen=True, slots=True)
class AwardRow:
    """An earlier award."""

    id: int
    name: str
    level: str
    level_label: str
    document_number: str
    decided_on: date | None


@dataclass(frozen=True, slots=True)
class HeldText:
    """A text kept aside because two people wrote at a time, with what stands in the field now."""

    id: int
    field: str
    label: str
    text: str
    current: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class OtherHand:
    """Somebody else who wrote in the dossier a moment ago."""

    name: str
    label: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Dossier:
    """One nomination as its page shows it."""

    id: int
    number: str
    version: int
    name: str
    title: str
    kind: str
    kind_label: str
    form_of_address: str
    birth_year: int | None
    place: str
    position: str
    members: int | None
    unit_id: int
    unit_name: str
    carrier_name: str  # of the unit that carries it on, when its own has ended
    plan_number: str
    sector: str
    sector_emphasis: str
    movement: str
    initiative: str
    labour_label: str
    influence_label: str
    summary: str
    summary_words: int
    guidance: tuple[int, int]
    state: str
    state_label: str
    round_code: str
    round_label: str
    sent_at: datetime | None
    on_time: bool | None
    edited_at: datetime
    returned_note: str
    answers: tuple[AnswerRow, ...]
    standard: DossierStandard | None
    evidence: tuple[EvidenceRow, ...]
    awards: tuple[AwardRow, ...]
    timeline: tuple[TimelineRow, ...]
    held_back: tuple[HeldText, ...]
    others: tuple[OtherHand, ...]
    warnings: tuple[str, ...]
    waiting: str
    waiting_for: tuple[str, ...]
    checks: Checks | None  # for those who judge only


def title_of(name: str, form_of_address: str) -> str:
    """ "Bà Đỗ Thị Lành"; the name alone when no form of address is known."""
    address = form_of_address.strip()
    return f"{address[:1].upper()}{address[1:]} {name}" if address else name


def label_of(field: str, asked: Asked) -> str:
    """What a field is called on the page."""
    if ":" in field:
        return asked[field].title if field in asked else "Tiêu chí"
    if field in _SUBJECT_LABELS:
        return _SUBJECT_LABELS[field]
    word = str(getattr(Nomination._meta.get_field(field), "verbose_name", field))
    return word[:1].upper() + word[1:]


def _answers(nomination: Nomination) -> tuple[AnswerRow, ...]:
    given = CriterionAnswer.objects.filter(nomination=nomination, criterion=OuterRef("pk")).values("text")
    criteria = Criterion.objects.filter(plan_id=nomination.plan_id).annotate(answer=Subquery(given))
    rows = criteria.values_list("code", "title", "text", "guidance", "answer")
    return tuple(AnswerRow(code, title, text, guidance, said or "") for code, title, text, guidance, said in rows)


def _evidence(nomination: Nomination) -> tuple[EvidenceRow, ...]:
    rows = Evidence.objects.filter(nomination=nomination, removed_at=None).select_related("file", "added_by")
    return tuple(
        EvidenceRow(
            id=row.pk,
            nomination_id=nomination.pk,
            name=row.file.name,
            media_type=row.file.media_type,
            size=row.file.size,
            caption=row.caption,
            is_image=row.file.media_type.startswith("image/"),
            has_thumbnail=bool(row.file.thumbnail) and not row.file.hindrance,
            state=row.file.state,
            hindrance=row.file.hindrance,
            added_by=row.added_by.full_name if row.added_by else "",
            added_at=row.added_at,
        )
        for row in rows
    )


def _awards(nomination: Nomination) -> tuple[AwardRow, ...]:
    labels = dict(AwardLevel.choices)
    rows = EarlierAward.objects.filter(nomination=nomination).order_by("decided_on", "id")
    return tuple(
        AwardRow(row.pk, row.name, row.level, labels.get(row.level, ""), row.document_number, row.decided_on)
        for row in rows
    )


def _current(nomination: Nomination, asked: Asked, field: str) -> str:
    if ":" in field:
        return asked[field].answer if field in asked else ""
    if field == "sector":
        return nomination.sector.name if nomination.sector else ""
    if field in _SUBJECT_LABELS and field != "initiative":
        return str(getattr(nomination.subject, field) or "")
    return str(getattr(nomination, field) or "")


def _hands(
    nomination: Nomination, asked: Asked, actor: Actor, at: datetime
) -> tuple[tuple[HeldText, ...], tuple[OtherHand, ...]]:
    if nomination.state not in (NominationState.DRAFT, NominationState.RETURNED):
        return (), ()
    rows = DraftText.objects.filter(nomination=nomination).select_related("written_by").order_by("-id")
    held = tuple(
        HeldText(
            row.pk,
            row.field,
            label_of(row.field, asked),
            row.text,
            _current(nomination, asked, row.field),
            row.written_by.full_name if row.written_by else "",
            row.written_at,
        )
        for row in rows.filter(held_back=True, settled_at=None)
    )
    recent = rows.filter(written_at__gte=at - JUST_NOW, written_by__isnull=False).exclude(written_by=actor.account_id)
    others: dict[int, OtherHand] = {}
    for row in recent[:20]:
        if row.written_by is not None:
            others.setdefault(
                row.written_by.pk, OtherHand(row.written_by.full_name, label_of(row.field, asked), row.written_at)
            )
    return held, tuple(others.values())


def _asked(answers: Sequence[AnswerRow], standard: DossierStandard | None) -> Asked:
    """Every criterion by the name of its field: the plan's general ones and the unit's own."""
    own = standard.answers if standard else ()
    return {f"answers:{row.code}": row for row in answers} | {f"standard:{row.code}": row for row in own}


def _guidance(nomination: Nomination, at: datetime) -> tuple[int, int]:
    """How many words the plan would like the summary to have."""
    said = rules_of(nomination.plan, at).guidance
    return said.summary_words_min, said.summary_words_max


def _warnings(
    nomination: Nomination,
    words: int,
    guidance: tuple[int, int],
    answers: Iterable[AnswerRow | OwnAnswer],
    evidence: Sequence[EvidenceRow],
    held: Sequence[HeldText],
) -> tuple[str, ...]:
    """What could be better; nothing here keeps a dossier from being sent."""
    told = []
    if nomination.achievement_summary.strip() and not guidance[0] <= words <= guidance[1]:
        told.append(f"Trích ngang có {words} từ; nên viết {guidance[0]}–{guidance[1]} từ.")
    if empty := [row.title for row in answers if not row.answer.strip()]:
        told.append(f"Chưa trả lời tiêu chí: {'; '.join(empty)}.")
    if not evidence:
        told.append("Chưa có minh chứng.")
    if refused := [row.name for row in evidence if row.state == FileState.REFUSED]:
        told.append(f"Tệp minh chứng bị loại: {'; '.join(refused)}. Bỏ tệp đó, thêm tệp khác.")
    if held:
        told.append("Có chữ được giữ riêng vì hai người sửa cùng lúc; chọn một trong hai trước khi gửi.")
    return tuple(told)


def _returned_note(nomination: Nomination, changes: Sequence[StateChange]) -> str:
    notes = [change.note for change in changes if change.step == "return"]
    return notes[-1] if notes and nomination.state == NominationState.RETURNED else ""


_WAITS = {
    NominationState.DRAFT: "Chờ người đứng đầu gửi",
    NominationState.RETURNED: "Chờ đơn vị bổ sung và gửi lại",
    NominationState.SUBMITTED: "Chờ thẩm định",
    NominationState.VERIFIED: "Chờ Hội đồng công nhận",
}
_BY_UNIT = {
    NominationState.DRAFT: Permission.SUBMIT_NOMINATION,
    NominationState.RETURNED: Permission.PREPARE_NOMINATION,
}
_BY_JUDGES = {NominationState.SUBMITTED: StandInStep.VERIFY, NominationState.VERIFIED: StandInStep.RECOGNISE}


def _waiting(nomination: Nomination, at: datetime) -> tuple[str, tuple[str, ...]]:
    """What the dossier waits for, and who may do it today (nobody who stands too close to it, where that matters)."""
    state, unit = NominationState(nomination.state), nomination.keeper
    people: Sequence[Account] = ()
    words = _WAITS.get(state, "")
    if state in _BY_UNIT:
        people = holders(_BY_UNIT[state], unit=unit, on=local_day(at))
    elif state in _BY_JUDGES:
        people = judges_left(nomination, _BY_JUDGES[state], at)
    return words, tuple(one.full_name for one in people)


def _carrier(nomination: Nomination, on: date) -> str:
    carrier = carried_by(nomination, on)
    return carrier.name if carrier else ""


def dossier(
    nomination: Nomination, actor: Actor, at: datetime, *, guidance: Words | None = None, deliberation: bool = False
) -> Dossier:
    """All of one dossier for one reader, who may see it (`visible_to`), in a fixed number of queries.

    `guidance` is the plan's range of words for the summary; `deliberation`: `policy.may_see_deliberation` said yes.
    """
    subject, sector = nomination.subject, nomination.sector
    answers, evidence, on = _answers(nomination), _evidence(nomination), local_day(at)
    checks = checks_of(nomination, on) if deliberation else None
    changes = list(history_of(nomination._meta.label_lower, nomination.pk))
    asked = _asked(answers, standard := dossier_standard(nomination))
    (held, others), (waiting, waiting_for) = _hands(nomination, asked, actor, at), _waiting(nomination, at)
    words, guidance = word_count(nomination.achievement_summary), guidance or _guidance(nomination, at)
    return Dossier(
        id=nomination.pk,
        number=nomination.number,
        version=nomination.version,
        name=subject.name,
        title=title_of(subject.name, subject.form_of_address),
        kind=nomination.kind,
        kind_label=SubjectKind(nomination.kind).label,
        form_of_address=subject.form_of_address,
        birth_year=subject.birth_year,
        place=subject.place,
        position=nomination.position,
        members=nomination.members,
        unit_id=nomination.unit_id,
        unit_name=nomination.unit.name,
        carrier_name=_carrier(nomination, on),
        plan_number=nomination.plan.number,
        sector=sector.name if sector else "",
        sector_emphasis=sector.emphasis if sector else "",
        movement=nomination.movement.name if nomination.movement else "",
        initiative=nomination.initiative.name if nomination.initiative else "",
        labour_label=dict(Labour.choices).get(nomination.labour, ""),
        influence_label=dict(Influence.choices).get(nomination.influence, ""),
        summary=nomination.achievement_summary,
        summary_words=words,
        state=nomination.state,
        state_label=NominationState(nomination.state).label,
        round_code=nomination.round_code,
        round_label=Period(nomination.round_code).label if nomination.round_code else "",
        sent_at=nomination.sent_at,
        on_time=nomination.on_time,
        edited_at=nomination.edited_at,
        returned_note=_returned_note(nomination, changes),
        answers=answers,
        standard=standard,
        evidence=evidence,
        awards=_awards(nomination),
        timeline=timeline_of(nomination, changes, checks, deliberation=deliberation),
        held_back=held,
        others=others,
        guidance=guidance,
        warnings=_warnings(nomination, words, guidance, asked.values(), evidence, held),
        waiting=waiting,
        waiting_for=waiting_for,
        checks=checks,
    )
