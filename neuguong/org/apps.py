"""The app of the org context."""

from django.apps import AppConfig


class OrgConfig(AppConfig):
    """See README.md beside this file."""

    name = "neuguong.org"
    label = "org"
    verbose_name = "tổ chức"
