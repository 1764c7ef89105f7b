"""The tables of a report: figures of a section, and the annexes as far as there is data for them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.db.models import Count, Max, Min

from neuguong.core.papers import Cell, Column, Group, Listing, Row, Table, short_date
from neuguong.core.periods import day_ends
from neuguong.exemplars.enums import RecognitionLevel
from neuguong.ledger.enums import ActivityForm
from neuguong.ledger.models import Activity
from neuguong.ledger.papers import Kinds, list_table
from neuguong.ledger.queries.budget import estimates_that_count, summed
from neuguong.ledger.queries.events import held_events
from neuguong.ledger.queries.figures import NO_SHARE, Figures, PlanFigures, counted_dossiers, recognised_by
from neuguong.ledger.queries.list_lines import list_lines
from neuguong.ledger.queries.unit_groups import UnitGroup, unit_groups
from neuguong.programme.enums import ActivityKind, Annex, Indicator
from neuguong.programme.models import Plan
from neuguong.programme.queries.reports import ReportAnnex, ReportSection
from neuguong.publicity.enums import OutletKind
from neuguong.publicity.queries.runs import runs_that_count

Code = Indicator
NO_DATA = "Phần mềm bản này chưa có số liệu cho phụ lục này."
_SHOWN = (ActivityKind.EVENT, ActivityKind.PUBLICITY, ActivityKind.CONFERENCE)
_LEVELS = ((RecognitionLevel.UNIT, "Đơn vị"), (RecognitionLevel.COUNCIL, "Hội đồng"))
_NUMBER = 15.0
# One column of the table by unit: heading, figure.
_BY_UNIT = (
    ("Tập thể", Code.INTRODUCED_COLLECTIVE),
    ("Cá nhân", Code.INTRODUCED_INDIVIDUAL),
    ("Hộ", Code.INTRODUCED_HOUSEHOLD),
    ("Ít nhất", Code.QUOTA_REQUIRED),
    ("Đã tính", Code.QUOTA_DONE),
    ("Lượt có chỉ tiêu", Code.QUOTA_OWED),
    ("Lượt đủ", Code.QUOTA_MET),
    ("Quý đến hạn", Code.RETURNS_OWED),
    ("Đúng hạn", Code.RETURNS_ON_TIME),
    ("Báo không có", Code.RETURNS_NIL),
    ("Gửi trễ", Code.RETURNS_LATE),
    ("Chưa gửi", Code.RETURNS_MISSING),
    ("Đúng hạn, %", Code.RETURNS_IN_TIME_SHARE),
)


@dataclass(frozen=True, slots=True)
class Ground:
    """What every annex is made from. `unit_ids` None means all units."""

    plan: Plan
    figures: PlanFigures
    kinds: Kinds
    unit_ids: Collection[int] | None = None


def section_table(section: ReportSection, figures: Figures, *, overall: bool) -> Table | None:
    """The figures of one section, each with its name; None for a section that nothing feeds."""
    codes = section.shown(overall=overall)
    if not codes:
        return None
    columns = (Column("Số liệu", 130), Column("Kết quả", 35, "right"))
    rows = tuple((str(Code(code).label), figures.text(code)) for code in codes)
    return Table(columns, (Group(rows=rows),), small=True)


def annexes(wanted: Sequence[ReportAnnex], ground: Ground) -> tuple[Listing, ...]:
    """The annexes of the outline in its order; one without data says so."""
    return tuple(_annex(one, ground) for one in wanted)


def _annex(annex: ReportAnnex, ground: Ground) -> Listing:
    if annex.code == Annex.SECTORS:
        return Listing(title=annex.title, table=sectors_table(ground))
    if annex.code == Annex.UNITS:
        return Listing(title=annex.title, table=units_table(ground))
    if annex.code == Annex.LIST:
        return Listing(title=annex.title, table=_list(ground))
    if annex.code == Annex.PUBLICITY:
        return Listing(title=annex.title, table=_done(ground))
    if annex.code == Annex.RECOGNITION:
        told = ("Phần mềm bản này chưa có số liệu theo hình thức khen thưởng và theo nam, nữ.",)
        return Listing(title=annex.title, table=recognition_table(ground), landscape=False, notes=told)
    if annex.code == Annex.BUDGET:
        return Listing(title=annex.title, table=budget_table(ground), notes=("Đơn vị tính: đồng.",))
    nothing = Table((Column("Nội dung", 160, "center"),), (Group(),), empty_text=NO_DATA)
    return Listing(title=annex.title, table=nothing, landscape=False)


def _number_columns(headings: Sequence[str], width: float = _NUMBER) -> tuple[Column, ...]:
    return tuple(Column(heading, width, "right") for heading in headings)


def sectors_table(ground: Ground) -> Table:
    """Sectors down; introduced and recognised by kind and level across; sectors without anybody too."""
    names = [name[:1].upper() + name[1:] for _, name in ground.kinds]
    codes = [code for code, _ in ground.kinds]
    headings = [
        *(f"{name}, giới thiệu" for name in names), "Cộng giới thiệu",
        *(f"{name}, {level.lower()} công nhận" for _, level in _LEVELS for name in names), "Cộng công nhận",
    ]  # fmt: skip
    rows: list[Row] = []
    for turn, line in enumerate(ground.figures.sectors, start=1):
        introduced = [line.introduced.get(code, 0) for code in codes]
        honoured = [line.recognised[level].get(code, 0) for level, _ in _LEVELS for code in codes]
        rows.append((turn, line.name, *introduced, sum(introduced), *honoured, sum(honoured)))
    width = (252 - 12 - 48) / len(headings)
    columns = (Column("STT", 12, "center"), Column("Lĩnh vực", 48), *_number_columns(headings, width))
    return Table(columns, (Group(rows=tuple(rows)),), total=_added(rows, len(headings)), small=True)


def _added(rows: Sequence[Row], numbers: int) -> Row:
    sums = [sum(int(str(row[place])) for row in rows) for place in range(2, 2 + numbers)]
    return (None, "Cộng", *sums)


def units_table(ground: Ground) -> Table:
    """Every unit of the board in its order, what ended beneath what took it over; the totals are those of the figures."""
    width = (252 - 12 - 54) / len(_BY_UNIT)
    columns = (
        Column("STT", 12, "center"),
        Column("Đơn vị", 54),
        *_number_columns([heading for heading, _ in _BY_UNIT], width),
    )
    groups, turn = [], 0
    for group in placed_units(ground, introducing=True):
        rows: list[Row] = []
        for placed in group.units:
            turn += 1
            name = f"– {placed.unit.short_name}" if placed.depth else placed.unit.short_name
            rows.append((turn, name, *_unit_cells(ground.figures.units[placed.unit.pk])))
        groups.append(Group(group.title, tuple(rows)))
    total: Row = (None, "Cộng", *_unit_cells(ground.figures.total))
    return Table(columns, tuple(groups), total=total, small=True)


def placed_units(ground: Ground, *, introducing: bool = False) -> tuple[UnitGroup, ...]:
    """The units with figures, as the board groups them; or only those that introduce people, or owe to."""
    asked = (Code.INTRODUCED, Code.QUOTA_OWED, Code.RETURNS_OWED)
    units = ground.figures.units
    chosen = [pk for pk, one in units.items() if not introducing or any(one.counts[code] for code in asked)]
    return unit_groups(chosen, on=ground.figures.total.until)


def _unit_cells(figures: Figures) -> tuple[Cell, ...]:
    return tuple(NO_SHARE if (found := figures.value(code)) is None else found for _, code in _BY_UNIT)


def _list(ground: Ground) -> Table:
    """Who was recognised, as the quarterly lists say it."""
    total = ground.figures.total
    chosen = counted_dossiers(ground.plan, since=total.since, until=total.until, unit_ids=_lives(ground))
    lines = list_lines(chosen.filter(recognised_by(total.until)))
    return list_table(lines, ground.kinds, with_unit=ground.unit_ids is None)


def _lives(ground: Ground) -> Collection[int] | None:
    return None if ground.unit_ids is None else {*ground.unit_ids, *ground.figures.units}


def _done(ground: Ground) -> Table:
    """What was recorded of events, publicity and conferences, by kind and day."""
    total = ground.figures.total
    rows = Activity.objects.filter(
        obligation__duty__plan=ground.plan,
        obligation__duty__activity__in=_SHOWN,
        held_on__gte=total.since,
        held_on__lte=total.until,
        withdrawn_at=None,
    ).select_related("obligation__unit", "obligation__duty")
    lives = _lives(ground)
    if lives is not None:
        rows = rows.filter(obligation__unit_id__in=lives)
    columns = (
        Column("STT", 12, "center"),
        Column("Ngày", 24, "center"),
        Column("Đơn vị", 46),
        Column("Việc đã làm", 98),
        Column("Hình thức", 26),
        Column("Kết quả", 46),
    )
    events = held_events(ground.plan, since=total.since, until=total.until, unit_ids=lives)
    counted = {(unit, one.kind, one.held_on) for one in events for unit in one.unit_ids}
    told = [(one.held_on, one.units, one.kind, one.name, one.form, one.outcome) for one in events]
    for one in rows.order_by("held_on", "obligation__unit__sort_key", "id"):
        kind, unit = one.obligation.duty.activity, one.obligation.unit
        if (unit.pk, kind, one.held_on) not in counted:  # the same thing typed by hand stands there as an event
            form = str(ActivityForm(one.form).label) if one.form else ""
            told.append((one.held_on, unit.short_name, kind, one.title, form, one.note))
    found: dict[str, list[Row]] = {kind: [] for kind in _SHOWN}
    for day, unit_names, kind, *words in sorted(told, key=lambda row: row[0]):
        found[kind].append((len(found[kind]) + 1, short_date(day), unit_names, *words))
    groups = tuple(
        Group(f"{str(ActivityKind(kind).label).capitalize()} ({len(lines)})", tuple(lines))
        for kind, lines in found.items()
    )
    return Table(columns, (*groups, *_ran(ground)), small=True)


def _ran(ground: Ground) -> tuple[Group, ...]:
    """What ran on the units' outlets, one line an outlet: how often, from when until when; nothing where nothing ran."""
    total = ground.figures.total
    rows = runs_that_count(ground.plan, on=total.until, unit_ids=_lives(ground))
    rows = rows.filter(ran_on__gte=total.since, withdrawn_at=None).order_by()
    named = rows.values_list("outlet__unit__short_name", "outlet__name", "outlet__kind")
    counted = named.annotate(n=Count("pk"), first=Min("ran_on"), last=Max("ran_on"))
    lines: list[Row] = []
    times = 0
    for unit, name, kind, count, first, last in counted.order_by(
        "outlet__unit__sort_key", "outlet__sort_key", "outlet"
    ):
        days = short_date(first) if first == last else f"{short_date(first)} đến {short_date(last)}"
        told = f"{name}: {count} lần phát, đăng"
        lines.append((len(lines) + 1, days, unit, told, str(OutletKind(kind).label), ""))
        times += count
    return (Group(f"Phát, đăng trên kênh truyền thông ({times})", tuple(lines)),) if lines else ()


