"""Writes of when an assignment is due: another day, another meeting, later."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from handslag.domain.access.permissions import Permission
from handslag.domain.access.rules import require_somewhere
from handslag.domain.matters.assignments.actions.doing import (
    item_to_stand,
    put_step,
    reason_to_stand,
    to_change,
    told,
)
from handslag.domain.matters.assignments.reading import SAYS_DUE
from handslag.domain.matters.models import AssignmentStepKind as Kind
from handslag.domain.matters.writing.making import LONGEST_WORDS, tidy
from handslag.domain.meetings.access import visible_meetings
from handslag.domain.meetings.models import Meeting

if TYPE_CHECKING:
    import datetime as dt

    from handslag.domain.access.viewer import Viewer
    from handslag.domain.matters.assignments.telling import DueGiven
    from handslag.domain.matters.models import Assignment

NEXT_MEETING = "nästa möte"
"""What stands as due where the next meeting is not planned yet."""


@transaction.atomic
def move_due(
    *,
    viewer: Viewer,
    assignment_id: int,
    due: DueGiven,
    reason: str = "",
    seen: str | None = None,
    item_id: int | None = None,
) -> int:
    """Give an assignment another day, meeting or words to be due by, or later; gives the step.

    One that had a day before takes a reason. Raises what `doing.to_change` raises, and
    ValidationError with what is wrong in which field.
    """
    require_somewhere(viewer, Permission.ASSIGNMENTS_CHANGE)
    row = to_change(viewer, assignment_id, seen, Kind.DUE_MOVED).row
    columns = due_to_stand(viewer, due)
    missing = _("Skriv varför dagen flyttas.") if _had_a_day(row) else ""
    reason = reason_to_stand(reason, missing)
    item, today = item_to_stand(viewer, item_id), timezone.localdate()
    step = put_step(viewer, row, Kind.DUE_MOVED, today, text=reason, item=item, **columns)
    told(viewer, "matters.move_assignment", row, reason, step=step.id, **_in_log(columns))
    return step.id


@transaction.atomic
def carry_over(
    *,
    viewer: Viewer,
    assignment_id: int,
    reason: str = "",
    meeting_id: int | None = None,
    seen: str | None = None,
    item_id: int | None = None,
) -> int:
    """Carry an assignment over to a later meeting, the body's next one by default; gives the step.

    Where no meeting is planned yet it is due at the next one all the same, and follows it when it
    is. Raises what `doing.to_change` raises, and ValidationError.
    """
    require_somewhere(viewer, Permission.ASSIGNMENTS_CHANGE)
    row = to_change(viewer, assignment_id, seen, Kind.CARRIED).row
    meeting = _next_meeting(row) if meeting_id is None else _meeting_to_stand(viewer, meeting_id)
    reason, item = reason_to_stand(reason), item_to_stand(viewer, item_id)
    columns = {"meeting": meeting, "due_text": "" if meeting else NEXT_MEETING}
    today = timezone.localdate()
    step = put_step(viewer, row, Kind.CARRIED, today, text=reason, item=item, **columns)
    told(viewer, "matters.carry_assignment", row, reason, step=step.id, **_in_log(columns))
    return step.id


def due_to_stand(viewer: Viewer, due: DueGiven) -> dict[str, Any]:
    """The columns of a step that says when something is due. Raises ValidationError."""
    words = tidy(due.words, "due", LONGEST_WORDS)
    meeting = None
    if due.meeting_id is not None:
        meeting = _meeting_to_stand(viewer, due.meeting_id)
    if not due.says:
        raise ValidationError({"due": _("Välj ett möte eller en dag, eller skriv när.")})
    day = None if meeting else due.date
    later = due.later and meeting is None and day is None
    return {"meeting": meeting, "due_date": day, "due_text": words, "due_later": later}


def _meeting_to_stand(viewer: Viewer, meeting_id: int) -> Meeting:
    coming = Meeting.objects.filter(
        visible_meetings(viewer), date__gte=timezone.localdate(), cancelled_at__isnull=True
    )
    found = coming.filter(id=meeting_id).first()
    if found is None:
        message = _("Mötet finns inte längre, eller är inte ett kommande.")
        raise ValidationError({"due": message})
    return found


def _next_meeting(row: Assignment) -> Meeting | None:
    """The body's next meeting after the one that it is due at now, and not before today."""
    last = row.steps.filter(SAYS_DUE).order_by("-id").select_related("meeting").first()
    if last is not None:
        due = last.meeting.date if last.meeting else last.due_date
    else:
        due = row.due_meeting.date if row.due_meeting else row.due_date
    coming = Meeting.objects.filter(
        body_id=row.item.meeting.body_id,
        date__gte=timezone.localdate(),
        cancelled_at__isnull=True,
        main__isnull=True,
    ).exclude(id=row.item.meeting_id)
    if due is not None:
        coming = coming.filter(date__gt=due)
    return coming.order_by("date").first()


def _had_a_day(row: Assignment) -> bool:
    last = row.steps.filter(SAYS_DUE).order_by("-id").first()
    if last is not None:
        return last.meeting_id is not None or last.due_date is not None
    return row.due_meeting_id is not None or row.due_date is not None


def _in_log(columns: dict[str, Any]) -> dict[str, str]:
    day: dt.date | None = columns.get("due_date")
    meeting: Meeting | None = columns["meeting"]
    if meeting is not None:
        day = meeting.date
    if day is not None:
        return {"due": day.isoformat()}
    return {"due": columns["due_text"] or _("senare")}
