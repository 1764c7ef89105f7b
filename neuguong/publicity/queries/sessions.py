"""Talks that were held: who reads which, one year by speaker and by unit."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from neuguong.exemplars.models import Exemplar
from neuguong.exemplars.queries.register import shown
from neuguong.org.queries.access import scope_of
from neuguong.org.roles import Permission
from neuguong.publicity.enums import AudienceKind
from neuguong.publicity.models import SessionExemplar, TalkSession


def talks_visible_to(account_id: int, on: date) -> "QuerySet[TalkSession]":
    """Those of the units whose board a person sees, earlier lives included."""
    return TalkSession.objects.filter(scope_of(account_id, Permission.SEE_BOARD, on=on, inherited=True).q("unit"))


def talks_of_year(account_id: int, on: date, year: int) -> "QuerySet[TalkSession]":
    """The list of a year, the newest first; what was taken back stays in it and is marked."""
    rows = talks_visible_to(account_id, on).filter(held_on__year=year)
    return rows.select_related("unit", "speaker__unit").order_by("-held_on", "-pk")


def years_of(account_id: int, on: date) -> list[int]:
    """The years in which something was held, and the present one; the newest first."""
    held = {day.year for day in talks_visible_to(account_id, on).dates("held_on", "year")}
    return sorted(held | {on.year}, reverse=True)


@dataclass(frozen=True, slots=True)
class Told:
    """Of whom a talk told: those whom the register still shows, and how many it shows no more."""

    pages: tuple[Exemplar, ...]
    hidden: int


def told_in(session: TalkSession) -> Told:
    """Through a merge the page that stands for both; who was revoked or withheld since is only counted. Two queries."""
    rows = SessionExemplar.objects.filter(session=session).select_related("exemplar__merged_into")
    ids = list(dict.fromkeys((row.exemplar.merged_into or row.exemplar).pk for row in rows))
    pages = tuple(shown().filter(pk__in=ids).select_related("unit").order_by("sort_key", "pk"))
    return Told(pages, len(ids) - len(pages))


@dataclass(slots=True)
class TalkCount:
    """One line of the yearly table."""

    name: str
    unit: str
    sessions: int = 0
    listeners: int = 0
    told: int = 0


@dataclass(frozen=True, slots=True)
class TalkYear:
    """One year: each speaker, each unit that held talks, and the talks themselves, the oldest first."""

    year: int
    speakers: tuple[TalkCount, ...]
    units: tuple[TalkCount, ...]
    talks: tuple[tuple[TalkSession, int], ...]  # with how many exemplars each told of


def talk_year(account_id: int, on: date, year: int) -> TalkYear:
    """Counted from what was not taken back. Two queries."""
    found = talks_of_year(account_id, on, year).filter(withdrawn_at=None).order_by("held_on", "pk")
    rows, told = list(found), _told(found)
    speakers: dict[int, TalkCount] = {}
    units: dict[int, TalkCount] = {}
    order: dict[tuple[str, int], str] = {}
    for row in rows:
        one = speakers.setdefault(row.speaker_id, TalkCount(row.speaker.name, row.speaker.unit.name))
        other = units.setdefault(row.unit_id, TalkCount(row.unit.name, row.unit.name))
        order["speaker", row.speaker_id], order["unit", row.unit_id] = row.speaker.sort_key, row.unit.sort_key
        for line in (one, other):
            line.sessions += 1
            line.listeners += row.audience_count
            line.told += told[row.pk]
    return TalkYear(
        year,
        tuple(speakers[pk] for pk in sorted(speakers, key=lambda pk: (order["speaker", pk], pk))),
        tuple(units[pk] for pk in sorted(units, key=lambda pk: (order["unit", pk], pk))),
        tuple((row, told[row.pk]) for row in rows),
    )


def _told(rows: "QuerySet[TalkSession]") -> dict[int, int]:
    found: dict[int, int] = defaultdict(int)
    for pk in SessionExemplar.objects.filter(session__in=rows.order_by()).values_list("session_id", flat=True):
        found[pk] += 1
    return found


def audience_label(code: str) -> str:
    """An audience in words."""
    return AudienceKind(code).label


def exemplars_named(slugs: Iterable[str]) -> "QuerySet[Exemplar]":
    """Pages of the register by their addresses, in Vietnamese order."""
    return shown().filter(slug__in=list(slugs)).select_related("unit").order_by("sort_key", "pk")
