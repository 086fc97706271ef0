"""Writes of links: which items belong to which matters."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from handslag.domain.access.permissions import Permission
from handslag.domain.access.rules import require
from handslag.domain.audit.actions import log
from handslag.domain.matters.linking.gather import profiles_of
from handslag.domain.matters.linking.keeping import keep
from handslag.domain.matters.linking.settling import Settled, settle
from handslag.domain.meetings.models import Meeting

if TYPE_CHECKING:
    from handslag.domain.access.viewer import Viewer

MEETING = "meetings.meeting"


@transaction.atomic
def link_meeting(*, viewer: Viewer, meeting_id: int) -> Settled:
    """See to it that every item of a meeting that is no matter of form belongs to a matter.

    To one that is there where that is sure, else to a new one; what may be is asked. Whatever
    hangs on the meeting elsewhere follows. Nothing is written where nothing has changed. The
    number of queries hangs on the meeting, not on how many there are.
    """
    require(viewer, Permission.DOCUMENTS_REVIEW)
    meeting = Meeting.objects.filter(id=meeting_id).first()
    kept = keep(meeting_id, profiles_of(meeting) if meeting else [])
    if not kept:
        return Settled()
    settled = settle(kept.touched, kept.items, kept.matters)
    if settled:
        log(
            viewer=viewer,
            verb="matters.link_items",
            thing_type=MEETING,
            thing_id=meeting_id,
            detail={
                "made": settled.made,
                "merged": [list(pair) for pair in settled.merged],
                "gone": settled.gone,
                "linked": settled.linked,
                "unlinked": settled.unlinked,
                "asked": settled.asked,
            },
        )
    return settled
