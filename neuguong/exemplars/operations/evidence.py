"""Files beside the text (minh chứng): attached, captioned, taken out again; never erased."""

from datetime import datetime

from django.db import transaction

from neuguong.core.actor import Actor
from neuguong.core.audit import record
from neuguong.core.enums import FileState
from neuguong.core.errors import BadInput, Refused
from neuguong.core.models import StoredFile
from neuguong.core.text import nfc
from neuguong.exemplars.enums import ProofKind
from neuguong.exemplars.models import Claim, Evidence, Nomination, Proof
from neuguong.exemplars.operations.claims import NewProof, add_proof, evidence_changed, held_claim
from neuguong.exemplars.operations.words import prepared, take
from neuguong.exemplars.policy import binds, edit_refusal

MOST_FILES = 30


def _open(nomination: Nomination, by: Actor, at: datetime) -> None:
    take(nomination)
    if refusal := edit_refusal(by, nomination, at):
        raise Refused(refusal)


def _touched(nomination: Nomination, act: str, *, by: Actor, at: datetime) -> None:
    nomination.version += 1
    nomination.edited_at = at
    nomination.save(update_fields=["version", "edited_at"])
    prepared(nomination, act, by=by, at=at)


def _caption(text: str) -> str:
    text = " ".join(nfc(text).split())
    if len(text) > 200:
        raise BadInput(f"Chú thích dài quá 200 ký tự: đang có {len(text)}.", field="caption")
    return text


def _still_there(evidence: Evidence, by: Actor, at: datetime) -> Nomination:
    _open(evidence.nomination, by, at)
    evidence.refresh_from_db(fields=["caption", "removed_at"])
    if evidence.removed_at is not None:
        raise Refused("Tệp này đã được bỏ khỏi hồ sơ. Tải lại trang để xem danh sách mới nhất.")
    return evidence.nomination


@transaction.atomic
def attach(*, nomination: Nomination, file: StoredFile, caption: str, by: Actor, at: datetime) -> Evidence:
    """Put a file beside the text. The same file twice is one piece of evidence. Raises Refused, BadInput."""
    _open(nomination, by, at)
    caption = _caption(caption)
    if twin := _twin(nomination, file):
        return recaption(evidence=twin, caption=caption, by=by, at=at) if caption else twin
    return _take_in(nomination, file, caption, by, at)


def _twin(nomination: Nomination, file: StoredFile) -> Evidence | None:
    present = Evidence.objects.filter(nomination=nomination, removed_at=None, file__digest=file.digest)
    return present.exclude(file__state=FileState.REFUSED).first()


def _take_in(nomination: Nomination, file: StoredFile, caption: str, by: Actor, at: datetime) -> Evidence:
    if Evidence.objects.filter(nomination=nomination, removed_at=None).count() >= MOST_FILES:
        raise BadInput(f"Mỗi hồ sơ nhận nhiều nhất {MOST_FILES} tệp. Bỏ bớt tệp không cần rồi thêm.", field="file")
    evidence = Evidence.objects.create(
        nomination=nomination, file=file, caption=caption, added_by_id=by.account_id, added_at=at
    )
    _touched(nomination, "attach", by=by, at=at)
    record(
        "attach_evidence", nomination, by=by, at=at, facts={"evidence": evidence.pk, "digest": file.digest},
        personal={"name": file.name, "caption": caption},
    )  # fmt: skip
    return evidence


@transaction.atomic
def bring_proof(
    *, claim: Claim, file: StoredFile, caption: str, page: int | None = None, by: Actor, at: datetime
) -> Proof:
    """Take a new file into the dossier and put it under a claim: while writing, or while this very claim is asked about.

    A file that the dossier has already keeps its caption: other claims rest on it. Raises Refused, BadInput.
    """
    held_claim(claim)
    if refusal := binds(by, claim, at):
        raise Refused(refusal)
    caption = _caption(caption)
    evidence = _twin(claim.nomination, file) or _take_in(claim.nomination, file, caption, by, at)
    return add_proof(claim=claim, proof=NewProof(ProofKind.FILE, evidence_id=evidence.pk, page=page), by=by, at=at)


@transaction.atomic
def recaption(*, evidence: Evidence, caption: str, by: Actor, at: datetime) -> Evidence:
    """Change what stands under a file. Raises Refused, BadInput."""
    nomination = _still_there(evidence, by, at)
    caption = _caption(caption)
    if caption == evidence.caption:
        return evidence
    before, evidence.caption = evidence.caption, caption
    evidence.save(update_fields=["caption"])
    evidence_changed(evidence, removed=False, by=by, at=at)
    _touched(nomination, "attach", by=by, at=at)
    record(
        "recaption_evidence", nomination, by=by, at=at, facts={"evidence": evidence.pk},
        personal={"caption": [before, caption]},
    )  # fmt: skip
    return evidence


@transaction.atomic
def remove(*, evidence: Evidence, by: Actor, at: datetime) -> Evidence:
    """Take a file out of the dossier; the file itself stays in the store and in the history. Raises Refused, BadInput."""
    nomination = _still_there(evidence, by, at)
    evidence.removed_at = at
    evidence.save(update_fields=["removed_at"])
    evidence_changed(evidence, removed=True, by=by, at=at)
    _touched(nomination, "attach", by=by, at=at)
    record("remove_evidence", nomination, by=by, at=at, facts={"evidence": evidence.pk})
    return evidence
