"""The app's place in Django."""

from django.apps import AppConfig


class IntakeConfig(AppConfig):
    """Registers the room under its own short label."""

    name = "handslag.intake"
    label = "intake"
