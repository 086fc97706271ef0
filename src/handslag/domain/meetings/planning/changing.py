"""What a change of a planned meeting is made of: the locked row, its history, its announcement.

Part of the actions of planning, which have asked whether the viewer may.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from handslag.domain.access.permissions import Permission
from handslag.domain.access.rules import require
from handslag.domain.access.things import Thing, of_body
from handslag.domain.audit.actions import log
from handslag.domain.base.states import PublicationState
from handslag.domain.meetings.access import visible_meetings
from handslag.domain.meetings.agenda.approving import follow_last
from handslag.domain.meetings.events import announce_changed, announce_recorded
from handslag.domain.meetings.models import ChangeKind, Meeting, MeetingChange, Notice
from handslag.domain.meetings.planning.actions.year import refuse_held, take_up
from handslag.domain.meetings.planning.told import seen_of, shown_of
from handslag.domain.registry.models import Body

if TYPE_CHECKING:
    from collections.abc import Mapping

    from handslag.domain.access.viewer import Viewer

LONGEST_REASON = 300

_VERBS = {
    ChangeKind.MOVED: "meetings.move_meeting",
    ChangeKind.CHANGED: "meetings.change_meeting",
    ChangeKind.CANCELLED: "meetings.cancel_meeting",
    ChangeKind.REINSTATED: "meetings.reinstate_meeting",
}


class ChangedMeanwhile(ValidationError):  # noqa: N818  two did well; nothing is at fault
    """Somebody changed the meeting while the form was being filled in; the words say what."""


def meeting_to_change(viewer: Viewer, meeting_id: int, seen: str | None) -> Meeting:
    """The meeting, locked with its body, so that changes to one body's plan come one by one.

    Raises Meeting.DoesNotExist where the viewer may not know of it, PermissionDenied,
    ValidationError where it has been held, and ChangedMeanwhile where `seen` is not how it stands.
    """
    found = Meeting.objects.filter(visible_meetings(viewer))
    body_id = found.values_list("body_id", flat=True).get(id=meeting_id)
    require(viewer, Permission.MEETINGS_PLAN, Thing(scopes=frozenset({of_body(body_id)})))
    Body.objects.select_for_update().get(id=body_id)
    meeting = Meeting.objects.select_for_update().get(id=meeting_id)
    refuse_held(meeting)
    if seen is not None and seen != seen_of(meeting):
        raise ChangedMeanwhile(_meanwhile(meeting))
    return meeting


def _meanwhile(meeting: Meeting) -> str:
    last = meeting.changes.order_by("-id").first()
    told = {"who": last.by, "what": last.get_kind_display()} if last else {}
    words = (
        _("Under tiden har %(who)s ändrat mötet: %(what)s.") % told
        if last
        else _("Under tiden har någon annan ändrat mötet.")
    )
    kept = _(
        "Det du skrev står kvar och inget har sparats. Så här står mötet nu ser du ovanför "
        "formuläret. Spara igen om det du skrev ska gälla."
    )
    return f"{words} {kept}"


def is_sent(meeting: Meeting) -> bool:
    """Whether the notice has gone out, so that what was due before it is history. One query."""
    if meeting.planned_state != PublicationState.DRAFT:
        return True
    return Notice.objects.filter(meeting=meeting, sent_at__isnull=False).exists()


def change(
    viewer: Viewer,
    meeting: Meeting,
    kind: ChangeKind,
    columns: Mapping[str, Any],
    reason: str,
) -> int:
    """Write new values into a meeting, with history, log and announcement; returns the change's id.

    Calendars are told by a higher sequence. A meeting that only papers told of is planned here
    from now on.
    """
    before, was = shown_of(meeting), meeting.date
    if not meeting.prepared:
        take_up(meeting)
    for column, value in columns.items():
        setattr(meeting, column, value)
    meeting.sequence += 1
    meeting.shown_at = timezone.now()
    meeting.save()
    after = shown_of(meeting)
    made = MeetingChange.objects.create(
        meeting=meeting,
        kind=kind,
        before=before,
        after=after,
        reason=reason,
        by=viewer.name[:200],
    )
    log(
        viewer=viewer,
        verb=_VERBS[kind],
        thing_type="meetings.meeting",
        thing_id=meeting.id,
        detail={"before": before, "after": after},
        reason=reason,
    )
    if kind != ChangeKind.CHANGED:
        follow_last(viewer, meeting.body_id, was)
    announce_recorded(meeting.id)
    announce_changed(meeting.id, made.id)
    return made.id


def reason_of(words: str, *, needed: bool = False) -> str:
    """The reason as it is kept. Raises ValidationError where one is needed and there is none."""
    reason = " ".join(words.split())
    if needed and not reason:
        raise ValidationError({"reason": _("Skriv varför mötet ställs in. Inget har ändrats.")})
    if len(reason) > LONGEST_REASON:
        raise ValidationError({"reason": _("Skälet är för långt. Korta det. Inget har ändrats.")})
    return reason
