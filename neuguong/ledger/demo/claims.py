"""What the summaries of the demonstration state: bound by the units, decided by the office, some still open."""

import tomllib
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from neuguong.core.actor import Actor
from neuguong.exemplars.enums import ClaimState
from neuguong.exemplars.models import Claim, Evidence, Nomination
from neuguong.exemplars.operations.claim_decisions import ask_unit, check_claim, correct_claim, reject_claim
from neuguong.exemplars.operations.claims import NewProof, add_proof, answer_question, bind_claim
from neuguong.exemplars.queries.claims import unbound
from neuguong.ledger.demo.diary import spread

DATA = Path(__file__).parent / "data" / "claims.toml"


@cache
def _words() -> dict[str, Any]:
    return tomllib.loads(DATA.read_text(encoding="utf-8"))


def bind_all(nomination: Nomination, *, key: str, by: Actor, at: datetime, leave: int = 0) -> None:
    """The unit binds sentence by sentence what is not bound yet; the last `leave` sentences stay open."""
    present = Claim.objects.filter(nomination=nomination, gone_at=None).values_list("start", "end")
    text, groups = nomination.achievement_summary, {}
    for one in unbound(text, list(present)):
        first, _ = groups.get(one.sentence_start, (one.start, one.end))
        groups[one.sentence_start] = (first, one.end)
    files = list(Evidence.objects.filter(nomination=nomination, removed_at=None).values_list("pk", flat=True))
    spans = [span for span in groups.values() if not any(a < span[1] and span[0] < b for a, b in present)]
    for place, (start, end) in enumerate(spans[: len(spans) - leave]):
        proof = _proof(nomination, files, f"{key} {place}", at)
        bind_claim(nomination=nomination, start=start, end=end, quote=text[start:end], proof=proof, by=by, at=at)


def _proof(nomination: Nomination, files: list[int], key: str, at: datetime) -> NewProof:
    turn = spread(f"{key} proof", 5)
    if files and turn < 3:
        return NewProof("file", evidence_id=files[turn % len(files)], page=1 + turn)
    if turn == 4:
        number = f"{20 + spread(f'{key} number', 400)}/QĐ-UBND"
        return NewProof("decision", number=number, office=nomination.unit.name, day=(at - timedelta(days=60)).date())
    confirmers = _words()["confirmers"]
    name, office = confirmers[spread(f"{key} name", len(confirmers))]
    return NewProof("confirmer", name=name, office=office, day=(at - timedelta(days=2)).date())


def decide_all(nomination: Nomination, *, key: str, by: Actor, at: datetime) -> None:
    """The office decides every claim; one in twelve is corrected a little."""
    for place, claim in enumerate(_waiting(nomination)):
        if claim.kind == "number" and claim.quote[:1].isdigit() and spread(f"{key} {place} fix", 8) == 0:
            reason = _words()["correction"]
            correct_claim(claim=claim, true_text=f"khoảng {claim.quote}", reason=reason, by=by, at=at)
        else:
            check_claim(claim=claim, by=by, at=at)


def _waiting(nomination: Nomination) -> list[Claim]:
    rows = Claim.objects.filter(nomination=nomination, gone_at=None, state=ClaimState.SUPPORTED)
    return list(rows.select_related("nomination__unit"))


def decide_some(nomination: Nomination, *, key: str, by: Actor, unit: Actor, at: datetime) -> None:
    """The office has begun: something is right, something corrected or rejected, something asked, perhaps answered."""
    words, claims = _words(), _waiting(nomination)
    turn = spread(f"{key} some", 4)
    if not claims or turn == 0:
        return
    first, *others = claims
    if turn == 1:
        reject_claim(claim=first, reason=words["rejection"], by=by, at=at)
    elif turn == 2:
        correct_claim(claim=first, true_text=f"khoảng {first.quote}", reason=words["correction"], by=by, at=at)
    else:
        check_claim(claim=first, by=by, at=at)
    for place, claim in enumerate(others):
        if place % 2:
            check_claim(claim=claim, by=by, at=at)
            continue
        question = words["questions"][spread(f"{key} {place}", len(words["questions"]))]
        asked = ask_unit(claim=claim, question=question, by=by, at=at)
        if spread(f"{key} {place} answer", 2):
            later = at + timedelta(hours=3)
            add_proof(claim=claim, proof=_proof(nomination, [], f"{key} {place} more", at), by=unit, at=later)
            answer = words["answers"][spread(f"{key} {place} words", len(words["answers"]))]
            answer_question(question=asked, answer=answer, by=unit, at=later)
