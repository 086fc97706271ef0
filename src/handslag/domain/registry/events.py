"""What the registry announces to whoever is above it.

An announcement is made inside the transaction of the change, so that what a listener writes
(the search index) stands or falls with it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.dispatch import Signal

if TYPE_CHECKING:
    from collections.abc import Callable

body_renamed = Signal()
"""A body is shown under another name, in the transaction that is still open. Sent with
`body_id`."""


def announce_renamed(body_id: int) -> None:
    """Tell everyone who listens that the body is called otherwise."""
    body_renamed.send(sender=None, body_id=body_id)


def when_renamed(listener: Callable[[int], None], *, name: str) -> None:
    """Call `listener` with the body's id each time. `name` makes it happen once."""

    def receive(body_id: int, **_rest: Any) -> None:
        listener(body_id)

    body_renamed.connect(receive, weak=False, dispatch_uid=name)
