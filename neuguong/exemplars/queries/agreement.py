"""Where a dossier's answers to the criteria state what its summary does not."""

from dataclasses import dataclass

from neuguong.exemplars.models import CriterionAnswer, Nomination
from neuguong.exemplars.queries.standards import dossier_standard
from neuguong.exemplars.reading.agreement import Stray, strays


@dataclass(frozen=True, slots=True)
class Apart:
    """One criterion with the numbers and days of its answer that the summary lacks."""

    title: str
    strays: tuple[Stray, ...]


def answers_apart(nomination: Nomination) -> tuple[Apart, ...]:
    """Every criterion, the plan's and the unit's, whose answer states something that the summary does not."""
    rows = CriterionAnswer.objects.filter(nomination=nomination).order_by("criterion_id")
    answers = list(rows.values_list("criterion__title", "text"))
    standard = dossier_standard(nomination)
    answers += [(one.title, one.answer) for one in standard.answers] if standard else []
    found = ((title, strays(nomination.achievement_summary, text)) for title, text in answers)
    return tuple(Apart(title, rows) for title, rows in found if rows)
