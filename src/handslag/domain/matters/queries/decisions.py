"""Decided clauses in lists, and what they can be sifted by."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Exists, OuterRef
from django.db.models.functions import ExtractYear

from handslag.domain.base.shapes import PAGE_SIZE, Listing, labelled, paged
from handslag.domain.base.sides import Side
from handslag.domain.base.words import order_of
from handslag.domain.documents.queries import EvidenceRef, first_evidence
from handslag.domain.matters.models import Clause, ClauseAction, ClauseQuerySet
from handslag.domain.matters.queries.shapes import (
    BodyChoice,
    ClauseRow,
    DecisionFilters,
    Latest,
)
from handslag.domain.meetings import queries as meetings
from handslag.domain.meetings.access import visible_facts
from handslag.domain.meetings.models import Meeting

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.db.models import QuerySet

    from handslag.domain.access.viewer import Viewer

_MEETING = "decision__item__meeting__"
_COLUMNS = (
    *("id", "text", "action", "scope", "side", "points", "due_date", "due_text"),
    "decision__by",
    *(_MEETING + name for name in ("id", "date", "body_id", "body__name")),
    *(f"decision__item__{name}" for name in ("id", "number", "heading")),
    *(f"decision__item__{name}" for name in ("planned_number", "planned_heading")),
    "code",
)


def decisions(
    viewer: Viewer,
    *,
    body_id: int | None = None,
    year: int | None = None,
    action: str | None = None,
    side: str | None = None,
    words: str = "",
    page: int = 1,
) -> Listing[ClauseRow]:
    """Decided clauses, newest first, sifted by whatever is given. Three queries.

    `action` is a value of ClauseAction and `side` one of Side. `words` must all stand in the
    clause or its item's heading, as written.
    """
    found = (
        _decided(viewer).of_body(body_id).in_year(year).doing(action).for_side(side).saying(words)
    )
    total = found.count()
    page, pages, offset = paged(total, page)
    return Listing(_rows(viewer, found, offset, PAGE_SIZE) if total else (), page, pages, total)


def latest(viewer: Viewer, count: int = 5) -> Latest:
    """The latest meetings and decided clauses, `count` of each. Three queries."""
    return Latest(
        meetings=meetings.latest(viewer, count),
        decisions=_rows(viewer, _decided(viewer), 0, count),
    )


def _decided(viewer: Viewer) -> ClauseQuerySet:
    """What was decided under items that the viewer sees, in an account that the viewer sees."""
    seen = visible_facts(viewer, item="decision__item__", phase="decision__phase")
    return Clause.objects.decided().filter(seen)


def decision_filters(viewer: Viewer) -> DecisionFilters:
    """The bodies, years, actions and sides that decided clauses have. Two queries."""
    decided = _decided(viewer).order_by()
    theirs = decided.filter(decision__item__meeting=OuterRef("pk"))
    meetings_with = Meeting.objects.filter(Exists(theirs)).order_by()
    places = set(meetings_with.values_list("body_id", "body__name", ExtractYear("date")).distinct())
    bodies = {(body_id, name) for body_id, name, _year in places}
    kinds = set(decided.values_list("action", "side").distinct())
    actions, sides = {action for action, _ in kinds}, {side for _, side in kinds}
    return DecisionFilters(
        bodies=tuple(BodyChoice(*row) for row in sorted(bodies, key=lambda row: order_of(row[1]))),
        years=tuple(sorted({year for _id, _name, year in places}, reverse=True)),
        actions=tuple(labelled(ClauseAction, one) for one in ClauseAction.values if one in actions),
        sides=tuple(labelled(Side, one) for one in Side.values if one in sides),
    )


def _rows(viewer: Viewer, found: ClauseQuerySet, offset: int, count: int) -> tuple[ClauseRow, ...]:
    near = found.filter(decision__item__meeting__in=_latest_meetings(found, offset + count))
    rows = list(near.newest_first().values_list(*_COLUMNS)[offset : offset + count])
    evidence = first_evidence(viewer, "matters.clause", [row[0] for row in rows]) if rows else {}
    return tuple(_row(row, evidence) for row in rows)


def _latest_meetings(found: ClauseQuerySet, count: int) -> QuerySet[Meeting, Any]:
    """The latest `count` meetings that have any of these clauses.

    The first `count` clauses lie in them, since each has at least one; so the database need not
    put every clause there is in order to find the newest.
    """
    theirs = found.filter(decision__item__meeting=OuterRef("pk"))
    latest_first = Meeting.objects.filter(Exists(theirs)).order_by("-date", "-id")
    return latest_first.values("id")[:count]


def _row(row: tuple[Any, ...], evidence: Mapping[int, EvidenceRef]) -> ClauseRow:
    id_, text, action, scope, side, points, due_date, due_text, by = row[:9]
    meeting_id, day, body_id, body, item_id, number, heading, *planned, code = row[9:]
    return ClauseRow(
        id=id_,
        text=text,
        action=labelled(ClauseAction, action),
        scope=scope,
        side=side,
        points=tuple(points),
        due_date=due_date,
        due_text=due_text,
        by=by,
        meeting_id=meeting_id,
        date=day,
        body_id=body_id,
        body=body,
        item_id=item_id,
        item_number=number or planned[0],
        item_heading=heading or planned[1],
        evidence=evidence.get(id_),
        code=code,
    )
