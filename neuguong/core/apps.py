"""The app of everything that knows no word of the plan."""

from django.apps import AppConfig


class CoreConfig(AppConfig):
    """Actors, audit, workflow, letters, files, text, periods, papers."""

    name = "neuguong.core"
    label = "core"
    verbose_name = "nền tảng"
