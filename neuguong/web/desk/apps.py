"""The app of web/desk."""

from django.apps import AppConfig


class DeskConfig(AppConfig):
    """Screens only; no models."""

    name = "neuguong.web.desk"
    label = "web_desk"
