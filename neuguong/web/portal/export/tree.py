"""The folder of an export: files replaced as a whole, a manifest of what is there, and lists for whoever purges a CDN.

    DIR/site/          what a web server shows, and nothing else
    DIR/manifest.json  of each file why it is as it is, and its digest
    DIR/removed.txt    what was taken down lately, one line each: moment, address (removed.json: the same)
    DIR/changed.txt    what the last run wrote anew
    DIR/lock           held by the run at work

The lists stand beside the site and not in it: an address names a person who is no longer to be found.
"""

import fcntl
import hashlib
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from neuguong.web.portal.export.addresses import path_of_file

FORMAT = 1  # grows when files would be written otherwise, so that all are written anew
KEPT_FOR = timedelta(days=30)  # how long an address stays in the list of what was removed


class Busy(Exception):
    """Another run is at work in the same folder."""


@dataclass(slots=True)
class Known:
    """A file as the last run left it. `raw` is the answer it was made of, `cause` that and all its links."""

    raw: str
    cause: str
    digest: str
    size: int


@dataclass(slots=True)
class Manifest:
    """What the last whole run left. `frame` are the addresses it was made for, `version` what it has seen of the database."""

    frame: str = ""
    version: str = ""
    made_at: str = ""
    files: dict[str, Known] = field(default_factory=dict)


class Tree:
    """One folder of an export; `with tree.held():` around everything that reads or writes it."""

    def __init__(self, folder: Path, frame: str) -> None:
        self.folder, self.frame = folder, f"{FORMAT} {frame}"
        self.site, self.work = folder / "site", folder / "work"
        self.manifest = Manifest()
        self.written: list[str] = []
        self._spooled = 0

    @contextmanager
    def held(self) -> Iterator[None]:
        """Alone with the folder; a killed run holds nothing. Raises Busy."""
        self.site.mkdir(parents=True, exist_ok=True)
        with (self.folder / "lock").open("w") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise Busy from None
            shutil.rmtree(self.work, ignore_errors=True)  # what a killed run had begun
            self.work.mkdir()
            try:
                self.manifest = self.read()
                yield
            finally:
                shutil.rmtree(self.work, ignore_errors=True)

    def read(self) -> Manifest:
        """What the last whole run left."""
        try:
            found = json.loads((self.folder / "manifest.json").read_text(encoding="utf-8"))
            files = {name: Known(*row) for name, row in found.pop("files").items()}
            return Manifest(**found, files=files)
        except (OSError, ValueError, TypeError, KeyError):  # none yet, or spoilt: then every file is compared by itself
            return Manifest()

    @property
    def same_frame(self) -> bool:
        """Whether the last run wrote for the same addresses."""
        return self.manifest.frame == self.frame

    def spool(self, body: bytes) -> Path:
        """Put an answer aside until all links are known."""
        self._spooled += 1
        path = self.work / str(self._spooled)
        path.write_bytes(body)
        return path

    def stands(self, file: str, known: Known) -> bool:
        """Whether a file is on the disk as the manifest says; a power cut may have emptied it."""
        try:
            return (self.site / file).stat().st_size == known.size
        except OSError:
            return False

    def put(self, file: str, body: bytes) -> bool:
        """Write a file unless it holds just this; it is replaced in one step. True when something was written."""
        path = self.site / file
        try:
            if path.read_bytes() == body:
                return False
        except OSError:
            path.parent.mkdir(parents=True, exist_ok=True)
        self._replace(path, body)
        self.written.append(file)
        return True

    def _replace(self, path: Path, body: bytes) -> None:
        new = self.work / "new"
        new.write_bytes(body)
        new.replace(path)

    def present(self) -> set[str]:
        """Every file of the site, also one that a killed run has left."""
        return {
            (Path(folder) / name).relative_to(self.site).as_posix()
            for folder, _, names in os.walk(self.site)
            for name in names
        }

    def drop(self, files: set[str], *, at: datetime) -> None:
        """Name what is gone, then delete it: cut off in between, it is named once more by the next run."""
        self._name_removed(files, at)
        for file in files:
            path = self.site / file
            path.unlink(missing_ok=True)
            for folder in path.relative_to(self.site).parents:
                if folder == Path() or any((self.site / folder).iterdir()):
                    break
                (self.site / folder).rmdir()

    def _name_removed(self, files: set[str], at: datetime) -> None:
        rows = self.removed() + [{"path": path_of_file(file), "at": at.isoformat()} for file in sorted(files)]
        kept = [row for row in rows if datetime.fromisoformat(row["at"]) > at - KEPT_FOR]
        self._text("removed.json", json.dumps(kept, ensure_ascii=False, indent=1) + "\n")
        self._text("removed.txt", "".join(f"{row['at']} {row['path']}\n" for row in kept))

    def removed(self) -> list[dict[str, str]]:
        """What was taken down lately, the oldest first."""
        try:
            found: list[dict[str, str]] = json.loads((self.folder / "removed.json").read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return []
        return found

    def finish(self, files: dict[str, Known], *, version: str, at: datetime) -> None:
        """Write down what is there now: the last thing of a whole run."""
        self._text("changed.txt", "".join(f"{path_of_file(file)}\n" for file in sorted(self.written)))
        made: dict[str, Any] = asdict(Manifest(self.frame, version, at.isoformat()))
        made["files"] = {name: list(asdict(one).values()) for name, one in sorted(files.items())}
        self._text("manifest.json", json.dumps(made, ensure_ascii=False, indent=0))

    def _text(self, name: str, text: str) -> None:
        new = self.work / name
        with new.open("w", encoding="utf-8") as out:
            out.write(text)
            out.flush()
            os.fsync(out.fileno())
        new.chmod(0o640)
        new.replace(self.folder / name)


def digest(*parts: bytes | str) -> str:
    """One name for content."""
    found = hashlib.sha256()
    for part in parts:
        found.update(part.encode() if isinstance(part, str) else part)
        found.update(b"\0")
    return found.hexdigest()[:32]
