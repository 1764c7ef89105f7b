"""Events: who reads which, the list of the desk, one event with all its parts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from math import ceil

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from neuguong.core.models import StateChange
from neuguong.org.models import Unit
from neuguong.org.queries.access import scope_of
from neuguong.org.roles import Permission
from neuguong.publicity.enums import EventState
from neuguong.publicity.models import Event, EventUnit, Holding, ProgrammeLine

PAGE = 30


@dataclass(frozen=True, slots=True)
class EventRow:
    """One line of the desk's list."""

    id: int
    name: str
    kind: str
    form: str
    unit: str
    sharing: int
    starts_at: datetime
    state: str
    state_label: str
    is_public: bool


@dataclass(frozen=True, slots=True)
class EventList:
    """A page of the list."""

    rows: tuple[EventRow, ...]
    total: int
    page: int
    pages: int


def events_visible_to(account_id: int, on: date) -> "QuerySet[Event]":
    """Events of the units where a person records publicity, held alone or with others; of those on the board what was
    announced."""
    mine = scope_of(account_id, Permission.RECORD_PUBLICITY, on=on, inherited=True)
    seen = scope_of(account_id, Permission.SEE_BOARD, on=on, inherited=True)
    shared = EventUnit.objects.filter(event=OuterRef("pk"))
    told = ~Q(state=EventState.DRAFT)
    return Event.objects.filter(
        mine.q() | Q(Exists(shared.filter(mine.q()))) | (told & (seen.q() | Q(Exists(shared.filter(seen.q())))))
    )


def units_to_organise(account_id: int, on: date) -> "QuerySet[Unit]":
    """Units for which a person may organise events, in Vietnamese order."""
    scope = scope_of(account_id, Permission.RECORD_PUBLICITY, on=on)
    return Unit.objects.on(on).filter(scope.q("pk")).order_by("sort_key", "id")


def units_to_share(top: Unit, on: date) -> "QuerySet[Unit]":
    """Units of the plan's organisation that may hold an event together, in Vietnamese order."""
    return Unit.objects.on(on).under(top).order_by("kind", "sort_key", "id")


def event_list(account_id: int, on: date, *, state: str = "", kind: str = "", page: int = 1) -> EventList:
    """The events a person reads, the latest first. Three statements."""
    rows = events_visible_to(account_id, on)
    if state:
        rows = rows.filter(state=state)
    if kind:
        rows = rows.filter(kind=kind)
    total = rows.count()
    pages = max(ceil(total / PAGE), 1)
    page = min(max(page, 1), pages)
    chosen = rows.select_related("unit").annotate(sharing=Count("shared_with")).order_by("-starts_at", "-id")
    return EventList(tuple(_row(one) for one in chosen[(page - 1) * PAGE : page * PAGE]), total, page, pages)


def _row(one: Event) -> EventRow:
    return EventRow(
        one.pk, one.name, one.get_kind_display(), one.get_form_display(), one.unit.short_name, one.sharing,  # type: ignore[attr-defined]
        one.starts_at, one.state, EventState(one.state).label, one.is_public,
    )  # fmt: skip


def programme_of(event: Event) -> Sequence[ProgrammeLine]:
    """The lines of the programme in their order."""
    return list(event.programme.all())


def sharing_units(event: Event) -> list[Unit]:
    """The further units, in Vietnamese order."""
    return list(Unit.objects.filter(pk__in=event.shared_with.values("unit_id")).order_by("sort_key", "id"))


def holdings_of(event: Event) -> Sequence[Holding]:
    """Every holding, also those taken back, the newest first."""
    return list(event.holdings.select_related("recorded_by", "withdrawn_by").order_by("-id"))


def standing_holding(event: Event) -> Holding | None:
    """The holding that counts now."""
    return event.holdings.filter(withdrawn_at=None).select_related("recorded_by").first()


def steps_of(event: Event) -> Sequence[StateChange]:
    """What happened to it, the oldest first."""
    rows = StateChange.objects.filter(object_type="publicity.event", object_id=event.pk)
    return list(rows.select_related("account").order_by("id"))
