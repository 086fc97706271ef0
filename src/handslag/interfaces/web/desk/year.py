"""The year at a glance: a picture, and the same as a list."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from handslag.domain.base.states import PublicationState
from handslag.domain.meetings.planning import queries
from handslag.domain.meetings.planning.rules import YEARS
from handslag.interfaces.web.desk.planning import TELLING
from handslag.interfaces.web.desk.year_picture import drawn
from handslag.interfaces.web.kit.kept import kept
from handslag.interfaces.web.kit.rendering import page
from handslag.interfaces.web.kit.requests import number
from handslag.interfaces.web.kit.words import month_name

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from django.http import HttpResponse

    from handslag.domain.meetings.planning.collisions import Remark
    from handslag.domain.meetings.planning.queries.rows import PlanRow
    from handslag.domain.meetings.planning.queries.year import YearPage
    from handslag.interfaces.web.kit.requests import PageRequest

SHOWN = ("krockar", "installda")
"""What of a year can be shown alone: meetings that collide, and those that are cancelled."""


MOST_REMARKS = 2
"""What is told of a meeting in the list; its own page tells the rest."""


@dataclass(frozen=True, slots=True)
class Month:
    """A month's meetings, each with what is to know of its day, and its holidays by name."""

    name: str
    meetings: tuple[tuple[PlanRow, tuple[Remark, ...], int], ...]
    """Each with what is to know first, and how much more there is."""
    holidays: tuple[tuple[date, str], ...]


@require_safe
def this_year(request: PageRequest) -> HttpResponse:
    """Leads on to the year that it is, with the body that was asked for."""
    address = reverse("desk:year", args=[timezone.localdate().year])
    body_id = number(request.GET.get("organ"))
    return redirect(f"{address}?organ={body_id}" if body_id else address)


@require_safe
def year(request: PageRequest, year: int) -> HttpResponse:
    """The meetings of a year; of one body (`organ`), or only some (`visa`), where wished."""
    if year not in YEARS:
        raise Http404
    body_id, only = number(request.GET.get("organ")), request.GET.get("visa", "")

    def render() -> HttpResponse:
        found = queries.year(request.viewer, year, body_id=body_id)
        months = tuple(_months(found, only))
        mine = next((body for body in found.bodies if body.id == body_id), None)
        context = {
            "noun": "year",
            "found": found,
            "months": months,
            "count": sum(len(month.meetings) for month in months),
            "body_id": body_id,
            "body": mine,
            "only": only,
            "picture": drawn(found, timezone.localdate()),
            "tellable": _tellable(request, found) if mine and mine.plans else (),
            "public": mine is not None
            and any(row.told == PublicationState.PUBLISHED for row in mine.meetings),
            "plans": [body for body in found.bodies if body.plans],
        }
        return page(request, "desk/year.html", context)

    return kept(request, render)


def _months(found: YearPage, only: str) -> Iterator[Month]:
    """The months that have something to show."""
    for number_ in range(1, 13):
        rows = tuple(
            (row, told[:MOST_REMARKS], len(told[MOST_REMARKS:]))
            for row in found.meetings
            if row.day.month == number_ and _wanted(row, found, only)
            for told in (found.remarks.get(row.id, ()),)
        )
        if rows:
            days = tuple(day for day in found.holidays.items() if day[0].month == number_)
            yield Month(month_name(number_), rows, days)


def _wanted(row: PlanRow, found: YearPage, only: str) -> bool:
    if only == "installda":
        return row.cancelled
    return only != "krockar" or row.id in found.remarks


def _tellable(request: PageRequest, found: YearPage) -> tuple[tuple[str, str], ...]:
    """Who else the plan of the one body shown can be told to."""
    told = {row.told for row in found.meetings if row.prepared}
    known = queries.terms(request.viewer, found.bodies[0].id).telling
    left = []
    if PublicationState.DRAFT in told:
        left.append(PublicationState.SHARED.value)
    if told & {PublicationState.DRAFT, PublicationState.SHARED}:
        left.append(PublicationState.PUBLISHED.value)
    return tuple((state, str(TELLING[state])) for state in left if state in known)
