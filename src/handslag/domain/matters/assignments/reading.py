"""How assignments stand, as the database is asked: the same rules as in `rules.py`, in its words.

What is derived is derived from what the viewer sees: a step under an item that is closed to them,
or a meeting whose day they have not been told, is as if it were not there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import (
    Case,
    DateField,
    Exists,
    F,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce

from handslag.domain.matters.assignments.access import visible_assignments, visible_steps
from handslag.domain.matters.assignments.rules import NOT_DUE, OVER, STATE_AFTER, Due, Step
from handslag.domain.matters.models import Assignee, Assignment, AssignmentStep
from handslag.domain.meetings.access import visible_meetings, visible_told
from handslag.domain.meetings.models import Meeting

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection, Iterable

    from handslag.domain.access.viewer import Viewer

ENDS = tuple(kind for kind, state in STATE_AFTER.items() if state in OVER)
"""The kinds of step after which an assignment is over."""
SAYS_DUE = (
    Q(due_date__isnull=False) | Q(meeting__isnull=False) | ~Q(due_text="") | Q(due_later=True)
)
"""The steps that say when an assignment is due from then on."""


def seen_assignments(viewer: Viewer) -> QuerySet[Assignment]:
    """The assignments that the viewer sees."""
    return Assignment.objects.filter(visible_assignments(viewer))


def with_standing(viewer: Viewer, rows: QuerySet[Assignment]) -> QuerySet[Any, Any]:
    """`rows` with `last_kind`, `due_step`, `due_day` and `due_at`, as far as the viewer sees.

    `last_kind` is the last step's that says where it stands, `due_day` the day it is due now, and
    `due_at` the meeting (id), each None where there is none.
    """
    steps = AssignmentStep.objects.filter(
        visible_steps(viewer), assignment=OuterRef("pk")
    ).order_by("-id")
    states = steps.filter(kind__in=list(STATE_AFTER))
    marked = rows.annotate(
        last_kind=Subquery(states.values("kind")[:1]),
        due_step=Subquery(steps.filter(SAYS_DUE).values("pk")[:1]),
    )
    step = AssignmentStep.objects.filter(pk=OuterRef("due_step"))
    told_day = step.annotate(told=Coalesce(_day_of(viewer, "meeting_id"), F("due_date")))
    return marked.annotate(
        due_day=Case(
            When(due_step__isnull=False, then=Subquery(told_day.values("told")[:1])),
            default=Coalesce(_day_of(viewer, "due_meeting_id"), F("due_date")),
            output_field=DateField(),
        ),
        due_at=Case(
            When(due_step__isnull=False, then=Subquery(step.values("meeting_id")[:1])),
            default=F("due_meeting_id"),
            output_field=IntegerField(),
        ),
    )


def _day_of(viewer: Viewer, column: str) -> Subquery:
    seen = Meeting.objects.filter(visible_meetings(viewer), pk=OuterRef(column))
    return Subquery(seen.order_by().values("date")[:1])


IS_OVER = Q(last_kind__in=ENDS)
"""Of rows `with_standing`: those that are over."""
IS_OPEN = Q(last_kind__isnull=True) | ~IS_OVER
UNDATED = Q(due_day__isnull=True)
REPORTED = Q(last_kind="reported")


def late(today: dt.date) -> Q:
    """Of open rows `with_standing`: those whose day has been."""
    return Q(due_day__lt=today)


def with_owners(rows: QuerySet[Any, Any]) -> QuerySet[Any, Any]:
    """`rows` with `owned`: whether anybody has it whom the register knows."""
    having = Assignee.objects.filter(assignment=OuterRef("pk"), until__isnull=True)
    known = having.filter(
        Q(body__isnull=False) | Q(organisation__isnull=False) | Q(person__isnull=False)
    )
    marked: QuerySet[Any, Any] = rows.annotate(owned=Exists(known))
    return marked


UNOWNED = Q(owned=False)
"""Of rows `with_owners`: those that nobody has whom the register knows."""


def held_by_any(
    body_ids: Collection[int], organisation_ids: Collection[int], person_ids: Collection[int]
) -> Q:
    """Assignments that any of these bodies, organisations and people have now."""
    any_of = (
        Q(body_id__in=list(body_ids))
        | Q(organisation_id__in=list(organisation_ids))
        | Q(person_id__in=list(person_ids))
    )
    having = Assignee.objects.filter(any_of, assignment=OuterRef("pk"), until__isnull=True)
    return Q(Exists(having))


def with_next_meeting(
    rows: QuerySet[Any, Any], viewer: Viewer, today: dt.date
) -> QuerySet[Any, Any]:
    """`rows` with `next_day`: the day of the next meeting of the body whose meeting gave it."""
    coming = Meeting.objects.filter(
        visible_meetings(viewer),
        body=OuterRef("item__meeting__body_id"),
        date__gte=today,
        cancelled_at__isnull=True,
        main__isnull=True,
    ).order_by("date")
    marked: QuerySet[Any, Any] = rows.annotate(next_day=Subquery(coming.values("date")[:1]))
    return marked


def due_next(today: dt.date) -> Q:
    """Of rows `with_next_meeting`: those due from today until that meeting."""
    return Q(due_day__gte=today, due_day__lte=F("next_day"))


def with_item_seen(viewer: Viewer, rows: QuerySet[Any, Any]) -> QuerySet[Any, Any]:
    """`rows` with `item_seen`, whether the viewer sees the item, and not only what they have; and
    with `lives`, whether anything has happened to it."""
    seen = Case(When(visible_told(viewer, "item__"), then=Value(1)), default=Value(0))
    steps = AssignmentStep.objects.filter(assignment=OuterRef("pk"))
    marked: QuerySet[Any, Any] = rows.annotate(item_seen=seen, lives=Exists(steps))
    return marked


def steps_of(viewer: Viewer, ids: Collection[int]) -> dict[int, list[AssignmentStep]]:
    """What happened to each of these assignments, as entered. One query, or none."""
    if not ids:
        return {}
    rows = AssignmentStep.objects.filter(visible_steps(viewer), assignment_id__in=list(ids))
    found: dict[int, list[AssignmentStep]] = {id_: [] for id_ in ids}
    for row in rows.order_by("id"):
        found[row.assignment_id].append(row)
    return found


def meetings_seen(viewer: Viewer, ids: Iterable[int | None]) -> dict[int, Meeting]:
    """Those of the meetings (ids) that the viewer sees, with their bodies. One query, or none."""
    wanted = {id_ for id_ in ids if id_ is not None}
    if not wanted:
        return {}
    rows = Meeting.objects.filter(visible_meetings(viewer), id__in=wanted)
    return {row.id: row for row in rows.select_related("body")}


def own_due(row: Assignment, meetings: dict[int, Meeting]) -> Due:
    """When an assignment was due from the beginning; `meetings` are those that the viewer sees."""
    return _due(row.due_meeting_id, row.due_date, row.due_text, meetings, later=row.due_later)


def step_due(step: AssignmentStep, meetings: dict[int, Meeting]) -> Due | None:
    """When an assignment is due from a step on; None where the step says nothing of it."""
    due = _due(step.meeting_id, step.due_date, step.due_text, meetings, later=step.due_later)
    hidden = step.meeting_id is not None and step.meeting_id not in meetings
    return due if due != NOT_DUE or hidden else None


def _due(
    meeting_id: int | None,
    day: dt.date | None,
    text: str,
    meetings: dict[int, Meeting],
    *,
    later: bool,
) -> Due:
    meeting = meetings.get(meeting_id or 0)
    if meeting is None:
        return Due(day=day, text=text, later=later)
    return Due(day=meeting.date, meeting_id=meeting.id, text=text, later=later)


def as_step(step: AssignmentStep, meetings: dict[int, Meeting]) -> Step:
    """A step as the rules see it."""
    return Step(step.kind, step.day, step_due(step, meetings), step.other_id)
