"""The app's place in Django."""

from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    """Registers the subject under its own short label."""

    name = "handslag.domain.documents"
    label = "documents"
