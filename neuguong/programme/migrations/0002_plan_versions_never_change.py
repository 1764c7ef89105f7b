"""A plan that was loaded stays as it was; a change is a new version."""

from django.db import migrations

from neuguong.core.immutable import forbid_change


class Migration(migrations.Migration):
    dependencies = [("programme", "0001_initial"), ("core", "0003_history_never_changes")]

    operations = [forbid_change("programme_planversion")]
