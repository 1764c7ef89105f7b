"""Extensions, exemptions and returns behind the rows of a board: read once, told as they stood at the end of a day."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import NamedTuple

from django.db.models import DateField, DateTimeField, F, Value
from django.db.models.functions import Cast

from neuguong.ledger.enums import ReturnKind
from neuguong.ledger.models import Exemption, Extension, Return
from neuguong.ledger.queries.board_facts import Selection, narrowed

EXTENSION, EXEMPTION = "extension", "exemption"
Key = tuple[int, int, str]  # unit, duty, period


class Act(NamedTuple):
    """One act on a row, over all its revisions. `day` is an extension's; the last two an exemption's end."""

    what: str
    at: datetime
    recorded_at: datetime
    reason: str
    day: date | None
    revoked_at: datetime | None
    revoked_recorded_at: datetime | None


@dataclass(slots=True)
class Acts:
    """What the acts on one row came to by a moment."""

    extensions: list[tuple[datetime, date]] = field(default_factory=list)
    exempt_reason: str | None = None
    nil_at: datetime | None = None
    nil_reason: str = ""
    list_at: datetime | None = None
    restated: bool = False


def acts_read(chosen: Selection) -> dict[Key, list[Act]]:
    """Every act that took effect by the last day, in one statement, by unit, duty and period."""
    columns = (
        "obligation__unit_id", "obligation__duty_id", "obligation__period", "what", "effective_at", "recorded_at",
        "reason", "day", "ended_at", "ended_recorded_at",
    )  # fmt: skip
    asked = narrowed(chosen, "obligation__")
    # With their types, so that PostgreSQL knows a column by its first row's nothing.
    no_day, never = Cast(Value(None), DateField()), Cast(Value(None), DateTimeField())
    ended = {"ended_at": F("revoked_at"), "ended_recorded_at": F("revoked_recorded_at")}
    living = {"ended_at": never, "ended_recorded_at": never}
    extensions = Extension.objects.filter(asked).annotate(what=Value(EXTENSION), day=F("extended_to"), **living)
    exemptions = Exemption.objects.filter(asked).annotate(what=Value(EXEMPTION), day=no_day, **ended)
    returns = Return.objects.filter(asked).annotate(what=F("kind"), day=no_day, **living)
    first, second, third = (
        rows.filter(effective_at__lt=chosen.end).order_by().values_list(*columns)
        for rows in (extensions, exemptions, returns)
    )
    found: dict[Key, list[Act]] = defaultdict(list)
    for unit, duty, period, *values in first.union(second, third, all=True):
        found[unit, duty, period].append(Act._make(values))
    return found


def acts_by(acts: Iterable[Act], end: datetime) -> Acts:
    """What they came to just before `end`."""
    found = Acts()
    for act in acts:
        if act.at >= end:
            continue
        if act.revoked_at is not None and act.revoked_at < end:
            # What was taken back counts no more; it only tells whether that was entered afterwards.
            found.restated = found.restated or (act.revoked_recorded_at is not None and act.revoked_recorded_at >= end)
            continue
        found.restated = found.restated or act.recorded_at >= end
        if act.what == EXTENSION and act.day is not None:
            found.extensions.append((act.at, act.day))
        elif act.what == EXEMPTION:
            found.exempt_reason = act.reason
        elif act.what == ReturnKind.NIL:
            found.nil_at, found.nil_reason = act.at, act.reason
        else:
            found.list_at = act.at
    return found
