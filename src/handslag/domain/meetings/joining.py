"""Moving meetings from one body to another, when somebody has said that the two are one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from handslag.domain.accounts.access import require
from handslag.domain.accounts.permissions import Permission
from handslag.domain.audit.actions import log
from handslag.domain.meetings.events import announce_recorded
from handslag.domain.meetings.models import Meeting

if TYPE_CHECKING:
    from handslag.domain.accounts.viewer import Viewer


@transaction.atomic
def move_meetings(*, viewer: Viewer, keep_id: int, other_id: int) -> dict[int, int]:
    """Give the meetings of one body to another, but for those on days when both have one.

    Returns those: the other body's meeting (id), and the kept body's on the same day.
    """
    require(viewer, Permission.REGISTRY_CHANGE)
    days = dict(Meeting.objects.filter(body_id=keep_id).values_list("date", "id"))
    both: dict[int, int] = {}
    moved = []
    for meeting in Meeting.objects.filter(body_id=other_id):
        if meeting.date in days:
            both[meeting.id] = days[meeting.date]
            continue
        meeting.body_id = keep_id
        meeting.save(update_fields=["body"])
        moved.append(meeting.id)
    for meeting_id in moved:
        announce_recorded(meeting_id)
    if moved:
        log(
            viewer=viewer,
            verb="meetings.move_meetings",
            thing_type="registry.body",
            thing_id=keep_id,
            detail={"other_id": other_id, "meetings": moved},
        )
    return both
