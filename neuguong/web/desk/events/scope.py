"""Fetch and authorise in one, and for whom this person organises."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404

from neuguong.org.models import Unit
from neuguong.org.roles import Permission
from neuguong.programme.models import Plan
from neuguong.programme.queries.plans import plan_for
from neuguong.publicity.models import Event
from neuguong.publicity.queries.events import events_visible_to, units_to_organise

NOT_YOURS = "Mục này dành cho người của các đơn vị thực hiện kế hoạch và cơ quan thường trực."
NOT_AN_ORGANISER = "Chỉ cán bộ đầu mối, người đứng đầu đơn vị và cơ quan phụ trách tuyên truyền lập sự kiện."


def readers_only(request: Any) -> None:
    """403 with a sentence for who reads nothing of any unit."""
    if not (request.office.may(Permission.SEE_BOARD) or request.office.may(Permission.RECORD_PUBLICITY)):
        raise PermissionDenied(NOT_YOURS)


def event_or_404(request: Any, pk: int) -> Event:
    """The event, if this person may read it."""
    found = events_visible_to(request.user.pk, request.today).select_related("unit", "plan__unit", "created_by")
    if (one := found.filter(pk=pk).first()) is None:
        raise Http404
    return one


def own_units(request: Any) -> list[Unit]:
    """The units for which this person organises, the own one first."""
    units = list(units_to_organise(request.user.pk, request.today))
    own, issuer = request.office.unit, request.office.organisation
    first = [one.pk for one in (issuer, own) if one is not None]
    return sorted(units, key=lambda one: (one.pk not in first, first.index(one.pk) if one.pk in first else 0))


def plan_of(request: Any, unit: Unit) -> Plan | None:
    """The plan in force for the unit."""
    return plan_for(unit, on=request.today)
