"""The app of web/ui."""

from django.apps import AppConfig


class UiConfig(AppConfig):
    """Screens only; no models."""

    name = "neuguong.web.ui"
    label = "web_ui"
