"""By which rules a plan lets delegates be chosen from the register (KH 87, III.3.b); plans loaded before have none."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from neuguong.programme.models import Plan
from neuguong.programme.queries.plans import version_at


@dataclass(frozen=True, slots=True)
class DelegateRule:
    """At most `total`; of each unit first `per_unit`; at least so many of each sector, women, people who work with their hands."""

    code: str
    name: str
    event: str
    total: int
    per_unit: int
    per_sector: int
    women: int
    direct_workers: int
    level: str
    recognised_from: date
    recognised_until: date
    clause: str = ""


def delegate_rules(plan: Plan, kind: str, at: datetime | None = None) -> tuple[DelegateRule, ...]:
    """The rules of a plan for a kind of event, as they stood at a moment."""
    rows = version_at(plan, at).document.get("delegate_rule", ())
    days = ("recognised_from", "recognised_until")
    made: list[dict[str, Any]] = [
        {key: date.fromisoformat(str(value)) if key in days else value for key, value in row.items()}
        for row in rows
        if row["event"] == kind
    ]
    return tuple(DelegateRule(**one) for one in made)
