"""What the demonstration's summaries state: bound by the units before sending, decided by the verifiers."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from neuguong.core.actor import Actor
from neuguong.exemplars.models import Claim, Nomination
from neuguong.exemplars.operations.claim_decisions import ask_unit, check_claim, correct_claim, reject_claim
from neuguong.exemplars.operations.claims import NewProof, bind_claim
from neuguong.exemplars.queries.claims import unbound
from neuguong.ledger.demo.diary import spread

A_MINUTE = timedelta(minutes=1)


def bind_summary(nomination: Nomination, *, by: Actor, at: datetime, careless: bool = False) -> None:
    """Bind every sentence that states something; a careless clerk forgets the last one."""
    text = nomination.achievement_summary
    spans = list(_stretches(nomination))
    for place, (start, end) in enumerate(spans[:-1] if careless and len(spans) > 1 else spans):
        proof = _proof(nomination, place)
        bind_claim(nomination=nomination, start=start, end=end, quote=text[start:end], proof=proof, by=by, at=at)


def _stretches(nomination: Nomination) -> Iterator[tuple[int, int]]:
    """From the first to the last open statement of each sentence."""
    rows = Claim.objects.filter(nomination=nomination, gone_at=None)
    taken = list(rows.values_list("start", "end"))
    sentences: dict[int, tuple[int, int]] = {}
    for one in unbound(nomination.achievement_summary, taken):
        start, _ = sentences.get(one.sentence_start, (one.start, one.end))
        if not any(start < b and a < one.end for a, b in taken):
            sentences[one.sentence_start] = (start, one.end)
        else:
            sentences[one.start] = (one.start, one.end)
    yield from sorted(sentences.values())


def _proof(nomination: Nomination, place: int) -> NewProof:
    """A file of the dossier, a decision, or somebody of the village who confirms it."""
    key = f"{nomination.number} {place}"
    file = nomination.evidence.filter(removed_at=None).order_by("id").first()
    turn = spread(f"{key} proof", 5)
    if file is not None and turn < 3:
        return NewProof("file", evidence_id=file.pk, page=None)
    if turn == 4:
        number = f"{20 + spread(key, 300)}/QĐ-UBND"
        return NewProof("decision", number=number, office=f"UBND {nomination.unit.short_name}")
    people = ("Nguyễn Văn Bảy", "Trần Thị Sáu", "Lê Văn Chín", "Phạm Thị Tám")
    return NewProof("confirmer", name=people[spread(key, len(people))], office="Trưởng thôn, tổ trưởng tổ dân phố")


def judge_summary(nomination: Nomination, *, by: Actor, at: datetime) -> None:
    """The verifier decides each claim; one in fifteen is corrected."""
    for place, claim in enumerate(_waiting(nomination)):
        if spread(f"{nomination.number} {place} judged", 15) == 0:
            reason = "Sổ theo dõi ghi số thấp hơn một chút."
            correct_claim(claim=claim, true_text=f"gần {claim.quote}"[:1000], reason=reason, by=by, at=at)
        else:
            check_claim(claim=claim, by=by, at=at)


def doubt_summary(nomination: Nomination, *, by: Actor, at: datetime) -> None:
    """What the verifier found wrong before declining or returning: one claim does not hold."""
    if claim := next(iter(_waiting(nomination)), None):
        reject_claim(claim=claim, reason="Sổ sách của đơn vị không ghi điều này.", by=by, at=at)


def ask_about_summary(nomination: Nomination, *, by: Actor, at: datetime) -> None:
    """A question that still waits for the unit."""
    if claim := next(iter(_waiting(nomination)), None):
        ask_unit(claim=claim, question="Số này lấy ở sổ nào, của năm nào?", by=by, at=at)


def _waiting(nomination: Nomination) -> list[Claim]:
    rows = Claim.objects.filter(nomination=nomination, gone_at=None, state="supported")
    return list(rows.select_related("nomination__unit", "nomination__subject", "nomination__plan"))
