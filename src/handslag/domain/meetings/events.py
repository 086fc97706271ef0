"""What meetings announce to whoever is above them.

An announcement is made inside the transaction of the change, so that what a listener writes
(the search index) stands or falls with it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.dispatch import Signal

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from handslag.domain.access.viewer import Viewer

meeting_recorded = Signal()
"""A meeting's facts have changed, in the transaction that is still open. Sent with `meeting_id`."""


def announce_recorded(meeting_id: int) -> None:
    """Tell everyone who listens that the facts of `meeting_id` are written anew."""
    meeting_recorded.send(sender=None, meeting_id=meeting_id)


def when_recorded(listener: Callable[[int], None], *, name: str) -> None:
    """Call `listener` with the meeting's id at each announcement. `name` makes it happen once."""

    def receive(meeting_id: int, **_rest: Any) -> None:
        listener(meeting_id)

    meeting_recorded.connect(receive, weak=False, dispatch_uid=name)


meeting_changed = Signal()
"""A planned meeting was moved, changed, cancelled or reinstated, in the transaction that is still
open. Sent with `meeting_id` and `change_id` (a `MeetingChange`)."""


def announce_changed(meeting_id: int, change_id: int) -> None:
    """Tell everyone who listens what became of a planned meeting."""
    meeting_changed.send(sender=None, meeting_id=meeting_id, change_id=change_id)


def when_changed(listener: Callable[[int, int], None], *, name: str) -> None:
    """Call `listener` with the meeting's and the change's id each time. `name` makes it once."""

    def receive(meeting_id: int, change_id: int, **_rest: Any) -> None:
        listener(meeting_id, change_id)

    meeting_changed.connect(receive, weak=False, dispatch_uid=name)


item_begun = Signal()
"""A meeting has gone on to an item, in the transaction that is still open. Sent with `item_id` and
the `viewer` who wrote so."""


def announce_begun(item_id: int, viewer: Viewer) -> None:
    """Tell everyone who listens that a meeting has taken up an item."""
    item_begun.send(sender=None, item_id=item_id, viewer=viewer)


def when_begun(listener: Callable[[int, Viewer], None], *, name: str) -> None:
    """Call `listener` with the item's id and who wrote, each time. `name` makes it once."""

    def receive(item_id: int, viewer: Viewer, **_rest: Any) -> None:
        listener(item_id, viewer)

    item_begun.connect(receive, weak=False, dispatch_uid=name)


matter_raised = Signal()
"""A matter was raised for a coming meeting, or became an item, in the transaction that is still
open. Sent with `raised_id` (a `RaisedMatter`)."""


def announce_raised(raised_id: int) -> None:
    """Tell everyone who listens that a matter is raised, or which item it became."""
    matter_raised.send(sender=None, raised_id=raised_id)


def when_raised(listener: Callable[[int], None], *, name: str) -> None:
    """Call `listener` with the raised matter's id each time. `name` makes it happen once."""

    def receive(raised_id: int, **_rest: Any) -> None:
        listener(raised_id)

    matter_raised.connect(receive, weak=False, dispatch_uid=name)


sight_changed = Signal()
"""Who may see some meetings has changed: how far they have come, what is closed, whose they are;
or when they meet. In the transaction that is still open. Sent with `meeting_ids`."""


def announce_sight(meeting_ids: Collection[int]) -> None:
    """Tell everyone who listens that others may see these meetings, or what is theirs, now."""
    if meeting_ids:
        sight_changed.send(sender=None, meeting_ids=frozenset(meeting_ids))


def when_sight_changed(listener: Callable[[Collection[int]], None], *, name: str) -> None:
    """Call `listener` with the meetings' ids at each announcement. `name` makes it happen once."""

    def receive(meeting_ids: Collection[int], **_rest: Any) -> None:
        listener(meeting_ids)

    sight_changed.connect(receive, weak=False, dispatch_uid=name)
