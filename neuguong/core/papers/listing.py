"""A list or table on pages of its own: an appendix of a letter, or a list that goes with one. (NĐ 30, PL I, mục III.1)"""

from dataclasses import dataclass
from datetime import datetime

from neuguong.core.papers.layout import (
    APPENDIX_LABEL,
    APPENDIX_TITLE,
    ATTACHED_TO,
    BODY,
    CELL,
    CELL_GROUP,
    CELL_HEAD,
    LANDSCAPE,
    PORTRAIT,
    SMALL_CELL,
    SMALL_CELL_GROUP,
    SMALL_CELL_HEAD,
    Page,
    TextStyle,
)
from neuguong.core.papers.tables import Column, Group, Row, Table, cell_text
from neuguong.core.papers.word import Element, GridCell, GridRow, Section, gap, grid, paragraph, word_file
from neuguong.core.papers.wording import clean, one_line

_TOLERANCE_MM = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """A titled table. `attached_to` is what stands after "Kèm theo" in words of attached_to(), without brackets.

    `label` ("Phụ lục II") and `attached_to` are filled in by the letter that carries the list, when they are empty.
    """

    title: str
    table: Table
    label: str = ""
    attached_to: str = ""
    introduction: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    landscape: bool = True

    @property
    def page(self) -> Page:
        return LANDSCAPE if self.landscape else PORTRAIT


def build_listing(listing: Listing, *, issuer: str, made_at: datetime) -> bytes:
    """The list as a .docx of its own. Raises ValueError when the columns are wider than the page."""
    return word_file([listing_section(listing)], title=listing.title, author=issuer, made_at=made_at)


def listing_section(listing: Listing) -> Section:
    """The list as a section with its own page numbers."""
    elements: list[Element] = []
    if listing.label:
        elements.append(paragraph(one_line(listing.label), APPENDIX_LABEL))
    elements.append(paragraph(clean(listing.title).strip().upper(), APPENDIX_TITLE))
    if listing.attached_to:
        elements.append(paragraph(f"({clean(listing.attached_to).strip()})", ATTACHED_TO))
    elements.extend(paragraph(one_line(text), BODY) for text in listing.introduction)
    elements.extend((gap(), *table_elements(listing.table, listing.page.text_width)))
    elements.extend(paragraph(one_line(text), BODY) for text in listing.notes)
    return Section(listing.page, elements)


def table_elements(table: Table, available_mm: float) -> list[Element]:
    """The table and the low paragraph after it. Raises ValueError when it does not fit the width."""
    if table.width_mm > available_mm + _TOLERANCE_MM:
        raise ValueError(f"Bảng rộng {table.width_mm:g} mm, trang giấy chỉ có {available_mm:g} mm.")
    head, plain, group = (
        (SMALL_CELL_HEAD, SMALL_CELL, SMALL_CELL_GROUP) if table.small else (CELL_HEAD, CELL, CELL_GROUP)
    )
    rows = [_heading(table, head)]
    for part in table.groups:
        rows.extend(_group_rows(part, table, plain, group))
    if table.total is not None:
        rows.append(_value_row(table.total, table.columns, group))
    return [grid([column.width_mm for column in table.columns], rows, lined=True), gap()]


def _heading(table: Table, style: TextStyle) -> GridRow:
    return GridRow([GridCell([paragraph(column.heading, style)]) for column in table.columns], is_header=True)


def _group_rows(part: Group, table: Table, plain: TextStyle, label: TextStyle) -> list[GridRow]:
    rows = []
    if part.label:
        rows.append(GridRow([GridCell([paragraph(one_line(part.label), label)], span=len(table.columns))]))
    if not part.rows:
        nothing = paragraph(table.empty_text, plain, align="center")
        rows.append(GridRow([GridCell([nothing], span=len(table.columns))]))
    rows.extend(_value_row(row, table.columns, plain) for row in part.rows)
    return rows


def _value_row(row: Row, columns: tuple[Column, ...], style: TextStyle) -> GridRow:
    return GridRow(
        [
            GridCell([paragraph(cell_text(value, column), style, align=column.align)])
            for value, column in zip(row, columns, strict=True)
        ]
    )
