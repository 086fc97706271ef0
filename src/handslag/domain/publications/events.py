"""What publications announce to whoever is above them.

An announcement is made inside the transaction of the change, so that what a listener writes
(the search index of the public side) stands or falls with it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.dispatch import Signal

if TYPE_CHECKING:
    from collections.abc import Callable

publication_changed = Signal()
"""What the public sees of a publication has changed, in the transaction that is still open. Sent
with `publication_id`."""


def announce_changed(publication_id: int) -> None:
    """Tell everyone who listens: a new version, a suppressed one, a withdrawal."""
    publication_changed.send(sender=None, publication_id=publication_id)


def when_changed(listener: Callable[[int], None], *, name: str) -> None:
    """Call `listener` with the publication's id each time. `name` makes it happen once."""

    def receive(publication_id: int, **_rest: Any) -> None:
        listener(publication_id)

    publication_changed.connect(receive, weak=False, dispatch_uid=name)
