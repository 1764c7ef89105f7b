"""What verifiers ask units about a summary: what waits for an answer, and from whom."""

from dataclasses import dataclass
from datetime import date, datetime

from neuguong.exemplars.enums import NominationState
from neuguong.exemplars.models import ClaimQuestion
from neuguong.exemplars.queries.nominations import held_by
from neuguong.org.queries.access import scope_of
from neuguong.org.roles import Permission

MOST = 50
_WAITING = (NominationState.SUBMITTED, NominationState.RETURNED)


@dataclass(frozen=True, slots=True)
class QuestionTask:
    """One dossier of the unit about which something is asked; the first open question stands for all."""

    nomination_id: int
    number: str
    name: str
    question: str
    asked_at: datetime


def question_tasks(account_id: int, on: date) -> tuple[QuestionTask, ...]:
    """The dossiers of a person's unit with a question that nobody has answered, the longest waiting first."""
    scope = scope_of(account_id, Permission.PREPARE_NOMINATION, on=on)
    if not scope.units and not scope.tops:
        return ()
    asked = ClaimQuestion.objects.filter(answered_at=None, claim__gone_at=None, claim__nomination__state__in=_WAITING)
    rows = asked.filter(held_by(scope, "claim__nomination__")).order_by("asked_at", "pk")
    columns = ("claim__nomination_id", "claim__nomination__number", "claim__nomination__subject__name")
    found: dict[int, QuestionTask] = {}
    for pk, number, name, question, asked_at in rows.values_list(*columns, "question", "asked_at")[:MOST]:
        found.setdefault(pk, QuestionTask(pk, number, name, question, asked_at))
    return tuple(found.values())
