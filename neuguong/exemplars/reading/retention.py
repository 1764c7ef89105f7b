"""What happens to each table when a subject is erased, and how long dossiers are kept: `data/retention.toml`."""

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

FILE = Path(__file__).parents[1] / "data" / "retention.toml"


@dataclass(frozen=True, slots=True)
class Period:
    """How many years dossiers of one sort are kept, from which day on, by which source and how sure that is."""

    of: str  # council, unit, closed, unfinished
    valid_from: date
    years: int
    starts: str  # recognised, closed, plan_ended
    source: str
    confidence: str


@dataclass(frozen=True, slots=True)
class Rule:
    """One table: how its rows about a subject are found, and what becomes of each column."""

    model: str
    dossiers: tuple[str, ...] = ()
    subjects: tuple[str, ...] = ()
    rewards: tuple[str, ...] = ()
    held_by: tuple[str, ...] = ()
    spared: tuple[str, ...] = ()
    link: bool = False
    object: bool = False
    shared: str = ""
    only: str = ""
    delete: bool = False
    forget: bool = False
    strike: tuple[str, ...] = ()
    empty: tuple[str, ...] = ()
    derive: tuple[str, ...] = ()
    keep: tuple[str, ...] = ()
    why: str = ""

    @property
    def changes(self) -> bool:
        """Whether an erasure does anything to rows of this table."""
        return self.delete or self.forget or bool(self.strike or self.empty or self.derive)

    @property
    def reaches(self) -> bool:
        """Whether rows of this table can be about a subject."""
        return bool(self.dossiers or self.subjects or self.rewards or self.held_by) or self.link or self.object


@cache
def _document() -> dict[str, list[dict[str, Any]]]:
    return tomllib.loads(FILE.read_text(encoding="utf-8"))


@cache
def rules() -> tuple[Rule, ...]:
    """Every table's rule, in the order in which they are carried out; read once."""
    return tuple(
        Rule(**{name: tuple(value) if isinstance(value, list) else value for name, value in one.items()})
        for one in _document()["table"]
    )


@cache
def periods_on(day: date) -> dict[str, Period]:
    """The period in force on a day for each sort of dossier; before the first one, the first."""
    found: dict[str, Period] = {}
    for one in sorted((Period(**row) for row in _document()["period"]), key=lambda row: row.valid_from):
        if one.of not in found or one.valid_from <= day:
            found[one.of] = one
    return found
