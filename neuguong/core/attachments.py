"""Taking in a file that somebody brings: look inside, keep what is harmless, say plainly what is wrong.

A name and a declared type prove nothing, and a file can be two things at once. So every file is really opened;
photos are drawn anew and PDFs written anew, and what is kept is named by the digest of its bytes. Then it waits in
quarantine until the background job has checked it (file_check.py).
"""

import hashlib
import io
import unicodedata
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction

from neuguong.core import audit
from neuguong.core.actor import Actor
from neuguong.core.enums import FileState
from neuguong.core.errors import BadInput, Refused
from neuguong.core.file_kinds import KINDS, CannotUse, Kind, Opened, without_ending
from neuguong.core.models import StoredFile
from neuguong.core.tasks import check_file
from neuguong.core.text import nfc

MAX_SIZE = 20 * 1024 * 1024
NAME_LENGTH = 120


@transaction.atomic
def accept_upload(
    *, name: str, content: BinaryIO | bytes, by: Actor, at: datetime, max_size: int = MAX_SIZE, link: str = ""
) -> StoredFile:
    """Keep a file that somebody brings, as `keep` does, and ask for its check in the same transaction.

    Raises BadInput with a sentence that says what to do; then nothing was kept.
    """
    stored = keep(name=name, content=content, by=by, at=at, max_size=max_size, link=link)
    check_file.enqueue(stored.pk)
    return stored


@transaction.atomic
def keep(
    *, name: str, content: BinaryIO | bytes, by: Actor, at: datetime, max_size: int = MAX_SIZE, link: str = ""
) -> StoredFile:
    """Keep a photo (JPEG, PNG, WebP, HEIC), PDF, DOCX or XLSX of at most `max_size` bytes, in quarantine.

    `link` is what the file is for, "<object_type>:<id>": a notice that it was refused leads there. Photos lose everything but the picture (no place, no camera) and get a thumbnail; PDFs lose scripts, attached
    files and actions. Raises BadInput with a sentence that says what to do; then nothing was kept.
    """
    label = safe_name(name)
    kind = _kind_of(label)
    opened = _open(kind, label, _read(content, label, max_size))
    if label.endswith((".heic", ".heif")):  # it was drawn anew as what every machine can show
        label = f"{without_ending(label)[0]}.{kind.ending}"
    digest = hashlib.sha256(opened.content).hexdigest()
    stem = f"{digest[:2]}/{digest[2:4]}/{digest}"
    stored = StoredFile.objects.create(
        digest=digest,
        name=label,
        media_type=kind.media_type,
        size=len(opened.content),
        path=_write(f"{stem}.{kind.ending}", opened.content),
        thumbnail=_write(f"{stem}-480.webp", opened.thumbnail) if opened.thumbnail else "",
        uploaded_by_id=by.account_id,
        uploaded_at=at,
        link=link,
    )
    facts = {"digest": digest, "media_type": kind.media_type, "size": stored.size}
    audit.record("accept_upload", stored, by=by, at=at, facts=facts, personal={"name": label})
    return stored


def open_file(stored: StoredFile) -> Path:
    """Where the bytes lie on disk. Raises Refused with a sentence unless the file was checked and found clean."""
    _released(stored)
    return Path(default_storage.path(stored.path))


def open_thumbnail(stored: StoredFile) -> Path | None:
    """Where the small picture lies; None for what is not a photo. Raises Refused as `open_file`."""
    _released(stored)
    return Path(default_storage.path(stored.thumbnail)) if stored.thumbnail else None


def _released(stored: StoredFile) -> None:
    if stored.state != FileState.CLEAN:
        raise Refused(stored.hindrance)


def safe_name(name: str) -> str:
    """The name to show: without folders, line breaks and signs that turn the writing direction; never empty."""
    last = nfc(name).replace("\\", "/").rsplit("/", 1)[-1]
    seen = "".join(c for c in last if unicodedata.category(c)[0] != "C" and c not in '<>:"|?*')
    words = " ".join(seen.split()).rstrip(" .")
    stem, ending = without_ending(words)
    if not stem:
        return f"tep.{ending}" if ending else "tep"
    return f"{stem[:NAME_LENGTH].rstrip()}.{ending}" if ending else stem[:NAME_LENGTH]


def _kind_of(name: str) -> Kind:
    _, ending = without_ending(name)
    if ending in {"doc", "xls", "docm", "xlsm"}:
        raise BadInput(
            f"Không nhận tệp “.{ending}”. Hãy mở “{name}”, chọn Lưu thành (Save As) dạng "
            f".{'docx' if ending.startswith('doc') else 'xlsx'} rồi tải lại.",
            field="file",
        )
    if ending not in KINDS:
        what = f"tệp loại “.{ending}”" if ending else f"tệp “{name}” vì tên không có đuôi cho biết loại"
        raise BadInput(f"Không nhận {what}. Hãy dùng ảnh JPEG, PNG, WebP, HEIC hoặc tệp PDF, DOCX, XLSX.", field="file")
    return KINDS[ending]


def _read(content: BinaryIO | bytes, name: str, max_size: int) -> bytes:
    source = io.BytesIO(content) if isinstance(content, bytes) else content
    data = source.read(max_size + 1)
    if not data:
        raise BadInput(f"Tệp “{name}” trống, không có gì bên trong. Hãy chọn lại tệp.", field="file")
    if len(data) > max_size:
        limit = max_size // (1024 * 1024)
        raise BadInput(f"Tệp “{name}” nặng hơn mức {limit} MB. Hãy giảm dung lượng rồi tải lại.", field="file")
    return data


def _open(kind: Kind, name: str, data: bytes) -> Opened:
    try:
        return kind.open(data)
    except CannotUse as problem:
        raise BadInput(f"Tệp “{name}” {problem}", field="file") from problem


def _write(path: str, content: bytes) -> str:
    """Write the bytes unless they are there already; half-written ones of a killed process are left aside."""
    if default_storage.exists(path) and default_storage.size(path) == len(content):
        return path
    return default_storage.save(path, ContentFile(content))
