"""The unit's side of claims: binding what the summary states to evidence, answering questions, following the text."""

from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from neuguong.core.actor import Actor
from neuguong.core.audit import record
from neuguong.core.enums import FileState
from neuguong.core.errors import BadInput, Refused, Stale
from neuguong.core.periods import local_day
from neuguong.core.typed import one_line
from neuguong.exemplars.enums import ClaimState, ProofKind
from neuguong.exemplars.models import Claim, ClaimQuestion, Dismissal, Evidence, Nomination, Proof
from neuguong.exemplars.operations.words import prepared, take
from neuguong.exemplars.policy import answering_refusal, binds, edit_refusal
from neuguong.exemplars.policy.claims import rests_on_something
from neuguong.exemplars.reading.changes import carry_over
from neuguong.exemplars.reading.statements import statements
from neuguong.exemplars.workflows import CLAIM

DECIDED = (ClaimState.CHECKED, ClaimState.CORRECTED, ClaimState.REJECTED)
MOST_PROOFS = 10
MOVED = "Đoạn chữ này đã được sửa. Tải lại trang để xem bản mới nhất rồi làm tiếp."
GONE = "Ý này không còn trong bài. Tải lại trang để xem bản mới nhất."


@dataclass(frozen=True, slots=True)
class NewProof:
    """What somebody puts under a claim; each kind reads its own fields."""

    kind: str
    evidence_id: int | None = None
    page: int | None = None
    number: str = ""
    name: str = ""
    office: str = ""
    day: date | None = None
    url: str = ""


def held_claim(claim: Claim) -> Claim:
    """The claim read afresh under the dossier's lock. Raises Refused when its words left the text."""
    take(claim.nomination)
    claim.refresh_from_db(
        fields=["state", "version", "start", "end", "quote", "true_text", "reason", "decided_at", "gone_at"]
    )
    if claim.gone_at is not None:
        raise Refused(GONE)
    return claim


def move(
    name: str, claim: Claim, *, by: Actor, at: datetime, note: str = "", also: dict[str, Any] | None = None
) -> None:
    """Take one step of a claim, with its audit entry. Raises Refused, Stale."""
    before = claim.state
    change = CLAIM.apply(name, dossier=claim, by=by, at=at, note=note, also=also)
    record(
        f"{name}_claim", claim, by=by, at=at,
        facts={"nomination": claim.nomination_id, "state": [before, change.after]}, personal={"note": change.note},
    )  # fmt: skip


def _support(claim: Claim, by: Actor, at: datetime) -> None:
    """Let the state say whether the claim rests on anything."""
    rests = rests_on_something(claim)
    if rests and claim.state == ClaimState.UNSUPPORTED:
        move("support", claim, by=by, at=at)
    elif not rests and claim.state == ClaimState.SUPPORTED:
        move("bare", claim, by=by, at=at)


def reopen(claim: Claim, *, by: Actor, at: datetime, note: str = "") -> None:
    """Undo a conclusion: what was decided is to be decided anew. Raises Refused."""
    if claim.state in DECIDED:
        also = {"decided_by": None, "decided_at": None, "true_text": "", "reason": ""}
        move("reopen", claim, by=by, at=at, note=note, also=also)
        _support(claim, by, at)


@transaction.atomic
def bind_claim(
    *, nomination: Nomination, start: int, end: int, quote: str, proof: NewProof | None, by: Actor, at: datetime
) -> Claim:
    """Mark a stretch of the summary as a claim and put a first proof under it (KH 87, III.3).

    Every statement inside the stretch is bound with it; asked twice, one claim. Raises Refused, Stale, BadInput.
    """
    take(nomination)
    if refusal := edit_refusal(by, nomination, at):
        raise Refused(refusal)
    text = nomination.achievement_summary
    if not 0 <= start < end <= len(text) or text[start:end] != quote:
        raise Stale(MOVED)
    inside = [one for one in statements(text) if start <= one.start and one.end <= end]
    if not inside:
        raise BadInput("Đoạn này không nêu số liệu, thời gian, so sánh nhất hay khen thưởng nào.", field="quote")
    touched = list(Claim.objects.filter(nomination=nomination, gone_at=None, start__lt=end, end__gt=start))
    claim = next((one for one in touched if (one.start, one.end) == (start, end)), None)
    if claim is None:
        if touched:
            raise BadInput("Một phần của câu này đã gắn riêng. Gắn từng ý còn lại, hoặc bỏ ý đã gắn.", field="quote")
        claim = Claim.objects.create(
            nomination=nomination, kind=inside[0].kind, start=start, end=end, quote=quote, made_by_id=by.account_id,
            made_at=at,
        )  # fmt: skip
        record(
            "bind_claim", claim, by=by, at=at, facts={"nomination": nomination.pk, "kind": claim.kind},
            personal={"quote": quote},
        )  # fmt: skip
    if proof is not None:
        _add(claim, proof, by, at)
    prepared(nomination, "bind", by=by, at=at)
    return claim


