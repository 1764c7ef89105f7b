"""The table behind the shared cache, where rate limits are counted. It has no model: only the cache speaks to it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("core", "0003_history_never_changes")]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.CreateModel(
                    name="CacheRow",
                    fields=[
                        ("cache_key", models.CharField(max_length=255, primary_key=True, serialize=False)),
                        ("value", models.TextField()),
                        ("expires", models.DateTimeField(db_index=True)),
                    ],
                    options={"db_table": "core_cache"},
                ),
            ],
        ),
    ]
