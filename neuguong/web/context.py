"""What every request knows: the moment, who acts, where they belong; and what every page frame shows."""

from collections.abc import Callable
from datetime import date
from functools import cached_property
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from neuguong.core.actor import Actor
from neuguong.core.clock import OFFICE_ZONE, demo_clock, reading
from neuguong.core.once import asking_once
from neuguong.exemplars.queries.conflict_lists import letters_to_keep_back
from neuguong.org.enums import Basis, Role
from neuguong.org.models import Account, Unit
from neuguong.org.queries.access import Grant, grants_of
from neuguong.org.queries.people import standing_in
from neuguong.org.queries.units import main_unit, organisation_of
from neuguong.org.roles import GRANTS, SEAT_ROLE, Permission
from neuguong.programme.models import Plan
from neuguong.programme.queries.plans import plan_for
from neuguong.web.links import nav_for, unread_count
from neuguong.web.security import origin_of


class Office:
    """The signed-in person as the screens need them; each part is read when first asked for."""

    def __init__(self, account: Account, on: date) -> None:
        self.account = account
        self.on = on

    @cached_property
    def grants(self) -> tuple[Grant, ...]:
        """What this person is today."""
        return grants_of(self.account.pk, on=self.on)

    @cached_property
    def unit(self) -> Unit | None:
        """The unit this person works for: of the first membership, the closest to the ground."""
        return main_unit(self.grants)

    @cached_property
    def organisation(self) -> Unit | None:
        """The unit whose programme this person works in."""
        if self.plan is not None:
            return self.plan.unit  # the closest unit above that runs a programme: the plan's own
        return organisation_of(self.unit, on=self.on) if self.unit else None

    @cached_property
    def plan(self) -> Plan | None:
        """The plan in force for this person's unit."""
        return plan_for(self.unit, on=self.on) if self.unit else None

    def may(self, permission: Permission) -> bool:
        """Whether any role of theirs carries a permission, somewhere."""
        return any(permission in GRANTS[grant.role] for grant in self.grants)


class OfficeContext:
    """Sets `request.now`, `request.today`, `request.actor` and `request.office`.

    The clock is read once, so that everything in one request happens at one moment.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: Any) -> HttpResponse:
        """Answer with the moment and the person at hand."""
        request.demo_clock = demo_clock()
        request.now = reading(request.demo_clock, timezone.now())
        request.today = request.now.astimezone(OFFICE_ZONE).date()
        request.actor = SimpleLazyObject(lambda: actor_of(request))
        request.office = SimpleLazyObject(lambda: Office(request.user, request.today))
        if request.method not in ("GET", "HEAD"):
            return self.get_response(request)
        with asking_once():
            return self.get_response(request)


def actor_of(request: Any) -> Actor:
    """The signed-in person as an actor, with the address the act comes from and for whom they act."""
    name = request.user.full_name
    if any(grant.basis != Basis.APPOINTED for grant in request.office.grants):
        name += f" ({'; '.join(_lent(request.user.pk, request.today))})"
    return Actor.person(request.user.pk, name=name, origin=origin_of(request))


def _lent(account_id: int, on: date) -> list[str]:
    """For whom somebody acts today; every entry of the audit says so while it lasts."""
    words = {Basis.DELEGATED: "được ủy quyền của", Basis.SUBSTITUTE: "đang làm thay"}
    return [
        f"{words[Basis(row.basis)]} {row.on_behalf_of.full_name}, {Role(row.role).label} {row.unit.short_name}"
        for row in standing_in(account_id, on=on)
        if row.on_behalf_of is not None
    ]


def _moment(request: Any) -> dict[str, Any]:
    """The moment, and whether it is the demonstration's own."""
    return {"now": request.now, "demo_clock": {"now": request.now} if request.demo_clock else None}


def frame(request: Any) -> dict[str, Any]:
    """What the page frame shows (ui/base.html, ui/desk.html); a visitor of the portal gets only the moment."""
    context: dict[str, Any] = _moment(request) if hasattr(request, "now") else {}
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated or not hasattr(request, "office"):
        return context
    office = request.office
    reads = office.may(Permission.SEE_DOSSIERS)
    words = user.full_name.split()
    return context | {
        "nav": nav_for(request),
        "finds_dossiers": reads,
        "takes_leave": reads and any(grant.role not in SEAT_ROLE.values() for grant in office.grants),
        "reads_week": office.may(Permission.READ_WEEK),
        "unit_name": office.unit.short_name if office.unit else "",
        "organisation_name": office.organisation.name if office.organisation else "",
        "account_name": user.full_name,
        "account_role": user.title or (office.grants[0].role.label if office.grants else ""),
        "account_initials": "".join(word[0] for word in words[-2:]).upper(),
        "unread": unread_count(user.pk, letters_to_keep_back(user.pk, request.today) if reads else ()),
    }
