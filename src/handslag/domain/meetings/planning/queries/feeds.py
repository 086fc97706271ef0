"""Meetings for calendars, and the addresses that one's own calendar has been given."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.db.models import Q

from handslag.domain.access.permissions import Permission
from handslag.domain.access.refusals import refusal
from handslag.domain.access.rules import require_somewhere
from handslag.domain.access.things import OF_THE_COUNTY, ScopeKind
from handslag.domain.access.viewer import ANONYMOUS
from handslag.domain.meetings.access import visible_meetings
from handslag.domain.meetings.models import CalendarFeed, Meeting
from handslag.domain.meetings.planning.queries.rows import PlanRow, plan_rows, plans

if TYPE_CHECKING:
    from handslag.domain.access.viewer import Viewer

BACK = timedelta(days=400)
"""How far back a calendar is told: a year and some, so that nobody's last meeting vanishes."""


@dataclass(frozen=True, slots=True)
class FeedMeeting:
    """A meeting for a calendar, and whether the viewer plans it and so wants its due days too."""

    row: PlanRow
    plans: bool


@dataclass(frozen=True, slots=True)
class FeedRow:
    """One of one's own addresses. The address itself is nowhere: only its owner knows."""

    id: int
    own: bool
    body: str
    made_at: datetime
    fetched_on: date | None


@dataclass(frozen=True, slots=True)
class Feeds:
    """One's own addresses that lead somewhere, and the bodies that a new one can be for."""

    rows: tuple[FeedRow, ...]
    bodies: tuple[tuple[int, str], ...]


def feed_meetings(
    viewer: Viewer, today: date, *, own: bool = False, body_id: int | None = None
) -> tuple[FeedMeeting, ...]:
    """The meetings that a calendar shows the viewer, the oldest first. One query.

    From a year back on; `own` keeps to bodies that the viewer has a role in, `body_id` to one.
    """
    where = Q(date__gte=today - BACK)
    if body_id is not None:
        where &= Q(body_id=body_id)
    if own:
        bodies = {held.scope.id for held in viewer.held if held.scope.kind == ScopeKind.BODY}
        where &= Q(body_id__in=bodies)
    return tuple(FeedMeeting(row, plans(viewer, row.body_id)) for row in plan_rows(viewer, where))


def public_calendar(viewer: Viewer, body_id: int) -> str | None:
    """The name of a body that strangers see meetings of; None where there is none. One query.

    The same whoever asks.
    """
    del viewer
    seen = Meeting.objects.filter(visible_meetings(ANONYMOUS), body_id=body_id)
    return seen.values_list("body__name", flat=True).first()


def feeds(viewer: Viewer) -> Feeds:
    """The viewer's own addresses. Two queries. Raises PermissionDenied for who has no account."""
    require_somewhere(viewer, Permission.MEETINGS_READ)
    if viewer.user_id is None:
        raise PermissionDenied(refusal(viewer, Permission.MEETINGS_READ, OF_THE_COUNTY))
    rows = CalendarFeed.objects.filter(user_id=viewer.user_id, revoked_at=None)
    seen = Meeting.objects.filter(visible_meetings(viewer)).order_by()
    names = seen.values_list("body_id", "body__name", "body__order_key").distinct()
    return Feeds(
        rows=tuple(
            FeedRow(row.id, row.own, row.body.name if row.body else "", row.made_at, row.fetched_on)
            for row in rows.select_related("body")
        ),
        bodies=tuple(row[:2] for row in sorted(names, key=lambda row: row[2])),
    )
