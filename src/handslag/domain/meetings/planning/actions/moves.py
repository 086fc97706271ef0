"""What becomes of planned meetings: moved, changed, cancelled, and on again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from handslag.domain.access.permissions import Permission
from handslag.domain.access.rules import require_somewhere
from handslag.domain.audit.actions import log
from handslag.domain.meetings.models import ChangeKind, Meeting
from handslag.domain.meetings.planning.actions.year import already, due_before, refuse_times
from handslag.domain.meetings.planning.changing import (
    change,
    is_sent,
    meeting_to_change,
    reason_of,
)
from handslag.domain.meetings.planning.rules import shifted
from handslag.domain.meetings.planning.told import Known, Wanted, shown_of

if TYPE_CHECKING:
    from datetime import date, time

    from handslag.domain.access.viewer import Viewer


@transaction.atomic
def move_meeting(
    *,
    viewer: Viewer,
    meeting_id: int,
    to: Wanted,
    reason: str = "",
    pre_follows: bool = True,
    seen: str | None = None,
) -> bool:
    """Let a meeting meet on another day, at another time or place; returns whether it now does.

    What is due before it is reckoned anew for a new day, unless the notice is out already. Its
    pre-meetings that stand move along and keep their time before it, unless `pre_follows` says
    that they stay. Where nothing differs nothing happens. `seen` is `seen_of` what the form
    showed; None asks for no comparison.

    Raises Meeting.DoesNotExist where the viewer may not know of it, PermissionDenied, and
    ValidationError (ChangedMeanwhile among them) where it is cancelled, has been held, or cannot
    be moved there; then nothing is changed.
    """
    require_somewhere(viewer, Permission.MEETINGS_PLAN)
    meeting = meeting_to_change(viewer, meeting_id, seen)
    refuse_times(to.start, to.end, to.place, to.day)
    _refuse_cancelled(meeting)
    before = shown_of(meeting)
    if not _differs(before, to):
        return False
    day_before, start_before = meeting.planned_date or meeting.date, _start(meeting)
    pre_meetings = _standing_pre_meetings(meeting) if pre_follows else []
    _put(viewer, meeting, to, reason_of(reason))
    for pre in pre_meetings:
        if (pre.planned_date or pre.date) == day_before:
            _put(viewer, pre, _along(pre, start_before, to, before["place"]), reason_of(reason))
    return True


def change_meeting(
    *,
    viewer: Viewer,
    meeting_id: int,
    start: time | None,
    end: time | None,
    place: str,
    reason: str = "",
    pre_follows: bool = True,
    seen: str | None = None,
) -> bool:
    """Let a meeting meet at another time or place on its day. As `move_meeting` otherwise."""
    require_somewhere(viewer, Permission.MEETINGS_PLAN)
    with transaction.atomic():
        meeting = meeting_to_change(viewer, meeting_id, seen)
        to = Wanted(meeting.planned_date or meeting.date, start, end, place)
        return move_meeting(
            viewer=viewer, meeting_id=meeting_id, to=to, reason=reason, pre_follows=pre_follows
        )


@transaction.atomic
def set_deadlines(
    *,
    viewer: Viewer,
    meeting_id: int,
    material: date | None,
    notice: date | None,
    seen: str | None = None,
) -> None:
    """Say by hand what is due before a meeting. Calendars of others are not told.

    Raises what `move_meeting` raises, ValidationError also for days after the meeting or out of
    order.
    """
    require_somewhere(viewer, Permission.MEETINGS_PLAN)
    meeting = meeting_to_change(viewer, meeting_id, seen)
    _refuse_cancelled(meeting)
    day = meeting.planned_date or meeting.date
    if any(due is not None and due > day for due in (material, notice)):
        raise ValidationError(_("Sista dagen kommer efter mötet. Inget har ändrats."))
    if material is not None and notice is not None and material > notice:
        raise ValidationError(
            _("Underlagen skulle komma in efter att kallelsen gått ut. Inget har ändrats.")
        )
    before = _due(meeting)
    meeting.material_due, meeting.notice_due = material, notice
    if _due(meeting) == before:
        return
    meeting.save(update_fields=["material_due", "notice_due"])
    log(
        viewer=viewer,
        verb="meetings.set_deadlines",
        thing_type="meetings.meeting",
        thing_id=meeting.id,
        detail={"before": before, "after": _due(meeting)},
    )


@transaction.atomic
def cancel_meeting(
    *,
    viewer: Viewer,
    meeting_id: int,
    reason: str,
    pre_meetings: bool = True,
    seen: str | None = None,
) -> bool:
    """Cancel a meeting, for a reason; returns whether it was not cancelled before.

    It stays where it was, told as cancelled. `pre_meetings` says whether its pre-meetings are
    cancelled with it: a side may want to meet all the same. Raises what `move_meeting` raises,
    ValidationError also without a reason.
    """
    require_somewhere(viewer, Permission.MEETINGS_PLAN)
    meeting = meeting_to_change(viewer, meeting_id, None)
    if meeting.cancelled_at is not None:
        return False
    meeting = meeting_to_change(viewer, meeting_id, seen)
    words = reason_of(reason, needed=True)
    concerned = [meeting, *(_standing_pre_meetings(meeting) if pre_meetings else ())]
    for one in concerned:
        columns = {"cancelled_at": timezone.now(), "cancel_reason": words}
        change(viewer, one, ChangeKind.CANCELLED, columns, words)
    return True


@transaction.atomic
def reinstate_meeting(
    *,
    viewer: Viewer,
    meeting_id: int,
    reason: str = "",
    pre_meetings: bool = True,
    seen: str | None = None,
) -> bool:
    """Let a cancelled meeting stand again, on its day; returns whether it was cancelled.

    `pre_meetings` says whether its cancelled pre-meetings on that day stand again too. Raises
    what `move_meeting` raises.
    """
    require_somewhere(viewer, Permission.MEETINGS_PLAN)
    meeting = meeting_to_change(viewer, meeting_id, None)
    if meeting.cancelled_at is None:
        return False
    meeting = meeting_to_change(viewer, meeting_id, seen)
    words = reason_of(reason)
    concerned = [meeting]
    if pre_meetings:
        cancelled = meeting.pre_meetings.filter(cancelled_at__isnull=False, date=meeting.date)
        concerned += list(cancelled.select_for_update())
    for one in concerned:
        columns = {"cancelled_at": None, "cancel_reason": ""}
        change(viewer, one, ChangeKind.REINSTATED, columns, words)
    return True


def _put(viewer: Viewer, meeting: Meeting, to: Wanted, reason: str) -> None:
    """Let one meeting be as is wanted; nothing happens where it is so already."""
    before = shown_of(meeting)
    if not _differs(before, to):
        return
    moved = to.day.isoformat() != before["date"]
    columns: dict[str, Any] = {
        "planned_start": to.start,
        "planned_end": to.end,
        "planned_place": " ".join(to.place.split()),
    }
    if moved:
        _refuse_taken(meeting, to.day)
        columns |= {"date": to.day, "planned_date": to.day}
        if not is_sent(meeting):
            due = due_before(_terms_of(meeting), to.day)
            columns |= {"material_due": due.material, "notice_due": due.notice}
    kind = ChangeKind.MOVED if moved else ChangeKind.CHANGED
    # what papers told of its time gives way to what is planned now
    columns |= {"start": None, "end": None, "place": ""}
    change(viewer, meeting, kind, columns, reason)


def _terms_of(meeting: Meeting) -> int:
    """The body whose terms hold: a pre-meeting follows those of the meeting it is held before."""
    return meeting.main.body_id if meeting.main else meeting.body_id


def _along(pre: Meeting, start_before: time | None, to: Wanted, place_before: str) -> Wanted:
    """Where a pre-meeting goes when its meeting does: as long before it, and to its place where
    that was the pre-meeting's too."""
    shown = shown_of(pre)
    place = to.place if shown["place"] == place_before else shown["place"]
    start, end = _start(pre), pre.planned_end or pre.end
    return Wanted(
        to.day, shifted(start, start_before, to.start), shifted(end, start_before, to.start), place
    )


