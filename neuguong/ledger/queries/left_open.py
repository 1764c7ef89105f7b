"""What a unit that ends has open beside its dossiers, and whose it is after the act: nothing open is nobody's (docs/adr/0027).

`RULES` names every table that hangs on a unit or on a row it owes; a test holds that none is forgotten.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from neuguong.exemplars.enums import ReplicationState, RewardState, StandardState, SuggestionState
from neuguong.exemplars.models import Replication, RewardRecord, Standard, Suggestion
from neuguong.exemplars.queries.replications import replications_visible_to
from neuguong.exemplars.queries.rewards import rewards_visible_to
from neuguong.exemplars.queries.standards import standards_visible_to
from neuguong.exemplars.queries.voices import suggestions_visible_to
from neuguong.ledger.enums import EstimateState, ObstacleState, ReportState, ReturnKind, UnitPlanState
from neuguong.ledger.models import Dissemination, Estimate, Obstacle, PaperRemark, Report, Return, UnitPlan
from neuguong.ledger.queries.budget import estimates_visible_to
from neuguong.ledger.queries.disseminations import disseminations_visible_to
from neuguong.ledger.queries.obstacles import obstacles_visible_to
from neuguong.ledger.queries.reports import reports_visible_to
from neuguong.ledger.queries.unit_papers import remarks_visible_to
from neuguong.ledger.queries.unit_plans import unit_plans_visible_to
from neuguong.ledger.queries.visibility import obligations_visible_to
from neuguong.org.models import Unit
from neuguong.programme.models import Duty
from neuguong.publicity.enums import ArticleState, EventState
from neuguong.publicity.models import Article, Event, Outlet
from neuguong.publicity.queries.articles import articles_visible_to
from neuguong.publicity.queries.channels import outlets_visible_to
from neuguong.publicity.queries.events import events_visible_to

SHOWN = 100  # things named one by one; more are counted
OFFICE, ENDS = "cơ quan thường trực", "thôi cùng đơn vị"


class Fate(StrEnum):
    """What becomes of the rows of a table when their unit ends."""

    GIVEN = "given"  # whoever carries the unit on acts on it; of a divided unit single ones may be given to another
    CARRIED = "carried"  # whoever carries the unit on acts on it
    OFFICE = "office"  # it waits for the standing office, as it did before
    CLOSED = "closed"  # it ends with the unit: the successor makes its own
    HISTORY = "history"  # nothing in it is open; it stays under the unit for ever
    MOVED = "moved"  # the act itself moves it: lives, blocks, roles, councils


RULES: Mapping[str, Fate] = {
    "org.unit.parent": Fate.HISTORY,
    "org.unitancestor.unit": Fate.HISTORY,
    "org.unitancestor.ancestor": Fate.HISTORY,
    "org.unittile.unit": Fate.HISTORY,  # the drawing of one life
    "org.unitlineage.predecessor": Fate.MOVED,
    "org.unitlineage.successor": Fate.MOVED,
    "org.block.owner": Fate.MOVED,
    "org.blockmembership.unit": Fate.MOVED,
    "org.blockhead.unit": Fate.HISTORY,  # of one year
    "org.council.unit": Fate.MOVED,
    "org.membership.unit": Fate.MOVED,
    "org.reorganisation.owner": Fate.CARRIED,
    "org.speaker.unit": Fate.CARRIED,
    "programme.plan.unit": Fate.CARRIED,
    "exemplars.standard.unit": Fate.CLOSED,
    "exemplars.subject.unit": Fate.HISTORY,
    "exemplars.initiative.unit": Fate.HISTORY,
    "exemplars.nomination.unit": Fate.GIVEN,
    "exemplars.nomination.kept_by": Fate.GIVEN,
    "exemplars.exemplar.unit": Fate.HISTORY,
    "exemplars.recognition.unit": Fate.HISTORY,
    "exemplars.windowentry.unit": Fate.HISTORY,  # comments on it wait for the office
    "exemplars.numberseries.unit": Fate.HISTORY,
    "exemplars.suggestion.place": Fate.OFFICE,
    "exemplars.suggestion.unit": Fate.CARRIED,
    "publicity.photo.unit": Fate.HISTORY,
    "publicity.event.unit": Fate.CARRIED,
    "publicity.eventunit.unit": Fate.HISTORY,  # the organising unit goes on with it
    "publicity.heldfor.unit": Fate.HISTORY,
    "publicity.column.unit": Fate.HISTORY,  # nothing waits in a column; whoever carries the unit on keeps it
    "publicity.article.unit": Fate.CARRIED,
    "exemplars.replication.place": Fate.CARRIED,
    "exemplars.rewardrecord.unit": Fate.OFFICE,
    "publicity.talksession.unit": Fate.HISTORY,
    "ledger.obligation.unit": Fate.MOVED,  # ended with the unit, begun with its successor
    "ledger.return.obligation": Fate.OFFICE,
    "ledger.extension.obligation": Fate.HISTORY,
    "ledger.exemption.obligation": Fate.HISTORY,
    "ledger.activity.obligation": Fate.HISTORY,
    "ledger.unitpaper.obligation": Fate.HISTORY,  # remarks on it wait for the office
    "ledger.reminder.unit": Fate.HISTORY,
    "ledger.reminder.obligation": Fate.HISTORY,
    "ledger.packageitem.unit": Fate.HISTORY,
    "ledger.report.obligation": Fate.CARRIED,
    "ledger.unitplan.unit": Fate.CLOSED,
    "ledger.dissemination.unit": Fate.CARRIED,
    "ledger.obstacle.unit": Fate.GIVEN,
    "ledger.obstacle.kept_by": Fate.GIVEN,
    "ledger.obstacle.obligation": Fate.GIVEN,
    "ledger.estimate.unit": Fate.GIVEN,
    "ledger.estimate.kept_by": Fate.GIVEN,
    "ledger.estimate.obligation": Fate.GIVEN,
    "publicity.outlet.unit": Fate.CARRIED,
}

Seen = Callable[[int, date], "QuerySet[Any]"]


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of open thing: its word, its rows that are open, what a reader sees of them, what becomes of it.

    `title` and `state` say in words what a row is; `path` leads to its unit. `key` is the letter of a choice made for it.
    """

    word: str
    fate: Fate
    rows: Callable[[], "QuerySet[Any]"]
    seen: Seen
    title: Callable[[Any], str]
    state: Callable[[Any], str]
    path: str = "unit"
    key: str = ""
    alone: str = ENDS  # whose it is where nobody carries the unit on


