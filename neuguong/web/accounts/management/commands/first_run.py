"""Print the address at which an empty database is set up; print nothing once an account exists."""

from argparse import ArgumentParser, RawDescriptionHelpFormatter
from typing import Any

from django.core.management.base import BaseCommand
from django.urls import reverse

from neuguong.org.queries.people import anybody_exists
from neuguong.web.accounts.first_run import setup_token

EXAMPLE = """
Example:
  manage.py first_run --site http://127.0.0.1:8000

Who holds the printed address becomes the administrator. It is worth nothing once an account exists.
"""


class Command(BaseCommand):
    help = __doc__

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> ArgumentParser:
        return super().create_parser(
            prog_name, subcommand, epilog=EXAMPLE, formatter_class=RawDescriptionHelpFormatter, **kwargs
        )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--site", default="http://127.0.0.1:8000", help="scheme and host of the site")

    def handle(self, *args: Any, **options: Any) -> None:
        if not anybody_exists():
            self.stdout.write(f"{options['site'].rstrip('/')}{reverse('account_first_run')}?ma={setup_token()}")