@transaction.atomic
def add_proof(*, claim: Claim, proof: NewProof, by: Actor, at: datetime) -> Proof:
    """Put one more proof under a claim; the same one twice is one. Raises Refused, BadInput."""
    held_claim(claim)
    if refusal := binds(by, claim, at):
        raise Refused(refusal)
    row = _add(claim, proof, by, at)
    prepared(claim.nomination, "bind", by=by, at=at)
    return row


def _add(claim: Claim, proof: NewProof, by: Actor, at: datetime) -> Proof:
    columns = _columns(claim, proof, at)
    present = list(Proof.objects.filter(claim=claim, removed_at=None).order_by("id"))
    if twin := next((one for one in present if _same(one, columns)), None):
        return twin
    if len(present) >= MOST_PROOFS:
        raise BadInput(f"Mỗi ý nhận nhiều nhất {MOST_PROOFS} căn cứ.", field="kind")
    row = Proof.objects.create(claim=claim, added_by_id=by.account_id, added_at=at, **columns)
    facts = {"claim": claim.pk, "kind": row.kind, "evidence": row.evidence_id, "page": row.page}
    personal = {key: value for key, value in asdict(proof).items() if key in ("number", "name", "office", "url")}
    record("add_proof", row, by=by, at=at, facts=facts, personal=personal)
    reopen(claim, by=by, at=at, note="Thêm căn cứ.")
    _support(claim, by, at)
    return row


def _same(proof: Proof, columns: dict[str, Any]) -> bool:
    return all(
        getattr(proof, "evidence_id" if name == "evidence" else name) == getattr(value, "pk", value)
        for name, value in columns.items()
    )


def _columns(claim: Claim, proof: NewProof, at: datetime) -> dict[str, Any]:
    """The columns that a kind of proof fills, checked. Raises BadInput."""
    if proof.day is not None and proof.day > local_day(at):
        raise BadInput("Ngày này chưa tới.", field="day")
    if proof.kind in (ProofKind.FILE, ProofKind.PHOTO):
        return _file(claim, proof)
    if proof.kind == ProofKind.DECISION:
        number = one_line(proof.number, 60, "number", "Ghi số quyết định.")
        office = one_line(proof.office, 200, "office", "Ghi cơ quan ban hành quyết định.")
        return {"kind": proof.kind, "number": number, "office": office, "day": proof.day}
    if proof.kind == ProofKind.CONFIRMER:
        name = one_line(proof.name, 100, "name", "Ghi họ tên người xác nhận.")
        office = one_line(proof.office, 200, "office", "Ghi cơ quan, chức vụ của người xác nhận.")
        return {"kind": proof.kind, "name": name, "office": office, "day": proof.day}
    if proof.kind == ProofKind.LINK:
        url = one_line(proof.url, 500, "url", "Ghi đường dẫn.")
        if not url.startswith(("https://", "http://")) or " " in url:
            raise BadInput("Đường dẫn phải bắt đầu bằng https:// hoặc http:// và không có dấu cách.", field="url")
        return {"kind": proof.kind, "url": url}
    raise BadInput("Chọn loại căn cứ.", field="kind")


def _file(claim: Claim, proof: NewProof) -> dict[str, Any]:
    found = (
        Evidence.objects.filter(nomination_id=claim.nomination_id, removed_at=None, pk=proof.evidence_id or 0)
        .select_related("file")
        .first()
    )
    if found is None:
        raise BadInput("Chọn một tệp trong minh chứng của hồ sơ.", field="evidence")
    if found.file.state == FileState.REFUSED:
        raise BadInput("Tệp này bị loại khi kiểm tra. Chọn tệp khác.", field="evidence")
    if proof.page is not None and not 1 <= proof.page <= 9999:
        raise BadInput("Số trang từ 1 đến 9.999.", field="page")
    photo = found.file.media_type.startswith("image/")
    kind = ProofKind.PHOTO if photo else ProofKind.FILE
    return {"kind": kind, "evidence": found, "page": None if photo else proof.page}


@transaction.atomic
def remove_proof(*, proof: Proof, by: Actor, at: datetime) -> None:
    """Take a proof from under a claim; its row stays. Taken away twice, once. Raises Refused."""
    claim = held_claim(proof.claim)
    if refusal := binds(by, claim, at):
        raise Refused(refusal)
    proof.refresh_from_db(fields=["removed_at"])
    if proof.removed_at is None:
        _take_away(proof, claim, by, at)
        prepared(claim.nomination, "bind", by=by, at=at)


def _take_away(proof: Proof, claim: Claim, by: Actor, at: datetime) -> None:
    proof.removed_at = at
    proof.save(update_fields=["removed_at"])
    record("remove_proof", proof, by=by, at=at, facts={"claim": claim.pk})
    reopen(claim, by=by, at=at, note="Bỏ căn cứ.")
    _support(claim, by, at)


