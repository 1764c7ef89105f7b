"""Tell which units exist on a day."""

import json
from argparse import ArgumentParser, RawDescriptionHelpFormatter
from dataclasses import asdict
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand

from neuguong.core.clock import now
from neuguong.core.periods import local_day
from neuguong.org.enums import UnitKind
from neuguong.org.queries.units import unit_facts

EXAMPLE = """
Example:
  manage.py units --on 2024-12-01 --kind commune --json

Prints a list, in Vietnamese order of names, of
  {"id", "code", "name", "kind", "parent", "blocks", "valid_from", "valid_to", "successors"}.
parent is the id of the unit above. valid_to is the first day on which the unit no longer exists, or null.
successors is a list of {"id", "code", "name", "kind", "on", "act"}: what the unit has passed or will pass into.
A code is no key: it may have belonged to another unit before. Use the id.
"""


class Command(BaseCommand):
    help = __doc__

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> ArgumentParser:
        return super().create_parser(
            prog_name, subcommand, epilog=EXAMPLE, formatter_class=RawDescriptionHelpFormatter, **kwargs
        )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--on", type=date.fromisoformat, help="a day, such as 2024-12-01 (today without it)")
        parser.add_argument("--kind", choices=UnitKind.values, help="only units of this kind")
        parser.add_argument("--json", action="store_true", help="as JSON, which is also what comes without this word")

    def handle(self, *args: Any, **options: Any) -> None:
        facts = [asdict(fact) for fact in unit_facts(options["on"] or local_day(now()))]
        if options["kind"]:
            facts = [fact for fact in facts if fact["kind"] == options["kind"]]
        self.stdout.write(json.dumps(facts, ensure_ascii=False, indent=2, default=str))
