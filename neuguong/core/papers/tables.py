"""Tables as data, the same for a paper and for a spreadsheet, so that both show the same rows."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from neuguong.core.papers.layout import Align
from neuguong.core.papers.wording import clean, number_text, short_date

Cell = str | int | Decimal | date | None
Row = tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """One column. Width in millimetres on paper; `decimals` counts for Decimal values only.

    Years and running numbers are not amounts: `grouped=False` writes 1972, not 1.972.
    """

    heading: str
    width_mm: float
    align: Align = "left"
    decimals: int = 1
    grouped: bool = True


@dataclass(frozen=True, slots=True)
class Group:
    """Rows under one label ("A. Tập thể"); no label when the table has only one kind of row. Rows may be none."""

    label: str = ""
    rows: tuple[Row, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """Columns, groups of rows, an optional row of totals.

    Raises ValueError when a row does not have one value per column: a shifted row on a signed paper is worse than none.
    """

    columns: tuple[Column, ...]
    groups: tuple[Group, ...]
    total: Row | None = None
    empty_text: str = "Không có"
    small: bool = False

    def __post_init__(self) -> None:
        if not self.columns:
            raise ValueError("Bảng phải có ít nhất một cột.")
        for row in self.every_row():
            if len(row) != len(self.columns):
                raise ValueError(f"Một dòng của bảng có {len(row)} ô, bảng có {len(self.columns)} cột.")

    def every_row(self) -> Iterator[Row]:
        """All rows in order of print, the totals last."""
        for group in self.groups:
            yield from group.rows
        if self.total is not None:
            yield self.total

    @property
    def row_count(self) -> int:
        """How many rows the groups hold, without labels and totals."""
        return sum(len(group.rows) for group in self.groups)

    @property
    def width_mm(self) -> float:
        return sum(column.width_mm for column in self.columns)


def cell_text(value: Cell, column: Column) -> str:
    """A value as printed: 1.234,5 and 05/01/2023. Raises TypeError on a value with no agreed way of writing."""
    if value is None:
        return ""
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, bool | datetime):
        raise TypeError(f"Không in được giá trị kiểu {type(value).__name__} trong bảng.")
    if isinstance(value, date):
        return short_date(value)
    decimals = column.decimals if isinstance(value, Decimal) else 0
    return number_text(value, decimals=decimals, grouped=column.grouped)