@transaction.atomic
def unbind_claim(*, claim: Claim, by: Actor, at: datetime) -> None:
    """Take a claim back while the dossier is written: its statements are open again. Raises Refused."""
    held_claim(claim)
    if refusal := edit_refusal(by, claim.nomination, at):
        raise Refused(refusal)
    _end(claim, by, at, "unbind_claim")
    prepared(claim.nomination, "bind", by=by, at=at)


def _end(claim: Claim, by: Actor, at: datetime, verb: str) -> None:
    claim.gone_at = at
    claim.save(update_fields=["gone_at"])
    record(verb, claim, by=by, at=at, facts={"nomination": claim.nomination_id, "state": claim.state})


@transaction.atomic
def answer_question(
    *, question: ClaimQuestion, answer: str, proof: NewProof | None = None, by: Actor, at: datetime
) -> ClaimQuestion:
    """Answer the verifier for the unit, perhaps with one more proof. Answered twice, the first stands. Raises Refused, BadInput."""
    claim = held_claim(question.claim)
    question.refresh_from_db(fields=["answer", "answered_at"])
    if question.answered_at is not None:
        raise Refused("Câu hỏi này đã được trả lời.")
    if refusal := answering_refusal(by, claim.nomination, at):
        raise Refused(refusal)
    question.answer = one_line(answer, 1000, "answer", "Ghi câu trả lời.")
    if proof is not None:
        _add(claim, proof, by, at)
    question.answered_by_id, question.answered_at = by.account_id, at
    question.save(update_fields=["answer", "answered_by", "answered_at"])
    prepared(claim.nomination, "bind", by=by, at=at)
    facts = {"claim": claim.pk, "nomination": claim.nomination_id}
    record("answer_claim_question", question, by=by, at=at, facts=facts, personal={"answer": question.answer})
    return question


def follow_text(nomination: Nomination, old: str, *, by: Actor, at: datetime) -> None:
    """After the summary changed from `old`: move what stands in sentences nobody touched, open the rest again.

    A claim whose words still stand elsewhere in the new text moves there and loses its conclusion; one whose words
    are gone ends, with its proofs kept. A dismissal of a touched sentence, or of the whole text, ends.
    """
    new = nomination.achievement_summary
    if old == new:
        return
    claims = list(Claim.objects.filter(nomination=nomination, gone_at=None).select_related("nomination"))
    said = list(Dismissal.objects.filter(nomination=nomination, gone_at=None))
    if not claims and not said:
        return
    spans = [(one.start, one.end) for one in claims] + [(one.start, one.end) for one in said]
    places = carry_over(old, new, spans)
    taken = [place for place in places[: len(claims)] if place]
    moved: list[tuple[Claim, tuple[int, int]]] = []
    for claim, place in zip(claims, places, strict=False):
        claim.nomination = nomination
        found = place or _elsewhere(new, claim.quote, taken)
        if found is None:
            _end(claim, by, at, "claim_left_text")
            continue
        if place is None:
            taken.append(found)
            reopen(claim, by=by, at=at, note="Câu đã sửa.")
        moved.append((claim, found))
    _place(moved, new)
    for one, place in zip(said, places[len(claims) :], strict=True):
        if place is None:
            one.gone_at = at
        else:
            one.start, one.end, one.quote = *place, new[place[0] : place[1]]
        one.save(update_fields=["gone_at", "start", "end", "quote"])


def _elsewhere(text: str, quote: str, taken: list[tuple[int, int]]) -> tuple[int, int] | None:
    """Where the same words stand in the new text, not inside another claim."""
    start = text.find(quote)
    while start >= 0:
        end = start + len(quote)
        if not any(start < b and a < end for a, b in taken):
            return start, end
        start = text.find(quote, start + 1)
    return None


def _place(moved: list[tuple[Claim, tuple[int, int]]], text: str) -> None:
    """Write the new places; far away first, because no two claims may share a place on the way."""
    changed = [
        (claim, place)
        for claim, place in moved
        if (claim.start, claim.end) != place or claim.quote != text[slice(*place)]
    ]
    for claim, _ in changed:
        Claim.objects.filter(pk=claim.pk).update(start=10_000_000 + claim.pk, end=20_000_000 + claim.pk)
    for claim, (start, end) in changed:
        Claim.objects.filter(pk=claim.pk).update(start=start, end=end, quote=text[start:end])


def evidence_changed(evidence: Evidence, *, removed: bool, by: Actor, at: datetime) -> None:
    """A piece of evidence was changed or taken out: what rests on it is to be decided anew."""
    rows = Proof.objects.filter(evidence=evidence, removed_at=None, claim__gone_at=None).select_related("claim")
    for proof in rows:
        claim = proof.claim
        claim.nomination = evidence.nomination
        if removed:
            _take_away(proof, claim, by, at)
        else:
            reopen(claim, by=by, at=at, note="Minh chứng đã sửa.")
