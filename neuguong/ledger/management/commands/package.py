"""Write the files of an issued package to a folder."""

import json
from argparse import ArgumentParser, RawDescriptionHelpFormatter
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from neuguong.ledger.models import Package
from neuguong.ledger.queries.packages import package_by_round

EXAMPLE = """
Example:
  manage.py package --round 2024-Q1 --out /tmp/package

Writes the files byte for byte as they were issued, and package.json (number, counts, ids), which is also printed.
"""


class Command(BaseCommand):
    help = __doc__

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> ArgumentParser:
        return super().create_parser(
            prog_name, subcommand, epilog=EXAMPLE, formatter_class=RawDescriptionHelpFormatter, **kwargs
        )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--round", required=True, help="the quarter, such as 2024-Q1")
        parser.add_argument("--out", required=True, type=Path, help="folder for the files; made when missing")
        parser.add_argument("--plan", default="", help="code of the plan, when several have a package for the round")

    def handle(self, *args: Any, **options: Any) -> None:
        code: str = options["round"]
        package = package_by_round(code, plan_code=options["plan"])
        if package is None:
            raise CommandError(f"Chưa lập gói của đợt {code}. Lập ở màn hình Gói quý rồi chạy lại lệnh này.")
        folder: Path = options["out"]
        try:
            written = self._write(package, folder)
        except OSError as error:
            raise CommandError(f"Không ghi được vào {folder}: {error.strerror}.") from error
        self.stdout.write(json.dumps(written, ensure_ascii=False, indent=2))

    def _write(self, package: Package, folder: Path) -> dict[str, Any]:
        folder.mkdir(parents=True, exist_ok=True)
        files = []
        for file in package.files.order_by("id"):
            (folder / file.name).write_bytes(bytes(file.content))
            files.append({"kind": file.kind, "name": file.name, "sha256": file.digest})
        told = _summary(package) | {"files": files}
        text = json.dumps(told, ensure_ascii=False, indent=2)
        (folder / "package.json").write_text(text + "\n", encoding="utf-8")
        return told


def _summary(package: Package) -> dict[str, Any]:
    reference = package.references.last()
    return {
        "plan": package.plan.code,
        "round": package.round_code,
        "number": package.running_number,
        "correction": package.correction,
        "issued_at": package.issued_at.isoformat(),
        "document_number": reference.document_number if reference else None,
        "counts": package.counts,
        "ids": list(package.items.order_by("position").values_list("nomination_id", flat=True)),
    }
