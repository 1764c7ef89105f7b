"""Check the audit: has any entry been changed, removed, reordered or slipped in since it was sealed?"""

import json
import sys
from argparse import ArgumentParser, RawDescriptionHelpFormatter
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand

from neuguong.core.audit_seal import verify

EXAMPLE = """
Example:
  manage.py audit_verify --expect 3f1c…   (a digest that an earlier check printed as last_digest)

Prints {"findings": [{"kind", "seal", "entry", "sentence"}], "seals", "entries", "unsealed", "erased", "last_digest"}
and ends with status 1 when there are findings. Note last_digest outside the machine from time to time: only with it
can a later check tell that the newest seals were not cut off together with their entries.
"""


class Command(BaseCommand):
    help = __doc__

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> ArgumentParser:
        return super().create_parser(
            prog_name, subcommand, epilog=EXAMPLE, formatter_class=RawDescriptionHelpFormatter, **kwargs
        )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--expect", default="", help="a digest noted earlier, which must still be in the chain")
        parser.add_argument("--json", action="store_true", help="as JSON, which is also what comes without this word")

    def handle(self, *args: Any, **options: Any) -> None:
        found = verify(expect=options["expect"])
        self.stdout.write(json.dumps(asdict(found), ensure_ascii=False, indent=2))
        if found.findings:
            for finding in found.findings:
                self.stderr.write(finding.sentence)
            self.stderr.write(f"Nhật ký có {len(found.findings)} điểm không khớp với lúc niêm phong.")
            sys.exit(1)
        self.stderr.write(f"Nhật ký khớp: {found.entries} mục, {found.seals} lần niêm phong.")
