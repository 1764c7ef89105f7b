"""Who is on the list of an event: for those who hold it, never for the public."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from math import ceil

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from neuguong.core.text import words_to_search
from neuguong.exemplars.models import Exemplar
from neuguong.exemplars.queries.register import register
from neuguong.org.queries.access import scope_of
from neuguong.org.roles import Permission
from neuguong.publicity.enums import AttendeeAnswer, EventState
from neuguong.publicity.models import Attendee, Event, EventUnit

PAGE = 50
FOUND = 20  # exemplars shown for one search

# What the list can be narrowed to: code, words, condition.
WHICH: dict[str, tuple[str, Q]] = {
    "coming": ("Sẽ dự", Q(answer=AttendeeAnswer.YES)),
    "not_coming": ("Không dự", Q(answer=AttendeeAnswer.NO)),
    "silent": ("Chưa trả lời", Q(answer="")),
    "arrived": ("Đã đến", Q(arrived_at__isnull=False)),
    "away": ("Chưa đến", Q(arrived_at=None)),
}


@dataclass(frozen=True, slots=True)
class Tally:
    """How many stand on the list and how far they have come."""

    everybody: int
    coming: int
    not_coming: int
    arrived: int
    to_write: int


@dataclass(frozen=True, slots=True)
class AttendeeList:
    """One page of the list."""

    rows: Sequence[Attendee]
    total: int
    page: int
    pages: int


def attendees_visible_to(account_id: int, on: date) -> "QuerySet[Attendee]":
    """The lists of the events that a person's units hold, alone or with others."""
    mine = scope_of(account_id, Permission.RECORD_PUBLICITY, on=on)
    shared = EventUnit.objects.filter(mine.q(), event=OuterRef("event_id"))
    return Attendee.objects.filter(mine.q("event__unit") | Q(Exists(shared)))


def attendee_list(event: Event, *, q: str = "", which: str = "", page: int = 1) -> AttendeeList:
    """Those on the list in Vietnamese order of names; `q` finds the beginnings of words, with or without diacritics."""
    rows = event.attendees.filter(removed_at=None)
    if which in WHICH:
        rows = rows.filter(WHICH[which][1])
    words = words_to_search(q)
    for word in words:
        rows = rows.filter(Q(search_text__startswith=word) | Q(search_text__contains=f" {word}"))
    if len(words) == 1 and words[0].isdecimal() and len(words[0]) < 10:
        rows = event.attendees.filter(removed_at=None, number=int(words[0]))
    elif q.strip() and not words:
        rows = rows.none()
    total = rows.count()
    pages = max(ceil(total / PAGE), 1)
    page = min(max(page, 1), pages)
    chosen = rows.select_related("exemplar", "arrived_by").order_by("sort_key", "number")
    return AttendeeList(list(chosen[(page - 1) * PAGE : page * PAGE]), total, page, pages)


def tally(event: Event) -> Tally:
    """The numbers of the list in one statement."""
    to_write = Q(source="invited", written_at=None) & ~Q(email="", account=None)
    found = event.attendees.filter(removed_at=None).aggregate(
        everybody=Count("pk"),
        coming=Count("pk", filter=Q(answer=AttendeeAnswer.YES)),
        not_coming=Count("pk", filter=Q(answer=AttendeeAnswer.NO)),
        arrived=Count("pk", filter=Q(arrived_at__isnull=False)),
        to_write=Count("pk", filter=to_write),
    )
    return Tally(**found)


def everybody(event: Event) -> list[Attendee]:
    """The whole list by number, for papers and cards."""
    return list(event.attendees.filter(removed_at=None).order_by("number"))


def who_came(event: Event) -> list[Attendee]:
    """Everybody who arrived, in Vietnamese order of names."""
    return list(event.attendees.filter(removed_at=None, arrived_at__isnull=False).order_by("sort_key", "number"))


def removed_from(event: Event) -> list[Attendee]:
    """Who was taken off the list, with why."""
    return list(event.attendees.exclude(removed_at=None).select_related("removed_by").order_by("number"))


def exemplars_invited(event: Event) -> list[Exemplar]:
    """The exemplars on the list, in Vietnamese order: who may be in a photo."""
    there = event.attendees.filter(removed_at=None, exemplar__isnull=False).values("exemplar_id")
    return list(Exemplar.objects.filter(pk__in=there).order_by("sort_key", "pk"))


def exemplars_to_invite(event: Event, q: str) -> list[Exemplar]:
    """Exemplars of the register that a search finds and that are not on the list yet."""
    if not q.strip():
        return []
    there = event.attendees.filter(removed_at=None, exemplar__isnull=False).values("exemplar_id")
    return list(register(q=q).exclude(pk__in=there).select_related("unit", "sector")[:FOUND])


def attendee_behind(number: int) -> Attendee | None:
    """The person behind a signed link, with the event; None when there is none."""
    rows = Attendee.objects.select_related("event__unit", "event__plan__unit")
    return rows.filter(pk=number).exclude(event__state=EventState.DRAFT).first()
