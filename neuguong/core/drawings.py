"""Pictures and papers for the public, drawn when somebody first asks and kept on the disk under the digest of what they show.

Whoever asks decides first, each time, what may be shown; a drawing of what may not be shown any more is asked for by nobody.
What nobody asked for in a day is thrown away at night, and everything after each erasure, so nothing lives on in them.
"""

import hashlib
import json
import os
import secrets
import shutil
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

FOLDER = "drawings"


def kept_drawing(shows: Mapping[str, Any], ending: str, draw: Callable[[], bytes]) -> Path:
    """Where the drawing of `shows` lies; `draw` makes it if nobody asked for the very same before."""
    digest = hashlib.sha256(json.dumps(shows, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
    name = f"{FOLDER}/{digest[:2]}/{digest}.{ending}"
    path = Path(default_storage.path(name))
    try:
        os.utime(path)  # somebody still asks for it
    except FileNotFoundError:
        put_whole(name, draw())
    return path


def put_whole(name: str, content: bytes) -> None:
    """Write a file that has its name only once it is whole: two requests may draw the same in the same moment."""
    part = default_storage.save(f"{name}.{secrets.token_hex(4)}.part", ContentFile(content))
    Path(default_storage.path(part)).replace(default_storage.path(name))


def drop_drawings(*, unused_since: datetime | None = None) -> None:
    """Throw all drawings away, or those that nobody asked for since a moment; whoever asks next has them drawn anew."""
    folder = Path(default_storage.path(FOLDER))
    if unused_since is None:
        shutil.rmtree(folder, ignore_errors=True)
        return
    for path in folder.rglob("*.*"):
        if path.stat().st_mtime < unused_since.timestamp():
            path.unlink(missing_ok=True)
