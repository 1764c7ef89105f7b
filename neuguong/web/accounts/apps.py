"""The app of web/accounts."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Screens only; no models."""

    name = "neuguong.web.accounts"
    label = "web_accounts"
