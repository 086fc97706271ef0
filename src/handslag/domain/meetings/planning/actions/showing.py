"""Telling others of a plan."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from handslag.domain.access.permissions import Permission
from handslag.domain.access.rules import require
from handslag.domain.audit.actions import log_each
from handslag.domain.base.states import PublicationState
from handslag.domain.meetings.access import account
from handslag.domain.meetings.events import announce_sight
from handslag.domain.meetings.models import Meeting, MeetingKind

if TYPE_CHECKING:
    from handslag.domain.access.viewer import Viewer


@transaction.atomic
def show_plan(*, viewer: Viewer, body_id: int, year: int, state: str) -> int:
    """Let a body's own (`shared`), or everybody (`published`), know when it meets in a year.

    Returns how many meetings were not told so far before. Agendas and notices are not shown by
    it. Pre-meetings are told to the body's own at most. Raises PermissionDenied, and
    ValidationError for another state: what has been told is never untold.
    """
    require(viewer, Permission.MEETINGS_PLAN, account(body_id, PublicationState.SHARED))
    told = {PublicationState.DRAFT: PublicationState.SHARED}
    if state == PublicationState.PUBLISHED:
        require(viewer, Permission.MEETINGS_PUBLISH, account(body_id, PublicationState.SHARED))
        told = dict.fromkeys(
            (PublicationState.DRAFT, PublicationState.SHARED, PublicationState.FINALISED),
            PublicationState.PUBLISHED,
        )
    elif state == PublicationState.SHARED:
        require(viewer, Permission.MEETINGS_SHARE, account(body_id, PublicationState.SHARED))
    else:
        raise ValidationError(_("Välj i listan vilka som ska se planen."))
    rows = Meeting.objects.filter(body_id=body_id, date__year=year, prepared=True)
    rows = rows.filter(day_state__in=list(told)).select_for_update()
    changed = {}
    for meeting in rows:
        before = meeting.day_state
        meeting.day_state = _most(meeting, told[PublicationState(before)])
        if meeting.day_state != before:
            meeting.shown_at = timezone.now()
            changed[meeting.id] = {"before": before, "after": meeting.day_state}
    Meeting.objects.bulk_update(
        [meeting for meeting in rows if meeting.id in changed], ["day_state", "shown_at"]
    )
    announce_sight(changed)
    log_each(
        viewer=viewer,
        verb="meetings.show_plan",
        thing_type="meetings.meeting",
        details=changed,
    )
    return len(changed)


def _most(meeting: Meeting, state: str) -> str:
    """How far a meeting's plan goes: a side's pre-meeting never to everybody."""
    pre = meeting.kind == MeetingKind.PRE_MEETING
    return PublicationState.SHARED if pre else state
