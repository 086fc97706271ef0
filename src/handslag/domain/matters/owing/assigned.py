"""Assignments as lines: those that it has, and those that its bodies gave to others."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext as _

from handslag.domain.base.shapes import labelled
from handslag.domain.matters.assignments import reading, showing
from handslag.domain.matters.assignments.access import visible_assignments
from handslag.domain.matters.assignments.rules import DueKind
from handslag.domain.matters.commissions.reading import next_reports
from handslag.domain.matters.models import (
    Assignment,
    AssignmentStep,
    Commission,
)
from handslag.domain.matters.owing.found import Found, found
from handslag.domain.matters.owing.shapes import Line, LineKind, MeetingRef

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.db.models import QuerySet

    from handslag.domain.matters.assignments.shapes import AssignmentRow, Holder
    from handslag.domain.matters.owing.asked import Asked


def held(asked: Asked, most: int) -> Found:
    """Open assignments that it has, by itself or through its people. Five queries."""
    rows = Assignment.objects.filter(id__in=asked.held)
    return _lines(asked, rows, most, others=False)


def given(asked: Asked, most: int) -> Found:
    """Open assignments that meetings of its bodies gave to others. Five queries, or none."""
    if not asked.in_bodies:
        return Found()
    rows = Assignment.objects.filter(item__meeting__body_id__in=asked.in_bodies)
    rows = rows.exclude(id__in=asked.held)
    return _lines(asked, rows, most, others=True)


def _lines(asked: Asked, rows: QuerySet[Assignment], most: int, *, others: bool) -> Found:
    """The day of each is asked for once, of all; only those shown are fetched."""
    seen: QuerySet[Any] = reading.with_standing(
        asked.viewer, rows.filter(visible_assignments(asked.viewer))
    )
    still_open = seen.filter(reading.IS_OPEN).order_by(F("due_day").asc(nulls_last=True), "id")
    days = list(still_open.values_list("id", "due_day"))
    if not days:
        return Found()
    shown = [id_ for id_, _day in days[:most]]
    fetched = showing.rows(asked.viewer, Assignment.objects.filter(id__in=shown), asked.today)
    return Found(
        tuple(_line(asked, row, others=others) for row in fetched),
        Counter(day for _id, day in days),
        Counter(day for _id, day in days if day is not None and day < asked.today),
    )


def _line(asked: Asked, row: AssignmentRow, *, others: bool) -> Line:
    due = row.due
    words = due.text or (due.kind.label if due.kind.value == DueKind.LATER else "")
    at = None
    if due.meeting_id is not None and due.day is not None:
        at = MeetingRef(due.meeting_id, None, due.body, due.day)
    said_at = None
    if row.item is not None:
        said_at = MeetingRef(row.item.meeting_id, row.body_id, row.body, row.date)
    names = tuple(one.name for one in row.holders if others or not _is_itself(asked, one))
    return Line(
        kind=labelled(LineKind, LineKind.ASSIGNMENT),
        id=row.id,
        text=row.text,
        due=due.day,
        due_text="" if due.day is not None else words,
        due_meeting=at,
        late=row.late_since is not None,
        to=", ".join(names) if others else row.body,
        to_body_id=None if others else row.body_id,
        who=() if others else names,
        clause_code=row.clause_code if row.item is not None else "",
        item_id=row.item_id if row.item is not None else None,
        said_at=said_at,
    )


def _is_itself(asked: Asked, holder: Holder) -> bool:
    return (holder.kind, holder.ref_id) == (asked.kind.value, asked.id)


def reports(asked: Asked) -> Found:
    """The next report of each commission that it leads, or carries out. Two queries at most."""
    return found(_reports(asked))


def _reports(asked: Asked) -> Iterator[Line]:
    whose = Q(lead_id__in=list(asked.people)) | Q(group_id__in=asked.bodies)
    finished = AssignmentStep.objects.filter(
        assignment=OuterRef("assignment_id"), kind__in=reading.ENDS
    )
    rows = list(
        Commission.objects.filter(whose, visible_assignments(asked.viewer, "assignment__"))
        .filter(~Exists(finished), ended_at__isnull=True)
        .select_related("lead", "group", "assignment__item__meeting__body", "assignment__clause")
    )
    if not rows:
        return
    owed = next_reports(asked.viewer, rows, asked.today)
    for row in rows:
        report = owed.get(row.id)
        if report is None:
            continue
        meeting = row.assignment.item.meeting
        clause = row.assignment.clause
        yield Line(
            kind=labelled(LineKind, LineKind.REPORT),
            id=row.assignment_id,
            text=row.title,
            due=report.day,
            due_text=_("slutrapporten") if report.final else "",
            late=report.late(asked.today),
            to=meeting.body.name,
            to_body_id=meeting.body_id,
            who=tuple(
                one.name
                for one in (row.lead, row.group)
                if one is not None and one.name != asked.name
            ),
            clause_code=clause.code if clause is not None else "",
        )