def budget_table(ground: Ground) -> Table:
    """The estimates of the report's years: asked for, appraised, approved (KH 87, IV.3)."""
    total = ground.figures.total
    rows = estimates_that_count(
        ground.plan,
        years=range(total.since.year, total.until.year + 1),
        until=day_ends(total.until),
        unit_ids=_lives(ground),
    )
    columns = (
        Column("STT", 12, "center"),
        Column("Năm", 16, "center", grouped=False),
        Column("Đơn vị", 52),
        Column("Dự toán", 70),
        *_number_columns(["Đề nghị", "Thẩm định", "Phê duyệt"], 34),
    )
    lines = tuple(
        (turn, row.year, row.unit, row.title, row.total.asked, row.total.appraised, row.total.approved)
        for turn, row in enumerate(rows, start=1)
    )
    added = summed(rows)
    sums: Row = (None, None, "Cộng", None, added.asked, added.appraised, added.approved)
    return Table(columns, (Group(rows=lines),), total=sums, small=True)


def recognition_table(ground: Ground) -> Table:
    """Kinds down; introduced, recognised by level, the share across."""
    total = ground.figures.total
    rows: list[Row] = []
    for code, name in ground.kinds:
        levels = [sum(line.recognised[level].get(code, 0) for line in ground.figures.sectors) for level, _ in _LEVELS]
        introduced, honoured = total.counts[f"introduced_{code}"], total.counts[f"recognised_{code}"]
        share = Figures(total.since, total.until, {Code.INTRODUCED: introduced, Code.RECOGNISED: honoured})
        rows.append((name[:1].upper() + name[1:], introduced, *levels, honoured, share.text(Code.RECOGNISED_SHARE)))
    columns = (
        Column("Loại đối tượng", 40),
        *_number_columns(["Đã giới thiệu", "Đơn vị công nhận", "Hội đồng công nhận", "Cộng công nhận", "Tỷ lệ"], 24),
    )
    sums: Row = (
        "Cộng",
        *(total.counts[code] for code in (Code.INTRODUCED, Code.RECOGNISED_UNIT, Code.RECOGNISED_COUNCIL, Code.RECOGNISED)),
        total.text(Code.RECOGNISED_SHARE),
    )  # fmt: skip
    return Table(columns, (Group(rows=tuple(rows)),), total=sums)
