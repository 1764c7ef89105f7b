"""The tile map of the communes (bản đồ ô): as they are today, and as they were when the programme began.

Where a commune lies comes from the unit data. Its exemplars are counted with those of the communes it came from; on the
map of the beginning, somebody recognised later in a commune that several made together belongs to none of them alone
and is told beside the map.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from math import ceil

from neuguong.org.enums import UnitKind
from neuguong.org.models import Unit
from neuguong.org.queries.lives import changes_after, lives_under
from neuguong.org.queries.tiles import Squares, squares_of_units
from neuguong.programme.queries.public import Programme
from neuguong.web.portal.places import MAX_PLACES, Place, place_of

SHADES = 4
ON_A_PHONE = 6  # columns that still hold a name at 360 px


@dataclass(frozen=True, slots=True)
class Tile:
    """A commune of the day, counted together with those it came from."""

    place: Place
    total: int
    shade: int
    before: tuple[Place, ...]
    squares: Squares | None = None


@dataclass(frozen=True, slots=True)
class Shade:
    """One entry of the legend."""

    level: int
    low: int
    high: int


@dataclass(frozen=True)
class Map:
    """All communes of a day in Vietnamese order, and the legend; `apart` belong to several of them together."""

    tiles: tuple[Tile, ...]
    key: tuple[Shade, ...]
    apart: tuple[Place, ...] = ()

    @cached_property
    def drawn(self) -> list[Tile]:
        """The tiles that lie on the map, as one reads: from the north-west, row by row."""
        taken: set[tuple[int, int]] = set()
        drawn = []
        for tile in self.tiles:
            if tile.squares and not taken & tile.squares.all:
                taken |= tile.squares.all
                drawn.append(tile)
        return sorted(drawn, key=lambda tile: (tile.squares.row, tile.squares.column) if tile.squares else (0, 0))

    @property
    def beside(self) -> list[Tile]:
        """The tiles whose place nobody has written down."""
        return [tile for tile in self.tiles if tile not in self.drawn]

    @property
    def is_wide(self) -> bool:
        """Whether it has more columns than a phone can hold."""
        return any(column > ON_A_PHONE for one in self.drawn if one.squares for column, _ in one.squares.all)

    @property
    def is_rough(self) -> bool:
        """Whether somebody must still hold a place on it against a paper."""
        return any(one.squares and not one.squares.sure for one in self.drawn)

    @property
    def total(self) -> int:
        """Everybody on the map and beside it."""
        return sum(one.count for one in {place.ref: place for place in self._all()}.values())

    def _all(self) -> list[Place]:
        return [*self.apart, *(place for tile in self.tiles for place in (tile.place, *tile.before))]


def first_day(programmes: Iterable[Programme], *, on: date) -> date:
    """The day on which the first of these programmes began."""
    return min((one.valid_from for one in programmes), default=on)


def commune_map(
    programmes: Iterable[Programme], counted: Mapping[int, int], *, on: date, day: date | None = None
) -> Map | None:
    """The communes of all programmes as on `day`, by what is known `on`; None when there are none or too many to draw."""
    known = list(programmes)
    tops = {one.organisation_id for one in known}
    since = first_day(known, on=on)
    lives = lives_under(tops, kind=UnitKind.COMMUNE, since=since, on=on, limit=MAX_PLACES + 1)
    if not lives or len(lives) > MAX_PLACES:
        return None
    units = {unit.pk: unit for unit in lives}
    came_from: dict[int, set[int]] = {}
    for row in changes_after(units, on=on):
        if row.successor is not None:
            units.setdefault(row.successor.pk, row.successor)
            came_from.setdefault(row.successor.pk, set()).add(row.predecessor_id)
    shown = [unit for unit in units.values() if unit.exists_on(day or on)]
    return _Drawing(units, came_from, counted, on).of(shown) if shown else None


@dataclass(frozen=True, slots=True)
class _Drawing:
    units: dict[int, Unit]
    came_from: dict[int, set[int]]
    counted: Mapping[int, int]
    on: date

    def of(self, shown: list[Unit]) -> Map:
        whole, apart = self._members({unit.pk for unit in shown})
        sums = {pk: sum(self.counted.get(one, 0) for one in members) for pk, members in whole.items()}
        step = max(2, ceil(max(sums.values(), default=0) / SHADES))
        squares = squares_of_units(whole)
        tiles = tuple(
            Tile(
                self._place(unit.pk),
                sums[unit.pk],
                min(SHADES, ceil(sums[unit.pk] / step)),
                self._places(whole[unit.pk] - {unit.pk}),
                squares.get(unit.pk),
            )
            for unit in sorted(shown, key=lambda unit: (unit.sort_key, unit.pk))
        )
        used = max((tile.shade for tile in tiles), default=0)
        key = tuple(Shade(level, (level - 1) * step + 1, level * step) for level in range(1, used + 1))
        return Map(tiles, key, self._places(pk for pk in apart if self.counted.get(pk)))

    def _members(self, shown: set[int]) -> tuple[dict[int, set[int]], set[int]]:
        """The lives counted with each commune: all it came from, and what came of it alone. And those left over."""
        whole = {pk: {pk, *_all_before(pk, self.came_from)} for pk in shown}
        earlier = set().union(*whole.values())
        apart = set()
        for pk in self.units.keys() - earlier:
            origins = _all_before(pk, self.came_from) & shown
            if len(origins) == 1:
                whole[origins.pop()].add(pk)
            else:
                apart.add(pk)
        return whole, apart

    def _places(self, ids: Iterable[int]) -> tuple[Place, ...]:
        return tuple(self._place(pk) for pk in sorted(ids, key=lambda pk: (self.units[pk].sort_key, pk)))

    def _place(self, pk: int) -> Place:
        return place_of(self.units[pk], self.counted, self.on)


def _all_before(pk: int, came_from: Mapping[int, set[int]]) -> set[int]:
    found: set[int] = set()
    edge = {pk}
    while edge:
        edge = {before for one in edge for before in came_from.get(one, set())} - found
        found |= edge
    return found
