"""The database itself guards the audit and the history of states."""

from django.db import migrations

from neuguong.core.immutable import forbid_change


class Migration(migrations.Migration):
    dependencies = [("core", "0002_seal_leaves_and_worker_beats")]

    operations = [
        forbid_change("core_auditentry", columns_that_may_be_set_once=["seal_id"]),
        forbid_change("core_auditseal"),
        forbid_change("core_auditpersonal", may_be_emptied=["salt", "values"]),
        forbid_change("core_statechange"),
    ]
