"""Whether a meeting that somebody follows has anything new, asked by many every few seconds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from handslag.domain.access.permissions import Permission
from handslag.domain.access.rules import may, require
from handslag.domain.base.states import PublicationState
from handslag.domain.meetings.access import account
from handslag.domain.meetings.models import Room
from handslag.domain.meetings.room.access import rooms_followed

if TYPE_CHECKING:
    from handslag.domain.access.viewer import Viewer


@dataclass(frozen=True, slots=True)
class Standing:
    """How much has been written in a room, and how much of it a viewer sees.

    Two who have the same standing see the same page: what `matters.followed` shows hangs on
    nothing else of the viewer.
    """

    meeting_id: int
    revision: int
    whole: bool
    """All that there is to follow, closed items too."""
    drafts: bool
    """What nobody has shared yet is seen too."""
    user_id: int | None
    """Of who does not: what they see is their own. None for who sees the whole."""


def standing_of(viewer: Viewer, meeting_id: int) -> Standing:
    """A room's standing for who may follow it. One query.

    Raises PermissionDenied for a stranger, and Room.DoesNotExist where there is no room that the
    viewer may follow.
    """
    if not viewer.signed_in:
        require(viewer, Permission.MEETINGS_FOLLOW)
    rooms = Room.objects.filter(rooms_followed(viewer), meeting_id=meeting_id)
    revision, body_id = rooms.values_list("revision", "meeting__body_id").get()
    thing = account(body_id, PublicationState.SHARED)
    whole = all(
        may(viewer, one, thing)
        for one in (
            Permission.MEETINGS_FOLLOW,
            Permission.MEETINGS_READ,
            Permission.CLOSED_READ,
        )
    )
    drafts = may(viewer, Permission.DRAFTS_READ, thing)
    return Standing(meeting_id, revision, whole, drafts, None if whole else viewer.user_id)


def is_followed(viewer: Viewer, meeting_id: int) -> bool:
    """Whether there is a room that the viewer may follow now. One query."""
    return Room.objects.filter(rooms_followed(viewer), meeting_id=meeting_id).exists()
