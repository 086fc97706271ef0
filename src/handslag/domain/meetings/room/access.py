"""Who may follow a meeting while it is held."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils import timezone

from handslag.domain.access.permissions import Permission
from handslag.domain.access.rules import NOTHING, reach
from handslag.domain.base.states import PublicationState
from handslag.domain.meetings.models import Participation, ParticipationRole

if TYPE_CHECKING:
    from handslag.domain.access.viewer import Viewer

LINGERS = timedelta(hours=12)
"""How long after the end who follows is still told that the meeting is over."""


def rooms_followed(viewer: Viewer, now: datetime | None = None) -> Q:
    """The rooms that the viewer may follow: of bodies in which they do, or where they present.

    While they are open, and a while after, so that a page that stands open can tell of the end.
    Who writes in a room follows it, for as long as there is one.
    """
    now = now or timezone.now()
    lately = Q(ended_at__isnull=True) | Q(ended_at__gt=now - LINGERS)
    writes = reach(viewer, Permission.MEETINGS_WRITE).q(body="meeting__body_id")
    follows = reach(viewer, Permission.MEETINGS_FOLLOW).q(body="meeting__body_id")
    return writes | (follows | _presents(viewer)) & lately


def _presents(viewer: Viewer) -> Q:
    """Rooms of meetings where the viewer presents an item, once its notice is shared."""
    if viewer.user_id is None:
        return NOTHING
    own = Participation.objects.filter(
        role=ParticipationRole.PRESENTING, name__person__user_id=viewer.user_id
    ).order_by()
    shared = ~Q(meeting__planned_state=PublicationState.DRAFT)
    return Q(meeting_id__in=own.values("meeting_id")) & shared
