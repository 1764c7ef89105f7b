"""Whoever signs may ask to read first. SQLite builds the table anew, so its guard is set once more."""

from django.db import migrations, models

from neuguong.core.immutable import forbid_change


class Migration(migrations.Migration):
    dependencies = [
        ("exemplars", "0019_kept_by"),
    ]

    operations = [
        migrations.AddField(
            model_name="consent",
            name="reads_first",
            field=models.BooleanField(default=False, verbose_name="đọc bài trước khi đăng"),
        ),
        forbid_change("exemplars_consent"),
    ]
