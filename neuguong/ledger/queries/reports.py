"""Reports on the screen: who may read which, who has submitted, what units wrote under each section (KH 87, IV.1, IV.4)."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from neuguong.core.text import fold
from neuguong.ledger.enums import ObligationState, ReportState
from neuguong.ledger.models import Activity, IssuedReport, Obligation, Report, ReportSubmission
from neuguong.ledger.queries.board import board
from neuguong.ledger.queries.board_row import BoardRow
from neuguong.ledger.queries.unit_groups import unit_groups
from neuguong.org.models import Unit
from neuguong.org.queries.access import scope_of
from neuguong.org.roles import Permission
from neuguong.programme.models import Duty
from neuguong.programme.queries.reports import ReportRules

PAPER, MISSING = "paper", "missing"  # came on paper; nothing came
STATES = {
    "submitted": "chờ tiếp nhận",
    "accepted": "đã tiếp nhận",
    "returned": "đã trả lại",
    PAPER: "gửi bằng giấy",
    MISSING: "chưa gửi",
}


def reports_visible_to(account_id: int, on: date) -> "QuerySet[Report]":
    """Of one's own unit and its earlier lives everything; of others what they submitted, for who reads their dossiers."""
    own = scope_of(account_id, Permission.PREPARE_NOMINATION, on=on, inherited=True)
    wide = scope_of(account_id, Permission.SEE_DOSSIERS, on=on, inherited=True)
    sent = Exists(ReportSubmission.objects.filter(report=OuterRef("pk")))
    return Report.objects.filter(own.q("obligation__unit") | wide.q("obligation__unit") & Q(sent))


def issued_visible_to(account_id: int, on: date) -> "QuerySet[IssuedReport]":
    """The reports over all units, for the office of the plan's unit."""
    return IssuedReport.objects.filter(scope_of(account_id, Permission.ISSUE_PACKAGE, on=on).q("overall__plan__unit"))


def _light() -> Prefetch:
    """When each was sent and answered, without its words and its paper."""
    return Prefetch("submissions", ReportSubmission.objects.defer("content", "texts", "figures").order_by("turn"))


@dataclass(frozen=True, slots=True)
class ReportRow:
    """One unit that owes a report, or owed it: what came and when."""

    unit_id: int
    unit: str
    depth: int
    obligation_id: int
    report_id: int | None
    state: str
    turn: int
    first_at: datetime | None
    on_time: bool | None
    restated: bool

    @property
    def words(self) -> str:
        """The state in words."""
        return STATES[self.state]


@dataclass(frozen=True, slots=True)
class ReportsList:
    """The units in groups, and how many stand where (of all the reader sees, unfiltered)."""

    groups: tuple[tuple[str, tuple[ReportRow, ...]], ...]
    titles: tuple[str, ...]
    counts: tuple[tuple[str, str, int], ...]
    owing: int
    done: int
    shown: int


@dataclass(frozen=True, slots=True)
class ReportFilters:
    """What narrows the list; empty means all."""

    q: str = ""
    group: str = ""
    state: str = ""


def reports_list(duty: Duty, filters: ReportFilters, *, on: date, unit_ids: Collection[int] | None) -> ReportsList:
    """Every unit that owes the report on the reader's board. The number of queries is fixed."""
    rows = {row.unit_id: row for row in _board_rows(duty, on, unit_ids) if row.state != ObligationState.EXCUSED}
    known = {
        report.obligation.unit_id: report
        for report in Report.objects.filter(obligation__duty=duty, obligation__unit__in=rows)
        .select_related("obligation")
        .prefetch_related(_light())
    }
    groups = unit_groups(rows, on=on)
    everything = [
        (group.title, tuple(_row(placed.unit, placed.depth, rows[placed.unit.pk], known) for placed in group.units))
        for group in groups
    ]
    told = Counter(row.state for _, found in everything for row in found)
    kept = [(title, tuple(row for row in found if _fits(row, title, filters))) for title, found in everything]
    return ReportsList(
        groups=tuple((title, found) for title, found in kept if found),
        titles=tuple(title for title, _ in everything),
        counts=tuple((state, words, told[state]) for state, words in STATES.items()),
        owing=len(rows),
        done=sum(told[state] for state in ("submitted", "accepted", PAPER)),
        shown=sum(len(found) for _, found in kept),
    )


