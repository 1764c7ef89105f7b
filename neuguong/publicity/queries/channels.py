"""Outlets, their calendar and what ran on them: whose they are to see, which of them are in use."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Max, Q, QuerySet

from neuguong.core.models import StateChange
from neuguong.exemplars.models import Exemplar
from neuguong.exemplars.queries.claims import public_claims
from neuguong.exemplars.queries.publication import dossiers_of, may_publish, may_tell
from neuguong.exemplars.queries.register import register, shown
from neuguong.org.models import Unit
from neuguong.org.queries.access import Scope, scope_of
from neuguong.org.roles import Permission
from neuguong.publicity.enums import PlannedState
from neuguong.publicity.models import Broadcast, Outlet, PlannedRun

OFFERED = 20  # exemplars of the own unit that a form offers, and as many that a search finds


def publicity_scope(account_id: int, on: date, *, inherited: bool = False) -> Scope:
    """The units whose outlets a person keeps; `inherited` adds, for reading, those of which theirs got a part."""
    return scope_of(account_id, Permission.RECORD_PUBLICITY, on=on, inherited=inherited)


def outlets_visible_to(account_id: int, on: date) -> "QuerySet[Outlet]":
    """The outlets of the own units, or of all units below for the office."""
    found = Outlet.objects.filter(publicity_scope(account_id, on, inherited=True).q())
    return found.select_related("unit").order_by("unit__sort_key", "sort_key", "pk")


def outlets_to_record_on(account_id: int, on: date) -> "QuerySet[Outlet]":
    """Those on which a person may record today: in use on the day, or until not long ago (what ran is typed later)."""
    found = Outlet.objects.filter(publicity_scope(account_id, on).q(), valid_from__lte=on)
    return found.select_related("unit").order_by("unit__sort_key", "sort_key", "pk")


def in_use(outlets: "QuerySet[Outlet]", on: date) -> "QuerySet[Outlet]":
    """Those of them that are in use on a day."""
    return outlets.filter(Q(valid_until=None) | Q(valid_until__gte=on), valid_from__lte=on)


def planned_runs_visible_to(account_id: int, on: date) -> "QuerySet[PlannedRun]":
    """The calendar of those outlets."""
    found = PlannedRun.objects.filter(publicity_scope(account_id, on, inherited=True).q("outlet__unit"))
    return found.select_related("outlet__unit", "in_charge", "article")


def broadcasts_visible_to(account_id: int, on: date) -> "QuerySet[Broadcast]":
    """What ran on those outlets, also what was withdrawn."""
    found = Broadcast.objects.filter(publicity_scope(account_id, on, inherited=True).q("outlet__unit"))
    return found.select_related("outlet__unit", "recorded_by", "withdrawn_by", "planned", "article")


def exemplars_to_offer(unit: Unit, *, q: str = "", chosen: Iterable[int] = ()) -> list[Exemplar]:
    """Whom a form offers: those already chosen, what a search finds in the whole register, then the unit's newest."""
    wanted = list(shown().filter(pk__in=[*chosen]).order_by("sort_key", "pk"))
    if q.strip():
        wanted += register(q=q)[:OFFERED]
    wanted += register(unit_ids=[unit.pk])[:OFFERED]
    return list({one.pk: one for one in wanted}.values())


def missing_consent(exemplar: Exemplar, outlet: Outlet, on: date, *, in_article: bool = False) -> str:
    """What is missing for telling of somebody on an outlet on a day, in words; empty when nothing is.

    An article is a text of its own, so `in_article` asks for no story besides.
    """
    verdict = may_tell if in_article else may_publish
    return verdict(exemplar, outlet.consent_channel, on=on).sentence


def claims_now(exemplar: Exemplar) -> list[dict[str, object]]:
    """What is found right of an exemplar at this moment: number and version of each claim, in its true words."""
    return [
        {"id": one.id, "version": one.version, "text": one.text}
        for nomination in dossiers_of(exemplar)
        for one in public_claims(nomination.pk)
    ]


@dataclass(frozen=True, slots=True)
class OutletRow:
    """An outlet in the list: since when something last ran on it, how often this year."""

    outlet: Outlet
    last_ran: date | None
    this_year: int
    is_used: bool


def outlet_list(account_id: int, on: date) -> tuple[OutletRow, ...]:
    """The outlets of a person's units with what ran on them; one query."""
    stands = Q(broadcasts__withdrawn_at=None)
    found = outlets_visible_to(account_id, on).annotate(
        last=Max("broadcasts__ran_on", filter=stands),
        times=Count("broadcasts", filter=stands & Q(broadcasts__ran_on__year=on.year)),
    )
    return tuple(
        OutletRow(one, one.last, one.times, one.valid_from <= on and (one.valid_until is None or one.valid_until >= on))
        for one in found
    )


def units_kept_by(account_id: int, on: date) -> "QuerySet[Unit]":
    """The units of a day for which a person may open an outlet, in Vietnamese order."""
    return Unit.objects.on(on).filter(publicity_scope(account_id, on).q("pk")).order_by("sort_key", "pk")


def units_of_gaps(account_id: int, on: date) -> "QuerySet[Unit, int]":
    """The ids of the units, earlier lives too, whose exemplars a person looks after."""
    return Unit.objects.filter(publicity_scope(account_id, on, inherited=True).q("pk")).values_list("pk", flat=True)


def reason_of(entry: PlannedRun) -> str:
    """Why an entry was cancelled; empty for any other."""
    if entry.state != PlannedState.CANCELLED:
        return ""
    rows = StateChange.objects.filter(object_type=PlannedRun._meta.label_lower, object_id=entry.pk, step="cancel")
    return rows.order_by("-pk").values_list("note", flat=True).first() or ""
