"""Whether the minutes of a meeting may be written now: the one place that says so.

Finalised minutes change through a correction alone. Every write in the room, and of what was
decided, asks here once it has locked the meeting's room; every write of its agenda and attachments
once it has locked the meeting.
"""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from handslag.domain.base.states import PublicationState
from handslag.domain.meetings.models import Correction, Meeting, Room

OPEN = (PublicationState.DRAFT, PublicationState.SHARED)
"""States in which minutes are written freely."""


class FinalisedMinutes(ValidationError):  # noqa: N818  nothing is at fault
    """The minutes are finalised, and nobody has begun to correct them."""


def may_be_written(meeting_id: int) -> bool:
    """Whether the meeting's minutes may be written. One query.

    It is asked of the database every time: a meeting that was fetched before a lock was waited for
    may have been finalised meanwhile.
    """
    corrections = Correction.objects.filter(meeting=OuterRef("pk"), ended_at__isnull=True)
    rows = Meeting.objects.filter(Q(state__in=OPEN) | Exists(corrections), id=meeting_id)
    return rows.exists()


def require_writable(meeting: Meeting) -> None:
    """Let pass where the meeting's minutes may be written; raise FinalisedMinutes otherwise.

    Call it with the meeting's room or the meeting itself locked (`select_for_update`): finalising,
    and beginning and ending a correction, lock both.
    """
    if not may_be_written(meeting.id):
        raise FinalisedMinutes(
            _(
                "Minnesanteckningarna eller protokollet är färdigställt. Det du skrev har inte "
                "sparats. Börja en rättelse och skriv varför, så går det att ändra."
            )
        )


def lock_writing(meeting_id: int) -> Meeting:
    """The meeting with its room, locked, so that nobody writes while something becomes of it.

    Raises Meeting.DoesNotExist.
    """
    list(Room.objects.select_for_update().filter(meeting_id=meeting_id))  # as the room's writes do
    return Meeting.objects.select_for_update().get(id=meeting_id)
