"""The app's place in Django."""

from django.apps import AppConfig


class MeetingsConfig(AppConfig):
    """Registers the subject under its own short label."""

    name = "handslag.domain.meetings"
    label = "meetings"

    def ready(self) -> None:
        """Tell the file store which rows of meetings name its bytes."""
        from handslag.domain.documents import store
        from handslag.domain.meetings import models

        store.named_in(models.AttachmentVersion, "sha256")
        store.named_in(models.Notice, "pdf_sha256", "bundle_sha256")
        store.named_in(models.Notice, "open_pdf_sha256", "open_bundle_sha256")
        store.named_in(models.Letterhead, "logo_sha256")
