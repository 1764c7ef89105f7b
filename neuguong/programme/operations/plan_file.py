"""A plan file as text: its document, and on which line each entry stands."""

import re
import tomllib
from collections import defaultdict
from typing import Any

Path = tuple[str | int, ...]

_HEADER = re.compile(r"^\s*(\[\[?)\s*([A-Za-z0-9_.-]+)\s*\]\]?\s*(?:#.*)?$")
_KEY = re.compile(r"^\s*([A-Za-z0-9_-]+)\s*=")
_SYNTAX_LINE = re.compile(r"\(at line (\d+)")


class PlanErrors(Exception):
    """Everything that is wrong with a plan file: (line, sentence), in the file's order. Nothing was written."""

    def __init__(self, problems: list[tuple[int, str]]) -> None:
        self.problems = sorted(problems)
        super().__init__("\n".join(f"dòng {line}: {sentence}" for line, sentence in self.problems))


def parse(text: str) -> dict[str, Any]:
    """The document of a file. Raises PlanErrors with the line where the writing itself breaks off."""
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        found = _SYNTAX_LINE.search(str(error))
        line = int(found[1]) if found else text.count("\n") + 1
        sentence = "Viết sai cú pháp TOML từ đây: kiểm dấu ngoặc kép, dấu ngoặc vuông, dấu bằng và khóa ghi hai lần."
        raise PlanErrors([(line, sentence)]) from None


class Lines:
    """Where each table and key stands. The parser of TOML tells no lines, so headers and keys are read once more."""

    def __init__(self, text: str) -> None:
        self._found: dict[Path, int] = {}
        self._counts: dict[Path, int] = defaultdict(int)
        self._table: Path = ()
        self._open = ""
        for number, line in enumerate(text.splitlines(), 1):
            self._read(number, line)

    def of(self, path: Path) -> int:
        """The line of an entry, or of the closest table around it when it is not written."""
        while path and path not in self._found:
            path = path[:-1]
        return self._found.get(path, 1)

    def _read(self, number: int, line: str) -> None:
        if self._open:
            if line.count(self._open) % 2:
                self._open = ""
            return
        if header := _HEADER.match(line):
            self._table = self._entered(header[2].split("."), many=header[1] == "[[")
            self._found.setdefault(self._table, number)
        elif key := _KEY.match(line):
            self._found.setdefault((*self._table, key[1]), number)
        self._open = next((quotes for quotes in ('"""', "'''") if line.count(quotes) % 2), "")

    def _entered(self, names: list[str], *, many: bool) -> Path:
        """The path of a header: each list on the way means its last entry so far."""
        path: Path = ()
        for name in names[:-1]:
            path = (*path, name)
            if count := self._counts[path]:
                path = (*path, count - 1)
        path = (*path, names[-1])
        if many:
            self._counts[path] += 1
            path = (*path, self._counts[path] - 1)
        return path
