"""Assignments as they are shown: what was fetched, put into the shapes of pages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from handslag.domain.access.permissions import Permission
from handslag.domain.access.rules import may
from handslag.domain.base.shapes import labelled
from handslag.domain.matters.assignments import reading
from handslag.domain.matters.assignments.access import changes
from handslag.domain.matters.assignments.rules import DueKind, Standing, State, standing
from handslag.domain.matters.assignments.shapes import AssignmentRow, DueView, Holder, ItemRef
from handslag.domain.matters.models import Assignee

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection, Mapping, Sequence

    from django.db.models import QuerySet

    from handslag.domain.access.viewer import Viewer
    from handslag.domain.matters.assignments.rules import Due
    from handslag.domain.matters.models import Assignment, AssignmentStep
    from handslag.domain.meetings.models import Meeting


@dataclass(frozen=True, slots=True)
class Gathered:
    """An assignment with what its standing rests on."""

    standing: Standing
    steps: Sequence[AssignmentStep]
    meetings: Mapping[int, Meeting]
    """Those of the meetings named that the viewer sees."""


def gathered(
    viewer: Viewer, rows: Sequence[Assignment], today: dt.date | None
) -> dict[int, Gathered]:
    """How each of `rows` stands, by its id. Two queries at most."""
    if not rows:
        return {}
    today = today or timezone.localdate()
    steps = reading.steps_of(viewer, [row.id for row in rows if getattr(row, "lives", True)])
    named = [row.due_meeting_id for row in rows]
    named += [step.meeting_id for group in steps.values() for step in group]
    meetings = reading.meetings_seen(viewer, named)
    found = {}
    for row in rows:
        told = [reading.as_step(step, meetings) for step in steps.get(row.id, ())]
        stands = standing(reading.own_due(row, meetings), told, today)
        found[row.id] = Gathered(stands, steps.get(row.id, ()), meetings)
    return found


def rows(
    viewer: Viewer, found: QuerySet[Any, Any], today: dt.date | None
) -> tuple[AssignmentRow, ...]:
    """Assignments that the viewer sees, as they are shown, in their order. Four queries at most."""
    marked = reading.with_item_seen(viewer, found).select_related("item__meeting__body", "clause")
    rows = list(marked)
    known = gathered(viewer, rows, today)
    holders = holders_of([row.id for row in rows])
    return tuple(row_of(viewer, row, known[row.id], holders.get(row.id, ())) for row in rows)


def row_of(
    viewer: Viewer, row: Assignment, gathered: Gathered, holders: Sequence[Holder]
) -> AssignmentRow:
    """An assignment, fetched `with_item_seen`, as it is shown."""
    meeting = row.item.meeting
    clause = row.clause
    return AssignmentRow(
        id=row.id,
        text=row.text,
        body_id=meeting.body_id,
        body=meeting.body.name,
        date=meeting.date,
        item=item_ref(row.item) if getattr(row, "item_seen", 0) else None,
        item_id=row.item_id,
        item_meeting_id=meeting.id,
        clause_id=row.clause_id,
        clause_code=clause.code if clause is not None else "",
        holders=tuple(one for one in holders if one.until is None),
        due=due_view(gathered.standing.due, gathered.meetings),
        standing=gathered.standing,
        state=labelled(State, gathered.standing.state),
        may_change=may(viewer, Permission.ASSIGNMENTS_CHANGE, changes(meeting.body_id)),
    )


def item_ref(item: Any) -> ItemRef:
    """An item, fetched with its meeting and body, that the viewer sees where it is told."""
    held = item.order is not None
    return ItemRef(
        item_id=item.id,
        number=item.number if held else item.planned_number,
        heading=(item.heading or item.planned_heading) if held else item.planned_heading,
        meeting_id=item.meeting_id,
        body=item.meeting.body.name,
        date=item.meeting.date,
    )


def due_view(told: Due, meetings: Mapping[int, Meeting]) -> DueView:
    """When something is due, as it is shown."""
    meeting = meetings.get(told.meeting_id or 0)
    return DueView(
        kind=labelled(DueKind, told.kind),
        day=told.day,
        meeting_id=told.meeting_id,
        body=meeting.body.name if meeting is not None else "",
        text=told.text,
    )


def holders_of(ids: Collection[int]) -> dict[int, tuple[Holder, ...]]:
    """Whoever has or had each of these assignments, in order. One query, or none."""
    if not ids:
        return {}
    found: dict[int, tuple[Holder, ...]] = {}
    rows = Assignee.objects.filter(assignment_id__in=list(ids))
    for row in rows.select_related("body", "organisation", "person").order_by("order", "id"):
        found[row.assignment_id] = (*found.get(row.assignment_id, ()), holder_of(row))
    return found


def holder_of(row: Assignee) -> Holder:
    """Somebody who has an assignment or had it, fetched with whom the register knows."""
    known: tuple[str, Any] = next(
        (
            (kind, one)
            for kind, one in (
                ("body", row.body),
                ("organisation", row.organisation),
                ("person", row.person),
            )
            if one is not None
        ),
        ("", None),
    )
    kind, one = known
    return Holder(
        id=row.id,
        text=row.text,
        kind=kind,
        ref_id=one.id if one is not None else None,
        name=one.name if one is not None else row.text,
        since=row.since,
        until=row.until,
        picked=row.picked,
    )
