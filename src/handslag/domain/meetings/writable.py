"""Whether the minutes of a meeting may be written now: the one place that says so.

Finalised minutes change through a correction alone. Every write in the room, and of what was
decided, asks here once it has locked the meeting.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from handslag.domain.base.states import PublicationState
from handslag.domain.meetings.models import Correction

if TYPE_CHECKING:
    from handslag.domain.meetings.models import Meeting

OPEN = frozenset({PublicationState.DRAFT, PublicationState.SHARED})
"""States in which minutes are written freely."""


class FinalisedMinutes(ValidationError):  # noqa: N818  nothing is at fault
    """The minutes are finalised, and nobody has begun to correct them."""


def may_be_written(meeting: Meeting) -> bool:
    """Whether the meeting's minutes may be written. One query at most, where finalised."""
    if PublicationState(meeting.state) in OPEN:
        return True
    return Correction.objects.filter(meeting=meeting, ended_at__isnull=True).exists()


def require_writable(meeting: Meeting) -> None:
    """Let pass where the meeting's minutes may be written; raise FinalisedMinutes otherwise.

    Call it with the meeting locked (`select_for_update`): finalising, and beginning and ending a
    correction, lock the same row.
    """
    if not may_be_written(meeting):
        raise FinalisedMinutes(
            _(
                "Minnesanteckningarna eller protokollet är färdigställt. Det du skrev har inte "
                "sparats. Börja en rättelse och skriv varför, så går det att ändra."
            )
        )
