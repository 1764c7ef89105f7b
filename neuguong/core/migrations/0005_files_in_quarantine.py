"""A file waits until it is checked. What was stored before was opened as it came in, and stays readable."""

from django.db import migrations, models

STATES = [("waiting", "đang kiểm tra"), ("clean", "đã kiểm tra"), ("refused", "bị loại")]


class Migration(migrations.Migration):
    dependencies = [("core", "0004_cache_table")]

    operations = [
        migrations.AddField(
            "storedfile",
            "link",
            models.CharField(blank=True, default="", max_length=100, verbose_name="thuộc về"),
            preserve_default=False,
        ),
        migrations.AddField(
            "storedfile",
            "state",
            models.CharField(choices=STATES, default="clean", max_length=10, verbose_name="trạng thái"),
        ),
        migrations.AlterField(
            "storedfile",
            "state",
            models.CharField(choices=STATES, default="waiting", max_length=10, verbose_name="trạng thái"),
        ),
        migrations.AddField("storedfile", "version", models.PositiveIntegerField(default=1, verbose_name="bản")),
        migrations.AddField(
            "storedfile",
            "reason",
            models.CharField(blank=True, default="", max_length=300, verbose_name="lý do"),
            preserve_default=False,
        ),
        migrations.AddField(
            "storedfile", "checked_at", models.DateTimeField(blank=True, null=True, verbose_name="kiểm tra lúc")
        ),
        migrations.AddConstraint(
            "storedfile",
            models.CheckConstraint(
                condition=models.Q(state__in=["waiting", "clean", "refused"]), name="file_state_known"
            ),
        ),
        migrations.AddIndex(
            "storedfile", models.Index(fields=["id"], name="file_waits_for_check", condition=models.Q(state="waiting"))
        ),
    ]
