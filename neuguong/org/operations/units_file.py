"""The unit file as an official writes it: TOML, read whole, every mistake told with its line."""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from neuguong.org.enums import BlockKind, LineageKind, Mark, UnitKind
from neuguong.org.models.tile import TILES

_SECTION = re.compile(r"^\s*\[\[\s*(\w+)\s*\]\]")
_KEY = re.compile(r"^\s*([\w-]+)\s*=")
_TOML_LINE = re.compile(r"at line (\d+)")
MAX_LETTERS = {"ref": 80, "name": 200, "short_name": 100, "place": 200, "official_code": 20, "act": 200}


@dataclass(frozen=True, slots=True)
class Problem:
    """One mistake: the line it stands on (1 is the first) and a sentence."""

    line: int
    sentence: str

    def __str__(self) -> str:
        return f"Dòng {self.line}: {self.sentence}"


class UnitErrors(Exception):
    """The file cannot be used; nothing was written. `problems` are in the order of the lines."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = tuple(sorted(problems, key=lambda problem: problem.line))
        super().__init__("\n".join(str(problem) for problem in self.problems))


@dataclass(slots=True)
class Section:
    """One [[unit]], [[lineage]], [[block]] or [[tile]] with the lines of its keys."""

    kind: str
    line: int
    values: dict[str, Any] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)

    def line_of(self, key: str) -> int:
        """Where a key stands; the section's own line when it is missing."""
        return self.lines.get(key, self.line)

    def __getitem__(self, key: str) -> Any:
        return self.values.get(key)


# Key -> type; the ones that must be there come first.
_REQUIRED: dict[str, dict[str, type]] = {
    "unit": {"ref": str, "kind": str, "name": str, "valid_from": date},
    "lineage": {"predecessor": str, "kind": str, "act": str, "on": date},
    "block": {"ref": str, "name": str, "unit": str, "valid_from": date},
    "tile": {"unit": str, "column": int, "row": int},
}
_OPTIONAL: dict[str, dict[str, type]] = {
    "unit": {
        "short_name": str, "official_code": str, "parent": str, "place": str, "valid_to": date, "mark": str,
        "demonstration": bool,
    },
    "lineage": {"successor": str, "mark": str, "main": bool},
    "block": {"kind": str, "valid_to": date, "demonstration": bool, "members": list, "head": dict},
    "tile": {"wide": int, "high": int, "mark": str},
}  # fmt: skip
_WORDS: dict[type, str] = {
    str: "chữ trong dấu nháy", date: "ngày dạng 2024-11-01", bool: "true hoặc false", list: "danh sách", dict: "bảng",
    int: "số nguyên",
}  # fmt: skip
_CHOICES: dict[tuple[str, str], list[str]] = {
    ("unit", "kind"): UnitKind.values,
    ("lineage", "kind"): LineageKind.values,
    ("block", "kind"): BlockKind.values,
    ("unit", "mark"): Mark.values,
    ("lineage", "mark"): Mark.values,
    ("tile", "mark"): Mark.values,
}


def read_sections(text: str) -> list[Section]:
    """The sections of a unit file in their order. Raises UnitErrors with every mistake of form."""
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        found = _TOML_LINE.search(str(error))
        line = int(found.group(1)) if found else text.count("\n") + 1
        raise UnitErrors([Problem(line, f"chưa đúng cách viết TOML ({error}).")]) from error
    sections = _located(text, document)
    problems = [problem for section in sections for problem in _mistakes_of_form(section)]
    known = {*_REQUIRED, "source"}
    problems += [Problem(1, f"không biết mục “{key}”.") for key in document if key not in known]
    if not sections:
        problems.append(Problem(1, "tệp không có đơn vị nào."))
    if problems:
        raise UnitErrors(problems)
    return sections


def as_known(sections: list[Section], day: date) -> list[Section]:
    """The register as it was known on a day: no later life, no later change, and nobody's end that was still to come."""
    kept = []
    for section in sections:
        values = dict(section.values)
        if section.kind == "lineage" and values["on"] > day or section.kind == "unit" and values["valid_from"] > day:
            continue
        if values.get("valid_to") and values["valid_to"] > day:
            del values["valid_to"]
        kept.append(Section(section.kind, section.line, values, section.lines))
    there = {section["ref"] for section in kept if section.kind == "unit"}
    kept = [section for section in kept if section.kind != "tile" or section["unit"] in there]
    for section in kept:
        if section.kind == "block":
            section.values["members"] = [ref for ref in section["members"] or [] if ref in there]
            section.values["head"] = {year: ref for year, ref in (section["head"] or {}).items() if ref in there}
    return kept


def _located(text: str, document: dict[str, Any]) -> list[Section]:
    """Marry the values that tomllib read with the lines they stand on."""
    sections: list[Section] = []
    counts: dict[str, int] = {}
    for number, line in _lines_outside_long_strings(text):
        if header := _SECTION.match(line):
            kind = header.group(1)
            if kind in _REQUIRED:
                position = counts.get(kind, 0)
                counts[kind] = position + 1
                sections.append(Section(kind, number, document[kind][position]))
        elif sections and (key := _KEY.match(line)):
            sections[-1].lines.setdefault(key.group(1), number)
    return sections


def _lines_outside_long_strings(text: str) -> Iterator[tuple[int, str]]:
    inside = False
    for number, line in enumerate(text.splitlines(), start=1):
        if not inside:
            yield number, line
        if line.count('"""') % 2:
            inside = not inside


def _mistakes_of_form(section: Section) -> Iterator[Problem]:
    required, optional = _REQUIRED[section.kind], _OPTIONAL[section.kind]
    for key in required:
        if section[key] in (None, ""):
            yield Problem(section.line_of(key), f"[[{section.kind}]] thiếu “{key}”.")
    for key, value in section.values.items():
        line = section.line_of(key)
        wanted = required.get(key) or optional.get(key)
        choices = _CHOICES.get((section.kind, key))
        if wanted is None:
            yield Problem(line, f"không biết “{key}” trong [[{section.kind}]].")
        elif type(value) is not wanted:
            yield Problem(line, f"“{key}” phải là {_WORDS[wanted]}.")
        elif choices and value not in choices:
            yield Problem(line, f"“{key}” = “{value}” không có; chọn một trong: {', '.join(choices)}.")
        elif too_much := _too_much(key, value):
            yield Problem(line, too_much)


def _too_much(key: str, value: Any) -> str:
    if isinstance(value, str) and len(value) > MAX_LETTERS.get(key, 400):
        return f"“{key}” dài quá {MAX_LETTERS.get(key, 400)} ký tự."
    if type(value) is int and not 1 <= value <= TILES:
        return f"“{key}” phải từ 1 đến {TILES}."
    return ""
