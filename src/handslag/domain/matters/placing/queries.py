"""Which assignments ask for a place on a meeting's agenda."""

from __future__ import annotations

from typing import TYPE_CHECKING

from handslag.domain.access.permissions import Permission
from handslag.domain.access.rules import require, require_somewhere
from handslag.domain.base.shapes import labelled
from handslag.domain.base.states import PublicationState
from handslag.domain.matters.assignments import queries as assignments
from handslag.domain.matters.assignments import reading, showing
from handslag.domain.matters.commissions.queries import owing_reports
from handslag.domain.matters.models import Placement, Placing
from handslag.domain.matters.placing.shapes import PlacedRow, ToPlace
from handslag.domain.meetings.access import account, visible_meetings
from handslag.domain.meetings.models import Meeting

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Mapping

    from handslag.domain.access.viewer import Viewer
    from handslag.domain.matters.assignments.shapes import AssignmentRow

MOST_BEFORE = 20
"""How many of those that were due before the meeting are offered."""


def to_place(viewer: Viewer, meeting_id: int, today: dt.date | None = None) -> ToPlace:
    """The assignments that are due at a meeting, were due before it, or were placed or left out.

    For those who prepare it. Nineteen queries at most, however much there is. Raises
    Meeting.DoesNotExist and PermissionDenied.
    """
    require_somewhere(viewer, Permission.MEETINGS_PREPARE)
    meeting = Meeting.objects.filter(visible_meetings(viewer)).get(id=meeting_id)
    thing = account(meeting.body_id, PublicationState.SHARED)
    require(viewer, Permission.MEETINGS_PREPARE, thing)
    said = {
        one.assignment_id: one
        for one in Placement.objects.filter(meeting=meeting).select_related("item").order_by("id")
    }
    due = [
        row
        for row in assignments.due_here(viewer, meeting.id, meeting.body_id, meeting.date, today)
        if row.date < meeting.date
    ]
    known = {row.id: row for row in due}
    reports = owing_reports(viewer, meeting.body_id, meeting.date, today)
    missing = [id_ for id_ in {*said, *reports} if id_ not in known]
    more = assignments.rows_of(viewer, missing, today)
    due += [row for id_, row in more.items() if id_ in reports and not row.over]
    known |= more
    told = [_placed(known[id_], one) for id_, one in said.items() if id_ in known]
    return ToPlace(
        meeting_id=meeting_id,
        waiting=tuple(row for row in due if row.id not in said),
        before=_before(viewer, meeting, [*said, *(row.id for row in due)], today),
        placed=tuple(one for one in told if one.placing.value == Placing.PLACED),
        left_out=tuple(one for one in told if one.placing.value != Placing.PLACED),
        reports=reports,
    )


def _before(
    viewer: Viewer, meeting: Meeting, known: Iterable[int], today: dt.date | None
) -> tuple[AssignmentRow, ...]:
    """What the body's meetings gave that was due before this one and is still open."""
    seen = reading.seen_assignments(viewer).filter(
        item__meeting__body_id=meeting.body_id, item__meeting__date__lt=meeting.date
    )
    found = reading.with_standing(viewer, seen).filter(reading.IS_OPEN, due_day__lt=meeting.date)
    latest = found.exclude(id__in=list(known)).order_by("-due_day", "-id")
    return showing.rows(viewer, latest[:MOST_BEFORE], today)


def _placed(row: AssignmentRow, told: Placement) -> PlacedRow:
    return PlacedRow(
        row=row,
        placing=labelled(Placing, told.placing),
        item_id=told.item_id,
        number=told.item.planned_number if told.item is not None else "",
        reason=told.reason,
        by=told.by,
    )


def placed_under(
    viewer: Viewer, item_ids: Iterable[int]
) -> Mapping[int, tuple[AssignmentRow, ...]]:
    """The assignments that are dealt with under each item (id), as far as the viewer sees them.

    Five queries at most.
    """
    require_somewhere(viewer, Permission.MEETINGS_READ)
    placed = Placement.objects.filter(item_id__in=list(item_ids), placing=Placing.PLACED)
    pairs = list(placed.order_by("id").values_list("item_id", "assignment_id"))
    known = assignments.rows_of(viewer, [id_ for _item, id_ in pairs])
    found: dict[int, tuple[AssignmentRow, ...]] = {}
    for item_id, assignment_id in pairs:
        if item_id is not None and assignment_id in known:
            found[item_id] = (*found.get(item_id, ()), known[assignment_id])
    return found
