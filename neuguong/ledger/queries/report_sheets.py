"""The figures of a report as a workbook: all codes over all units, each unit, sectors."""

from datetime import date, datetime

from neuguong.core.papers import Column, Group, Row, Sheet, Table, build_workbook, short_date
from neuguong.ledger.queries.figures import PlanFigures, plan_figures
from neuguong.ledger.queries.packages import kinds_of
from neuguong.ledger.queries.report_tables import Ground, placed_units, recognition_table, sectors_table, units_table
from neuguong.programme.enums import Indicator
from neuguong.programme.models import Plan
from neuguong.programme.queries.plans import rules_of


def report_workbook(plan: Plan, *, since: date, until: date, at: datetime) -> bytes:
    """Sheets: every figure with its code, units against quotas, sectors, recognition, each unit's every figure."""
    figures = plan_figures(plan=plan, since=since, until=until)
    rules = rules_of(plan, at)
    ground = Ground(plan, figures, kinds_of(rules))
    told = f"Từ ngày {short_date(since)} đến hết ngày {short_date(until)}"
    sheets = [
        Sheet(name=name, titles=(title, told), table=table)
        for name, title, table in (
            ("Số liệu", "Số liệu chung", _all_figures(figures)),
            ("Theo đơn vị", "Kết quả theo đơn vị", units_table(ground)),
            ("Theo lĩnh vực", "Điển hình theo lĩnh vực", sectors_table(ground)),
            ("Công nhận", "Công nhận theo cấp và loại đối tượng", recognition_table(ground)),
            ("Mọi số liệu", "Mọi số liệu của từng đơn vị", _every_unit(ground)),
        )
    ]
    return build_workbook(sheets, title=f"Số liệu {rules.short_title}", author=rules.package.issuer, made_at=at)


def _all_figures(figures: PlanFigures) -> Table:
    columns = (Column("Mã", 52), Column("Số liệu", 110), Column("Kết quả", 30, "right"))
    rows: tuple[Row, ...] = tuple((str(code), str(code.label), _cell(figures, code)) for code in Indicator)
    return Table(columns, (Group(rows=rows),))


def _cell(figures: PlanFigures, code: Indicator) -> int | str:
    return figures.total.counts[code] if code in figures.total.counts else figures.total.text(code)


def _every_unit(ground: Ground) -> Table:
    codes = list(Indicator)
    columns = (Column("Đơn vị", 60), *(Column(str(code), 26, "right") for code in codes))
    groups = []
    for group in placed_units(ground):
        rows: list[Row] = []
        for placed in group.units:
            one = ground.figures.units[placed.unit.pk]
            rows.append((placed.unit.name, *(one.counts[c] if c in one.counts else one.text(c) for c in codes)))
        groups.append(Group(group.title, tuple(rows)))
    total = (*("Cộng",), *(_cell(ground.figures, code) for code in codes))
    return Table(columns, tuple(groups), total=total)