def _standing_pre_meetings(meeting: Meeting) -> list[Meeting]:
    return list(meeting.pre_meetings.filter(cancelled_at=None).select_for_update())


def _start(meeting: Meeting) -> time | None:
    return meeting.planned_start or meeting.start


def _differs(before: dict[str, str], to: Wanted) -> bool:
    wanted = {
        "date": to.day.isoformat(),
        "start": to.start.isoformat("minutes") if to.start else "",
        "end": to.end.isoformat("minutes") if to.end else "",
        "place": " ".join(to.place.split()),
    }
    return wanted != before


def _refuse_cancelled(meeting: Meeting) -> None:
    if meeting.cancelled_at is not None:
        raise ValidationError(
            _("Mötet är inställt. Ta upp det igen innan du ändrar det. Inget har ändrats.")
        )


def _refuse_taken(meeting: Meeting, day: date) -> None:
    others = Meeting.objects.filter(body_id=meeting.body_id, date=day).exclude(id=meeting.id)
    other = others.select_related("body").first()
    if other is None:
        return
    if meeting.main_id is not None:
        raise ValidationError(
            _(
                "Förmötet kan inte flytta med: %(body)s har redan ett möte den %(day)s. Flytta "
                "mötet utan förmötet, eller välj en annan dag. Inget har ändrats."
            )
            % {"body": other.body.name, "day": date_format(day, "j F Y")}
        )
    raise ValidationError({"day": already(Known(day, other.id, other.cancelled_at is not None))})


def _due(meeting: Meeting) -> dict[str, str]:
    due = {"material": meeting.material_due, "notice": meeting.notice_due}
    return {name: day.isoformat() if day else "" for name, day in due.items()}
