"""Load units, what they pass into, and blocks from a file."""

import json
from argparse import ArgumentParser, RawDescriptionHelpFormatter
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from neuguong.core.actor import Actor
from neuguong.core.clock import now
from neuguong.org.operations.units import LoadResult, load_units
from neuguong.org.operations.units_file import UnitErrors

EXAMPLE = """
Example:
  manage.py load_units neuguong/org/data/dien-khanh.toml --dry-run

Prints {"created": [...], "changed": [...], "unchanged": n} to standard output.
With --dry-run nothing is kept. Mistakes go to standard error, one a line, and nothing is kept either.
"""


class Command(BaseCommand):
    help = __doc__

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> ArgumentParser:
        return super().create_parser(
            prog_name, subcommand, epilog=EXAMPLE, formatter_class=RawDescriptionHelpFormatter, **kwargs
        )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="the unit file (TOML)")
        parser.add_argument("--dry-run", action="store_true", help="tell what would change, and change nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            text = options["file"].read_text(encoding="utf-8")
            result = load_units(text=text, by=Actor.system("load_units"), at=now(), dry_run=options["dry_run"])
        except UnitErrors as errors:
            raise CommandError(str(errors)) from None
        except (OSError, UnicodeDecodeError) as error:
            raise CommandError(f"Không đọc được tệp: {error}") from None
        self.stdout.write(json.dumps(as_json(result), ensure_ascii=False, indent=2, default=str))


def as_json(result: LoadResult) -> dict[str, Any]:
    changed = [
        {"what": name, "columns": {column: [str(old), str(new)] for column, (old, new) in columns.items()}}
        for name, columns in result.changed
    ]
    return {"created": result.created, "changed": changed, "unchanged": result.unchanged}
