"""Spreadsheets (.xlsx) of the same tables that are printed, ready to print themselves.

Nothing that a person typed can become a formula or a link: text is always stored as text, and text that begins like a
formula also carries the mark that keeps it text when somebody edits the cell.
"""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from typing import Literal

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from neuguong.core.papers.layout import FONT, LANDSCAPE, PORTRAIT, Align
from neuguong.core.papers.metrics import text_width_mm
from neuguong.core.papers.packing import repack, utc_seconds
from neuguong.core.papers.tables import Cell, Column, Group, Row, Table
from neuguong.core.papers.wording import clean, one_line

_SIZE = 12
_MM_PER_INCH = 25.4
_PIXELS_PER_MM = 96 / 25.4
_LINE_POINTS = 15.75
_HIGHEST_ROW = 409.0  # points; the most that a row may have
_LETTER_MM = 1.85  # a letter of size 12, a little more than the average, so that the estimate errs to the high side
_A4 = 9
_CELL_LIMIT = 32_767  # the most characters that a cell holds
_CUT_MARK = "… (còn tiếp)"
_NAME_LIMIT = 31
_NAME_FORBIDDEN = re.compile(r"[\[\]:*?/\\]")
_LIKE_A_FORMULA = ("=", "+", "-", "@", "\t", "\n")
_HEAD_FILL = "#E7E6E6"

