"""Load a plan from its file and write ahead what each unit owes under it."""

import json
from argparse import ArgumentParser, RawDescriptionHelpFormatter
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from neuguong.core.actor import Actor
from neuguong.core.clock import now
from neuguong.core.periods import day_begins
from neuguong.ledger.operations.obligations import Generated, generate_obligations
from neuguong.programme.operations.plans import LoadResult, PlanErrors, load_plan

EXAMPLE = """
Example:
  manage.py load_plan neuguong/programme/data/ke-hoach-87.toml --dry-run

Checks the file first: every mistake comes to standard error as "dòng N: …", and nothing is kept. Loading the same file
again changes nothing. With --dry-run the differences and the number of rows that would be added or ended are printed,
and nothing is kept. --at 2023-04-11 lets the rules count from that day (now without it).
"""


class Command(BaseCommand):
    help = __doc__

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> ArgumentParser:
        return super().create_parser(
            prog_name, subcommand, epilog=EXAMPLE, formatter_class=RawDescriptionHelpFormatter, **kwargs
        )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="the plan file (TOML)")
        parser.add_argument("--dry-run", action="store_true", help="tell what would change, and change nothing")
        parser.add_argument("--at", type=date.fromisoformat, help="the day from which the rules count")

    def handle(self, *args: Any, **options: Any) -> None:
        recorded_at = now()
        at = day_begins(options["at"]) if options["at"] else recorded_at
        try:
            text = options["file"].read_text(encoding="utf-8")
            result, owed = _load(text, at=at, recorded_at=recorded_at, dry_run=options["dry_run"])
        except PlanErrors as errors:
            raise CommandError(str(errors)) from None
        except (OSError, UnicodeDecodeError) as error:
            raise CommandError(f"Không đọc được tệp: {error}") from None
        for warning in result.warnings:
            self.stderr.write(warning)
        self.stdout.write(json.dumps(as_json(result, owed, kept=not options["dry_run"]), ensure_ascii=False, indent=2))


def _load(text: str, *, at: datetime, recorded_at: datetime, dry_run: bool) -> tuple[LoadResult, Generated]:
    """Both steps in one transaction, so that a plan is never without its rows, and a trial leaves nothing."""
    by = Actor.system("load_plan")
    with transaction.atomic():
        result = load_plan(text=text, by=by, at=at, recorded_at=recorded_at)
        until = result.plan.valid_until
        owed = generate_obligations(plan=result.plan, until=until, by=by, at=at, recorded_at=recorded_at)
        transaction.set_rollback(dry_run)
    return result, owed


def as_json(result: LoadResult, owed: Generated, *, kept: bool) -> dict[str, Any]:
    return {
        "plan": result.plan.code,
        "number": result.plan.number,
        "version": result.version.number if result.version else None,
        "changed": result.changed,
        "kept": kept,
        "differences": list(result.differences),
        "obligations": {"added": owed.added, "voided": owed.voided, "exempted": owed.exempted},
        "warnings": list(result.warnings),
    }
