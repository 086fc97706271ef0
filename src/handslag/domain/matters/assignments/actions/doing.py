"""What every write of an assignment does first and last: the lock and what was seen, the log."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from handslag.domain.access.permissions import Permission
from handslag.domain.access.rules import require
from handslag.domain.audit.actions import log
from handslag.domain.base.meanwhile import require_unchanged
from handslag.domain.matters.assignments.access import changes, visible_assignments
from handslag.domain.matters.assignments.rules import (
    NOT_DUE,
    STATE_AFTER,
    State,
    Step,
    allowed,
    standing,
)
from handslag.domain.matters.models import Assignment, AssignmentStep
from handslag.domain.matters.writing.rules import state_of
from handslag.domain.meetings.access import visible_items
from handslag.domain.meetings.events import announce_sight
from handslag.domain.meetings.models import AgendaItem

if TYPE_CHECKING:
    import datetime as dt

    from handslag.domain.access.viewer import Viewer
    from handslag.domain.matters.models import AssignmentStepKind

ASSIGNMENT = "matters.assignment"
"""What the log knows an assignment as."""
LONGEST_REPORT = 20_000
LONGEST_REASON = 1000


@dataclass(frozen=True, slots=True)
class Opened:
    """An assignment that is locked to be changed."""

    row: Assignment
    state: State
    """Where it stands, by everything that happened to it."""


def digest_of(row: Assignment) -> str:
    """What a form carries of an assignment: another after anything is done with it. Two queries."""
    steps = row.steps.order_by("id").values_list("id", flat=True)
    columns = ("id", "text", "body_id", "organisation_id", "person_id", "until")
    holders = row.assignees.order_by("id").values_list(*columns)
    return state_of(row.text, list(steps), list(holders))


def to_change(viewer: Viewer, assignment_id: int, seen: str | None, *kinds: str) -> Opened:
    """An assignment that the viewer changes, locked, where one of `kinds` may happen to it.

    `seen` is its digest as the form saw it; None where nobody saw a form. Raises
    Assignment.DoesNotExist, PermissionDenied, ChangedMeanwhile, and ValidationError with what it
    came to before.
    """
    row = locked(viewer, assignment_id)
    require(viewer, Permission.ASSIGNMENTS_CHANGE, changes(row.item.meeting.body_id))
    if seen is not None:
        require_unchanged(seen, digest_of(row))
    return Opened(row, require_allowed(row, *kinds))


def locked(viewer: Viewer, assignment_id: int) -> Assignment:
    """An assignment that the viewer sees, with its item and meeting. Nobody else changes it."""
    rows = Assignment.objects.filter(visible_assignments(viewer))
    return (
        rows.select_for_update(of=("self",)).select_related("item__meeting").get(id=assignment_id)
    )


def require_allowed(row: Assignment, *kinds: str) -> State:
    """Where it stands, if one of `kinds` may happen to it now. Raises ValidationError otherwise."""
    told = (Step(one.kind, one.day, None, one.other_id) for one in row.steps.order_by("id"))
    state = standing(NOT_DUE, told, timezone.localdate()).state
    if kinds and not allowed(state) & set(kinds):
        words = (
            _("Uppdraget är inte avslutat, så det finns inget att öppna igen.")
            if state in {State.OPEN, State.REPORTED}
            else _(
                "Uppdraget är redan avslutat (%(state)s). Inget har ändrats. Öppna det igen om det "
                "ska fortsätta."
            )
            % {"state": State(state).label}
        )
        raise ValidationError(words)
    return state


def put_step(
    viewer: Viewer, row: Assignment, kind: AssignmentStepKind, day: dt.date, **columns: Any
) -> AssignmentStep:
    """Write what happened to an assignment. Part of actions, which log.

    Whoever listens is told where it has come to stand otherwise, as of whatever the meeting shows.
    """
    step = AssignmentStep.objects.create(
        assignment=row, kind=kind, day=day, by=viewer.name[:200], **columns
    )
    if kind in STATE_AFTER:
        announce_sight([row.item.meeting_id])
    return step


def told(viewer: Viewer, verb: str, row: Assignment, reason: str = "", **detail: Any) -> None:
    """Log what was done with an assignment."""
    log(
        viewer=viewer,
        verb=verb,
        thing_type=ASSIGNMENT,
        thing_id=row.id,
        detail={"text": row.text, "meeting": row.item.meeting_id, **detail},
        reason=reason,
    )


def day_to_stand(day: dt.date | None, row: Assignment) -> dt.date:
    """The day that something happened: today where none is told. Raises ValidationError."""
    today = timezone.localdate()
    if day is None:
        return today
    if day > today:
        raise ValidationError({"day": _("Dagen har inte varit än. Skriv dagen då det hände.")})
    if day < row.item.meeting.date:
        raise ValidationError({"day": _("Dagen är före mötet där uppdraget gavs.")})
    return day


def words_to_stand(words: str, field: str, most: int) -> str:
    """Words with line breaks as they are kept. Raises ValidationError where they are too long."""
    words = words.replace("\0", "").replace("\r\n", "\n").strip()
    if len(words) > most:
        message = _("Texten är för lång: högst %(count)d tecken.") % {"count": most}
        raise ValidationError({field: message})
    return words


def reason_to_stand(reason: str, missing: str = "") -> str:
    """Why something is done. Raises ValidationError, with `missing`, where it is asked for and
    is not told."""
    reason = words_to_stand(reason, "reason", LONGEST_REASON)
    if missing and not reason:
        raise ValidationError({"reason": missing})
    return reason


def item_to_stand(viewer: Viewer, item_id: int | None) -> AgendaItem | None:
    """The item under which something happened. Raises ValidationError where it is not seen."""
    if item_id is None:
        return None
    found = AgendaItem.objects.filter(visible_items(viewer), id=item_id).first()
    if found is None:
        raise ValidationError({"item": _("Punkten finns inte. Välj en i listan.")})
    return found