# What a format is made of; formats are shared, because a workbook with one per cell is slow and large.
Look = tuple[tuple[str, object], ...]
Kind = Literal["text", "marked", "date", "whole", "decimal"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One worksheet: title lines above the table, notes under it. Names too long or used twice are made to fit.

    With `sum_total` the numbers of the totals row are formulas over their columns, so that they follow a changed cell.
    """

    name: str
    table: Table
    titles: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    landscape: bool = True
    sum_total: bool = False


@dataclass(slots=True)
class _Book:
    workbook: Workbook
    formats: dict[Look, Format] = field(default_factory=dict)
    cell_formats: dict[tuple[Align, int, bool, Kind, bool], Format] = field(default_factory=dict)

    def look(self, **properties: object) -> Format:
        key: Look = tuple(sorted(properties.items()))
        if key not in self.formats:
            self.formats[key] = self.workbook.add_format({"font_name": FONT, "font_size": _SIZE, **properties})
        return self.formats[key]

    def cell_look(self, column: Column, kind: Kind, bold: bool) -> Format:
        """The format of one kind of value in one kind of column; asked for once per cell, so kept at hand."""
        key = (column.align, column.decimals, column.grouped, kind, bold)
        if key not in self.cell_formats:
            self.cell_formats[key] = self.look(
                align="justify" if column.align == "both" else column.align,
                valign="top",
                text_wrap=True,
                border=1,
                bold=bold,
                **_cell_properties(column, kind),
            )
        return self.cell_formats[key]


def build_workbook(sheets: Sequence[Sheet], *, title: str, author: str, made_at: datetime) -> bytes:
    """All sheets in one .xlsx; the same sheets and `made_at` give the same bytes.

    Raises ValueError without sheets or when `made_at` has no zone, TypeError on a value with no agreed way of writing.
    """
    if not sheets:
        raise ValueError("Bảng tính phải có ít nhất một trang.")
    written = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    workbook = xlsxwriter.Workbook(written, options)
    workbook.set_properties(
        {"title": one_line(title)[:255], "author": one_line(author)[:255], "created": utc_seconds(made_at)}
    )
    book = _Book(workbook)
    for sheet, name in zip(sheets, _sheet_names(sheets), strict=True):
        _write_sheet(book, workbook.add_worksheet(name), sheet)
    workbook.close()
    return repack(written.getvalue(), made_at=made_at)


def _sheet_names(sheets: Sequence[Sheet]) -> list[str]:
    names: list[str] = []
    taken: set[str] = {"history"}  # a name that the spreadsheet program keeps for itself
    for sheet in sheets:
        wished = _NAME_FORBIDDEN.sub(" ", one_line(sheet.name)).strip(" '") or "Trang"
        name, turn = wished[:_NAME_LIMIT].strip(" '"), 1
        while name.casefold() in taken:
            turn += 1
            mark = f" ({turn})"
            name = wished[: _NAME_LIMIT - len(mark)].rstrip() + mark
        taken.add(name.casefold())
        names.append(name)
    return names


def _write_sheet(book: _Book, worksheet: Worksheet, sheet: Sheet) -> None:
    table = sheet.table
    head = _write_titles(book, worksheet, sheet)
    for place, column in enumerate(table.columns):
        worksheet.set_column_pixels(place, place, round(column.width_mm * _PIXELS_PER_MM))
        heading = book.look(bold=True, align="center", valign="vcenter", text_wrap=True, border=1, bg_color=_HEAD_FILL)
        worksheet.write_string(head, place, _fitting(column.heading), heading)
    worksheet.set_row(head, _row_points([(column.heading, column.width_mm) for column in table.columns]))
    line = head + 1
    for group in table.groups:
        line = _write_group(book, worksheet, table, group, line)
    if table.total is not None:
        _write_row(book, worksheet, table.columns, table.total, line, bold=True)
        if sheet.sum_total:
            _write_sums(book, worksheet, table, first=head + 1, total=line)
        line += 1
    if len(table.groups) == 1 and not table.groups[0].label and table.row_count:
        worksheet.autofilter(head, 0, head + table.row_count, len(table.columns) - 1)
    for place, note in enumerate(sheet.notes, start=line + 1):
        _write_text(book, worksheet, place, 0, note, {"italic": True})
    worksheet.freeze_panes(head + 1, 0)
    worksheet.repeat_rows(head)
    _set_up_print(worksheet, landscape=sheet.landscape)


def _write_titles(book: _Book, worksheet: Worksheet, sheet: Sheet) -> int:
    """Title lines over the whole width; returns the row of the table's head."""
    last = len(sheet.table.columns) - 1
    for place, text in enumerate(sheet.titles):
        strong = place == 0
        properties = {"bold": strong, "italic": not strong, "align": "center", "valign": "vcenter", "text_wrap": True}
        if last:
            worksheet.merge_range(place, 0, place, last, "", book.look(**properties))
        _write_text(book, worksheet, place, 0, text, properties)
        # A merged row does not grow by itself.
        lines = math.ceil(text_width_mm(one_line(text), _SIZE, bold=strong) * 1.05 / sheet.table.width_mm)
        worksheet.set_row(place, _LINE_POINTS * max(lines, 1))
    return len(sheet.titles) + 1 if sheet.titles else 0


def _write_group(book: _Book, worksheet: Worksheet, table: Table, group: Group, line: int) -> int:
    if group.label:
        _write_band(book, worksheet, len(table.columns), line, group.label, {"bold": True})
        line += 1
    if not group.rows:
        _write_band(book, worksheet, len(table.columns), line, table.empty_text, {"italic": True})
        line += 1
    for row in group.rows:
        _write_row(book, worksheet, table.columns, row, line)
        line += 1
    return line


def _write_band(
    book: _Book, worksheet: Worksheet, width: int, line: int, text: str, properties: dict[str, object]
) -> None:
    """One text that runs over the empty cells to its right; not merged, so that columns can still be chosen whole."""
    _write_text(book, worksheet, line, 0, text, {**properties, "top": 1, "bottom": 1, "left": 1})
    for place in range(1, width):
        edge = {"right": 1} if place == width - 1 else {}
        worksheet.write_blank(line, place, None, book.look(top=1, bottom=1, **edge))


def _write_row(
    book: _Book, worksheet: Worksheet, columns: Sequence[Column], row: Row, line: int, *, bold: bool = False
) -> None:
    for place, (column, value) in enumerate(zip(columns, row, strict=True)):
        _write_cell(book, worksheet, line, place, column, value, bold=bold)
    texts = [(value, column.width_mm) for column, value in zip(columns, row, strict=True) if isinstance(value, str)]
    worksheet.set_row(line, _row_points(texts))


def _write_sums(book: _Book, worksheet: Worksheet, table: Table, *, first: int, total: int) -> None:
    """The totals again as sums; the value beside each formula is what was computed, for programs that do not calculate."""
    for place, (column, value) in enumerate(zip(table.columns, table.total or (), strict=True)):
        if isinstance(value, int | Decimal):
            cells = f"{xl_rowcol_to_cell(first, place)}:{xl_rowcol_to_cell(total - 1, place)}"
            look = book.cell_look(column, "decimal" if isinstance(value, Decimal) else "whole", bold=True)
            worksheet.write_formula(total, place, f"=SUM({cells})", look, value)


def _row_points(texts: Sequence[tuple[str, float]]) -> float:
    """Height for wrapped texts in columns of given widths: not every program works it out when it opens the file."""
    lines = 1
    for text, width_mm in texts:
        if len(text) * _LETTER_MM > width_mm or "\n" in text:
            lines = max(lines, sum(math.ceil(len(part) * _LETTER_MM / width_mm) or 1 for part in text.split("\n")))
    return min(lines * _LINE_POINTS, _HIGHEST_ROW)


def _write_cell(
    book: _Book, worksheet: Worksheet, line: int, place: int, column: Column, value: Cell, *, bold: bool
) -> None:
    if value is None:
        worksheet.write_blank(line, place, None, book.cell_look(column, "text", bold))
    elif isinstance(value, str):
        written = _fitting(value)
        kind: Kind = "marked" if written.startswith(_LIKE_A_FORMULA) else "text"
        worksheet.write_string(line, place, written, book.cell_look(column, kind, bold))
    elif isinstance(value, bool | datetime):
        raise TypeError(f"Không ghi được giá trị kiểu {type(value).__name__} vào bảng tính.")
    elif isinstance(value, date):
        worksheet.write_datetime(line, place, value, book.cell_look(column, "date", bold))
    else:
        kind = "decimal" if isinstance(value, Decimal) else "whole"
        worksheet.write_number(line, place, value, book.cell_look(column, kind, bold))


def _cell_properties(column: Column, kind: Kind) -> dict[str, object]:
    if kind == "marked":
        return {"quote_prefix": True}
    if kind == "text":
        return {}
    if kind == "date":
        return {"num_format": "dd/mm/yyyy"}
    shown = "#,##0" if column.grouped else "0"
    if kind == "decimal" and column.decimals:
        shown += f".{'0' * column.decimals}"
    return {"num_format": shown}


def _write_text(
    book: _Book, worksheet: Worksheet, line: int, place: int, text: str, properties: dict[str, object]
) -> None:
    written = _fitting(text)
    if written.startswith(_LIKE_A_FORMULA):
        properties = {**properties, "quote_prefix": True}
    worksheet.write_string(line, place, written, book.look(**properties))


def _fitting(text: str) -> str:
    cleaned = clean(text)
    # A longer text would be left out without a word by the library.
    return cleaned if len(cleaned) <= _CELL_LIMIT else cleaned[: _CELL_LIMIT - len(_CUT_MARK)] + _CUT_MARK


def _set_up_print(worksheet: Worksheet, *, landscape: bool) -> None:
    page = LANDSCAPE if landscape else PORTRAIT
    if landscape:
        worksheet.set_landscape()
    worksheet.set_paper(_A4)
    worksheet.set_margins(
        left=page.left / _MM_PER_INCH,
        right=page.right / _MM_PER_INCH,
        top=page.top / _MM_PER_INCH,
        bottom=page.bottom / _MM_PER_INCH,
    )
    worksheet.fit_to_pages(1, 0)
    worksheet.set_footer(f'&C&"{FONT},Regular"&11Trang &P/&N')
