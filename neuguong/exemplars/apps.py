"""The app of the exemplars context."""

from django.apps import AppConfig


class ExemplarsConfig(AppConfig):
    """See README.md beside this file."""

    name = "neuguong.exemplars"
    label = "exemplars"
    verbose_name = "điển hình"
