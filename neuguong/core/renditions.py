"""Smaller and cut pictures of a kept photo: each drawn once, when it is first asked for, and kept beside its file.

They lie under the digest of the file, so two rows with the same bytes share them, and they go when the bytes go.
"""

from pathlib import Path, PurePosixPath

from django.core.files.storage import default_storage

from neuguong.core.drawings import put_whole
from neuguong.core.file_kinds import CannotUse, extent, fitted
from neuguong.core.models import StoredFile

MIDDLE = (50, 50)
_MARK = "-w"  # what stands between the digest and the measures


def extent_of(stored: StoredFile) -> tuple[int, int] | None:
    """Width and height of a kept photo in pixels; None for what is no picture, or is not there."""
    try:
        with default_storage.open(stored.path) as source:
            return extent(source.read())
    except (FileNotFoundError, CannotUse):
        return None


def drawn(stored: StoredFile, width: int, height: int, focus: tuple[int, int] = MIDDLE) -> Path | None:
    """Where the photo in this size lies, drawn if nobody asked for it before; None unless the file was found clean.

    Another shape than the photo's is cut around `focus`, a point in hundredths of its width and height.
    """
    if stored.hindrance:
        return None
    cut = "" if focus == MIDDLE else f"-{focus[0]}-{focus[1]}"
    name = f"{_stem(stored)}{_MARK}{width}x{height}{cut}.webp"
    if not default_storage.exists(name):
        try:
            with default_storage.open(stored.path) as source:
                content = fitted(source.read(), width, height, (focus[0] / 100, focus[1] / 100))
        except (FileNotFoundError, CannotUse):
            return None
        put_whole(name, content)
    return Path(default_storage.path(name))


def drawn_beside(stored: StoredFile) -> tuple[str, ...]:
    """The names of all that was drawn from this file's bytes."""
    folder, _, stem = _stem(stored).rpartition("/")
    if not stem:
        return ()
    try:
        _, names = default_storage.listdir(folder)
    except FileNotFoundError:
        return ()
    return tuple(f"{folder}/{one}" for one in names if one.startswith(f"{stem}{_MARK}"))


def _stem(stored: StoredFile) -> str:
    return str(PurePosixPath(stored.path).with_suffix("")) if stored.path else ""
