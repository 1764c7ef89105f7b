"""Telling the staff of a plan: who may read a round, who is on its list, how far it has come (KH 87, IV.1)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from neuguong.core.periods import local_day
from neuguong.ledger.models import Acknowledgement, Activity, Dissemination, Obligation
from neuguong.ledger.queries.visibility import obligations_visible_to, units_on_board_of
from neuguong.org.models import Unit
from neuguong.org.queries.access import scope_of
from neuguong.org.roles import Permission
from neuguong.programme.enums import ActivityKind
from neuguong.programme.models import Plan


@dataclass(frozen=True, slots=True)
class Progress:
    """A round in a list: how many of how many know it, until it was done."""

    id: int
    opened_on: date
    known: int
    people: int
    done_on: date | None
    withdrawn: bool


def disseminations_visible_to(account_id: int, on: date) -> "QuerySet[Dissemination]":
    """Rounds of the units on one's board, of one's own unit, and those on whose list one stands."""
    own = scope_of(account_id, Permission.PREPARE_NOMINATION, on=on, inherited=True)
    listed = Acknowledgement.objects.filter(dissemination=OuterRef("pk"), account_id=account_id)
    return Dissemination.objects.filter(own.q() | Q(unit__in=units_on_board_of(account_id, on)) | Q(Exists(listed)))


def people_of_round(dissemination: Dissemination) -> Sequence[Acknowledgement]:
    """Everybody on the list, in Vietnamese order."""
    return list(dissemination.people.select_related("account", "ticked_by", "signed_list"))


def rounds_of_unit(unit: Unit, plan: Plan) -> list[Progress]:
    """The rounds of a unit under a plan, the newest first."""
    rows = Dissemination.objects.filter(unit=unit, plan=plan).annotate(
        total=Count("people"), known=Count("people", filter=Q(people__known_at__isnull=False))
    )
    return [
        Progress(row.pk, local_day(row.opened_at), row.known, row.total, row.done_on, row.withdrawn_at is not None)
        for row in rows.order_by("-id")
    ]


def coordinations(plan: Plan, account_id: int, *, on: date) -> list[Activity]:
    """The programmes of coordination under a plan that count on a day, the newest first (KH 87, III.3.d)."""
    rows = Activity.objects.filter(
        obligation__duty__plan=plan,
        obligation__duty__activity=ActivityKind.COORDINATION,
        obligation__unit__in=units_on_board_of(account_id, on),
        held_on__lte=on,
        withdrawn_at=None,
    )
    return list(rows.select_related("coordination", "file", "obligation__unit").order_by("-held_on", "-id"))


def coordination_row(plan: Plan, account_id: int, *, on: date) -> Obligation | None:
    """The row on which a programme of coordination is recorded, among those that a person may see."""
    rows = obligations_visible_to(account_id, on).filter(
        duty__plan=plan, duty__activity=ActivityKind.COORDINATION, effective_on__lte=on, voided_on=None
    )
    return rows.order_by("period", "id").first()
