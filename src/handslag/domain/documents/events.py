"""What documents announce to whoever is above them.

An announcement is made inside the transaction of the change, so that what a listener writes
(the search index) stands or falls with it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.dispatch import Signal

if TYPE_CHECKING:
    from collections.abc import Callable

text_changed = Signal()
"""A document's text or name, or who may read it, has changed, in the transaction that is still
open. Sent with `document_id`."""


def announce_text(document_id: int) -> None:
    """Tell everyone who listens that the document says something else, or to others."""
    text_changed.send(sender=None, document_id=document_id)


def when_text_changed(listener: Callable[[int], None], *, name: str) -> None:
    """Call `listener` with the document's id each time. `name` makes it happen once."""

    def receive(document_id: int, **_rest: Any) -> None:
        listener(document_id)

    text_changed.connect(receive, weak=False, dispatch_uid=name)
