"""Reads of commissions: one with its terms and reports, all that are going on, what is owed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils import timezone

from handslag.domain.access.permissions import Permission
from handslag.domain.access.rules import require_somewhere
from handslag.domain.base.shapes import PAGE_SIZE, Listing, paged
from handslag.domain.matters.assignments import queries as assignments
from handslag.domain.matters.assignments.access import visible_assignments
from handslag.domain.matters.commissions.reading import began, digest_of, reports_of
from handslag.domain.matters.commissions.shapes import CommissionPage, CommissionRow, TermsView
from handslag.domain.matters.history.wording import parted
from handslag.domain.matters.models import (
    Assignment,
    Clause,
    Commission,
    TermsOfReference,
)
from handslag.domain.meetings.access import visible_told

if TYPE_CHECKING:
    import datetime as dt

    from django.db.models import QuerySet

    from handslag.domain.access.viewer import Viewer
    from handslag.domain.matters.assignments.shapes import AssignmentRow
    from handslag.domain.matters.commissions.rules import ReportDue

MOST = 500
"""Commissions of a body that are looked through for reports owed."""


def commission(
    viewer: Viewer, assignment_id: int, today: dt.date | None = None
) -> CommissionPage | None:
    """The commission that an assignment is; None where it is none. Eight queries at most.

    Raises Assignment.DoesNotExist where the viewer does not see the assignment.
    """
    require_somewhere(viewer, Permission.MEETINGS_READ)
    row = assignments.rows_of(viewer, [assignment_id], today).get(assignment_id)
    if row is None:
        raise Assignment.DoesNotExist
    found = _commissions().filter(assignment_id=assignment_id).first()
    if found is None:
        return None
    today = today or timezone.localdate()
    reports = reports_of(viewer, [found], today)[found.id]
    terms = list(found.terms.order_by("number"))
    return CommissionPage(
        head=_row(found, row, reports, today),
        terms=_terms(viewer, terms),
        reports=reports,
        may_change=row.may_change,
        seen=digest_of(found, terms),
    )


def commissions(
    viewer: Viewer, *, ended: bool = False, page: int = 1, today: dt.date | None = None
) -> Listing[CommissionRow]:
    """Commissions that go on, or those that have ended, the newest first. Seven queries at most."""
    require_somewhere(viewer, Permission.MEETINGS_READ)
    today = today or timezone.localdate()
    seen = Q(ended_at__isnull=not ended) & visible_assignments(viewer, "assignment__")
    found = _commissions().filter(seen)
    total = found.count()
    page, pages, offset = paged(total, page)
    rows = list(found.order_by("-id")[offset : offset + PAGE_SIZE]) if total else []
    known = assignments.rows_of(viewer, [row.assignment_id for row in rows], today)
    reports = reports_of(viewer, rows, today)
    shown = (
        _row(row, known[row.assignment_id], reports[row.id], today)
        for row in rows
        if row.assignment_id in known
    )
    return Listing(tuple(shown), page, pages, total)


def owing_reports(
    viewer: Viewer, body_id: int, by: dt.date, today: dt.date | None = None
) -> dict[int, dt.date]:
    """Commissions that a body's meetings gave and that owe a report by a day: assignment to day.

    Two queries at most.
    """
    require_somewhere(viewer, Permission.MEETINGS_READ)
    today = today or timezone.localdate()
    given = Q(assignment__item__meeting__body_id=body_id, ended_at__isnull=True)
    seen = visible_assignments(viewer, "assignment__")
    rows = list(_commissions().filter(given & seen).order_by("-id")[:MOST])
    found: dict[int, dt.date] = {}
    for row, reports in zip(rows, reports_of(viewer, rows, by).values(), strict=True):
        owed = next((one for one in reports if one.met_on is None), None)
        if owed is not None and owed.day <= by:
            found[row.assignment_id] = owed.day
    return found


def _commissions() -> QuerySet[Commission]:
    return Commission.objects.select_related("lead", "group", "assignment__item__meeting")


def _row(
    found: Commission, row: AssignmentRow, reports: tuple[ReportDue, ...], today: dt.date
) -> CommissionRow:
    owed = next((one for one in reports if one.met_on is None), None)
    coming = None if found.ended_at else owed
    return CommissionRow(
        row=row,
        title=found.title,
        lead_id=found.lead_id,
        lead=found.lead.name if found.lead else "",
        group_id=found.group_id,
        group=found.group.name if found.group else "",
        begins=began(found),
        ends=found.ends,
        report_every=found.report_every,
        ended_at=found.ended_at,
        end_reason=found.end_reason,
        next=coming,
        late=coming is not None and coming.late(today),
    )


def _terms(viewer: Viewer, rows: list[TermsOfReference]) -> tuple[TermsView, ...]:
    """The versions, newest first. One query where any was adopted by a clause."""
    ids = [row.decided_by_id for row in rows if row.decided_by_id is not None]
    clauses = {}
    if ids:
        seen = Clause.objects.filter(visible_told(viewer, "decision__item__"), id__in=ids)
        clauses = {one.id: one for one in seen}
    shown = []
    before = None
    for row in rows:
        clause = clauses.get(row.decided_by_id or 0)
        shown.append(
            TermsView(
                number=row.number,
                text=row.text,
                from_day=row.from_day,
                by=row.by,
                at=row.at,
                clause=clause.text if clause else "",
                clause_code=clause.code if clause else "",
                parts=parted(before, row.text) if before is not None else (),
            )
        )
        before = row.text
    return tuple(reversed(shown))
