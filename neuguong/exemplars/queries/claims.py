"""What the summary of a dossier states and what each statement rests on; what is still open; what may be published."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef

from neuguong.core.once import once
from neuguong.exemplars.enums import ClaimState, ProofKind, StatementKind
from neuguong.exemplars.models import Claim, ClaimQuestion, Dismissal, Nomination, Proof
from neuguong.exemplars.reading.statements import Statement, statements

SETTLED = (ClaimState.CHECKED, ClaimState.CORRECTED)


@dataclass(frozen=True, slots=True)
class ProofRow:
    """One thing a claim rests on. `evidence_id` leads to the file;"""

    id: int
    kind: str
    kind_label: str
    text: str
    evidence_id: int | None
    state: str
    hindrance: str  # why the file cannot be read now, empty when it can
    has_thumbnail: bool
    url: str


@dataclass(frozen=True, slots=True)
class QuestionRow:
    """A question to the unit and what came back."""

    id: int
    question: str
    asked_by: str
    asked_at: datetime
    answer: str
    answered_by: str
    answered_at: datetime | None


@dataclass(frozen=True, slots=True)
class ClaimRow:
    """One claim as a page shows it."""

    id: int
    kind: str
    kind_label: str
    state: str
    state_label: str
    version: int
    start: int
    end: int
    quote: str
    true_text: str
    reason: str
    decided_by: str
    decided_at: datetime | None
    proofs: tuple[ProofRow, ...]
    questions: tuple[QuestionRow, ...]

    @property
    def asked(self) -> QuestionRow | None:
        """The question that waits for the unit."""
        return next((one for one in self.questions if one.answered_at is None), None)

    @property
    def readable(self) -> bool:
        """Whether it rests on something that can be looked at now (`policy.can_be_read`)."""
        return any(not one.hindrance for one in self.proofs)


@dataclass(frozen=True, slots=True)
class OpenPoints:
    """What keeps a dossier from passing, counted. `settled` are claims checked or corrected."""

    unbound: int
    unsupported: int
    undecided: int
    rejected: int
    asked: int
    settled: int

    @property
    def writing(self) -> str:
        """How much the unit has still to bind, for whoever writes."""
        left = self.unbound + self.unsupported
        if left:
            return f"{left} ý chưa gắn minh chứng."
        found = self.undecided + self.settled + self.rejected
        return "Các ý đều đã gắn minh chứng." if found else "Chưa nêu số liệu, thời gian, so sánh nhất hay khen thưởng."

    @property
    def sentence(self) -> str:
        """What is missing, in words; empty when nothing is."""
        told = [
            f"{count} {words}"
            for count, words in (
                (self.unbound, "ý chưa gắn minh chứng"),
                (self.unsupported, "ý chưa có minh chứng"),
                (self.undecided, "ý chờ kiểm chứng"),
                (self.rejected, "ý bị bác bỏ còn trong bài"),
                (self.asked, "câu hỏi chờ đơn vị trả lời"),
            )
            if count
        ]
        if told:
            return f"Còn {', '.join(told)}."
        return "" if self.settled else "Chưa có ý nào trong bài được kiểm chứng."


@dataclass(frozen=True, slots=True)
class PublicClaim:
    """A claim that may be published: its place in the summary, the words that are true, how that was verified."""

    start: int
    end: int
    quote: str
    text: str
    corrected: bool
    verified_by: tuple[str, ...]
    id: int = 0
    version: int = 0


def proof_text(proof: Proof, *, personal: bool = True) -> str:
    """A proof in words; without the confirmer's name when `personal` is false."""
    day = f" ngày {proof.day:%d/%m/%Y}" if proof.day else ""
    if proof.kind == ProofKind.DECISION:
        return f"Quyết định số {proof.number}{day} của {proof.office}"
    if proof.kind == ProofKind.CONFIRMER:
        who = f"{proof.name}, {proof.office}" if personal else proof.office
        return f"{who} xác nhận{day}"
    if proof.kind == ProofKind.LINK:
        return proof.url
    page = f", trang {proof.page}" if proof.page else ""
    if not personal:
        return f"{'Ảnh' if proof.kind == ProofKind.PHOTO else 'Tài liệu'} kèm hồ sơ{page}"
    words = (proof.evidence.caption or proof.evidence.file.name) if proof.evidence else ""
    return f"{words}{page}"


def _proofs(claim_ids: Sequence[int]) -> dict[int, list[Proof]]:
    found: dict[int, list[Proof]] = defaultdict(list)
    rows = Proof.objects.filter(claim_id__in=claim_ids, removed_at=None).select_related("evidence__file")
    for row in rows:
        found[row.claim_id].append(row)
    return found


def _proof_row(row: Proof) -> ProofRow:
    file = row.evidence.file if row.evidence else None
    return ProofRow(
        id=row.pk,
        kind=row.kind,
        kind_label=ProofKind(row.kind).label,
        text=proof_text(row),
        evidence_id=row.evidence_id,
        state=file.state if file else "",
        hindrance=file.hindrance if file else "",
        has_thumbnail=file is not None and bool(file.thumbnail) and not file.hindrance,
        url=row.url,
    )


