"""The same tables as plain text with commas (.csv), for other programs to read."""

import csv
from datetime import date
from decimal import Decimal
from io import StringIO

from neuguong.core.papers.tables import Cell, Table
from neuguong.core.papers.wording import one_line

_LIKE_A_FORMULA = ("=", "+", "-", "@")


def build_csv(table: Table) -> bytes:
    """The rows of all groups under one head. Days are written 2025-03-15, decimals with a point: a program reads this.

    It begins with the mark by which spreadsheet programs know UTF-8. Text that begins like a formula is kept text by an
    apostrophe, because such a program would reckon it when it opens the file.
    """
    written = StringIO()
    lines = csv.writer(written, lineterminator="\r\n")
    lines.writerow([column.heading for column in table.columns])
    for row in table.every_row():
        lines.writerow([_text(value) for value in row])
    return written.getvalue().encode("utf-8-sig")


def _text(value: Cell) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        text = one_line(value)
        return f"'{text}" if text.startswith(_LIKE_A_FORMULA) else text
    if isinstance(value, date):
        return value.isoformat()
    return f"{value:f}" if isinstance(value, Decimal) else str(value)
