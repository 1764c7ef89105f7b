"""The app of web/portal."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    """Screens only; no models."""

    name = "neuguong.web.portal"
    label = "web_portal"
