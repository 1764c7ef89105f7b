"""Quarantine: a file that came in waits until it was opened once more and, where there is one, searched by a scanner.

Slow, so it happens in the background and outside a transaction; the verdict is a step of the table below. Asking
twice does no harm: whoever comes second finds that the step was taken.
"""

import hashlib
import logging
from datetime import datetime

from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import QuerySet

from neuguong.core import audit
from neuguong.core.actor import Actor, ActorKind
from neuguong.core.enums import FileState
from neuguong.core.errors import Stale
from neuguong.core.file_kinds import KINDS, CannotUse, without_ending
from neuguong.core.models import StoredFile
from neuguong.core.outbox import write_letter
from neuguong.core.renditions import drawn_beside
from neuguong.core.scanner import Scanner, ScannerAway
from neuguong.core.workflow import Step, Workflow

GONE = (FileState.REFUSED, FileState.ERASED)  # of these only the row is left
AT_ONCE = 50  # files in one round: letters and seals wait for its end
SCANNER_AWAY = "Chưa kiểm tra xong vì máy quét vi-rút chưa trả lời. Hệ thống thử lại mỗi phút; xong thì xem được."

logger = logging.getLogger(__name__)


def _only_a_job(by: Actor, file: StoredFile, at: datetime) -> str | None:
    """A person cannot declare a file clean, not even the one who brought it."""
    return None if by.kind is ActorKind.SYSTEM else "Tệp do hệ thống kiểm tra, không ai tự cho qua được."


def _a_person(by: Actor, file: StoredFile, at: datetime) -> str | None:
    """No job decides that somebody's data go; whether this person may, the context asks whose erasure it is part of."""
    return None if by.kind is ActorKind.PERSON else "Chỉ người có thẩm quyền xóa được tệp."


CHECK = Workflow(
    Step("clear", "Cho xem tệp", (FileState.WAITING,), FileState.CLEAN, (_only_a_job,)),
    Step(
        "refuse", "Loại tệp", (FileState.WAITING, FileState.CLEAN), FileState.REFUSED, (_only_a_job,), needs_note=True
    ),
    Step("erase", "Xóa tệp", (FileState.WAITING, FileState.CLEAN, FileState.REFUSED), FileState.ERASED, (_a_person,)),
    state_labels=dict(FileState.choices),
    noun="Tệp",
)


def waiting() -> "QuerySet[StoredFile]":
    """What nobody may read yet, the longest waiting first."""
    return StoredFile.objects.filter(state=FileState.WAITING).order_by("id")


def check_waiting(*, by: Actor, at: datetime, scan: Scanner | None = None) -> int:
    """Check what waits, also what a lost task left behind; returns how many files got a verdict.

    Ends at the first one for which the scanner does not answer: the others would only wait for it as well.
    """
    done = 0
    for file in waiting()[:AT_ONCE]:
        try:
            done += check(file, by=by, at=at, scan=scan)
        except Exception as error:  # one file must not hold up the others; it stays in quarantine and is named
            logger.error("file %s could not be checked: %s", file.pk, type(error).__name__)
        if file.reason == SCANNER_AWAY:
            waiting().exclude(reason=SCANNER_AWAY).update(reason=SCANNER_AWAY)
            break
    return done


def check(file: StoredFile, *, by: Actor, at: datetime, scan: Scanner | None = None) -> bool:
    """Open a waiting file once more and have it searched; then clear or refuse it. Whether there was a verdict.

    A scanner that does not answer leaves the file waiting, with `reason` saying so.
    """
    try:
        problem = _problem(file, scan)
    except ScannerAway as away:
        logger.warning("the scanner gave no verdict: %s", away)
        file.reason = SCANNER_AWAY
        waiting().filter(pk=file.pk).update(reason=SCANNER_AWAY)
        return False
    try:
        if problem:
            refuse(file, reason=problem, by=by, at=at)
        else:
            clear(file, by=by, at=at)
    except Stale:  # another worker in the same moment
        return False
    return True


@transaction.atomic
def clear(file: StoredFile, *, by: Actor, at: datetime) -> None:
    """End the quarantine: from now on those who may see what the file belongs to can read it. Raises Refused, Stale."""
    CHECK.apply("clear", dossier=file, by=by, at=at, also={"checked_at": at, "reason": ""})
    audit.record("clear_file", file, by=by, at=at, facts={"digest": file.digest})


@transaction.atomic
def refuse(file: StoredFile, *, reason: str, by: Actor, at: datetime) -> None:
    """Refuse a file and all that have the same bytes, tell who brought them, and remove the bytes for good.

    `reason` ends a sentence that begins with the file's name. Raises Refused, Stale.
    """
    reason = reason[:300]
    same = StoredFile.objects.filter(path=file.path).exclude(pk=file.pk).exclude(state__in=GONE)
    for one in [file, *same.select_for_update()]:
        CHECK.apply("refuse", dossier=one, by=by, at=at, note=reason, also={"checked_at": at, "reason": reason})
        audit.record("refuse_file", one, by=by, at=at, facts={"digest": one.digest, "reason": reason})
        if one.uploaded_by_id:
            write_letter(
                key=f"file_refused:{one.pk}",
                recipient_id=one.uploaded_by_id,
                subject="Một tệp đã bị loại",
                body=f"Tệp “{one.name}” đã bị loại vì {reason} Tệp không còn trên máy chủ và không ai xem được.",
                link=one.link,
                at=at,
            )
    transaction.on_commit(lambda: _remove(file))


def _problem(file: StoredFile, scan: Scanner | None) -> str:
    """What is wrong with the bytes on disk, as the end of a sentence; empty when nothing is."""
    if not default_storage.exists(file.path):
        return "không còn nội dung trên máy chủ. Hãy tải lại tệp gốc."
    with default_storage.open(file.path) as source:
        content = source.read()
    if hashlib.sha256(content).hexdigest() != file.digest:
        return "nội dung trên máy chủ khác lúc tải lên. Hãy tải lại tệp gốc."
    try:
        KINDS[without_ending(file.path)[1]].open(content)
    except CannotUse as problem:
        return str(problem)
    if scan and (found := scan(content)):
        return f"có mã độc ({found}). Hãy quét vi-rút máy đang dùng rồi chọn tệp khác."
    return ""


def _remove(file: StoredFile) -> None:
    for path in (*filter(None, (file.path, file.thumbnail)), *drawn_beside(file)):
        default_storage.delete(path)
