"""The app of the ledger context."""

from django.apps import AppConfig


class LedgerConfig(AppConfig):
    """See README.md beside this file."""

    name = "neuguong.ledger"
    label = "ledger"
    verbose_name = "sổ theo dõi"
