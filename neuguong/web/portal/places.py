"""Communes of today and of the time: who succeeded whom, and how many exemplars each has."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from neuguong.org.enums import LineageKind, UnitKind
from neuguong.org.models import Unit, UnitLineage
from neuguong.org.queries.lives import changes_after, changes_before, lives_under, units_of
from neuguong.programme.queries.public import Programme

MAX_PLACES = 120  # beyond that a list of units helps nobody: search finds them
COMMON_WORDS = ("Xã ", "Phường ", "Thị trấn ", "Đặc khu ", "Thôn ", "Tổ ")


@dataclass(frozen=True, slots=True)
class Place:
    """A life of a unit with its number of exemplars; `until` is its last day when it has ended."""

    ref: str
    name: str
    short_name: str
    until: date | None
    count: int

    @property
    def mid(self) -> str:
        """The name inside a sentence: xã Diên Thọ."""
        return self.name[0].lower() + self.name[1:] if self.name.startswith(COMMON_WORDS) else self.name


@dataclass(frozen=True, slots=True)
class Change:
    """A unit (`of`) became another (`place`, None after an abolition) on a day, by an act."""

    of: Place
    place: Place | None
    words: str
    act: str
    on: date


def place_of(unit: Unit, counted: Mapping[int, int], on: date) -> Place:
    """A unit as the public reads it on a day."""
    until = unit.valid_to - timedelta(days=1) if unit.valid_to and unit.valid_to <= on else None
    return Place(unit.ref, unit.name, unit.short_name, until, counted.get(unit.pk, 0))


def what_became_of(unit_id: int, *, on: date) -> tuple[Change, ...]:
    """What a unit passed into, and what those passed into, until `on`."""
    return tuple(_change(row, {}, on) for row in changes_after([unit_id], on=on))


def what_was_before(unit_id: int, counted: Mapping[int, int], *, on: date) -> tuple[tuple[Change, ...], set[int]]:
    """What a unit came from, through all changes until `on`, and the ids of all those units."""
    rows = changes_before([unit_id], on=on)
    return tuple(_change(row, counted, on) for row in rows), {row.predecessor_id for row in rows}


def _change(row: UnitLineage, counted: Mapping[int, int], on: date) -> Change:
    return Change(
        of=place_of(row.predecessor, counted, on),
        place=place_of(row.successor, counted, on) if row.successor else None,
        words=LineageKind(row.kind).label,
        act=row.act,
        on=row.effective_on,
    )


def communes_offered(programmes: Iterable[Programme], *, on: date) -> list[Unit]:
    """Communes of the time, which are offered as a choice also when they have no exemplar."""
    known = list(programmes)
    since = min((one.valid_from for one in known), default=on)
    tops = {one.organisation_id for one in known}
    return lives_under(tops, kind=UnitKind.COMMUNE, since=since, on=on, limit=MAX_PLACES + 1)


def places_offered(always: list[Unit], counted: Mapping[int, int], *, on: date) -> list[Place]:
    """Units to choose from: those `always` offered, and others that have an exemplar."""
    there = {unit.pk for unit in always}
    others = units_of(pk for pk in counted if pk not in there)
    both = sorted([*always, *others], key=lambda unit: (unit.sort_key, unit.pk))
    return [place_of(unit, counted, on) for unit in both]
