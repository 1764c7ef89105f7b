"""Print every row of the ledger as it stood at the end of a day."""

import json
from argparse import ArgumentParser, RawDescriptionHelpFormatter
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from neuguong.core.clock import now
from neuguong.core.periods import OPEN, local_day
from neuguong.ledger.queries.board import board
from neuguong.ledger.queries.board_row import BoardRow
from neuguong.programme.models import Plan
from neuguong.programme.queries.plans import plans_in_force

EXAMPLE = """
Example:
  manage.py compliance --on 2024-03-20 --json

Prints a list to standard output: plan (its code), unit (id), code, unit_name, duty, period ("2024" or "2024-Q1"),
due_on, boundary, required, composition, composition_met, sent, sent_on_time, accepted, state, late_days, extended_to,
exempt_reason, nil_reason, restated. Every organisation's plan in force on the day; --plan names one of them.
"""


class Command(BaseCommand):
    help = __doc__

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> ArgumentParser:
        return super().create_parser(
            prog_name, subcommand, epilog=EXAMPLE, formatter_class=RawDescriptionHelpFormatter, **kwargs
        )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--on", type=date.fromisoformat, help="a day, such as 2024-03-20 (today without it)")
        parser.add_argument("--plan", default="", help="only this plan (its code), when several are in force")
        parser.add_argument("--json", action="store_true", help="as JSON, which is also what comes without this word")

    def handle(self, *args: Any, **options: Any) -> None:
        on = options["on"] or local_day(now())
        rows = [
            {"plan": plan.code} | as_json(row)
            for plan in _plans(options["plan"], on)
            for row in board(plan=plan, on=on).rows
        ]
        self.stdout.write(json.dumps(rows, ensure_ascii=False, indent=2, default=str))


def _plans(code: str, on: date) -> list[Plan]:
    """The plans asked for, every organisation's without a code; an error when there is none."""
    plans = plans_in_force(on=on)
    found = [plan for plan in plans if code in ("", plan.code)]
    if not found:
        known = ", ".join(plan.code for plan in plans) or "không có"
        raise CommandError(f"Không có kế hoạch nào như vậy trong ngày {on:%d/%m/%Y}. Đang có: {known}.")
    return found


def as_json(row: BoardRow) -> dict[str, Any]:
    """One row under the names that the command promises."""
    return {
        "unit": row.unit_id,
        "code": row.unit_code,
        "unit_name": row.unit_name,
        "duty": row.duty_code,
        "period": row.period,
        "due_on": None if row.boundary == OPEN else row.due_on,  # where the plan names no day there is none
        "boundary": row.boundary,
        "required": row.required,
        "composition": row.composition,
        "composition_met": row.composition_met,
        "sent": row.sent,
        "sent_on_time": row.sent_on_time,
        "accepted": row.accepted,
        "state": str(row.state),
        "late_days": row.late_days,
        "extended_to": row.extended_to,
        "exempt_reason": row.exempt_reason or None,
        "nil_reason": row.nil_reason or None,
        "restated": row.restated,
    }
