"""What matters announce to whoever is above them.

An announcement is made inside the transaction of the change, so that what a listener writes
(the search index) stands or falls with it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.dispatch import Signal

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

matters_changed = Signal()
"""What some matters are called, or which items belong to them, has changed, in the transaction
that is still open. Sent with `matter_ids`."""


def announce_matters(matter_ids: Collection[int]) -> None:
    """Tell everyone who listens that these matters are called otherwise, or hold other items.

    Not needed where a meeting's facts are written anew, for that is announced with the meeting.
    """
    if matter_ids:
        matters_changed.send(sender=None, matter_ids=frozenset(matter_ids))


def when_matters_changed(listener: Callable[[Collection[int]], None], *, name: str) -> None:
    """Call `listener` with the matters' ids each time. `name` makes it happen once."""

    def receive(matter_ids: Collection[int], **_rest: Any) -> None:
        listener(matter_ids)

    matters_changed.connect(receive, weak=False, dispatch_uid=name)