def _board_rows(duty: Duty, on: date, unit_ids: Collection[int] | None) -> tuple[BoardRow, ...]:
    return board(plan=duty.plan, on=on, unit_ids=unit_ids, duty=duty.code).rows


def reported(duty: Duty, *, on: date) -> tuple[int, int]:
    """How many units have reported, of how many that owe it; the board's own count."""
    rows = [row for row in _board_rows(duty, on, None) if row.state != ObligationState.EXCUSED]
    return sum(row.state in (ObligationState.MET, ObligationState.LATE) for row in rows), len(rows)


def _row(unit: Unit, depth: int, row: BoardRow, known: dict[int, Report]) -> ReportRow:
    report = known.get(unit.pk)
    sent = list(report.submissions.all()) if report else []
    if report and sent and report.state != ReportState.DRAFT:
        state = str(report.state)
    else:
        state = PAPER if row.sent else MISSING
    if state == "returned" and row.sent:
        state = PAPER
    done = row.state in (ObligationState.MET, ObligationState.LATE)
    return ReportRow(
        unit_id=unit.pk,
        unit=unit.short_name,
        depth=depth,
        obligation_id=row.obligation_id,
        report_id=report.pk if report and sent else None,
        state=state,
        turn=sent[-1].turn if sent else 0,
        first_at=sent[0].effective_at if sent else None,
        on_time=row.state == ObligationState.MET if done else None,
        restated=row.restated,
    )


def _fits(row: ReportRow, title: str, filters: ReportFilters) -> bool:
    name = f" {fold(row.unit)}"
    return (
        all(f" {word}" in name for word in fold(filters.q).split())
        and filters.group in ("", title)
        and filters.state in ("", row.state)
    )


@dataclass(frozen=True, slots=True)
class Quoted:
    """What one unit wrote under a section."""

    report_id: int
    unit: str
    text: str


def written_by_units(duty: Duty, outline: ReportRules, *, on: date) -> dict[str, tuple[Quoted, ...]]:
    """By section what the units' newest submissions say, in Vietnamese order; what was returned is left out."""
    found: dict[str, list[Quoted]] = {section.code: [] for section in outline.sections}
    newest: dict[int, ReportSubmission] = {}
    rows = ReportSubmission.objects.filter(report__obligation__duty=duty, returned_at=None)
    for row in rows.select_related("report__obligation__unit").defer("content", "figures").order_by("turn"):
        newest[row.report_id] = row
    ordered = sorted(newest.values(), key=lambda one: one.report.obligation.unit.sort_key)
    for row in ordered:
        for code, text in row.texts.items():
            if code in found and text.strip():
                found[code].append(Quoted(row.report_id, row.report.obligation.unit.short_name, text.strip()))
    return {code: tuple(rows) for code, rows in found.items()}


def own_obligations(unit: Unit, outline: ReportRules, plan_id: int, *, on: date) -> list[Obligation]:
    """The unit's report duties, each with what was begun for it; `on_paper` when the office typed one that came so."""
    codes = [kind.duty for kind in outline.kinds]
    owed = Q(voided_on=None) | Q(voided_on__gt=on)  # an end that is known ahead is not one yet
    rows = Obligation.objects.filter(owed, unit=unit, duty__plan_id=plan_id, duty__code__in=codes)
    paper = Activity.objects.filter(obligation=OuterRef("pk"), withdrawn_at=None)
    return list(rows.annotate(on_paper=Exists(paper)).select_related("duty", "report").order_by("due_on"))


@dataclass(frozen=True, slots=True)
class ReportTasks:
    """Reports on which it is this person's turn: to take or send back, to mend and send again."""

    to_answer: tuple[Report, ...]
    to_mend: tuple[Report, ...]


def report_tasks(account_id: int, on: date) -> ReportTasks:
    """The reports that wait for the office, and the unit's own that came back; the first sent first. One statement each."""
    office = scope_of(account_id, Permission.KEEP_LEDGER, on=on)
    unit = scope_of(account_id, Permission.PREPARE_NOMINATION, on=on)
    rows = Report.objects.select_related("obligation__unit", "obligation__duty").prefetch_related(_light())
    rows = rows.order_by("edited_at", "id")
    return ReportTasks(
        tuple(rows.filter(office.q("obligation__unit"), state=ReportState.SUBMITTED))
        if office.units or office.tops
        else (),
        tuple(rows.filter(unit.q("obligation__unit"), state=ReportState.RETURNED)) if unit.units or unit.tops else (),
    )
