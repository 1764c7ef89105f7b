"""The lists of nominations and of exemplars find by words."""

from django.db import migrations

from neuguong.core.search import index_words


class Migration(migrations.Migration):
    dependencies = [("exemplars", "0002_number_series")]

    operations = [index_words("exemplars_nomination"), index_words("exemplars_exemplar")]
