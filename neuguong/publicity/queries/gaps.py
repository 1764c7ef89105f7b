"""Who is little told of: recognised exemplars beside those that ran on an outlet, by sector, unit, women, direct workers.

The register keeps no sex. A woman is who is addressed as bà, chị or cô; whoever has another or no form of address is
counted apart, so that no guess is made (KH 87, III.2.1.c, III.3.b).
"""

from collections import Counter
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet

from neuguong.core.papers import Column, Group, Row, Sheet, Table, build_workbook, short_date
from neuguong.exemplars.enums import Labour
from neuguong.exemplars.models import Exemplar, Recognition
from neuguong.exemplars.queries.register import shown
from neuguong.programme.enums import SubjectKind
from neuguong.programme.models import Plan
from neuguong.publicity.models import BroadcastExemplar

WOMEN, MEN = ("bà", "chị", "cô"), ("ông", "anh", "chú", "bác trai")
UNKNOWN = "chưa rõ"


@dataclass(frozen=True, slots=True)
class GapLine:
    """One group: how many were recognised, how many of them were told of, how often."""

    name: str
    recognised: int
    told: int
    times: int

    @property
    def never(self) -> int:
        """How many nobody has told of yet."""
        return self.recognised - self.told

    @property
    def is_gap(self) -> bool:
        """Somebody was recognised and nobody told of."""
        return self.recognised > 0 and self.told == 0


@dataclass(frozen=True, slots=True)
class NeverTold:
    """One exemplar that never ran anywhere."""

    name: str
    slug: str
    kind: str
    unit: str
    sector: str
    recognised_on: date


@dataclass(frozen=True, slots=True)
class Gaps:
    """Everything that the page and the spreadsheet show."""

    total: GapLine
    sectors: tuple[GapLine, ...]
    units: tuple[GapLine, ...]
    sexes: tuple[GapLine, ...]
    labour: tuple[GapLine, ...]
    never: tuple[NeverTold, ...]

    @property
    def tables(self) -> tuple[tuple[str, str, tuple[GapLine, ...]], ...]:
        """Title, heading of the first column, lines."""
        return (
            ("Theo lĩnh vực", "Lĩnh vực", self.sectors),
            ("Theo đơn vị", "Đơn vị", self.units),
            ("Nữ và nam, trong các cá nhân", "Theo danh xưng", self.sexes),
            ("Người trực tiếp lao động, trong các cá nhân", "Nhóm", self.labour),
        )


@dataclass(frozen=True, slots=True)
class _One:
    """An exemplar with what groups it."""

    row: Exemplar
    times: int
    labour: str


def gaps(plan: Plan, *, unit_ids: Collection[int] | None = None) -> Gaps:
    """The exemplars of a plan (of some units) as they stand now; three queries."""
    ran = BroadcastExemplar.objects.filter(broadcast__withdrawn_at=None, broadcast__consented=True)
    pages = shown().filter(plan=plan).select_related("unit", "sector", "subject")
    if unit_ids is not None:
        pages = pages.filter(unit_id__in=unit_ids)
    times = Counter(_pages_of(ran))
    labour = _labour(pages)
    found = [_One(row, times[row.pk], labour.get(row.pk, "")) for row in pages.order_by("sort_key", "pk")]
    people = [one for one in found if one.row.kind == SubjectKind.INDIVIDUAL]
    return Gaps(
        total=_line("Tất cả", found),
        sectors=_by(found, lambda one: one.row.sector.name, names=plan.sectors.values_list("name", flat=True)),
        units=_by(sorted(found, key=lambda one: one.row.unit.sort_key), lambda one: one.row.unit.name),
        sexes=_by(people, _sex, names=("Nữ", "Nam", f"Danh xưng khác hoặc {UNKNOWN}")),
        labour=_by(people, _work, names=(*(_cap(str(one.label)) for one in Labour), _cap(UNKNOWN))),
        never=tuple(
            NeverTold(
                one.row.name, one.row.slug, str(SubjectKind(one.row.kind).label), one.row.unit.name, one.row.sector.name,
                one.row.recognised_on,
            )
            for one in found
            if not one.times
        ),
    )  # fmt: skip


def _pages_of(ran: "QuerySet[BroadcastExemplar]") -> list[int]:
    """The page of each telling; what ran before a merge belongs to the page that stands for it now."""
    rows = ran.values_list("exemplar_id", "exemplar__merged_into_id")
    return [joined or page for page, joined in rows]


def _labour(pages: "QuerySet[Exemplar]") -> dict[int, str]:
    """Whether somebody works directly or leads, as the dossier says by which they were recognised; the newest counts."""
    rows = Recognition.objects.filter(exemplar__in=pages.values("pk")).order_by("pk")
    return dict(rows.values_list("exemplar_id", "nomination__labour"))


def _by(found: list[_One], group: Callable[[_One], str], *, names: Collection[str] = ()) -> tuple[GapLine, ...]:
    """The lines of one grouping; with `names` these groups in this order, empty ones too."""
    groups: dict[str, list[_One]] = {name: [] for name in names}
    for one in found:
        groups.setdefault(group(one), []).append(one)
    return tuple(_line(name, members) for name, members in groups.items())


def _line(name: str, members: list[_One]) -> GapLine:
    return GapLine(name, len(members), sum(one.times > 0 for one in members), sum(one.times for one in members))


def _sex(one: _One) -> str:
    word = one.row.subject.form_of_address.casefold().strip()
    return "Nữ" if word in WOMEN else "Nam" if word in MEN else f"Danh xưng khác hoặc {UNKNOWN}"


def _work(one: _One) -> str:
    return _cap(str(Labour(one.labour).label) if one.labour in Labour.values else UNKNOWN)


def _cap(text: str) -> str:
    return text[:1].upper() + text[1:]


def gaps_workbook(found: Gaps, plan: Plan, *, on: date, made_at: datetime) -> bytes:
    """The same as a spreadsheet: one sheet a grouping, one of those never told."""
    title = f"Điển hình đã và chưa được tuyên truyền, tính đến ngày {short_date(on)}"
    about = f"Kế hoạch {plan.number}, {plan.unit.name}"
    numbers = tuple(Column(name, 24, "right") for name in ("Đã công nhận", "Đã được kể", "Chưa được kể", "Số lần"))
    sheets = []
    for name, first, lines in found.tables:
        rows: tuple[Row, ...] = tuple((one.name, one.recognised, one.told, one.never, one.times) for one in lines)
        table = Table((Column(first, 80), *numbers), (Group(rows=rows),))
        sheets.append(Sheet(name=name, titles=(title, name, about), table=table, landscape=False))
    columns = (
        Column("STT", 12, "center"), Column("Điển hình", 60), Column("Loại", 25), Column("Đơn vị", 50),
        Column("Lĩnh vực", 60), Column("Công nhận ngày", 28, "center"),
    )  # fmt: skip
    people: tuple[Row, ...] = tuple(
        (turn, one.name, one.kind, one.unit, one.sector, one.recognised_on) for turn, one in enumerate(found.never, 1)
    )
    titles = (title, "Chưa phát, đăng lần nào", about)
    sheets.append(Sheet(name="Chưa được kể", titles=titles, table=Table(columns, (Group(rows=people),))))
    return build_workbook(sheets, title=title, author=plan.unit.name, made_at=made_at)
