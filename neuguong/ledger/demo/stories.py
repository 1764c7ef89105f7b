"""What the demonstration tells: stories written one by one, and variations of sentence patterns."""

import csv
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from neuguong.exemplars.enums import SubjectKind
from neuguong.exemplars.operations.nominations import Award

DATA = Path(__file__).parent / "data"
PLACES = ("thôn ", "tổ dân phố ", "xã ")


@dataclass(frozen=True, slots=True)
class Story:
    """One dossier: whom a unit introduces in which round, in which words, and what becomes of it.

    `path` is read from left to right: late, extended, paper or again, then how it ends (draft, waiting, submitted,
    returned, verified, declined, withdrawn, or recognised: unit, council, both).
    """

    unit: str
    round: str
    path: tuple[str, ...]
    sector: str
    kind: str
    title: str
    name: str
    number: str
    where: str
    labour: str
    initiative: str
    awards: tuple[Award, ...]
    summary: str

    @property
    def end(self) -> str:
        """How it ends on the demonstration's day."""
        return self.path[-1]

    def fields(self) -> dict[str, str]:
        """The columns of the dossier as a clerk types them, without the name and the kind."""
        place, position = _place_and_position(self.where)
        individual = self.kind == SubjectKind.INDIVIDUAL
        typed = {
            "form_of_address": self.title,
            "birth_year": self.number if individual else "",
            "members": "" if individual else self.number,
            "place": place,
            "position": position,
            "labour": self.labour,
            "sector": self.sector,
            "initiative": self.initiative,
            "influence": "district" if self.end in ("council", "both") else "commune" if place else "unit",
            "achievement_summary": self.summary,
        }
        return {name: text for name, text in typed.items() if text}


def _place_and_position(where: str) -> tuple[str, str]:
    if where.startswith(PLACES):
        return where, ""
    position, comma, place = where.partition(", thôn ")
    return (f"thôn {place}" if comma else ""), position


@cache
def data_of(name: str) -> dict[str, Any]:
    """One of the TOML files."""
    return tomllib.loads((DATA / f"{name}.toml").read_text(encoding="utf-8"))


def stories() -> list[Story]:
    """Every story, in the order of the files."""
    return [*_written("stories-communes"), *_written("stories-offices"), *_variations()]


def rows_of(name: str) -> Iterator[dict[str, str]]:
    """The rows of one of the CSV files, which are parted by a bar so that sentences need no quotes."""
    with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file, delimiter="|", quoting=csv.QUOTE_NONE)


def _written(name: str) -> Iterator[Story]:
    for row in rows_of(name):
        awards = tuple(_award(text) for text in row.pop("awards").split("/ /") if text)
        yield Story(path=tuple(row.pop("path").split()), awards=awards, **row)


def _award(text: str) -> Award:
    name, level, number, day = text.split(";")
    return Award(name, level, number, date.fromisoformat(day) if day else None)


def _variations() -> Iterator[Story]:
    used: Counter[str] = Counter()
    for row in rows_of("variations"):
        pattern = data_of("patterns")[row["pattern"]]
        summary = sentence(row, pattern, used[row["pattern"]])
        used[row["pattern"]] += 1
        plain = {name: row[name] for name in ("unit", "round", "kind", "title", "name", "number", "where", "labour")}
        yield Story(
            path=tuple(row["path"].split()),
            sector=pattern["sector"],
            initiative="",
            awards=(),
            summary=summary,
            **plain,
        )


def sentence(row: Mapping[str, str], pattern: Mapping[str, Sequence[str]], turn: int) -> str:
    """The words of the `turn`-th use of a pattern: its openings, ways and results meet anew each time."""
    parts = (
        pattern["open"][turn % 3],
        pattern["work"][(turn + turn // 3) % 3],
        pattern["result"][(2 * turn + turn // 3) % 3],
    )
    return " ".join(parts).format(**_words(row))


def _words(row: Mapping[str, str]) -> dict[str, Any]:
    who, he = _names(row)
    year = int(row["round"][:4])
    place, _ = _place_and_position(row["where"])
    return {
        **{letter: row[letter] for letter in "abcde"},
        "who": who,
        "Who": who[0].upper() + who[1:],
        "he": he,
        "He": he[0].upper() + he[1:],
        "place": place or "xã",
        "y": year,
        "y1": year - 1,
        "y2": year - 3,
    }


def _names(row: Mapping[str, str]) -> tuple[str, str]:
    """How the text names the subject first, and how afterwards."""
    name = row["name"]
    if row["kind"] == SubjectKind.INDIVIDUAL:
        return f"{row['title']} {name}", row["title"]
    lower = name[0].lower() + name[1:]
    return lower, "gia đình" if row["kind"] == SubjectKind.HOUSEHOLD else "các thành viên"
