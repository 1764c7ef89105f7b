"""The rows of a view as files: one row of the ledger a line, for those who count on."""

from collections.abc import Iterable
from datetime import datetime

from neuguong.core.papers import Column, Group, Row, Sheet, Table, build_csv, build_workbook, short_date
from neuguong.core.periods import Period
from neuguong.ledger.queries.board_row import BoardRow
from neuguong.ledger.queries.duties import due_words
from neuguong.ledger.queries.grid import state_words
from neuguong.ledger.queries.unit_groups import unit_groups
from neuguong.org.enums import UnitKind
from neuguong.org.models import Unit
from neuguong.org.queries.places import area_of
from neuguong.web.desk.board.asked import View

COLUMNS = (
    Column("Đơn vị", 55), Column("Loại đơn vị", 35), Column("Nhóm", 45), Column("Địa bàn", 35),
    Column("Nhiệm vụ", 80), Column("Kỳ", 25, "center"), Column("Hạn", 35), Column("Tình trạng", 45),
    Column("Đã có", 15, "right"), Column("Ít nhất", 15, "right"), Column("Số ngày trễ", 18, "right"),
    Column("Lý do miễn hoặc báo không có", 60), Column("Ghi bổ sung", 18, "center"),
)  # fmt: skip


def rows_csv(rows: Iterable[BoardRow], view: View) -> bytes:
    """As text with commas."""
    return build_csv(_table(rows, view))


def rows_workbook(rows: Iterable[BoardRow], view: View, *, made_at: datetime) -> bytes:
    """As a spreadsheet."""
    title = f"Các nhiệm vụ của kế hoạch, tính đến hết ngày {short_date(view.on)}"
    about = f"Kế hoạch {view.plan.number}, {view.plan.unit.name}"
    sheet = Sheet(name="Nhiệm vụ", titles=(title, about), table=_table(rows, view))
    return build_workbook([sheet], title=title, author=view.plan.unit.name, made_at=made_at)


def _table(rows: Iterable[BoardRow], view: View) -> Table:
    rows = [row for row in rows if view.state in ("", row.state)]
    placed = {
        one.unit.pk: (one.unit, group.title)
        for group in unit_groups({row.unit_id for row in rows}, on=view.on)
        for one in group.units
    }
    return Table(COLUMNS, (Group(rows=tuple(_line(row, *placed[row.unit_id]) for row in rows)),))


def _line(row: BoardRow, unit: Unit, group: str) -> Row:
    return (
        row.unit_name, str(UnitKind(row.unit_kind).label), group, area_of(unit.kind, unit.name, unit.place),
        row.duty_title, Period(row.period).label, due_words(row), state_words(row), row.sent, row.required,
        row.late_days or None, row.exempt_reason or row.nil_reason, "có" if row.restated else "",
    )  # fmt: skip
