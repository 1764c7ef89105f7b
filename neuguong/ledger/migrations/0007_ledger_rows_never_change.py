"""What somebody owed, what was agreed and what was done is never rewritten: it is ended, taken back or accepted, once."""

from django.db import migrations

from neuguong.core.immutable import forbid_change


class Migration(migrations.Migration):
    dependencies = [("ledger", "0006_activities"), ("core", "0008_erasure")]

    operations = [
        # The terms of a row stand; its end may come earlier than was known (a plan changed before a unit ends).
        forbid_change(
            "ledger_obligation", ["voided_on", "voided_recorded_at", "void_reason"], unless_earlier="voided_on"
        ),
        forbid_change("ledger_return", ["accepted_at"]),
        forbid_change("ledger_extension"),
        forbid_change("ledger_exemption", ["revoked_at", "revoked_recorded_at", "revoked_by_id", "revoke_reason"]),
        forbid_change(
            "ledger_activity", ["withdrawn_at", "withdrawn_recorded_at", "withdrawn_by_id", "withdraw_reason"]
        ),
    ]
