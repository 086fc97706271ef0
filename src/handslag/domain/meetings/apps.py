"""The app's place in Django."""

from django.apps import AppConfig


class MeetingsConfig(AppConfig):
    """Registers the subject under its own short label."""

    name = "handslag.domain.meetings"
    label = "meetings"
