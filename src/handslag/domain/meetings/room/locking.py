"""The room that somebody writes in, held until their write is done.

Every write of one room waits for the one before it, so that what a page carries of what it saw is
compared with what truly stands. Part of actions, those of matters too, which have asked for the
permission over anything before they come here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from handslag.domain.access.permissions import Permission
from handslag.domain.access.rules import require
from handslag.domain.base.states import PublicationState
from handslag.domain.meetings.access import account, visible_meetings
from handslag.domain.meetings.models import AgendaItem, Meeting, Room
from handslag.domain.meetings.writable import require_writable

if TYPE_CHECKING:
    from handslag.domain.access.viewer import Viewer

MEETING = "meetings.meeting"
"""What the log knows a meeting as: what is written in its room stands under it."""


def room_to_write(viewer: Viewer, meeting_id: int) -> Room:
    """The room of a meeting, locked; `room.meeting` comes along, locked too. Two queries.

    Raises Meeting.DoesNotExist where the viewer may not know of the meeting, Room.DoesNotExist
    where nobody has opened it, PermissionDenied, and FinalisedMinutes (ValidationError) where its
    minutes are finalised and no correction is under way.
    """
    seen = Meeting.objects.filter(visible_meetings(viewer))
    body_id = seen.values_list("body_id", flat=True).get(id=meeting_id)
    require(viewer, Permission.MEETINGS_WRITE, account(body_id, PublicationState.SHARED))
    rooms = Room.objects.select_related("meeting").select_for_update(of=("self", "meeting"))
    room = rooms.get(meeting_id=meeting_id)
    require_writable(room.meeting)
    return room


def item_to_write(viewer: Viewer, item_id: int) -> AgendaItem:
    """An item of a room, fetched after the room was locked.

    `item.meeting` is its meeting, and `item.meeting.room` the locked room. Raises
    AgendaItem.DoesNotExist, and what `room_to_write` raises.
    """
    held = AgendaItem.objects.filter(order__isnull=False, meeting__room__isnull=False)
    meeting_id = held.values_list("meeting_id", flat=True).get(id=item_id)
    room = room_to_write(viewer, meeting_id)
    item = held.get(id=item_id)
    item.meeting = room.meeting
    return item


def bump(meeting: Meeting, *, shown: bool = True) -> int:
    """Let everybody who follows see that something is new; the room's revision from now on.

    `shown` is left out for what only those who write see, what is said: it comes every second
    while somebody types, and gives members nothing to fetch. Once in every write, in its
    transaction, with the room locked.
    """
    room = meeting.room
    room.revision += 1
    room.shown += shown
    room.save(update_fields=["revision", "shown"])
    return room.revision
