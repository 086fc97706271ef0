"""What commissions' rows are read as, by who shows them and by who changes them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from handslag.domain.matters.assignments.access import visible_steps
from handslag.domain.matters.commissions.rules import report_days, reports_due
from handslag.domain.matters.models import AssignmentStep, AssignmentStepKind
from handslag.domain.matters.writing.rules import state_of

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection, Iterable, Mapping

    from handslag.domain.access.viewer import Viewer
    from handslag.domain.matters.commissions.rules import ReportDue
    from handslag.domain.matters.models import Commission, TermsOfReference

_REPORTS = (AssignmentStepKind.REPORTED, AssignmentStepKind.FINISHED)


def digest_of(row: Commission, terms: Iterable[TermsOfReference]) -> str:
    """What a form carries of a commission: another after anything of it is changed."""
    columns = ("title", "lead_id", "group_id", "begins", "ends", "report_every", "ended_at")
    return state_of(*(str(getattr(row, name)) for name in columns), [one.id for one in terms])


def began(row: Commission) -> dt.date:
    """From when reports are reckoned: the day it begins, or else that of the meeting."""
    day: dt.date = row.begins or row.assignment.item.meeting.date
    return day


def reports_of(
    viewer: Viewer, rows: Collection[Commission], until: dt.date
) -> Mapping[int, tuple[ReportDue, ...]]:
    """What each commission (id) has to report until a day, and the one after. One query."""
    given: dict[int, list[dt.date]] = {row.assignment_id: [] for row in rows}
    if given:
        steps = AssignmentStep.objects.filter(
            visible_steps(viewer), assignment_id__in=list(given), kind__in=_REPORTS
        )
        for assignment_id, day in steps.order_by("day").values_list("assignment_id", "day"):
            given[assignment_id].append(day)
    found = {}
    for row in rows:
        begins = began(row)
        days = report_days(begins, row.report_every, row.ends, until)
        found[row.id] = reports_due(days, given[row.assignment_id], begins, row.ends)
    return found


def next_reports(
    viewer: Viewer, rows: Collection[Commission], today: dt.date
) -> dict[int, ReportDue]:
    """The report that each of these commissions owes next, by its id. One query, or none.

    `rows` are fetched with the meeting that gave them.
    """
    owed = {}
    for id_, reports in reports_of(viewer, rows, today).items():
        if coming := next((one for one in reports if one.met_on is None), None):
            owed[id_] = coming
    return owed
