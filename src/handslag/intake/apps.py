"""The app's place in Django."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.apps import AppConfig

if TYPE_CHECKING:
    from handslag.intake.models import Review


class IntakeConfig(AppConfig):
    """Registers the room under its own short label, and compares whatever was reviewed."""

    name = "handslag.intake"
    label = "intake"

    def ready(self) -> None:
        """Compare a document with others whenever its review is saved.

        Every way in and every change ends in saving the review, in the transaction of the change:
        so no way is forgotten, and what is found stands or falls with what it was found in.
        """
        from django.db.models.signals import post_save  # models are ready only now

        from handslag.domain.access.viewer import SYSTEM
        from handslag.intake.models import Review

        def follow(instance: Review, *, raw: bool = False, **_rest: Any) -> None:
            from handslag.intake.comparing.keeping import compare  # most commands never come here

            if not raw:
                compare(viewer=SYSTEM, document_id=instance.document_id)

        post_save.connect(follow, sender=Review, weak=False, dispatch_uid=self.name)