def _duty(row: Any) -> str:
    duty: Duty = row.obligation.duty
    return duty.title


def _estimates() -> "QuerySet[Estimate]":
    newer = Estimate.objects.filter(series=OuterRef("series"), edition__gt=OuterRef("edition"))
    going = Q(state__in=[EstimateState.DRAFT, EstimateState.SUBMITTED, EstimateState.APPRAISED])
    left = Q(state=EstimateState.RETURNED) & ~Exists(newer.exclude(state=EstimateState.DROPPED))
    return Estimate.objects.filter(going | left)


def _reports(*states: str) -> "QuerySet[Report]":
    return Report.objects.filter(state__in=states).select_related("obligation__duty")


def _returns(account_id: int, on: date) -> "QuerySet[Return]":
    return Return.objects.filter(obligation__in=obligations_visible_to(account_id, on))


KINDS: tuple[Kind, ...] = (
    Kind(
        "vướng mắc", Fate.GIVEN, lambda: Obstacle.objects.filter(state__in=[ObstacleState.WAITING, ObstacleState.ASKED]),
        obstacles_visible_to, lambda row: row.title, lambda row: ObstacleState(row.state).label, key="o",
        alone=OFFICE,
    ),
    Kind(
        "dự toán kinh phí", Fate.GIVEN, _estimates, estimates_visible_to, lambda row: f"{row.title}, năm {row.year}",
        lambda row: EstimateState(row.state).label, key="e",
    ),
    Kind(
        "báo cáo của đơn vị", Fate.CARRIED, lambda: _reports(ReportState.DRAFT, ReportState.RETURNED),
        reports_visible_to, _duty, lambda row: ReportState(row.state).label, path="obligation__unit",
    ),
    Kind(
        "báo cáo của đơn vị", Fate.OFFICE, lambda: _reports(ReportState.SUBMITTED), reports_visible_to, _duty,
        lambda row: ReportState(row.state).label, path="obligation__unit",
    ),
    Kind(
        "báo cáo quý", Fate.OFFICE, lambda: Return.objects.filter(accepted_at=None).select_related("obligation__duty"),
        _returns, lambda row: f"{_duty(row)}, {ReturnKind(row.kind).label}", lambda _: "chờ tiếp nhận",
        path="obligation__unit",
    ),
    Kind(
        "ý kiến về bản ghi thay", Fate.OFFICE,
        lambda: PaperRemark.objects.filter(answered_at=None).select_related("paper__obligation__duty"),
        remarks_visible_to, lambda row: _duty(row.paper), lambda _: "chờ trả lời", path="paper__obligation__unit",
    ),
    Kind(
        "lời giới thiệu của người dân", Fate.CARRIED, lambda: Suggestion.objects.filter(state=SuggestionState.PASSED),
        suggestions_visible_to, lambda row: row.about, lambda row: SuggestionState(row.state).label, alone=OFFICE,
    ),
    Kind(
        "nơi học theo điển hình", Fate.CARRIED,
        lambda: Replication.objects.filter(state=ReplicationState.TOLD).select_related("exemplar"),
        replications_visible_to, lambda row: f"học theo {row.exemplar.name}",
        lambda row: ReplicationState(row.state).label, path="place", alone=OFFICE,
    ),
    Kind(
        "bản ghi khen thưởng", Fate.OFFICE, lambda: RewardRecord.objects.filter(state=RewardState.UNCHECKED),
        rewards_visible_to, lambda row: f"Quyết định số {row.decision_number}", lambda row: RewardState(row.state).label,
    ),
    Kind(
        "đợt phổ biến kế hoạch", Fate.CARRIED,
        lambda: Dissemination.objects.filter(closed_at=None, withdrawn_at=None).select_related("plan"),
        disseminations_visible_to, lambda row: f"Kế hoạch {row.plan.number}", lambda _: "đang phổ biến",
    ),
    Kind(
        "sự kiện", Fate.CARRIED,
        lambda: Event.objects.filter(state__in=[EventState.DRAFT, EventState.ANNOUNCED]),
        events_visible_to, lambda row: row.name, lambda row: EventState(row.state).label,
    ),
    Kind(
        "bài viết", Fate.CARRIED,
        lambda: Article.objects.filter(state__in=[ArticleState.DRAFT, ArticleState.SENT, ArticleState.CLEARED]),
        articles_visible_to, lambda row: row.title, lambda row: ArticleState(row.state).label,
    ),
    Kind(
        "kênh truyền thông", Fate.CARRIED, lambda: Outlet.objects.filter(valid_until=None), outlets_visible_to,
        lambda row: row.name, lambda _: "đang dùng",
    ),
    Kind(
        "kế hoạch của đơn vị", Fate.CLOSED,
        lambda: UnitPlan.objects.filter(state=UnitPlanState.DRAFT).select_related("plan"),
        unit_plans_visible_to, lambda row: f"theo Kế hoạch {row.plan.number}", lambda row: UnitPlanState(row.state).label,
    ),
    Kind(
        "tiêu chuẩn của đơn vị", Fate.CLOSED,
        lambda: Standard.objects.filter(state=StandardState.DRAFT).select_related("plan"),
        standards_visible_to, lambda row: f"theo Kế hoạch {row.plan.number}", lambda row: StandardState(row.state).label,
    ),
)  # fmt: skip

