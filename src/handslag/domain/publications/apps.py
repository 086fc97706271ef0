"""The app's place in Django."""

from django.apps import AppConfig


class PublicationsConfig(AppConfig):
    """Registers the subject under its own short label."""

    name = "handslag.domain.publications"
    label = "publications"
