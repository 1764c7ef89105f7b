from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="auditseal",
            name="leaves",
            field=models.JSONField(default=list, verbose_name="mã từng mục"),
        ),
        migrations.AddConstraint(
            model_name="auditseal",
            constraint=models.UniqueConstraint(fields=("previous",), name="seals_form_one_chain"),
        ),
        migrations.CreateModel(
            name="WorkerBeat",
            fields=[
                (
                    "worker",
                    models.CharField(max_length=64, primary_key=True, serialize=False, verbose_name="tiến trình nền"),
                ),
                ("started_at", models.DateTimeField(verbose_name="bắt đầu lúc")),
                ("beat_at", models.DateTimeField(verbose_name="còn sống lúc")),
            ],
            options={
                "verbose_name": "nhịp của tiến trình nền",
                "verbose_name_plural": "nhịp của tiến trình nền",
            },
        ),
    ]
