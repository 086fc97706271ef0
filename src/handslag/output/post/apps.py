"""The app's place in Django: it has templates and no tables."""

from django.apps import AppConfig


class PostConfig(AppConfig):
    """Lets Django find the templates of letters."""

    name = "handslag.output.post"
    label = "post"
