"""Places that follow an example: who reads them, what waits for whom, what the public sees, how many there are."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q, QuerySet

from neuguong.core.periods import day_begins, day_ends
from neuguong.exemplars.enums import ExemplarState, ReplicatorKind
from neuguong.exemplars.enums import ReplicationState as S
from neuguong.exemplars.models import Exemplar, Replication
from neuguong.exemplars.queries.voices import MOST, PAGE, until_of
from neuguong.exemplars.reading.manners import limits
from neuguong.org.models import Unit
from neuguong.org.queries.access import Scope, scope_of
from neuguong.org.roles import Permission
from neuguong.programme.models import Plan

CHECK = "check_replication"  # the clock that starts when somebody tells of a place
SHOWN_AT_ONCE = 12  # of one page; the newest


def _scopes(account_id: int, on: date) -> tuple[Scope, Scope]:
    office = scope_of(account_id, Permission.KEEP_LEDGER, on=on)
    return office, scope_of(account_id, Permission.PREPARE_NOMINATION, on=on, inherited=True)


def replications_visible_to(account_id: int, on: date) -> "QuerySet[Replication]":
    """The office sees what was told of its exemplars; a unit's people what was told of their own place."""
    office, unit = _scopes(account_id, on)
    return Replication.objects.filter(office.q("exemplar__plan__unit") | unit.q("place"))


def reads_replications(account_id: int, on: date) -> bool:
    """Whether any could ever be this person's to read."""
    return any(scope.units or scope.tops for scope in _scopes(account_id, on))


def on_page(exemplar: Exemplar) -> Q:
    """What belongs to a page: its own, and that of the pages joined to it (ADR 0013)."""
    return Q(exemplar=exemplar) | Q(exemplar__merged_into=exemplar)


def page_is_public() -> Q:
    """Rows whose page the public may see now: standing, not withheld, and nothing of its person erased."""
    own = Q(exemplar__merged_into=None, exemplar__state=ExemplarState.STANDING)
    joined = Q(exemplar__merged_into__merged_into=None, exemplar__merged_into__state=ExemplarState.STANDING)
    joined &= Q(exemplar__merged_into__isnull=False)
    return (own | joined) & Q(exemplar__subject__erased_at=None)


@dataclass(frozen=True, slots=True)
class ReplicationRow:
    """One line of the list. `until` is the last day of the unit's check, while its clock runs."""

    id: int
    who: str
    exemplar: str
    place: str
    state: str
    state_label: str
    told_at: datetime
    until: date | None
    late: bool


@dataclass(frozen=True, slots=True)
class ReplicationList:
    """One page, the longest waiting first among what is open, the newest first among the rest."""

    rows: tuple[ReplicationRow, ...]
    total: int
    page: int
    pages: int


def _rows(found: "QuerySet[Replication]", on: date) -> tuple[ReplicationRow, ...]:
    until = until_of(Replication._meta.label_lower, CHECK)
    columns = ("pk", "who", "exemplar__name", "place__short_name", "state", "told_at", "until")
    return tuple(
        ReplicationRow(
            pk, who, exemplar, place, state, S(state).label, told_at, last, last is not None and last < on
        )
        for pk, who, exemplar, place, state, told_at, last in found.annotate(until=until).values_list(*columns)
    )  # fmt: skip


