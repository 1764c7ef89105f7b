"""Reads about packages: which rounds there are, what would go into one, what went (KH 87, IV.2)."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db.models import Count, Q, QuerySet

from neuguong.core.periods import CutOff, DueDay, Period, local_day
from neuguong.exemplars.enums import EntryBasis, NominationState
from neuguong.exemplars.models import Nomination
from neuguong.ledger.models import Package, PackageFile, PackageReference
from neuguong.ledger.papers import Kinds, ListLine, UnitLine, counted
from neuguong.ledger.queries.apart import closed_rounds, kept_out, not_in_packages_of
from neuguong.ledger.queries.board import board
from neuguong.ledger.queries.board_row import BoardRow
from neuguong.ledger.queries.grid import state_words, year_words
from neuguong.ledger.queries.list_lines import list_lines
from neuguong.ledger.queries.unit_groups import unit_groups
from neuguong.org.queries.access import scope_of
from neuguong.org.roles import Permission
from neuguong.programme.enums import DutyKind
from neuguong.programme.models import Plan
from neuguong.programme.rules import PlanRules

OPEN, READY, ISSUED = "open", "ready", "issued"


@dataclass(frozen=True, slots=True)
class RoundRow:
    """One quarter as the list of packages shows it. `waiting` counts dossiers that would go in if issued now."""

    period: Period
    closes_at: datetime
    last_day: date
    state: str
    waiting: int
    package: Package | None = None
    reference: PackageReference | None = None
    closed: bool = False  # holds a dossier that the reader keeps away from


@dataclass(frozen=True, slots=True)
class RoundPreview:
    """What issuing a round's package now would freeze."""

    row: RoundRow
    lines: tuple[ListLine, ...]
    counts: tuple[tuple[str, int], ...]
    undecided: int

    @property
    def total(self) -> int:
        """How many rows the list would have."""
        return len(self.lines)


@dataclass(frozen=True, slots=True)
class PackageDetail:
    """An issued package as its page shows it; only what was frozen, nothing read anew."""

    package: Package
    period: Period
    lines: tuple[ListLine, ...]
    units: tuple[UnitLine, ...]
    counts: tuple[tuple[str, int], ...]
    files: tuple[PackageFile, ...]
    references: tuple[PackageReference, ...]
    versions: tuple[Package, ...]

    @property
    def newest(self) -> bool:
        """Whether no later correction replaces this package."""
        return self.versions[-1].pk == self.package.pk


def packages_visible_to(account_id: int, *, on: date) -> "QuerySet[Package]":
    """Packages of the plans a person may issue packages for, without rounds of dossiers they keep away from."""
    scope = scope_of(account_id, Permission.ISSUE_PACKAGE, on=on)
    return Package.objects.filter(scope.q("plan__unit"), not_in_packages_of(account_id, on))


def kinds_of(rules: PlanRules) -> Kinds:
    """Code and name of the plan's subject kinds, in the order of the groups A, B, C."""
    return tuple((kind.code, kind.name) for kind in rules.subject_kinds)


def candidates(plan: Plan, round_code: str, *, takes: str, at: datetime) -> "QuerySet[Nomination]":
    """Dossiers that belong into a round's package at a moment: verified by then (or recognised, if the plan says so).

    Those of earlier rounds that were verified too late for their own package are taken along. Which were in a
    package before is the caller's question.
    """
    here = Q(recognised_at__lte=at) & ~Q(
        entry=EntryBasis.AFTER
    )  # what was recorded afterwards was sent upward back then
    reached = here if takes == "recognised" else Q(verified_at__lte=at)
    return Nomination.objects.filter(
        reached, plan=plan, closed_at=None, revoked_at=None, round_code__lte=round_code
    ).exclude(round_code="")


def not_yet_packaged(nominations: "QuerySet[Nomination]") -> "QuerySet[Nomination]":
    """Without those that any package has listed."""
    return nominations.filter(first_packaged_at=None)


def newest_package(plan: Plan, round_code: str) -> Package | None:
    """The package of a round that counts: its last correction."""
    return Package.objects.filter(plan=plan, round_code=round_code).order_by("-correction").first()


def package_by_round(round_code: str, *, plan_code: str = "") -> Package | None:
    """For the command line: the package of a round; of the plan with this code, or of the only plan that has one."""
    found = Package.objects.filter(round_code=round_code)
    if plan_code:
        found = found.filter(plan__code=plan_code)
    return found.select_related("plan").order_by("-plan__issued_on", "-correction").first()


