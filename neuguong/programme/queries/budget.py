"""What a plan says about money (KH 87, IV.3): the kinds of expense, and the words of the paper that asks for approval.

Read from the plan's document beside its other rules, because plans loaded before there were estimates do not have it.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from neuguong.programme.models import Plan
from neuguong.programme.queries.plans import version_at


@dataclass(frozen=True, slots=True)
class BudgetPaperRules:
    """The words of the paper by which finance presents what it appraised."""

    type: str
    superior: str
    issuer: str
    symbol: str
    place: str
    addressee: str
    subject: str
    bases: tuple[str, ...]
    body: tuple[str, ...]
    authority: str
    signer_title: str
    signer: str
    recipients: tuple[str, ...]
    list_title: str
    clause: str = ""


@dataclass(frozen=True, slots=True)
class BudgetRules:
    """The kinds of expense by code, in the plan's order; the paper where the plan has words for it."""

    expenses: dict[str, str]
    paper: BudgetPaperRules | None


def budget_rules(plan: Plan, at: datetime | None = None) -> BudgetRules:
    """What the plan says about money at a moment."""
    document = version_at(plan, at).document
    table = document.get("budget_paper")
    paper = None
    if table is not None:
        values: dict[str, Any] = {
            key: tuple(value) if isinstance(value, list) else value for key, value in table.items()
        }
        paper = BudgetPaperRules(**values)
    return BudgetRules({row["code"]: row["name"] for row in document.get("expense", ())}, paper)
