"""The app's place in Django."""

from django.apps import AppConfig


class PublicationsConfig(AppConfig):
    """Registers the subject under its own short label."""

    name = "handslag.domain.publications"
    label = "publications"

    def ready(self) -> None:
        """Tell the file store which rows name its bytes."""
        from handslag.domain.documents import store
        from handslag.domain.publications import models

        store.named_in(models.PublishedFile, "sha256")
