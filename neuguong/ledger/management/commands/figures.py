"""Print every figure of a plan over a time, as of its last day: the same codes as on the board and in the reports."""

import json
from argparse import ArgumentParser, RawDescriptionHelpFormatter
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from neuguong.core.clock import now
from neuguong.core.periods import local_day
from neuguong.ledger.queries.figures import Figures, plan_figures
from neuguong.org.models import Unit
from neuguong.programme.enums import Indicator
from neuguong.programme.models import Plan

EXAMPLE = """
Example:
  manage.py figures --plan kh-87-2023 --on 2025-05-24

Prints one JSON object to standard output: plan, since, until, data_since, total (code: figure), units (ref, name, figures)
and sectors. Shares are per cent with one decimal, or null where there is nothing to divide by. What each code means:
docs/indicators.md.
"""


class Command(BaseCommand):
    help = __doc__

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> ArgumentParser:
        return super().create_parser(
            prog_name, subcommand, epilog=EXAMPLE, formatter_class=RawDescriptionHelpFormatter, **kwargs
        )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--plan", required=True, help="the plan's code")
        parser.add_argument("--on", type=date.fromisoformat, help="the last day, such as 2025-05-24 (today without it)")
        parser.add_argument("--since", type=date.fromisoformat, help="the first day (the plan's first day without it)")

    def handle(self, *args: Any, **options: Any) -> None:
        plan = Plan.objects.filter(code=options["plan"]).first()
        if plan is None:
            raise CommandError(f"Không có kế hoạch nào mang mã {options['plan']}.")
        since, until = options["since"] or plan.valid_from, options["on"] or local_day(now())
        if since > until:
            raise CommandError("Ngày đầu phải trước ngày cuối.")
        found = plan_figures(plan=plan, since=since, until=until)
        units = {unit.pk: unit for unit in Unit.objects.filter(pk__in=found.units)}
        told = {
            "plan": plan.code,
            "since": since,
            "until": until,
            "data_since": found.data_since,
            "total": as_json(found.total),
            "units": [
                {"unit": units[pk].ref, "name": units[pk].name, "figures": as_json(one)}
                for pk, one in found.units.items()
            ],
            "sectors": [
                {"code": one.code, "name": one.name, "introduced": one.introduced, "recognised": one.recognised}
                for one in found.sectors
            ],
        }
        self.stdout.write(json.dumps(told, ensure_ascii=False, indent=2, default=str))


def as_json(figures: Figures) -> dict[str, int | float | None]:
    """Every figure under its code."""
    return {str(code): _number(figures.value(code)) for code in Indicator}


def _number(value: Any) -> int | float | None:
    return value if value is None or isinstance(value, int) else float(round(value, 1))
