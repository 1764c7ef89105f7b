"""A package once issued never changes, nor does what was said about it afterwards."""

from django.db import migrations

from neuguong.core.immutable import forbid_change


class Migration(migrations.Migration):
    dependencies = [("ledger", "0002_running_number_per_plan"), ("core", "0003_history_never_changes")]

    operations = [
        forbid_change("ledger_package"),
        forbid_change("ledger_packageitem"),
        forbid_change("ledger_packagefile"),
        forbid_change("ledger_packagereference"),
    ]
