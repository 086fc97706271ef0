"""The app's place in Django."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Registers the subject under its own short label."""

    name = "handslag.domain.accounts"
    label = "accounts"
