"""What planning a body's year would come to, before anything is planned."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Q

from handslag.domain.access.permissions import Permission
from handslag.domain.access.rules import may, reach, require
from handslag.domain.access.things import Thing, of_body
from handslag.domain.base.states import PublicationState
from handslag.domain.meetings.access import account
from handslag.domain.meetings.models import Meeting, MeetingKind, PlanRules
from handslag.domain.meetings.planning.actions.terms import seen_of_terms, terms_of
from handslag.domain.meetings.planning.actions.year import TOLD
from handslag.domain.meetings.planning.collisions import Remark, Slot, remarks
from handslag.domain.meetings.planning.queries.rows import by_day, plan_rows, ties
from handslag.domain.meetings.planning.rules import (
    Deadlines,
    Terms,
    deadlines,
    from_last_year,
    pre_start,
)
from handslag.domain.registry.models import Body

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, time

    from handslag.domain.access.viewer import Viewer
    from handslag.domain.meetings.planning.told import Wanted


@dataclass(frozen=True, slots=True)
class TermsPage:
    """What a body's meetings have in common, and what there is to choose among."""

    body_id: int
    body: str
    terms: Terms
    said: bool
    """Somebody has said it; else it is what is usual."""
    seen: str
    """What a form shows that it has seen."""
    pre_body: str
    """The name of the body that holds the pre-meetings."""
    pre_bodies: tuple[tuple[int, str], ...]
    """The bodies, by id and name, that may hold them and that the viewer plans for."""
    telling: tuple[str, ...]
    """Who the viewer may tell a plan to, as values of PublicationState."""


@dataclass(frozen=True, slots=True)
class DayPreview:
    """What a day would come to."""

    wanted: Wanted
    due: Deadlines
    pre_start: time | None
    """When the pre-meeting would begin; None where there is none or no time is said."""
    known_id: int | None
    """The meeting (id) that the body has that day already."""
    known_cancelled: bool
    remarks: tuple[Remark, ...]


def terms(viewer: Viewer, body_id: int) -> TermsPage:
    """What a body's meetings have in common, for who plans them. Three queries.

    Raises PermissionDenied, Body.DoesNotExist.
    """
    require(viewer, Permission.MEETINGS_PLAN, Thing(scopes=frozenset({of_body(body_id)})))
    body = Body.objects.get(id=body_id)
    row = PlanRules.objects.filter(body=body).first()
    found = terms_of(row)
    planned = reach(viewer, Permission.MEETINGS_PLAN).q(body="id") | Q(id=found.pre_body_id or 0)
    others = tuple(Body.objects.filter(planned).exclude(id=body_id).values_list("id", "name"))
    return TermsPage(
        body_id=body_id,
        body=body.name,
        terms=found,
        said=row is not None,
        seen=seen_of_terms(found),
        pre_body=dict(others).get(found.pre_body_id or 0, ""),
        pre_bodies=others,
        telling=tuple(state for state in TOLD if _may_tell(viewer, body_id, state)),
    )


def _may_tell(viewer: Viewer, body_id: int, state: str) -> bool:
    needed = {
        PublicationState.SHARED: Permission.MEETINGS_SHARE,
        PublicationState.PUBLISHED: Permission.MEETINGS_PUBLISH,
    }.get(PublicationState(state), Permission.MEETINGS_PLAN)
    return may(viewer, needed, account(body_id, PublicationState.SHARED))


def preview(viewer: Viewer, body_id: int, days: Sequence[Wanted]) -> tuple[DayPreview, ...]:
    """What each of `days` would come to, in the order given. At most six queries.

    Raises PermissionDenied, Body.DoesNotExist.
    """
    require(viewer, Permission.MEETINGS_PLAN, Thing(scopes=frozenset({of_body(body_id)})))
    if not days:
        return ()
    body = Body.objects.get(id=body_id)
    known = terms_of(PlanRules.objects.filter(body=body).first())
    first, last = min(one.day for one in days), max(one.day for one in days)
    rows = plan_rows(viewer, Q(date__in={one.day for one in days}))
    own = {row.day: row for row in rows if row.body_id == body_id}
    others = by_day(row.slot for row in rows if not row.cancelled and row.body_id != body_id)
    # the pre-meeting's body meets that day as was meant
    common = ties(viewer, first, last)
    found = []
    for one in days:
        slot = Slot(None, body_id, body.name, one.day, one.start, one.end)
        there = [other for other in others.get(one.day, ()) if other.body_id != known.pre_body_id]
        mine = own.get(one.day)
        found.append(
            DayPreview(
                wanted=one,
                due=deadlines(one.day, known.material_days, known.notice_days),
                pre_start=pre_start(one.start, known.pre_minutes) if known.pre_body_id else None,
                known_id=mine.id if mine else None,
                known_cancelled=bool(mine and mine.cancelled),
                remarks=remarks(slot, there, common),
            )
        )
    return tuple(found)


def last_years_days(viewer: Viewer, body_id: int, year: int) -> tuple[date, ...]:
    """The days of the year before, moved to the nearest same weekday of `year`. One query.

    Pre-meetings and what was cancelled are left out. Raises PermissionDenied.
    """
    require(viewer, Permission.MEETINGS_PLAN, Thing(scopes=frozenset({of_body(body_id)})))
    days = Meeting.objects.filter(body_id=body_id, date__year=year - 1, cancelled_at=None)
    days = days.filter(main=None).exclude(kind__in=(MeetingKind.PRE_MEETING, MeetingKind.EXTRA))
    return from_last_year(days.values_list("date", flat=True), year)
