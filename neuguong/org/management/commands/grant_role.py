"""The emergency door: give an account a role from the server itself, with a reason that stays in the audit."""

import json
from argparse import ArgumentParser, RawDescriptionHelpFormatter
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from neuguong.core.actor import Actor
from neuguong.core.audit import record
from neuguong.core.clock import now
from neuguong.core.errors import BadInput, Refused
from neuguong.core.periods import local_day
from neuguong.org.enums import Role
from neuguong.org.operations.memberships import appoint
from neuguong.org.queries.people import account_by_username
from neuguong.org.queries.units import unit_by_ref

EXAMPLE = """
Example:
  manage.py grant_role ha.nguyen technical ubnd-huyen --subtree --until 2025-04-30 \\
    --reason "Quản trị viên duy nhất đã nghỉ việc, biên bản 12/BB ngày 10/3/2025"

For the case that nobody is left who could do it on the screen. Prints the membership as JSON.
"""


class Command(BaseCommand):
    help = __doc__

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> ArgumentParser:
        return super().create_parser(
            prog_name, subcommand, epilog=EXAMPLE, formatter_class=RawDescriptionHelpFormatter, **kwargs
        )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("username")
        parser.add_argument("role", choices=Role.values)
        parser.add_argument("unit", help="data key of the unit")
        parser.add_argument("--reason", required=True, help="why; kept in the audit")
        parser.add_argument("--subtree", action="store_true", help="with all units below")
        parser.add_argument("--until", type=date.fromisoformat, help="last day, such as 2025-04-30")

    def handle(self, *args: Any, **options: Any) -> None:
        account, unit, at = account_by_username(options["username"]), unit_by_ref(options["unit"]), now()
        if account is None:
            raise CommandError(f"Không có tài khoản “{options['username']}”.")
        if unit is None:
            raise CommandError(f"Không có đơn vị “{options['unit']}”.")
        if not options["reason"].strip():
            raise CommandError("Ghi lý do.")
        by = Actor.system("grant_role")
        try:
            with transaction.atomic():
                row = appoint(
                    account=account, unit=unit, role=options["role"], subtree=options["subtree"],
                    valid_from=local_day(at), valid_to=options["until"], by=by, at=at,
                )  # fmt: skip
                record("emergency_door", row, by=by, at=at, personal={"reason": options["reason"].strip()})
        except (BadInput, Refused) as refusal:
            raise CommandError(str(refusal)) from None
        answer = {
            "membership": row.pk, "account": account.username, "role": row.role, "unit": unit.ref,
            "subtree": row.subtree, "valid_from": row.valid_from, "valid_to": row.valid_to,
        }  # fmt: skip
        self.stdout.write(json.dumps(answer, ensure_ascii=False, default=str))
