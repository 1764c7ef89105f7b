"""From the board's figures to what its template prints. Cells are written here: a board draws many hundreds at once."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

from neuguong.core.papers import roman
from neuguong.ledger.queries.grid import Grid, GridCell, GridRow
from neuguong.web.ui import looks

LEGEND = ("met", "late", "overdue", "due_soon", "not_due", "extended", "nil", "excused", "absent")
SUMMARY_WORDS = {
    "met": "đã gửi đúng hạn",
    "late": "gửi trễ",
    "overdue": "quá hạn, chưa gửi",
    "due_soon": "sắp đến hạn",
    "not_due": "chưa đến hạn",
    "extended": "được gia hạn",
    "nil": "không có",
    "excused": "được miễn",
}


@dataclass(frozen=True, slots=True)
class PageRow:
    """One unit: its name and its cells, already written."""

    name: str
    note: str
    css: str
    cells: SafeString


@dataclass(frozen=True, slots=True)
class PageGroup:
    """Units under one heading; `span` is how many columns the heading takes."""

    title: str
    note: str
    span: int
    rows: tuple[PageRow, ...]


def board_context(grid: Grid, *, on: date, today: date) -> dict[str, Any]:
    """What board.html needs of a grid."""
    writer = _CellWriter("" if on == today else f"?on={on:%d/%m/%Y}")
    groups = [
        PageGroup(group.title, group.note, len(grid.quarters) + 1, tuple(_page_row(row, writer) for row in group.rows))
        for group in grid.groups
    ]
    return {
        "grid": grid,
        "groups": groups,
        "heads": [(str(year)[:2], str(year)[2:], span) for year, span in grid.spans],
        "quarters": [(quarter, roman(quarter.quarter or 1)) for quarter in grid.quarters],
        "summary": [(code, f"{number} {SUMMARY_WORDS[code]}") for code, number in grid.summary],
        "legend": LEGEND,
    }


class _CellWriter:
    """Writes cells with the address of their obligation; the address is reversed once."""

    def __init__(self, query: str) -> None:
        self.before, self.after = reverse("desk:obligation", args=[0]).split("0", 1)
        self.query = query

    def quarter(self, cell: GridCell) -> str:
        """A cell of the board proper."""
        url = self._url(cell)
        drawn = looks.cell(cell.code, count=cell.sent, words=cell.words, url=url)
        return f'<td class="re">{drawn}</td>' if cell.restated else f"<td>{drawn}</td>"

    def year(self, cell: GridCell) -> str:
        """A cell of the year's quota: figures and a word."""
        words = conditional_escape(cell.words)
        inside = f'<span class="q-{cell.look}"><span aria-hidden="true">{cell.text}</span><span class="vh">{words}</span></span>'
        if url := self._url(cell):
            inside = f'<a href="{conditional_escape(url)}">{inside}</a>'
        return f'<td class="q{" re" if cell.restated else ""}">{inside}</td>'

    def _url(self, cell: GridCell) -> str:
        return f"{self.before}{cell.obligation_id}{self.after}{self.query}" if cell.obligation_id else ""


def _page_row(row: GridRow, writer: _CellWriter) -> PageRow:
    css = "" if row.depth == 0 else "old" if row.depth == 1 else "old deep"
    cells = [*map(writer.quarter, row.quarters), *map(writer.year, row.years)]
    # Every part above is either ours or escaped where it was written.
    return PageRow(row.name, row.note, css, mark_safe("".join(cells)))  # noqa: S308
