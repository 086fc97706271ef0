"""The app's place in Django."""

from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    """Registers the subject under its own short label."""

    name = "handslag.domain.documents"
    label = "documents"

    def ready(self) -> None:
        """Tell the store which rows name its bytes."""
        from handslag.domain.documents import models, store

        store.named_in(models.Document, "sha256", "searchable_sha256")
