"""Make the demonstration: an invented district from 2023 to 10 March 2025, with a clock of its own."""

from argparse import ArgumentParser, RawDescriptionHelpFormatter
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from neuguong.ledger.demo.accounts import account_lines
from neuguong.ledger.demo.build import build, clear, is_there, obstacle

EXAMPLE = """
Example:
  manage.py demo
  manage.py demo --accounts

Refuses a database with real accounts. Run again, it changes nothing. --accounts prints who can sign in, to standard
output; --reset empties a demonstration's database and makes it anew.
"""


class Command(BaseCommand):
    help = __doc__

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> ArgumentParser:
        return super().create_parser(
            prog_name, subcommand, epilog=EXAMPLE, formatter_class=RawDescriptionHelpFormatter, **kwargs
        )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--accounts", action="store_true", help="print the accounts and their one password")
        parser.add_argument("--reset", action="store_true", help="empty the demonstration and make it anew")

    def handle(self, *args: Any, **options: Any) -> None:
        if refusal := obstacle():
            raise CommandError(refusal)
        if options["accounts"]:
            self._print_accounts()
            return
        if options["reset"]:
            if not is_there():
                raise CommandError("Cơ sở dữ liệu này không có bản minh họa nên không có gì để làm lại.")
            clear()
        if is_there():
            self.stderr.write("Bản minh họa đã có sẵn.")
            return
        self.stderr.write("Đang lập bản minh họa (nửa phút đến một phút)…")
        made = build()
        self.stderr.write(
            f"Đã lập bản minh họa: {made.units} đơn vị, {made.accounts} tài khoản, {made.nominations} hồ sơ."
        )

    def _print_accounts(self) -> None:
        if not is_there():
            raise CommandError("Cơ sở dữ liệu này chưa có bản minh họa. Chạy: manage.py demo")
        for line in account_lines():
            self.stdout.write(line)
