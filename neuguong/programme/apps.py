"""The app of the programme context."""

from django.apps import AppConfig


class ProgrammeConfig(AppConfig):
    """See README.md beside this file."""

    name = "neuguong.programme"
    label = "programme"
    verbose_name = "chương trình"
