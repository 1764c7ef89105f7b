"""Events before the public: only what was announced as public, and nobody's name but what the organiser wrote for all."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from neuguong.core.models import StateChange
from neuguong.core.periods import local_day
from neuguong.publicity.enums import EventState
from neuguong.publicity.models import Event, EventUnit, Holding

MOST = 200


@dataclass(frozen=True, slots=True)
class PublicLine:
    """One line of the programme."""

    begins: str
    content: str
    who: str


@dataclass(frozen=True, slots=True)
class PublicEvent:
    """All that the public sees of an event; the link of an online one goes to those invited."""

    slug: str
    uid: str
    name: str
    kind: str
    form: str
    within: str
    place: str
    audience: str
    about: str
    starts_at: datetime
    ends_at: datetime
    changed_at: datetime
    version: int
    unit: str
    sharing: tuple[str, ...]
    programme: tuple[PublicLine, ...]
    cancelled: bool
    held: bool
    delegates: int
    pupils: int
    takes_registrations: bool

    @property
    def one_day(self) -> bool:
        """Whether it ends on the day on which it begins."""
        return local_day(self.starts_at) == local_day(self.ends_at)


def shown_events() -> "QuerySet[Event]":
    """Announced, held, or called off after it had been announced: who wrote it down must learn of it."""
    announced = StateChange.objects.filter(
        object_type=Event._meta.label_lower, object_id=OuterRef("pk"), step="announce"
    )
    told = Q(state__in=[EventState.ANNOUNCED, EventState.HELD]) | Q(Q(state=EventState.CANCELLED), Exists(announced))
    units = EventUnit.objects.select_related("unit").order_by("unit__sort_key", "pk")
    standing = Holding.objects.filter(withdrawn_at=None)
    return (
        Event.objects.filter(told, is_public=True)
        .select_related("unit")
        .prefetch_related("programme", Prefetch("shared_with", units), Prefetch("holdings", standing))
    )


def _public(one: Event) -> PublicEvent:
    holding = next(iter(one.holdings.all()), None)
    return PublicEvent(
        slug=one.slug,
        uid=f"su-kien-{one.pk}",
        name=one.name,
        kind=str(one.get_kind_display()),
        form=str(one.get_form_display()),
        within=one.within,
        place=one.place,
        audience=one.audience,
        about=one.about,
        starts_at=one.starts_at,
        ends_at=one.ends_at,
        changed_at=one.edited_at,
        version=one.version,
        unit=one.unit.name,
        sharing=tuple(row.unit.name for row in one.shared_with.all()),
        programme=tuple(PublicLine(row.begins, row.content, row.who) for row in one.programme.all()),
        cancelled=one.state == EventState.CANCELLED,
        held=one.state == EventState.HELD,
        delegates=holding.delegates if holding else 0,
        pupils=holding.pupils if holding else 0,
        takes_registrations=one.takes_registrations and one.state == EventState.ANNOUNCED,
    )


def public_events() -> tuple[PublicEvent, ...]:
    """The newest ones, the latest day first. Four statements."""
    return tuple(_public(one) for one in shown_events().order_by("-starts_at", "-pk")[:MOST])


def public_event(slug: str) -> PublicEvent | None:
    """One of them by its address."""
    found = shown_events().filter(slug=slug).first()
    return None if found is None else _public(found)


def event_to_register_for(slug: str) -> Event | None:
    """The row behind a public page, for a registration."""
    return shown_events().filter(slug=slug).first()


def coming_and_past(events: tuple[PublicEvent, ...], on: date) -> tuple[list[PublicEvent], list[PublicEvent]]:
    """Those that end today or later, the next first; and those before, the latest first."""
    coming = [one for one in events if local_day(one.ends_at) >= on]
    return coming[::-1], [one for one in events if local_day(one.ends_at) < on]
