"""The app's place in Django."""

from django.apps import AppConfig


class MattersConfig(AppConfig):
    """Registers the subject under its own short label."""

    name = "handslag.domain.matters"
    label = "matters"
