"""What urging brought: of the rows urged, how many were done by the end of the third day after. The one definition of it."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta

from neuguong.ledger.models import Reminder
from neuguong.ledger.queries.board import board
from neuguong.ledger.queries.duties import DONE
from neuguong.ledger.queries.reminders import Key, key_of
from neuguong.programme.models import Plan

WITHIN_DAYS = 3
DAYS_SHOWN = 6
Way = tuple[str, int | None, str]  # rung; or letter and its number


@dataclass(frozen=True, slots=True)
class Effect:
    """One urging: a rung on a day, or an official letter. `running` while its three days are not over."""

    urged_on: date
    rung: str
    letter_id: int | None
    letter_number: str
    urged: int
    done: int
    running: bool


def effects(plan: Plan, on: date, *, days: int = DAYS_SHOWN) -> tuple[Effect, ...]:
    """The urgings of the last days on which there were any, the newest first. One board for each of these days."""
    rows = Reminder.objects.filter(duty__plan=plan, urged_on__lte=on)
    last = rows.order_by("-urged_on").values_list("urged_on", flat=True).distinct()[:days]
    urged: dict[date, dict[Way, set[Key]]] = {day: defaultdict(set) for day in last if day is not None}
    columns = ("urged_on", "rung", "letter_id", "letter__running_number", "unit_id", "duty__code", "period")
    found = rows.filter(urged_on__in=list(urged)).order_by("days", "letter_id", "id")
    for day, rung, letter, number, unit, duty, period in found.values_list(*columns):
        urged[day][rung, letter, number or ""].add((unit, duty, period))
    return tuple(effect for day, ways in urged.items() for effect in _of_day(plan, day, ways, on))


def _of_day(plan: Plan, day: date, ways: dict[Way, set[Key]], on: date) -> list[Effect]:
    """What was done of the rows urged on a day, by the third day after or by now."""
    until = day + timedelta(days=WITHIN_DAYS)
    units = {unit for keys in ways.values() for unit, _, _ in keys}
    rows = board(plan=plan, on=min(until, on), unit_ids=units).rows
    done = {key_of(row) for row in rows if row.state in DONE}
    return [
        Effect(day, rung, letter, number, len(keys), len(keys & done), until > on)
        for (rung, letter, number), keys in ways.items()
    ]
