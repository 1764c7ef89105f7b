"""Where units lie on the tile map."""

from collections.abc import Iterable
from dataclasses import dataclass

from neuguong.org.enums import Mark
from neuguong.org.models import UnitTile

_SURE = {Mark.VERIFIED, Mark.EXCERPT}


@dataclass(frozen=True, slots=True)
class Squares:
    """The squares of one unit; `sure` when somebody held them against a paper."""

    column: int
    row: int
    wide: int
    high: int
    sure: bool

    @property
    def all(self) -> frozenset[tuple[int, int]]:
        """Column and row of every square."""
        columns, rows = range(self.column, self.column + self.wide), range(self.row, self.row + self.high)
        return frozenset((column, row) for column in columns for row in rows)


def squares_of_units(unit_ids: Iterable[int]) -> dict[int, Squares]:
    """The squares of those of these units that have any; one query."""
    rows = UnitTile.objects.filter(unit_id__in=set(unit_ids))
    return {
        unit: Squares(column, row, wide, high, mark in _SURE)
        for unit, column, row, wide, high, mark in rows.values_list("unit_id", "column", "row", "wide", "high", "mark")
    }
