"""What the ledger does by itself, by the schedule. An edge: it reads settings."""

from datetime import datetime, timedelta

from django.conf import settings

from neuguong.core.actor import Actor
from neuguong.core.periods import local_day
from neuguong.core.tasks import letter_address
from neuguong.ledger.operations.obligations import after_reorganisation
from neuguong.ledger.operations.reminders import urge
from neuguong.ledger.operations.week_letters import tell_week
from neuguong.ledger.queries.week import WEEK, Week
from neuguong.programme.enums import PlanState
from neuguong.programme.models import Plan

JOB = Actor.system("extend_ledgers")
TELLING = Actor.system("tell_weeks")
URGING = Actor.system("urge_units")
AFTER_THE_END = timedelta(days=31)  # what was due on a plan's last day is urged for a while longer


def extend_ledgers(at: datetime) -> int:
    """Let the ledger of each plan in force follow its units; returns how many rows were added, ended or excused."""
    plans = Plan.objects.filter(state=PlanState.ISSUED, valid_until__gte=local_day(at)).order_by("pk")
    done = [after_reorganisation(plan=plan, by=JOB, at=at) for plan in plans]
    return sum(result.added + result.voided + result.exempted for result in done)


def tell_weeks(at: datetime) -> int:
    """Tell those who lead that the page of the week before is there; who was told is not told again."""
    on = local_day(at)
    week = Week.of(on - WEEK, today=on)
    plans = Plan.objects.filter(state=PlanState.ISSUED, valid_from__lte=week.on, valid_until__gte=week.monday)
    found = plans.select_related("unit__parent").order_by("pk")
    return sum(tell_week(plan=plan, week=week, by=TELLING, at=at) for plan in found)


def urge_units(at: datetime) -> str:
    """Write the day's digests under each plan; says how many, and how many went out at once."""
    on = local_day(at)
    plans = Plan.objects.filter(state=PlanState.ISSUED, valid_from__lte=on, valid_until__gte=on - AFTER_THE_END)
    told = [
        urge(plan=plan, on=on, by=URGING, at=at, address=letter_address, texts=bool(settings.GATEWAY_URL))
        for plan in plans.select_related("unit").order_by("pk")
    ]
    return f"{sum(one.digests for one in told)} thư, phát hành {sum(one.released for one in told)}"
