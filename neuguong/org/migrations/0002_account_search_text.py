"""Accounts are found without diacritics."""

from django.db import migrations, models

from neuguong.core.text import fold


def fill(apps, schema_editor):
    account_model = apps.get_model("org", "Account")
    for account in account_model.objects.all():
        account.search_text = fold(f"{account.full_name} {account.username} {account.email or ''}")[:400]
        account.save(update_fields=["search_text"])


class Migration(migrations.Migration):
    dependencies = [("org", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="account",
            name="search_text",
            field=models.CharField(default="", editable=False, max_length=400, verbose_name="chữ để tìm"),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
