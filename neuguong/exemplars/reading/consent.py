"""What the law of a day asks of a consent, from the data file `data/dong-y.toml`: who signs, how fast to stop. Pure."""

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from neuguong.exemplars.enums import ConsentGiver, SubjectKind

FILE = Path(__file__).parents[1] / "data" / "dong-y.toml"


@dataclass(frozen=True, slots=True)
class ConsentLaw:
    """One version of the law, in force from a day until the next version. Ages are in full years."""

    code: str
    valid_from: date
    law: str
    answer_days: int
    answer_counted: str
    stop_days: int
    stop_with_others_days: int
    stop_counted: str
    child_from: int
    adult_from: int
    confidence: str


@cache
def consent_laws() -> tuple[ConsentLaw, ...]:
    """Every version, the oldest first; read once."""
    rows = tomllib.loads(FILE.read_text(encoding="utf-8"))["law"]
    return tuple(sorted((ConsentLaw(**row) for row in rows), key=lambda one: one.valid_from))


def consent_law_on(day: date) -> ConsentLaw:
    """The version in force on a day; before the first one, the first."""
    known = consent_laws()
    return next((one for one in reversed(known) if one.valid_from <= day), known[0])


def who_may_sign(kind: str, birth_year: int | None, on: date) -> tuple[ConsentGiver, ...]:
    """Whose signature counts on a day. The family of somebody who has died always may.

    Only the year of birth is kept, so the age is unsure by one year: then the side that asks for more signatures counts.
    """
    if kind != SubjectKind.INDIVIDUAL:
        return (ConsentGiver.REPRESENTATIVE,)
    law, family = consent_law_on(on), ConsentGiver.FAMILY
    if birth_year is None:
        return (ConsentGiver.SELF, ConsentGiver.CHILD_AND_GUARDIAN, ConsentGiver.GUARDIAN, family)
    oldest = on.year - birth_year
    if oldest < law.child_from:
        return (ConsentGiver.GUARDIAN, family)
    if oldest - 1 < law.adult_from:
        return (ConsentGiver.CHILD_AND_GUARDIAN, family)
    return (ConsentGiver.SELF, family)
