"""Into which round a dossier goes, and until when one unit's row is on time."""

from datetime import date, datetime
from typing import NamedTuple

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from neuguong.core.periods import Period, day_ends, local_day
from neuguong.exemplars.models import Nomination
from neuguong.ledger.models import Exemption, Extension, Obligation, Return
from neuguong.org.models import Unit
from neuguong.programme.enums import DutyKind
from neuguong.programme.models import Plan
from neuguong.programme.queries.plans import rules_of


class Round(NamedTuple):
    """The round of a dossier, and whether its list is on time for it."""

    period: Period
    on_time: bool


def closing(obligation: Obligation, at: datetime) -> datetime:
    """The first moment that is late for this row, as far as extensions granted by `at` move it."""
    extended = (
        Extension.objects.filter(_same_row(obligation), effective_at__lte=at)
        .order_by("-extended_to")
        .values_list("extended_to", flat=True)
        .first()
    )
    return max(obligation.closes_at, day_ends(extended)) if extended else obligation.closes_at


def _same_row(obligation: Obligation) -> Q:
    """Whatever was agreed for an earlier revision holds for the later one."""
    return Q(
        obligation__unit_id=obligation.unit_id,
        obligation__duty_id=obligation.duty_id,
        obligation__period=obligation.period,
    )


def exemptions_in_force(obligation: Obligation, at: datetime) -> "QuerySet[Exemption]":
    """What frees the unit from this row at a moment, whichever revision of the row it was written on."""
    not_revoked = Q(revoked_at=None) | Q(revoked_at__gt=at)
    return Exemption.objects.filter(_same_row(obligation), not_revoked, effective_at__lte=at)


def round_for(unit: Unit, plan: Plan, at: datetime) -> Round | None:
    """The round into which a dossier of the unit goes that is first sent at `at`; None after the plan's last round.

    What is sent after the cut-off goes into the next round, except while this unit has an extension for a quarter
    that closed: then it goes there, on time (KH 87, IV.2).
    """
    rules = rules_of(plan, at)
    if extended := _extended_round(unit, plan, at):
        return extended
    period = rules.round_at(at)
    return Round(period, True) if not rules.return_duty.last_period < period else None


def _extended_round(unit: Unit, plan: Plan, at: datetime) -> Round | None:
    """The oldest closed quarter that an extension keeps open; one of the year's quota keeps the last quarter open."""
    rows = Extension.objects.filter(
        obligation__unit=unit,
        obligation__duty__plan=plan,
        obligation__closes_at__lte=at,
        effective_at__lte=at,
        extended_to__gte=local_day(at),
    ).values_list("obligation__period", "obligation__duty__kind")
    found = [Round(Period(period).quarters[-1], kind == DutyKind.RETURN) for period, kind in rows]
    return min(found, key=lambda one: (one.period.start, not one.on_time)) if found else None


def counted_dossiers(obligation: Obligation, at: datetime) -> "QuerySet[Nomination]":
    """The dossiers that are the list of this return at a moment: sent, neither withdrawn nor declined."""
    return Nomination.objects.filter(
        Q(closed_at=None) | Q(closed_at__gt=at),
        plan_id=obligation.duty.plan_id,
        unit_id=obligation.unit_id,
        round_code=obligation.period,
        sent_at__lte=at,
    )


class Progress(NamedTuple):
    """How far a round has come: units that owe its return, and those of them that have answered."""

    owing: int
    answered: int


def round_progress(plan: Plan, period: str, on: date) -> Progress:
    """The open round in two numbers, in one statement: what the board of the day shows, added up.

    The board itself is made row by row; a province has ten thousand of them. A test holds the two together.
    """
    end = day_ends(on)
    same = {"obligation__unit": OuterRef("unit"), "obligation__duty": OuterRef("duty"), "obligation__period": period}
    listed = Nomination.objects.filter(
        Q(closed_at=None) | Q(closed_at__gte=end),
        plan=plan,
        unit=OuterRef("unit"),
        round_code=period,
        sent_at__lt=end,
    )
    counts = (
        Obligation.objects.filter(
            Q(voided_on=None) | Q(voided_on__gt=on),
            ~Exists(
                Exemption.objects.filter(Q(revoked_at=None) | Q(revoked_at__gte=end), **same, effective_at__lt=end)
            ),
            duty__plan=plan,
            duty__kind=DutyKind.RETURN,
            period=period,
            effective_on__lte=on,
        )
        .annotate(is_answered=Exists(listed) | Exists(Return.objects.filter(**same, effective_at__lt=end)))
        .aggregate(owing=Count("id"), answered=Count("id", filter=Q(is_answered=True)))
    )
    return Progress(counts["owing"], counts["answered"])


def return_obligation(unit: Unit, plan: Plan, period: str, on: date) -> Obligation | None:
    """The row of a unit's return for a quarter, as it is in force on a day."""
    return (
        Obligation.objects.filter(
            Q(voided_on=None) | Q(voided_on__gt=on),
            unit=unit,
            duty__plan=plan,
            duty__kind=DutyKind.RETURN,
            period=period,
            effective_on__lte=on,
        )
        .select_related("duty", "unit")
        .order_by("-revision")
        .first()
    )
