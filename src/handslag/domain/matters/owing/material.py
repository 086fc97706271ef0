"""What is due soon for the viewer themselves: material before a coming meeting's last day, and
assignments that they, their body or their principal have."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef

from handslag.domain.access.permissions import Permission
from handslag.domain.access.rules import NOTHING, reach
from handslag.domain.matters.assignments import reading, showing
from handslag.domain.matters.assignments.access import held_by
from handslag.domain.matters.assignments.queries import due_at
from handslag.domain.matters.models import Assignee
from handslag.domain.matters.owing import asked as asking
from handslag.domain.matters.owing.preparing import replies
from handslag.domain.matters.owing.queries import own_person
from handslag.domain.meetings.access import presented, visible_items, visible_meetings
from handslag.domain.meetings.models import AgendaItem, AttachmentUse, Meeting

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

    from handslag.domain.access.viewer import Viewer
    from handslag.domain.matters.assignments.shapes import AssignmentRow
    from handslag.domain.matters.owing.shapes import MeetingRef


MOST = 200
"""Assignments at most."""


@dataclass(frozen=True, slots=True)
class MaterialDue:
    """A meeting whose last day to hand in material is near, and what the viewer has to do with
    it."""

    meeting_id: int
    body: str
    date: dt.date
    """The meeting's day."""
    due: dt.date
    """The last day to hand in material."""
    presenting: tuple[tuple[int, str], ...]
    """Items (id and heading) that the viewer presents, without any paper yet."""
    assigned: tuple[tuple[int, str], ...]
    """Assignments (id and text) that the viewer, their body or principal has, due at it."""
    prepares: bool
    """The viewer prepares the meeting."""
    without_papers: int
    """How many of its items, as far as the viewer sees them, have no paper."""


def material_due(viewer: Viewer, today: dt.date, until: dt.date) -> tuple[MaterialDue, ...]:
    """Coming meetings with the last day for material from `today` to `until`, both with them, as
    far as they concern the viewer; the nearest first. Five queries, and four for each meeting.

    Raises PermissionDenied for who has no account.
    """
    if viewer.user_id is None:
        raise PermissionDenied
    rows = list(_meetings(viewer, today, until))
    return tuple(one for row in rows if (one := _due(viewer, row, today)) is not None)


def _meetings(viewer: Viewer, today: dt.date, until: dt.date) -> Iterator[Meeting]:
    prepared = reach(viewer, Permission.MEETINGS_PREPARE).q(body="body_id")
    rows = Meeting.objects.filter(
        visible_meetings(viewer),
        material_due__gte=today,
        material_due__lte=until,
        date__gte=today,
        cancelled_at__isnull=True,
    ).annotate(prepared_here=Exists(Meeting.objects.filter(prepared, pk=OuterRef("pk"))))
    yield from rows.select_related("body").order_by("material_due", "date", "id")


def _due(viewer: Viewer, row: Meeting, today: dt.date) -> MaterialDue | None:
    uses = AttachmentUse.objects.filter(item=OuterRef("pk"))
    standing = AgendaItem.objects.filter(
        visible_items(viewer), meeting=row, planned_order__isnull=False, pulled_at__isnull=True
    )
    bare = standing.filter(~Exists(uses))
    own = bare.filter(presented(viewer, "")).order_by("planned_order", "id")
    presenting = tuple(own.values_list("id", "planned_heading"))
    assigned = _assigned(viewer, row.pk, today)
    prepares = bool(getattr(row, "prepared_here", False))
    if not (presenting or assigned or prepares) or row.material_due is None:
        return None
    return MaterialDue(
        meeting_id=row.pk,
        body=row.body.name,
        date=row.date,
        due=row.material_due,
        presenting=presenting,
        assigned=assigned,
        prepares=prepares,
        without_papers=bare.count() if prepares else 0,
    )


def _assigned(viewer: Viewer, meeting_id: int, today: dt.date) -> tuple[tuple[int, str], ...]:
    """Of what is due at a meeting, what is the viewer's own."""
    if Permission.MEETINGS_READ not in viewer.permissions or held_by(viewer) == NOTHING:
        return ()
    rows = due_at(viewer.without(Permission.DRAFTS_READ), meeting_id, today)
    own = Assignee.objects.filter(
        held_by(viewer), assignment_id__in=[row.id for row in rows], until__isnull=True
    )
    theirs = set(own.order_by().values_list("assignment_id", flat=True))
    return tuple((row.id, row.text) for row in rows if row.id in theirs)


def own_assignments_due(
    viewer: Viewer, before: dt.date, today: dt.date
) -> tuple[AssignmentRow, ...]:
    """Open assignments that the viewer, their body or their principal has, due by `before` or
    late, the soonest first. Four queries at most."""
    if viewer.user_id is None:
        raise PermissionDenied
    if Permission.MEETINGS_READ not in viewer.permissions or held_by(viewer) == NOTHING:
        return ()
    own = Assignee.objects.filter(held_by(viewer), assignment=OuterRef("pk"), until__isnull=True)
    rows = reading.with_standing(viewer, reading.seen_assignments(viewer))
    wanted = rows.filter(reading.IS_OPEN, Exists(own), due_day__lte=before)
    return showing.rows(viewer, wanted.order_by("due_day", "id")[:MOST], today)


def own_unanswered(viewer: Viewer, today: dt.date) -> tuple[MeetingRef, ...]:
    """Coming meetings whose notice the viewer has not answered, the nearest first. Six queries at
    most."""
    person_id = own_person(viewer)
    if person_id is None:
        return ()
    lines = replies(asking.person(viewer, person_id, today)).lines
    return tuple(line.due_meeting for line in lines if line.due_meeting is not None)
