"""Whether a meeting that somebody follows has anything new, asked by many every few seconds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils import timezone

from handslag.domain.access.permissions import Permission
from handslag.domain.access.rules import may, require
from handslag.domain.base.prepared import Prepared
from handslag.domain.base.states import PublicationState
from handslag.domain.meetings.access import account
from handslag.domain.meetings.models import Room
from handslag.domain.meetings.room.access import LINGERS, rooms_followed

if TYPE_CHECKING:
    from handslag.domain.access.viewer import Viewer


@dataclass(frozen=True, slots=True)
class Standing:
    """How much has been written in a room, and how much of it a viewer sees.

    Two who have the same standing see the same page: what `matters.followed` shows hangs on
    nothing else of the viewer.
    """

    meeting_id: int
    shown: int
    """Grows with everything that is shown."""
    whole: bool
    """All that there is to follow, closed items too."""
    drafts: bool
    """What nobody has shared yet is seen too."""
    user_id: int | None
    """Of who does not: what they see is their own. None for who sees the whole."""


_ROOM = Prepared(
    lambda meeting_id: Room.objects.filter(meeting_id=meeting_id).values_list(
        "shown", "ended_at", "meeting__body_id"
    )
)
"""What tells whether anything is new, and to whom: asked by everybody every few seconds."""


def standing_of(viewer: Viewer, meeting_id: int) -> Standing:
    """A room's standing for who may follow it. One query; two for who only presents.

    Raises PermissionDenied for a stranger, and Room.DoesNotExist where there is no room that the
    viewer may follow.
    """
    if not viewer.signed_in:
        require(viewer, Permission.MEETINGS_FOLLOW)
    row = next(iter(_ROOM(meeting_id)), None)
    if row is None:
        raise Room.DoesNotExist(meeting_id)
    shown, ended_at, body_id = row
    thing = account(body_id, PublicationState.SHARED)
    sits = may(viewer, Permission.MEETINGS_FOLLOW, thing)
    lately = ended_at is None or ended_at > timezone.now() - LINGERS
    if not (may(viewer, Permission.MEETINGS_WRITE, thing) or (sits and lately)) and not is_followed(
        viewer, meeting_id
    ):
        raise Room.DoesNotExist(meeting_id)
    reads = (Permission.MEETINGS_READ, Permission.CLOSED_READ)
    whole = sits and all(may(viewer, one, thing) for one in reads)
    drafts = may(viewer, Permission.DRAFTS_READ, thing)
    return Standing(meeting_id, shown, whole, drafts, None if whole else viewer.user_id)


def is_followed(viewer: Viewer, meeting_id: int) -> bool:
    """Whether there is a room that the viewer may follow now. One query."""
    return Room.objects.filter(rooms_followed(viewer), meeting_id=meeting_id).exists()
