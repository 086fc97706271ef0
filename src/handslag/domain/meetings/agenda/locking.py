"""The meeting whose agenda somebody changes, held until their change is done.

Every change of one agenda waits for the one before it, so that what a form carries of what it
saw is compared with what truly stands. Part of actions, which have asked for the permission over
anything before they come here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Exists
from django.utils import timezone

from handslag.domain.access.permissions import Permission
from handslag.domain.access.rules import require
from handslag.domain.base.states import PublicationState
from handslag.domain.meetings.access import account, visible_items, visible_meetings
from handslag.domain.meetings.agenda.rows import sent_notices
from handslag.domain.meetings.models import AgendaItem, Meeting
from handslag.domain.meetings.writable import require_writable

if TYPE_CHECKING:
    from handslag.domain.access.viewer import Viewer

MEETING = "meetings.meeting"
"""What the log knows a meeting as: what is done with an agenda stands under its meeting."""


def meeting_to_prepare(viewer: Viewer, meeting_id: int, *, changes: bool = True) -> Meeting:
    """The meeting, locked. Raises Meeting.DoesNotExist and PermissionDenied.

    What kind an item is, what it approves and which attachments went along are of the minutes, too:
    where `changes` is anything of the agenda, FinalisedMinutes (ValidationError) is raised for
    minutes that were written here and are finalised, unless they are being corrected.
    """
    seen = Meeting.objects.filter(visible_meetings(viewer))
    meeting = seen.select_for_update(of=("self",)).get(id=meeting_id)
    thing = account(meeting.body_id, PublicationState.SHARED)
    require(viewer, Permission.MEETINGS_PREPARE, thing)
    if changes:
        _refuse_finalised(meeting)
    return meeting


def _refuse_finalised(meeting: Meeting) -> None:
    if meeting.written:
        require_writable(meeting)


def item_to_prepare(viewer: Viewer, item_id: int) -> AgendaItem:
    """An item on a plan, fetched after its meeting was locked; `item.meeting` is that meeting.

    Raises AgendaItem.DoesNotExist, PermissionDenied and FinalisedMinutes.
    """
    seen = AgendaItem.objects.filter(visible_items(viewer), planned_order__isnull=False)
    meeting_id = seen.values_list("meeting_id", flat=True).get(id=item_id)
    meeting = meeting_to_prepare(viewer, meeting_id)
    item = seen.get(id=item_id)
    item.meeting = meeting
    return item


def is_sent(meeting: Meeting) -> bool:
    """Whether a notice of the meeting has gone out: numbers and labels stand from then on."""
    return Meeting.objects.filter(Exists(sent_notices()), id=meeting.id).exists()


def meeting_to_take_up(meeting_id: int, body_id: int) -> Meeting:
    """A coming meeting of the body, locked, for a matter that somebody prepares for it.

    Whoever prepares the matter has been asked about; the meeting itself may be another body's to
    prepare. Raises Meeting.DoesNotExist where it has been, is cancelled or is another body's, and
    FinalisedMinutes.
    """
    coming = Meeting.objects.filter(
        body_id=body_id, date__gte=timezone.localdate(), cancelled_at__isnull=True
    )
    meeting = coming.select_for_update(of=("self",)).get(id=meeting_id)
    _refuse_finalised(meeting)
    return meeting
