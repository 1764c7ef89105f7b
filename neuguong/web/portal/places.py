"""Communes of today and of the time: who succeeded whom, and how many exemplars each has."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from math import ceil

from neuguong.org.enums import LineageKind, UnitKind
from neuguong.org.models import Unit, UnitLineage
from neuguong.org.queries.lives import changes_after, changes_before, lives_under, units_of
from neuguong.programme.queries.public import Programme

MAX_PLACES = 120  # beyond that a list of units helps nobody: search finds them
SHADES = 4
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
class Tile:
    """A commune of today, counted together with those it came from."""

    place: Place
    total: int
    shade: int
    before: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class Shade:
    """One entry of the legend."""

    level: int
    low: int
    high: int


@dataclass(frozen=True, slots=True)
class Map:
    """All tiles and their legend."""

    tiles: tuple[Tile, ...]
    key: tuple[Shade, ...]

    @property
    def before(self) -> list[tuple[Place, Place]]:
        """Each former commune with the one of today that it went into."""
        return [(old, tile.place) for tile in self.tiles for old in tile.before]


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


def commune_map(programmes: Iterable[Programme], counted: Mapping[int, int], *, on: date) -> Map | None:
    """Today's communes of all programmes, with those they came from; None when there are none or too many to draw."""
    known = list(programmes)
    since = min((one.valid_from for one in known), default=on)
    tops = {one.organisation_id for one in known}
    lives = lives_under(tops, kind=UnitKind.COMMUNE, since=since, on=on, limit=MAX_PLACES + 1)
    if not lives or len(lives) > MAX_PLACES:
        return None
    units = {unit.pk: unit for unit in lives}
    came_from: dict[int, set[int]] = {}
    for row in changes_after(units, on=on):
        if row.successor is not None:
            units.setdefault(row.successor.pk, row.successor)
            came_from.setdefault(row.successor.pk, set()).add(row.predecessor_id)
    return _drawn([unit for unit in units.values() if unit.exists_on(on)], units, came_from, counted, on)


def _drawn(
    today: list[Unit], units: dict[int, Unit], came_from: dict[int, set[int]], counted: Mapping[int, int], on: date
) -> Map:
    totals = {unit.pk: _all_before(unit.pk, came_from) for unit in today}
    sums = {pk: counted.get(pk, 0) + sum(counted.get(one, 0) for one in before) for pk, before in totals.items()}
    step = max(2, ceil(max(sums.values(), default=0) / SHADES))
    tiles = [
        Tile(
            place_of(unit, counted, on),
            sums[unit.pk],
            min(SHADES, ceil(sums[unit.pk] / step)),
            tuple(place_of(units[pk], counted, on) for pk in sorted(totals[unit.pk])),
        )
        for unit in sorted(today, key=lambda unit: (unit.sort_key, unit.pk))
    ]
    used = max((tile.shade for tile in tiles), default=0)
    key = tuple(Shade(level, (level - 1) * step + 1, level * step) for level in range(1, used + 1))
    return Map(tuple(tiles), key)


def _all_before(pk: int, came_from: Mapping[int, set[int]]) -> set[int]:
    found: set[int] = set()
    edge = {pk}
    while edge:
        edge = {before for one in edge for before in came_from.get(one, set())} - found
        found |= edge
    return found


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
