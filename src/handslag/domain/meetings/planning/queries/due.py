"""What is due next."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from handslag.domain.access.permissions import Permission
from handslag.domain.access.rules import reach, require_somewhere
from handslag.domain.base.states import PublicationState
from handslag.domain.meetings.models import Meeting

if TYPE_CHECKING:
    from datetime import date

    from handslag.domain.access.viewer import Viewer


@dataclass(frozen=True, slots=True)
class DueNotice:
    """A notice that has not gone out, and the last day for it."""

    meeting_id: int
    body: str
    day: date
    """The meeting's."""
    due: date


def next_notice(viewer: Viewer, today: date) -> DueNotice | None:
    """The notice that is due first, or overdue, of the coming meetings that the viewer plans.

    None where there is none. One query. Raises PermissionDenied for who plans nothing.
    """
    require_somewhere(viewer, Permission.MEETINGS_PLAN)
    found = Meeting.objects.filter(
        reach(viewer, Permission.MEETINGS_PLAN).q(body="body_id"),
        date__gte=today,
        notice_due__isnull=False,
        cancelled_at=None,
        planned_state=PublicationState.DRAFT,
    ).order_by("notice_due", "date", "id")
    row = found.values_list("id", "body__name", "date", "notice_due").first()
    return DueNotice(row[0], row[1], row[2], row[3]) if row and row[3] else None
