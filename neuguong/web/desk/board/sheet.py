"""The board as a spreadsheet: the same cells as on the screen, as letters and figures."""

from datetime import date, datetime

from neuguong.core.papers import Column, Group, Sheet, Table, build_workbook, roman, short_date
from neuguong.ledger.enums import EXTENDED_LETTER, LETTERS, ObligationState
from neuguong.ledger.queries.grid import ABSENT, EXTENDED, Grid, GridCell

_LABELS = {state.value: str(state.label) for state in ObligationState}


def board_workbook(grid: Grid, *, plan_number: str, organisation: str, on: date, made_at: datetime) -> bytes:
    """The board of a day as .xlsx."""
    columns = (
        Column("Đơn vị", 52),
        *(Column(f"Quý {roman(q.quarter or 1)}/{q.year_number}", 15, "center") for q in grid.quarters),
        *(Column(f"Chỉ tiêu {year.code}", 24, "center") for year in grid.years),
    )
    groups = tuple(
        Group(
            f"{group.title} ({group.note})",
            tuple(
                (
                    "    " * row.depth + row.name + (f" ({row.note})" if row.note else ""),
                    *(quarter_text(cell) for cell in row.quarters),
                    *(year_text(cell) for cell in row.years),
                )
                for row in group.rows
            ),
        )
        for group in grid.groups
    )
    title = f"Bảng theo dõi giới thiệu điển hình, tính đến hết ngày {short_date(on)}"
    sheet = Sheet(
        name="Bảng theo dõi",
        titles=(title, f"Kế hoạch {plan_number}, {organisation}"),
        table=Table(columns, groups),
        notes=_notes(grid),
    )
    return build_workbook([sheet], title=title, author=organisation, made_at=made_at)


def quarter_text(cell: GridCell) -> str:
    """Letter and number as on the screen: "Đ 2", "Q"; a star when entered afterwards."""
    if cell.code == ABSENT:
        return "–"
    letter = EXTENDED_LETTER if cell.code == EXTENDED else LETTERS[ObligationState(cell.code)]
    return letter + (f" {cell.sent}" if cell.sent else "") + ("*" if cell.restated else "")


def year_text(cell: GridCell) -> str:
    """Sent and at least: "4/3"."""
    return cell.text + ("*" if cell.restated else "")


def _notes(grid: Grid) -> tuple[str, ...]:
    letters = [f"{letter}: {_LABELS[state]}" for state, letter in LETTERS.items()]
    legend = "; ".join([*letters, f"{EXTENDED_LETTER}: được gia hạn", "–: lúc ấy chưa có hoặc không còn đơn vị này"])
    return (legend, *(("*: ghi bổ sung sau ngày đang xem, hoặc tính lại vì hủy công nhận",) if grid.restated else ()))
