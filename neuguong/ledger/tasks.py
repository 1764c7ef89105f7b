"""What the ledger does by itself, by the schedule."""

from datetime import datetime

from neuguong.core.actor import Actor
from neuguong.core.periods import local_day
from neuguong.ledger.operations.obligations import after_reorganisation
from neuguong.programme.enums import PlanState
from neuguong.programme.models import Plan

JOB = Actor.system("extend_ledgers")


def extend_ledgers(at: datetime) -> int:
    """Let the ledger of each plan in force follow its units; returns how many rows were added, ended or excused."""
    plans = Plan.objects.filter(state=PlanState.ISSUED, valid_until__gte=local_day(at)).order_by("pk")
    done = [after_reorganisation(plan=plan, by=JOB, at=at) for plan in plans]
    return sum(result.added + result.voided + result.exempted for result in done)
