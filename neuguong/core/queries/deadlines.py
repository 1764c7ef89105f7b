"""Which clocks run, until when, and which of them are late on a day."""

from collections.abc import Iterable
from datetime import date

from django.db import models
from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce

from neuguong.core.models import Deadline


def running(thing: models.Model, kind: str) -> Deadline | None:
    """The running clock of a kind on one thing."""
    rows = Deadline.objects.filter(object_type=thing._meta.label_lower, object_id=thing.pk, kind=kind, met_at=None)
    return rows.first()


def deadlines_of(thing: models.Model) -> "QuerySet[Deadline]":
    """Every clock a thing ever had, the first one first."""
    return Deadline.objects.filter(object_type=thing._meta.label_lower, object_id=thing.pk).order_by("id")


def running_for(responsible: Iterable[str], kinds: Iterable[str]) -> "QuerySet[Deadline]":
    """What these have to do, by its last day (`until`: the extended one where there is one), soonest first."""
    rows = Deadline.objects.filter(responsible__in=list(responsible), kind__in=list(kinds), met_at=None)
    return rows.annotate(until=Coalesce("extended_to", "due_on")).order_by("until", "id")


def overdue(rows: "QuerySet[Deadline]", on: date) -> "QuerySet[Deadline]":
    """Those of `running_for` whose last day lies before `on`."""
    return rows.filter(Q(extended_to__lt=on) | Q(extended_to=None, due_on__lt=on))


def last_day(deadline: Deadline) -> date:
    """The day until whose end the thing may be done."""
    return deadline.extended_to or deadline.due_on


def days_left(deadline: Deadline, on: date) -> int:
    """Calendar days until the last one; 0 on the day itself, negative when it is over."""
    return (last_day(deadline) - on).days
