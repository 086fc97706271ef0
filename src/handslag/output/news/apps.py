"""The app's place in Django."""

from django.apps import AppConfig


class NewsConfig(AppConfig):
    """Registers the app under its own short label, and its templates of letters."""

    name = "handslag.output.news"
    label = "news"
