"""The app of the publicity context."""

from django.apps import AppConfig


class PublicityConfig(AppConfig):
    """See README.md beside this file."""

    name = "neuguong.publicity"
    label = "publicity"
    verbose_name = "tuyên truyền"
