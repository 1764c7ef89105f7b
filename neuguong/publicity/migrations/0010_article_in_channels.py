import django.db.models.deletion
from django.db import migrations, models

from neuguong.core.immutable import forbid_change


def _article(name: str) -> models.ForeignKey:
    return models.ForeignKey(
        blank=True,
        null=True,
        on_delete=django.db.models.deletion.PROTECT,
        related_name=name,
        to="publicity.article",
    )


class Migration(migrations.Migration):
    dependencies = [
        ("publicity", "0009_rewards_in_articles"),
    ]

    operations = [
        migrations.AddField(model_name="broadcast", name="article", field=_article("broadcasts")),
        migrations.AddField(model_name="plannedrun", name="article", field=_article("planned_runs")),
        forbid_change(
            "publicity_broadcast",
            ("withdrawn_at", "withdrawn_by_id", "withdraw_reason"),
            may_be_struck=("title", "link", "withdraw_reason"),
        ),
    ]
