"""The law's checklist of verification, from the data file `data/danh-muc-tham-dinh.toml`, by the day it is asked."""

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

FILE = Path(__file__).parents[1] / "data" / "danh-muc-tham-dinh.toml"


@dataclass(frozen=True, slots=True)
class Question:
    """One question. `stands_in_way` is the reply that keeps a dossier from being found right, or empty."""

    code: str
    kinds: tuple[str, ...]
    question: str
    ask: str
    stands_in_way: str
    source: str
    confidence: str


@dataclass(frozen=True, slots=True)
class Checklist:
    """One version of the list, in force from a day until the next version."""

    code: str
    valid_from: date
    law: str
    questions: tuple[Question, ...]

    def of_kind(self, kind: str) -> tuple[Question, ...]:
        """The questions that apply to a kind of subject, in the list's order."""
        return tuple(one for one in self.questions if kind in one.kinds)


@cache
def checklists() -> tuple[Checklist, ...]:
    """Every version, the oldest first; read once."""
    lists = tomllib.loads(FILE.read_text(encoding="utf-8"))["list"]
    return tuple(
        Checklist(
            code=one["code"],
            valid_from=one["valid_from"],
            law=one["law"],
            questions=tuple(Question(**{**item, "kinds": tuple(item["kinds"])}) for item in one["item"]),
        )
        for one in sorted(lists, key=lambda one: one["valid_from"])
    )


def checklist_on(day: date) -> Checklist:
    """The version in force on a day; before the first one, the first."""
    known = checklists()
    return next((one for one in reversed(known) if one.valid_from <= day), known[0])
