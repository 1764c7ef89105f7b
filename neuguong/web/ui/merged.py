"""Style sheets of the public site served as one: people write several, a phone on a weak network waits for one.

A finder, so that the site in development, the suite and `collectstatic` get the same file; nothing made is kept in git.
"""

import os
import posixpath
import re
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.files.storage import FileSystemStorage

_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_ADDRESS = re.compile(r"""url\(\s*["']?(?!data:|/|#|[a-z]+:)([^"')]+)["']?\s*\)""")


class MergedSheets(finders.BaseFinder):
    """Finds the sheets named in settings.MERGED_SHEETS, made anew whenever one of their parts has changed."""

    def find(self, path: str, find_all: bool = False, **_older: Any) -> Any:
        """The file of a merged sheet; nothing for every other path."""
        found = [str(_made(path))] if path in settings.MERGED_SHEETS else []
        return found if find_all else next(iter(found), [])

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, FileSystemStorage]]:
        """Every merged sheet, for `collectstatic`."""
        storage = FileSystemStorage(location=settings.MERGED_ROOT)
        for path in settings.MERGED_SHEETS:
            _made(path)
            yield path, storage


def _made(path: str) -> Path:
    """Write the sheet unless it is there already word for word, so that its time tells when it changed."""
    file = Path(settings.MERGED_ROOT) / path
    text = merged(path)
    if not file.exists() or file.read_text(encoding="utf-8") != text:
        file.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=file.parent)
        with os.fdopen(handle, "w", encoding="utf-8") as new:
            new.write(text)
        Path(name).chmod(0o644)
        Path(name).replace(file)
    return file


def merged(path: str) -> str:
    """The parts of a sheet one after another, without comments and line breaks, their addresses seen from its folder."""
    folder = posixpath.dirname(path)
    texts = []
    for part in parts_of(path):
        found = finders.find(part)
        text = _COMMENT.sub("", Path(str(found)).read_text(encoding="utf-8"))
        texts.append(_ADDRESS.sub(lambda one, part=part: f'url("{_seen_from(folder, part, one[1])}")', text))
    return "".join(_tight(line) for text in texts for line in text.splitlines())


def parts_of(path: str) -> list[str]:
    """The sheets that a merged one is made of, in order; "folder/*.css" is every sheet of a folder by name."""
    parts = []
    for part in settings.MERGED_SHEETS[path]:
        if not part.endswith("/*.css"):
            parts.append(part)
            continue
        folder = part.removesuffix("/*.css")
        sheets = [sheet.name for place in finders.find(folder, find_all=True) for sheet in Path(place).glob("*.css")]
        parts += [f"{folder}/{name}" for name in sorted(sheets)]
    return parts


def _seen_from(folder: str, part: str, address: str) -> str:
    return posixpath.relpath(posixpath.join(posixpath.dirname(part), address), folder)


def _tight(line: str) -> str:
    text = " ".join(line.split())
    return text if not text or text.endswith(("{", "}", ";", ",")) else f"{text} "
