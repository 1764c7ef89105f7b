"""Sealing the audit in batches, verifying it, and erasing personal values lawfully.

A seal holds the digest of each of its entries and is itself hashed together with the seal before it. Sealing runs
in the background, so that writes never queue behind one end of a chain. What nobody can see from inside is that
the newest seals and their entries were cut off together: note the last digest elsewhere and hand it to `verify`.
"""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.db import IntegrityError, transaction

from neuguong.core.actor import Actor
from neuguong.core.audit import canonical, personal_digest, record
from neuguong.core.errors import BadInput
from neuguong.core.models import AuditEntry, AuditPersonal, AuditSeal

BATCH = 5000


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is not as it was written: which kind, in which seal, at which entry, in a sentence."""

    kind: str  # changed, removed, added, seal_changed, chain_broken, personal_changed, personal_removed, seal_missing
    seal: int | None
    entry: int | None
    sentence: str


@dataclass(frozen=True, slots=True)
class Verification:
    """What a check of the whole audit found. `unsealed` entries are younger than the last seal, which is no fault."""

    findings: tuple[Finding, ...]
    seals: int
    entries: int
    unsealed: int
    erased: int
    last_digest: str


def seal(at: datetime, *, limit: int = BATCH) -> AuditSeal | None:
    """Seal at most `limit` entries that have no seal yet; None when there are none, or another worker was faster."""
    try:
        with transaction.atomic():
            return _seal(at, limit)
    except IntegrityError:
        # Both saw the same last seal; the chain cannot fork, so one of the two takes its turn later.
        return None


def _seal(at: datetime, limit: int) -> AuditSeal | None:
    last = AuditSeal.objects.select_for_update().order_by("-id").first()
    entries = list(AuditEntry.objects.select_for_update().filter(seal=None).order_by("id")[:limit])
    if not entries:
        return None
    previous = last.digest if last else ""
    leaves = [[entry.pk, entry_digest(entry)] for entry in entries]
    made = AuditSeal.objects.create(
        sealed_at=at, count=len(leaves), previous=previous, leaves=leaves, digest=seal_digest(previous, at, leaves)
    )
    AuditEntry.objects.filter(pk__in=[entry.pk for entry in entries]).update(seal=made)
    return made


def entry_digest(entry: AuditEntry) -> str:
    """The digest of everything an entry says."""
    content = [
        entry.pk,
        _moment(entry.effective_at),
        _moment(entry.recorded_at),
        entry.actor,
        entry.verb,
        entry.object_type,
        entry.object_id,
        entry.facts,
        entry.personal_digest,
    ]
    return hashlib.sha256(canonical(content).encode()).hexdigest()


def seal_digest(previous: str, sealed_at: datetime, leaves: list[Any]) -> str:
    """The digest of a seal: its moment and entries, tied to the seal before it."""
    return hashlib.sha256(canonical([previous, _moment(sealed_at), leaves]).encode()).hexdigest()


def _moment(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def verify(*, expect: str = "") -> Verification:
    """Check every seal, entry and personal half. `expect` is a seal's digest noted earlier, which must still exist."""
    findings: list[Finding] = []
    previous, seals, digests = "", 0, {expect} if expect else set()
    for current in AuditSeal.objects.order_by("id").iterator(chunk_size=20):
        findings += _findings_in_seal(current, previous)
        previous, seals = current.digest, seals + 1
        digests.discard(current.digest)
    findings += [_finding("seal_missing", f"Không còn lần niêm phong có mã {digest}.") for digest in digests]
    lost = AuditEntry.objects.filter(seal__isnull=False).exclude(seal_id__in=AuditSeal.objects.values("pk"))
    for entry in lost.order_by("id").iterator():
        sentence = f"Mục {entry.pk} thuộc lần niêm phong {entry.seal_id} nay không còn."
        findings.append(Finding("seal_missing", entry.seal_id, entry.pk, sentence))
    unsealed = AuditEntry.objects.filter(seal=None)
    for entry in unsealed.exclude(personal_digest="").select_related("personal").order_by("id").iterator():
        findings += _findings_in_personal(entry)
    return Verification(
        findings=tuple(findings),
        seals=seals,
        entries=AuditEntry.objects.count(),
        unsealed=unsealed.count(),
        erased=AuditPersonal.objects.filter(salt=None, values__isnull=True).count(),
        last_digest=previous,
    )


