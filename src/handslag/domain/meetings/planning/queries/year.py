"""The year at a glance: every meeting of it, by body and by day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Max, Min, Q

from handslag.domain.meetings.access import visible_meetings
from handslag.domain.meetings.models import Meeting
from handslag.domain.meetings.planning.collisions import Remark, remarks
from handslag.domain.meetings.planning.days import holidays_in
from handslag.domain.meetings.planning.queries.rows import (
    PlanRow,
    by_day,
    plan_rows,
    plans,
    ties,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from handslag.domain.access.viewer import Viewer


@dataclass(frozen=True, slots=True)
class YearBody:
    """A body in a year, with its meetings by day."""

    id: int
    name: str
    short: str
    meetings: tuple[PlanRow, ...]
    plans: bool
    """The viewer may plan its meetings."""


@dataclass(frozen=True, slots=True)
class YearPage:
    """A year's meetings as the viewer may see them."""

    year: int
    bodies: tuple[YearBody, ...]
    meetings: tuple[PlanRow, ...]
    """All of them by day."""
    remarks: Mapping[int, tuple[Remark, ...]]
    """By meeting: what collides, for those whose plan is the viewer's to make."""
    holidays: Mapping[date, str]
    choices: tuple[tuple[int, str], ...]
    """The bodies, by id and name, that the viewer sees meetings of in any year."""
    first_year: int | None
    """The first year with meetings, and the last; None where there are none."""
    last_year: int | None


def year(viewer: Viewer, year: int, *, body_id: int | None = None) -> YearPage:
    """The meetings of a year, of one body where wished. Six queries, three for a stranger."""
    rows = plan_rows(viewer, Q(date__year=year))
    shown = rows if body_id is None else tuple(row for row in rows if row.body_id == body_id)
    planned = {id_: plans(viewer, id_) for id_ in {row.body_id for row in shown}}
    found: dict[int, list[PlanRow]] = {}
    for row in shown:
        found.setdefault(row.body_id, []).append(row)
    seen = Meeting.objects.filter(visible_meetings(viewer)).order_by()
    choices = seen.values_list("body_id", "body__name", "body__order_key").distinct()
    span = seen.aggregate(first=Min("date"), last=Max("date"))
    names = sorted(choices, key=lambda row: row[2])
    return YearPage(
        year=year,
        bodies=tuple(
            YearBody(id_, name, found[id_][0].short, tuple(found[id_]), planned[id_])
            for id_, name, _order in names
            if id_ in found
        ),
        meetings=shown,
        remarks=_remarks(viewer, rows, {id_ for id_, mine in planned.items() if mine}, year),
        holidays=holidays_in(year),
        choices=tuple((id_, name) for id_, name, _order in names),
        first_year=span["first"].year if span["first"] else None,
        last_year=span["last"].year if span["last"] else None,
    )


def _remarks(
    viewer: Viewer, rows: tuple[PlanRow, ...], planned: set[int], year: int
) -> dict[int, tuple[Remark, ...]]:
    """What is to know of the days of those meetings that the viewer plans and that stand."""
    if not planned:
        return {}
    others = by_day(row.slot for row in rows if not row.cancelled)
    common = ties(viewer, date(year, 1, 1), date(year, 12, 31))
    told = {
        row.id: remarks(row.slot, others[row.day], common)
        for row in rows
        if row.body_id in planned and not row.cancelled and not row.held
    }
    return {meeting_id: found for meeting_id, found in told.items() if found}
