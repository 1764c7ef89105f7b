"""Which dossiers a person sees, and the lists made of them."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.db.models import Q, QuerySet

from neuguong.core.periods import Period
from neuguong.core.search import matching
from neuguong.core.text import fold
from neuguong.exemplars.enums import EntryBasis, NominationState, SubjectKind
from neuguong.exemplars.models import Evidence, Nomination
from neuguong.exemplars.queries.conflicts import recorded_of
from neuguong.exemplars.queries.dossier import Dossier, dossier, title_of
from neuguong.exemplars.reading.names import Relation, read_name, relation
from neuguong.org.models import Unit
from neuguong.org.queries.access import Scope, scope_of
from neuguong.org.roles import Permission

__all__ = [
    "Dossier",
    "Filters",
    "Listing",
    "NominationRow",
    "Place",
    "dossier",
    "evidence_in",
    "existing_like",
    "listing",
    "place_in_queue",
    "units_to_choose",
    "visible_to",
]

COUNTED = 1_000  # a list tells its length up to here, then "hơn 1.000": counting half a million rows helps nobody
COUNTED_WORDS = 200  # a search tells less: counting means reading each dossier that might hold the words
PAGE = 20
SORTS: dict[str, tuple[str, ...]] = {
    "newest": ("-edited_at", "id"),
    "name": ("sort_key", "id"),
    "unit": ("unit__sort_key", "unit_id", "sort_key", "id"),
    "sent": ("-sent_at", "id"),
}


def visible_to(account_id: int, on: date) -> "QuerySet[Nomination]":
    """The dossiers a person may read on a day.

    A unit's own people see all of the unit's and of its predecessors'. The office, the Council, leaders and
    inspectors see what was sent from below or recorded afterwards, not other people's drafts. Technical administrators see none.
    What somebody declared or stepped back from they see only as one of the unit's own people; a recorded substitute
    sees the one dossier they judge.
    """
    wide = scope_of(account_id, Permission.SEE_DOSSIERS, on=on, inherited=True)
    own = scope_of(account_id, Permission.PREPARE_NOMINATION, on=on, inherited=True)
    recorded = recorded_of(account_id, on)
    lent = recorded.stands_in()
    if own == wide and not lent:
        return Nomination.objects.filter(own.q())
    sent = wide.q() & (Q(sent_at__isnull=False) | Q(entry=EntryBasis.AFTER) | Q(created_by_id=account_id))
    judged = (sent | Q(pk__in=lent) if lent else sent) & recorded.apart()
    return Nomination.objects.filter(own.q() | judged if own.units or own.tops else judged)


def held_by(scope: Scope, to: str = "") -> Q:
    """The dossiers that are in the hands of units in scope; `to` leads to the dossier. Who has a part of a divided
    unit has only those that were given to it, and its main successor all others."""
    within = scope.q(f"{to}unit")
    return within & Q(**{f"{to}kept_by": None}) | scope.q(f"{to}kept_by") if scope.divided else within


@dataclass(frozen=True, slots=True)
class Filters:
    """What narrows a list; empty means all."""

    q: str = ""
    state: str = ""
    unit: int | None = None
    sector: str = ""
    kind: str = ""
    round_code: str = ""


@dataclass(frozen=True, slots=True)
class NominationRow:
    """One line of a list."""

    id: int
    number: str
    version: int
    name: str
    title: str
    kind: str
    kind_label: str
    unit_id: int
    unit_name: str
    sector_name: str
    state: str
    state_label: str
    round_code: str
    sent_at: datetime | None
    on_time: bool | None
    edited_at: datetime

    @property
    def round_label(self) -> str:
        """ "Quý I/2025"; empty before the dossier is sent."""
        label = Period(self.round_code).label if self.round_code else ""
        return label[:1].upper() + label[1:]


@dataclass(frozen=True, slots=True)
class Listing:
    """One page of a list. `more` says that there are more rows than `total`, the most that is counted."""

    rows: tuple[NominationRow, ...]
    total: int
    more: bool
    page: int
    pages: int


def _narrowed(found: "QuerySet[Nomination]", filters: Filters) -> "QuerySet[Nomination]":
    exact: dict[str, Any] = {
        "state": filters.state,
        "unit_id": filters.unit,
        "sector__code": filters.sector,
        "kind": filters.kind,
        "round_code": filters.round_code,
    }
    found = found.filter(**{name: value for name, value in exact.items() if value})
    return matching(found, filters.q, first_rows=True) if filters.q.strip() else found


_COLUMNS = (
    "id", "number", "version", "subject__name", "subject__form_of_address", "kind", "unit_id", "unit__name",
    "sector__short_name", "state", "round_code", "sent_at", "on_time", "edited_at",
)  # fmt: skip


def nomination_rows(found: "QuerySet[Nomination]") -> tuple[NominationRow, ...]:
    """These dossiers as lines of a list; one query."""
    return tuple(_row(*values) for values in found.values_list(*_COLUMNS))


def _row(
    pk: int, number: str, version: int, name: str, address: str, kind: str, unit_id: int, unit_name: str,
    sector: str | None, state: str, round_code: str, sent_at: datetime | None, on_time: bool | None, edited_at: datetime,
) -> NominationRow:  # fmt: skip
    return NominationRow(
        id=pk,
        number=number,
        version=version,
        name=name,
        title=title_of(name, address),
        kind=kind,
        kind_label=SubjectKind(kind).label,
        unit_id=unit_id,
        unit_name=unit_name,
        sector_name=sector or "",
        state=state,
        state_label=NominationState(state).label,
        round_code=round_code,
        sent_at=sent_at,
        on_time=on_time,
        edited_at=edited_at,
    )


def listing(
    visible: "QuerySet[Nomination]",
    filters: Filters | None = None,
    *,
    sort: str = "newest",
    page: int = 1,
    per_page: int = PAGE,
) -> Listing:
    """One page of the dossiers in `visible`. Two queries, whatever the page holds; a page too far is the last one."""
    filters = filters or Filters()
    found = _narrowed(visible, filters)
    most = COUNTED_WORDS if filters.q.strip() else COUNTED
    counted = found.order_by()[: most + 1].count()
    total = min(counted, most)
    pages = max(1, -(-total // per_page))
    page = min(max(page, 1), pages)
    start = (page - 1) * per_page
    rows = nomination_rows(found.order_by(*SORTS.get(sort, SORTS["newest"]))[start : min(start + per_page, most)])
    return Listing(rows, total, counted > most, page, pages)


def units_to_choose(account_id: int, on: date, *, most: int = 120) -> tuple[tuple[int, str], ...]:
    """Units whose dossiers a person may see, for the filter; empty when there are too many to choose from."""
    scope = scope_of(account_id, Permission.SEE_DOSSIERS, on=on, inherited=True)
    found = list(Unit.objects.filter(scope.q("pk")).order_by("sort_key", "id").values_list("pk", "name")[: most + 1])
    return tuple(found) if len(found) <= most else ()


def like(name: str, things: Iterable[Any], most: int) -> list[Any]:
    """Things whose name shares all words with `name` or all of theirs with it, or is another spelling of it.

    The same name comes first. A thing has `name` and `kind`.
    """
    wanted = fold(name)
    words = set(wanted.split())
    near = []
    for thing in things:
        text = fold(thing.name)
        theirs = set(text.split())
        within = bool(words and theirs) and (words <= theirs or theirs <= words)
        if within or relation(read_name(name, thing.kind), read_name(thing.name, thing.kind)) != Relation.NONE:
            near.append((text != wanted, not within, text, thing))
    return [row[-1] for row in sorted(near, key=lambda row: row[:3])][:most]


def existing_like(unit: Unit, name: str, *, most: int = 5, apart: Q | None = None) -> tuple[NominationRow, ...]:
    """Open dossiers of the unit about somebody of a like name, so that nobody opens the same one twice.

    `apart` leaves out what the person keeps away from."""
    closed = (NominationState.DECLINED, NominationState.WITHDRAWN)
    found = Nomination.objects.filter(apart or Q(), unit=unit).exclude(state__in=closed)
    return tuple(like(name, nomination_rows(found.order_by("-edited_at", "id")), most))


def evidence_in(visible: "QuerySet[Nomination]", evidence_id: int) -> Evidence | None:
    """A file that is in a dossier the person may see; None for any other number."""
    return (
        Evidence.objects.filter(pk=evidence_id, removed_at=None, nomination__in=visible)
        .select_related("file", "nomination")
        .first()
    )


@dataclass(frozen=True, slots=True)
class Place:
    """Where a dossier stands among those that wait for verification, oldest first; `position` 0 when it does not."""

    position: int
    total: int
    previous_id: int | None
    next_id: int | None


def place_in_queue(nomination: Nomination, visible: "QuerySet[Nomination]", *, most: int = 500) -> Place:
    """The neighbours of a dossier in the queue of the office."""
    waiting = visible.filter(state=NominationState.SUBMITTED).order_by("sent_at", "id").values_list("id", flat=True)
    ids = list(waiting[:most])
    place = Place(0, len(ids), None, ids[0] if ids else None)
    if nomination.pk not in ids:
        return place
    at = ids.index(nomination.pk)
    return replace(
        place,
        position=at + 1,
        previous_id=ids[at - 1] if at else None,
        next_id=ids[at + 1] if at + 1 < len(ids) else None,
    )