def _finding(kind: str, sentence: str, *, of: AuditSeal | None = None, entry: int | None = None) -> Finding:
    return Finding(kind, of.pk if of else None, entry, sentence)


def _findings_in_seal(current: AuditSeal, previous: str) -> Iterator[Finding]:
    if current.previous != previous:
        yield _finding("chain_broken", f"Lần niêm phong {current.pk} không nối với lần ngay trước nó.", of=current)
    if current.digest != seal_digest(current.previous, current.sealed_at, current.leaves):
        yield _finding("seal_changed", f"Lần niêm phong {current.pk} đã bị sửa.", of=current)
    expected = dict(current.leaves)
    if current.count != len(current.leaves):
        yield _finding("seal_changed", f"Số mục của lần niêm phong {current.pk} đã bị sửa.", of=current)
    for entry in AuditEntry.objects.filter(seal=current).select_related("personal").order_by("id").iterator():
        digest = expected.pop(entry.pk, None)
        if digest is None:
            sentence = f"Mục {entry.pk} được thêm vào sau khi đã niêm phong lần {current.pk}."
            yield _finding("added", sentence, of=current, entry=entry.pk)
        elif digest != entry_digest(entry):
            yield _finding("changed", f"Mục {entry.pk} đã bị sửa sau khi niêm phong.", of=current, entry=entry.pk)
        yield from _findings_in_personal(entry)
    for number in expected:
        sentence = f"Mục {number} đã bị xóa hoặc chuyển khỏi lần niêm phong {current.pk}."
        yield _finding("removed", sentence, of=current, entry=number)


def _findings_in_personal(entry: AuditEntry) -> Iterator[Finding]:
    personal = getattr(entry, "personal", None)
    if personal is None:
        if entry.personal_digest:
            sentence = f"Phần cá nhân của mục {entry.pk} đã bị xóa mà không qua việc xóa theo luật."
            yield Finding("personal_removed", entry.seal_id, entry.pk, sentence)
        return
    if personal.salt is None and personal.values is None:
        return  # erased lawfully
    if personal_digest(personal.salt or "", personal.values) != entry.personal_digest:
        yield Finding("personal_changed", entry.seal_id, entry.pk, f"Phần cá nhân của mục {entry.pk} đã bị sửa.")


@transaction.atomic
def erase_personal(*, entry_ids: Iterable[int], reason: str, by: Actor, at: datetime) -> int:
    """Empty the personal half of these entries for good; returns how many still had one. Seals stay intact.

    `reason` names the ground, such as a request's number, and holds no personal data. Raises BadInput when it is
    missing or an entry does not exist. The erasure is an act of its own in the audit.
    """
    wanted = set(entry_ids)
    if not reason.strip():
        raise BadInput("Việc xóa dữ liệu cá nhân cần ghi rõ căn cứ.", field="reason")
    entries = list(AuditEntry.objects.filter(pk__in=wanted).order_by("id"))
    if missing := wanted - {entry.pk for entry in entries}:
        raise BadInput(f"Nhật ký không có mục {', '.join(map(str, sorted(missing)))}.", field="entry_ids")
    erased = 0
    for entry in entries:
        full = AuditPersonal.objects.filter(entry=entry, salt__isnull=False)
        if full.update(salt=None, values=None):
            erased += 1
            record("erase_personal", entry, by=by, at=at, facts={"reason": reason.strip()})
    return erased