def round_rows(plan: Plan, rules: PlanRules, *, at: datetime, reader_id: int | None = None) -> tuple[RoundRow, ...]:
    """The plan's rounds up to the one open now, newest first. Three queries, two more for who keeps away from a dossier.

    For `reader_id` the figures leave out what that person keeps away from, and the rounds of it come closed.
    """
    on = local_day(at)
    apart = kept_out(reader_id, on) if reader_id else Q()
    closed = closed_rounds(reader_id, plan, on) if reader_id else frozenset()
    duty, last = rules.return_duty, rules.round_at(at)
    periods = [period for period in duty.periods if not last < period]
    issued = {
        package.round_code: package
        for package in Package.objects.filter(plan=plan).order_by("correction").prefetch_related("references")
    }
    everything = not_yet_packaged(candidates(plan, last.code, takes=rules.package.takes, at=at))
    waiting = Counter(dict(everything.filter(apart).order_by().values_list("round_code").annotate(Count("id"))))
    rows = [_round_row(period, duty.cut_off, issued.get(period.code), waiting, at) for period in periods]
    told = [
        replace(row, package=None, reference=None, closed=True) if row.period.code in closed else row for row in rows
    ]
    return tuple(reversed(told))


def round_preview(
    plan: Plan, rules: PlanRules, round_code: str, *, at: datetime, reader_id: int | None = None
) -> RoundPreview | None:
    """What a round's package would say now; None when the plan has no such round or it has not begun.

    `undecided` counts dossiers of the round that are still with the office or with their unit: they would not go in.
    """
    row = next(
        (row for row in round_rows(plan, rules, at=at, reader_id=reader_id) if row.period.code == round_code), None
    )
    if row is None:
        return None
    apart = kept_out(reader_id, local_day(at)) if reader_id else Q()
    chosen = not_yet_packaged(candidates(plan, round_code, takes=rules.package.takes, at=at)).filter(apart)
    lines, kinds = list_lines(chosen), kinds_of(rules)
    undecided = Nomination.objects.filter(
        apart, plan=plan, round_code=round_code, state__in=(NominationState.SUBMITTED, NominationState.RETURNED)
    ).count()
    return RoundPreview(row, lines, _named(counted(lines, kinds), kinds), undecided)


def _named(counts: Mapping[str, int], kinds: Kinds) -> tuple[tuple[str, int], ...]:
    names = dict(kinds)
    return tuple((names[code], number) for code, number in counts.items() if code in names)


def _round_row(
    period: Period, cut_off: CutOff | DueDay, package: Package | None, waiting: Mapping[str, int], at: datetime
) -> RoundRow:
    closes_at = cut_off.closes_at(period)
    state = ISSUED if package else READY if at >= closes_at else OPEN
    # An open or a missed round's package would also take what earlier rounds left behind.
    count = 0 if package else sum(number for code, number in waiting.items() if code <= period.code)
    numbers = list(package.references.all()) if package else []
    return RoundRow(
        period,
        closes_at,
        cut_off.last_on_time_day(period),
        state,
        count,
        package,
        numbers[-1] if numbers else None,
    )


def unit_lines(plan: Plan, period: Period, lines: Iterable[ListLine], *, at: datetime) -> tuple[UnitLine, ...]:
    """Every unit that owes a return for the quarter, zero rows too, and any other unit that is in the list."""
    on = local_day(at)
    rows = board(plan=plan, on=on).rows
    returned = {row.unit_id: row for row in rows if row.period == period.code and row.duty_kind == DutyKind.RETURN}
    years = {row.unit_id: row for row in rows if row.period == period.year.code and row.duty_kind == DutyKind.QUOTA}
    listed: dict[int, Counter[str]] = {}
    for line in lines:
        listed.setdefault(line.unit_id, Counter())[line.kind] += 1
    groups = unit_groups({*returned, *listed}, on=on)
    return tuple(
        UnitLine(
            unit_id=placed.unit.pk,
            unit=placed.unit.name,
            group=group.title,
            counts=dict(listed.get(placed.unit.pk, {})),
            returned=_returned(returned.get(placed.unit.pk)),
            year=year_words(years[placed.unit.pk]) if placed.unit.pk in years else "",
        )
        for group in groups
        for placed in group.units
    )


def _returned(row: BoardRow | None) -> str:
    return state_words(row) if row else ""


def package_detail(package: Package, kinds: Kinds) -> PackageDetail:
    """A package with everything frozen in it. The files come without their content."""
    return PackageDetail(
        package=package,
        period=Period(package.round_code),
        lines=lines_of(package),
        units=tuple(UnitLine(**row) for row in package.units_table),
        counts=_named(package.counts, kinds),
        files=tuple(package.files.defer("content").order_by("id")),
        references=tuple(package.references.select_related("scan", "entered_by")),
        versions=tuple(
            Package.objects.filter(plan=package.plan_id, round_code=package.round_code).order_by("correction")
        ),
    )


def lines_of(package: Package) -> tuple[ListLine, ...]:
    """The frozen lines in their order."""
    return tuple(ListLine(**line) for line in package.items.order_by("position").values_list("line", flat=True))


def file_of(package: Package, kind: str) -> PackageFile | None:
    """One file of a package with its bytes."""
    return package.files.filter(kind=kind).first()


def next_number(plan: Plan, year: int) -> str:
    """Our own running number of the plan's next package in a year: "GQ-2025-01". Ask under the plan's lock."""
    start = f"GQ-{year}-"
    taken = Package.objects.filter(plan=plan, running_number__startswith=start).count()
    return f"{start}{taken + 1:02d}"