MODELS: Mapping[str, Any] = {"o": Obstacle, "e": Estimate}  # what a choice may be made for


@dataclass(frozen=True, slots=True)
class ThingMove:
    """One open thing, or how many of a kind where the reader may not read them, and whose it is after the act."""

    key: str
    kind: str
    title: str
    state: str
    unit: str
    to: str
    to_ref: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    count: int = 1


def open_rows_of(kind: Kind, units: Iterable[Unit]) -> "QuerySet[Any]":
    """The open rows of one kind at these units, in the order of units."""
    rows = kind.rows().filter(**{f"{kind.path}__in": list(units)}).select_related(kind.path)
    return rows.order_by(f"{kind.path}__sort_key", "pk")


def things_left(
    units: Sequence[Unit], into: Mapping[int, Mapping[str, str]], carriers: Mapping[int, str], chosen: Mapping[str, str],
    *, account_id: int | None, on: date,
) -> tuple[ThingMove, ...]:  # fmt: skip
    """Everything open at units that have just ended, with whose it is now; what the reader may not read is counted.

    `into` are the successors by key and name, `carriers` who has what was given to nobody else, `chosen` what was.
    """
    found: list[ThingMove] = []
    for kind in KINDS:
        rows, hidden = list(open_rows_of(kind, units)), Counter[tuple[str, str]]()
        known = _known(kind, [row.pk for row in rows], account_id, on)
        for row in rows:
            unit = _unit_of(row, kind.path)
            key = f"{kind.key}-{row.pk}" if kind.key else ""
            to_ref = chosen.get(key, "") or carriers.get(unit.pk, "")
            to = _whose(kind, row, into[unit.pk].get(to_ref, ""))
            if row.pk not in known or len(found) >= SHOWN:
                hidden[unit.name, to] += 1
                continue
            choices = tuple(into[unit.pk].items()) if kind.fate == Fate.GIVEN and len(into[unit.pk]) > 1 else ()
            found.append(ThingMove(key, kind.word, kind.title(row), kind.state(row), unit.name, to, to_ref, choices))
        found += [ThingMove("", kind.word, "", "", unit, to, count=many) for (unit, to), many in hidden.items()]
    return tuple(found)


def _known(kind: Kind, ids: list[int], account_id: int | None, on: date) -> set[int]:
    """Those of these rows that the reader may read; the system reads all."""
    if account_id is None or not ids:
        return set(ids)
    return set(kind.seen(account_id, on).filter(pk__in=ids).values_list("pk", flat=True))


def _whose(kind: Kind, row: Any, successor: str) -> str:
    if kind.fate == Fate.OFFICE:
        return OFFICE
    if kind.fate == Fate.CLOSED or (kind.path == "obligation__unit" and row.obligation.voided_on is not None):
        return ENDS
    if isinstance(row, Estimate) and row.state in (EstimateState.SUBMITTED, EstimateState.APPRAISED):
        return successor or OFFICE  # finance and the leader still have it
    return successor or kind.alone


def _unit_of(row: Any, path: str) -> Unit:
    for step in path.split("__"):
        row = getattr(row, step)
    unit: Unit = row
    return unit