def _questions(claim_ids: Sequence[int]) -> dict[int, list[QuestionRow]]:
    found: dict[int, list[QuestionRow]] = defaultdict(list)
    for row in ClaimQuestion.objects.filter(claim_id__in=claim_ids).select_related("asked_by", "answered_by"):
        answered_by = row.answered_by.full_name if row.answered_by else ""
        found[row.claim_id].append(
            QuestionRow(
                row.pk, row.question, row.asked_by.full_name, row.asked_at, row.answer, answered_by, row.answered_at
            )
        )
    return found


def claims_of(nomination: Nomination) -> tuple[ClaimRow, ...]:
    """The claims that stand in the present summary, in order of place, in three queries."""
    claims = list(Claim.objects.filter(nomination=nomination, gone_at=None).select_related("decided_by"))
    ids = [one.pk for one in claims]
    proofs, questions = _proofs(ids), _questions(ids)
    return tuple(
        ClaimRow(
            id=one.pk,
            kind=one.kind,
            kind_label=StatementKind(one.kind).label,
            state=one.state,
            state_label=ClaimState(one.state).label,
            version=one.version,
            start=one.start,
            end=one.end,
            quote=one.quote,
            true_text=one.true_text,
            reason=one.reason,
            decided_by=one.decided_by.full_name if one.decided_by else "",
            decided_at=one.decided_at,
            proofs=tuple(_proof_row(row) for row in proofs[one.pk]),
            questions=tuple(questions[one.pk]),
        )
        for one in claims
    )


def dismissals_of(nomination: Nomination) -> tuple[Dismissal, ...]:
    """What was dismissed in the present summary, with who and why."""
    return tuple(Dismissal.objects.filter(nomination=nomination, gone_at=None).select_related("dismissed_by"))


def unbound(text: str, places: Sequence[tuple[int, int]]) -> tuple[Statement, ...]:
    """The statements of a text that no place (start, end) covers."""
    found = once(("statements", text), lambda: statements(text))
    return tuple(one for one in found if not any(start <= one.start and one.end <= end for start, end in places))


def standing_claims(nomination_ids: tuple[int, ...]) -> list[Any]:
    """The claims of these dossiers, each with whether a question about it `waits`; one query, once in a request."""
    waits = Exists(ClaimQuestion.objects.filter(claim=OuterRef("pk"), answered_at=None))
    rows = Claim.objects.filter(nomination_id__in=nomination_ids, gone_at=None).annotate(waits=waits)
    return once(("claims", nomination_ids), lambda: list(rows))


def open_points(nomination: Nomination) -> OpenPoints:
    """What is still open in a dossier's summary, in two queries."""
    return open_points_of([nomination])[nomination.pk]


def open_points_of(nominations: Sequence[Nomination]) -> dict[int, OpenPoints]:
    """The same of several dossiers, by dossier; two queries for all."""
    ids = tuple(one.pk for one in nominations)
    claims: dict[int, list[Any]] = defaultdict(list)
    for one in standing_claims(ids):
        claims[one.nomination_id].append(one)
    said = Dismissal.objects.filter(nomination_id__in=ids, gone_at=None, matter__in=StatementKind.values)
    passed: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for pk, start, end in said.values_list("nomination_id", "start", "end"):
        passed[pk].append((start, end))
    return {one.pk: _open_points(one.achievement_summary, claims[one.pk], passed[one.pk]) for one in nominations}


def _open_points(summary: str, claims: list[Any], passed: list[tuple[int, int]]) -> OpenPoints:
    states = [one.state for one in claims]
    return OpenPoints(
        unbound=len(unbound(summary, [*((one.start, one.end) for one in claims), *passed])),
        unsupported=states.count(ClaimState.UNSUPPORTED),
        undecided=states.count(ClaimState.SUPPORTED),
        rejected=states.count(ClaimState.REJECTED),
        asked=sum(one.waits for one in claims),
        settled=sum(state in SETTLED for state in states),
    )


def public_claims(nomination_id: int) -> tuple[PublicClaim, ...]:
    """Only what was checked or corrected, with how; no name of a person, no link into the dossier. Two queries."""
    return public_claims_of([nomination_id]).get(nomination_id, ())


def public_claims_of(nomination_ids: Collection[int]) -> dict[int, tuple[PublicClaim, ...]]:
    """The same of several dossiers, by dossier; two queries for all."""
    claims = [one for one in standing_claims(tuple(nomination_ids)) if one.state in SETTLED]
    proofs = _proofs([one.pk for one in claims])
    found: dict[int, list[PublicClaim]] = defaultdict(list)
    for one in claims:
        found[one.nomination_id].append(
            PublicClaim(
                start=one.start,
                end=one.end,
                quote=one.quote,
                text=one.true_text or one.quote,
                corrected=one.state == ClaimState.CORRECTED,
                verified_by=tuple(dict.fromkeys(proof_text(row, personal=False) for row in proofs[one.pk])),
                id=one.pk,
                version=one.version,
            )
        )
    return {pk: tuple(rows) for pk, rows in found.items()}
