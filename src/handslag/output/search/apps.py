"""The app's place in Django."""

from django.apps import AppConfig


class SearchConfig(AppConfig):
    """Registers the app under its own short label."""

    name = "handslag.output.search"
    label = "search"
