"""The app's place in Django."""

from django.apps import AppConfig


class PublicConfig(AppConfig):
    """Registers the app under its own short label."""

    name = "handslag.interfaces.web.public"
    label = "public"
