"""The meeting whose minutes something becomes of, held until it has.

Part of actions, which have asked for the permission over anything before they come here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db.models import F
from django.utils.translation import gettext as _

from handslag.domain.access.rules import require
from handslag.domain.base.meanwhile import ChangedMeanwhile
from handslag.domain.matters.deciding.deciders import decider_of_meeting
from handslag.domain.matters.minutes.composing import compose
from handslag.domain.matters.minutes.content import fingerprint
from handslag.domain.matters.minutes.rules import errors, findings, unread
from handslag.domain.meetings.access import account, visible_meetings
from handslag.domain.meetings.models import (
    Correction,
    Meeting,
    Minutes,
    MinutesAcknowledgement,
    Room,
)
from handslag.domain.meetings.writable import lock_writing

if TYPE_CHECKING:
    from handslag.domain.access.permissions import Permission
    from handslag.domain.access.viewer import Viewer
    from handslag.domain.matters.minutes.content import Content

MEETING = "meetings.meeting"
"""What the log knows a meeting as: what becomes of its minutes stands under it."""


def meeting_to(viewer: Viewer, permission: Permission, meeting_id: int) -> Meeting:
    """The meeting whose minutes are written here, locked with its room.

    Raises Meeting.DoesNotExist where the viewer may not know of it, PermissionDenied, and
    ValidationError where its minutes came from a document.
    """
    seen = Meeting.objects.filter(visible_meetings(viewer))
    seen.values_list("id", flat=True).get(id=meeting_id)
    meeting = lock_writing(meeting_id)
    thing = account(meeting.body_id, meeting.state, meeting_id=meeting.id)
    require(viewer, permission, thing)
    if not meeting.written:
        raise ValidationError(
            _("Mötets minnesanteckningar eller protokoll skrivs inte här. Inget har ändrats.")
        )
    return meeting


def as_seen(meeting: Meeting, seen: str) -> Content:
    """What the minutes say, where that is what somebody saw (`seen`, its fingerprint).

    Raises ChangedMeanwhile where somebody has written since.
    """
    content = compose(meeting.id)
    if fingerprint(content) != seen:
        raise ChangedMeanwhile
    return content


def refuse_faults(meeting: Meeting, content: Content) -> None:
    """Refuse minutes with errors, or with warnings that nobody has read. Two queries."""
    found = findings(content, decider_of_meeting(content.meeting_id))
    if wrong := errors(found):
        words = _("Rätta det som är fel först: %(words)s Inget har ändrats.")
        raise ValidationError(words % {"words": " ".join(one.words for one in wrong[:3])})
    if left := unread(found, acknowledged(meeting.id)):
        words = _("Läs varningarna och skriv varför de får stå: %(words)s Inget har ändrats.")
        raise ValidationError(words % {"words": " ".join(one.words for one in left[:3])})


def acknowledged(meeting_id: int) -> frozenset[str]:
    """The keys of the warnings that somebody has said may stand. One query."""
    rows = MinutesAcknowledgement.objects.filter(meeting_id=meeting_id)
    return frozenset(rows.values_list("key", flat=True))


def open_correction(meeting: Meeting) -> Correction | None:
    """The correction that goes on; None where there is none. One query."""
    rows = Correction.objects.filter(meeting=meeting, ended_at__isnull=True)
    return rows.select_related("before").first()


def last_version(meeting_id: int) -> Minutes | None:
    """The version that was made last; None before the first. One query."""
    return Minutes.objects.filter(meeting_id=meeting_id).order_by("-version").first()


def tell_the_room(meeting_id: int) -> None:
    """Let everybody who follows the meeting see that something is new."""
    Room.objects.filter(meeting_id=meeting_id).update(revision=F("revision") + 1)
