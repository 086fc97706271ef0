"""The app's place in Django."""

from django.apps import AppConfig


class MeetingsConfig(AppConfig):
    """Registers the subject under its own short label."""

    name = "handslag.domain.meetings"
    label = "meetings"

    def ready(self) -> None:
        """Tell the file store which rows name its bytes; let those called know of changes."""
        from handslag.domain.documents import store
        from handslag.domain.meetings import models

        store.named_in(models.AttachmentVersion, "sha256")
        store.named_in(models.Notice, "pdf_sha256", "bundle_sha256")
        store.named_in(models.Notice, "open_pdf_sha256", "open_bundle_sha256")
        store.named_in(models.Letterhead, "logo_sha256")
        store.named_in(models.Minutes, "pdf_sha256", "docx_sha256")
        store.named_in(models.Minutes, "open_pdf_sha256", "open_docx_sha256")
        _tell_those_called()


def _tell_those_called() -> None:
    from handslag.domain.access.viewer import SYSTEM
    from handslag.domain.meetings.events import when_changed

    def tell(_meeting_id: int, change_id: int) -> None:
        from handslag.domain.meetings.notices.actions import tell_of_change  # seldom come to

        tell_of_change(viewer=SYSTEM, change_id=change_id)

    when_changed(tell, name="meetings.notices")
