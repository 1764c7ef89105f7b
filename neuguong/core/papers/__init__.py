"""Official papers: data in, bytes of a .docx, .xlsx or .csv out, laid out as Nghị định 30/2020/NĐ-CP, Phụ lục I asks.

Pure functions: no clock, no settings, no database. The same data and `made_at` give the same bytes.
"""

from neuguong.core.papers.commas import build_csv
from neuguong.core.papers.letter import (
    Block,
    Code,
    Heading,
    OfficialLetter,
    build_letter,
    build_letters,
    labelled_appendices,
)
from neuguong.core.papers.listing import Listing, build_listing
from neuguong.core.papers.sheet import Sheet, build_workbook
from neuguong.core.papers.tables import Cell, Column, Group, Row, Table, cell_text
from neuguong.core.papers.wording import (
    KIND_CODES,
    attached_to,
    clean,
    number_and_symbol,
    number_text,
    official_date,
    official_number,
    padded,
    roman,
    short_date,
    symbol,
)

__all__ = [
    "KIND_CODES",
    "Block",
    "Cell",
    "Code",
    "Column",
    "Group",
    "Heading",
    "Listing",
    "OfficialLetter",
    "Row",
    "Sheet",
    "Table",
    "attached_to",
    "build_csv",
    "build_letter",
    "build_letters",
    "build_listing",
    "build_workbook",
    "cell_text",
    "clean",
    "labelled_appendices",
    "number_and_symbol",
    "number_text",
    "official_date",
    "official_number",
    "padded",
    "roman",
    "short_date",
    "symbol",
]