def replication_list(account_id: int, on: date, *, state: str = "", page: int = 1) -> ReplicationList:
    """A page of what this person reads, in one state or all."""
    found = replications_visible_to(account_id, on)
    if state:
        found = found.filter(state=state)
    total = found.count()
    pages = max(1, -(-total // PAGE))
    page = min(max(1, page), pages)
    order = "told_at" if state in (S.TOLD, S.CHECKED) else "-told_at"
    start = (page - 1) * PAGE
    return ReplicationList(_rows(found.order_by(order, "pk")[start : start + PAGE], on), total, page, pages)


@dataclass(frozen=True, slots=True)
class ReplicationTasks:
    """What waits: for the unit of the place to check, for the office to put on the page; some of each."""

    to_check: tuple[ReplicationRow, ...] = ()
    to_show: tuple[ReplicationRow, ...] = ()


def replication_tasks(account_id: int, on: date) -> ReplicationTasks:
    """The places that this person could do something about today."""
    office = scope_of(account_id, Permission.KEEP_LEDGER, on=on)
    unit = scope_of(account_id, Permission.PREPARE_NOMINATION, on=on)
    to_check = Replication.objects.filter(unit.q("place"), state=S.TOLD).exclude(account_id=account_id)
    to_show = Replication.objects.filter(office.q("exemplar__plan__unit"), page_is_public(), state=S.CHECKED)
    return ReplicationTasks(
        _rows(to_check.order_by("told_at", "pk")[:MOST], on) if unit.units or unit.tops else (),
        _rows(to_show.order_by("checked_at", "pk")[:MOST], on) if office.units or office.tops else (),
    )


def replications_full(exemplar: Exemplar, place: Unit) -> bool:
    """Whether so much waits to be checked, of a page or for a unit, that the next one is asked to come back."""
    most = limits()
    waiting = Replication.objects.filter(state=S.TOLD)
    of_page = waiting.filter(exemplar=exemplar)[: most.replications_of_page].count()
    at_place = waiting.filter(place=place)[: most.replications_of_place].count()
    return of_page >= most.replications_of_page or at_place >= most.replications_of_place


@dataclass(frozen=True, slots=True)
class PublicReplication:
    """What the public reads of one place: never what was told, only what was seen. `name` only where both agreed."""

    kind: str
    name: str
    place_ref: str
    place: str
    since: str
    learned: str
    result: str
    seen_on: date
    slug: str
    exemplar: str


_READ = (
    "kind", "who", "name_agreed", "name_confirmed", "since_year", "since_month", "public_learned", "public_result",
    "seen_on", "place__ref", "place__name", "exemplar__slug", "exemplar__name", "exemplar__merged_into__slug",
    "exemplar__merged_into__name",
)  # fmt: skip


def _public(wanted: Q) -> tuple[PublicReplication, ...]:
    rows = Replication.objects.filter(wanted, page_is_public(), state=S.SHOWN)
    rows = rows.select_related("place", "exemplar__merged_into").only(*_READ)
    rows = rows.order_by("-checked_at", "-pk")[:SHOWN_AT_ONCE]
    found = []
    for row in rows:
        page = row.exemplar.merged_into or row.exemplar
        assert row.seen_on is not None  # noqa: S101  a constraint of the table
        found.append(
            PublicReplication(
                ReplicatorKind(row.kind).label, row.who if row.name_agreed and row.name_confirmed else "",
                row.place.ref, row.place.name, row.since, row.public_learned, row.public_result, row.seen_on,
                page.slug, page.name,
            )
        )  # fmt: skip
    return tuple(found)


def public_replications(slug: str) -> tuple[PublicReplication, ...]:
    """The places that follow one exemplar, as its page shows them; one query."""
    return _public(Q(exemplar__slug=slug) | Q(exemplar__merged_into__slug=slug))


def public_replications_at(unit_ids: Collection[int]) -> tuple[PublicReplication, ...]:
    """What is followed in these units, as a unit's page shows it; one query."""
    return _public(Q(place_id__in=sorted(unit_ids)))


def places_following(
    *, plan: Plan, until: date, since: date | None = None, unit_ids: Collection[int] | None = None
) -> int:
    """How many places follow the plan's exemplars, seen and not taken back by the end of `until` (số nơi học theo).

    `since` counts those that were checked from that day on; `unit_ids` are those of the places. An exemplar that was
    revoked by the day counts nothing; one that is withheld counts, as its recognition does.
    """
    end = day_ends(until)
    rows = Replication.objects.filter(
        Q(closed_at=None) | Q(closed_at__gte=end),
        Q(exemplar__revocation=None) | Q(exemplar__revocation__effective_at__gte=end),
        exemplar__plan=plan,
        checked_at__lt=end,
    )
    if since is not None:
        rows = rows.filter(checked_at__gte=day_begins(since))
    if unit_ids is not None:
        rows = rows.filter(place_id__in=sorted(unit_ids))
    return rows.count()
