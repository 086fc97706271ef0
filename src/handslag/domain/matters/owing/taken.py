"""Stances taken: what was said, decisions for a side alone, reservations."""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING, Any

from django.db.models import Q
from django.utils.translation import gettext as _

from handslag.domain.base.facts import Phase
from handslag.domain.base.shapes import Labelled, labelled
from handslag.domain.base.sides import Side
from handslag.domain.matters.models import (
    Clause,
    ClauseAction,
    DecisionState,
    PointOutcome,
    PointVerdict,
    Reservation,
    Stance,
    StanceKind,
)
from handslag.domain.matters.owing.asked import Kind, ref_of
from handslag.domain.matters.owing.moving import heading_of
from handslag.domain.matters.owing.shapes import Taken, TakenKind, TakenLine
from handslag.domain.meetings.access import visible_facts, visible_meetings, visible_told
from handslag.domain.meetings.models import Meeting

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from handslag.domain.matters.owing.asked import Asked

RECENT = 40
"""The last meetings of its bodies: what sides said and got is told of these."""


def taken(asked: Asked, most: int) -> Taken:
    """What it thought, newest first: its own of all times, its side's of the last meetings.

    Of a body, what was thought at its meetings. Five queries at most.
    """
    recent = _recent(asked)
    fetched = most + 1
    lines = [
        *_stances(asked, recent, fetched),
        *_reservations(asked, recent, fetched),
        *_for_the_side(asked, recent, fetched),
    ]
    newest = sorted(lines, key=attrgetter("meeting.date", "meeting.id"), reverse=True)
    return Taken(tuple(newest[:most]), older=len(newest) > most)


def _recent(asked: Asked) -> list[int]:
    """The last meetings (ids) of its bodies that the viewer sees. One query, or none."""
    if not asked.in_bodies or asked.kind == Kind.PERSON:
        return []
    rows = Meeting.objects.filter(
        visible_meetings(asked.viewer), body_id__in=asked.in_bodies, date__lte=asked.today
    )
    return list(rows.order_by("-date", "-id").values_list("id", flat=True)[:RECENT])


def _whose(asked: Asked, recent: Sequence[int], item: str) -> Q | None:
    """Whose stances and reservations are meant; None for nobody's."""
    at_these = Q(**{f"{item}meeting_id__in": recent})
    if asked.kind == Kind.BODY:
        return at_these
    if asked.kind == Kind.PERSON:
        return None
    own = Q(principal_id=asked.id)
    if not asked.side or not recent:
        return own
    # both columns have an index of their own: what is neither's is never looked at
    return (own | Q(side=asked.side)) & (own | at_these)


def _stances(asked: Asked, recent: Sequence[int], most: int) -> Iterator[TakenLine]:
    whose = _whose(asked, recent, "item__")
    if whose is None:
        return
    rows = Stance.objects.filter(whose, visible_told(asked.viewer))
    rows = rows.select_related("item__meeting__body")
    for row in rows.order_by("-item__meeting__date", "-id")[:most]:
        yield TakenLine(
            kind=labelled(TakenKind, TakenKind.STANCE),
            what=labelled(StanceKind, row.kind),
            by=row.by,
            text="",
            points=tuple(map(str, row.points)),
            clause_code="",
            item_id=row.item_id,
            heading=heading_of(row.item),
            meeting=ref_of(row.item.meeting),
        )


def _reservations(asked: Asked, recent: Sequence[int], most: int) -> Iterator[TakenLine]:
    whose = _whose(asked, recent, "decision__item__")
    if asked.kind == Kind.PERSON:
        whose = Q(name__person_id=asked.id)
    if whose is None:
        return
    seen = visible_facts(asked.viewer, item="decision__item__", phase="decision__phase")
    rows = Reservation.objects.filter(whose, seen).select_related("decision__item__meeting__body")
    for row in rows.order_by("-decision__item__meeting__date", "-id")[:most]:
        item = row.decision.item
        yield TakenLine(
            kind=labelled(TakenKind, TakenKind.RESERVATION),
            what=Labelled("reservation", _("reserverar sig")),
            by=row.by,
            text=row.text,
            points=(),
            clause_code="",
            item_id=item.id,
            heading=heading_of(item),
            meeting=ref_of(item.meeting),
        )


def _for_the_side(asked: Asked, recent: Sequence[int], most: int) -> Iterator[TakenLine]:
    """Clauses for its side alone, and points that were settled for it without one of those."""
    if not asked.side or not recent:
        return
    side = labelled(Side, asked.side).label
    clauses = _clauses(asked, recent, most)
    for row in clauses:
        item = row.decision.item
        yield TakenLine(
            kind=labelled(TakenKind, TakenKind.CLAUSE),
            what=labelled(ClauseAction, row.action),
            by=row.scope or side,
            text=row.text,
            points=tuple(map(str, row.points)),
            clause_code=row.code,
            item_id=item.id,
            heading=heading_of(item),
            meeting=ref_of(item.meeting),
        )
    yield from _outcomes(asked, recent, most, side)


def _clauses(asked: Asked, recent: Sequence[int], most: int) -> Iterable[Clause]:
    seen = visible_facts(asked.viewer, item="decision__item__", phase="decision__phase")
    rows = Clause.objects.filter(
        seen,
        side=asked.side,
        decision__item__meeting_id__in=recent,
        decision__state=DecisionState.DECIDED,
        decision__phase=Phase.HELD,
    ).select_related("decision__item__meeting__body")
    return rows.order_by("-decision__item__meeting__date", "-id")[:most]


def _outcomes(asked: Asked, recent: Sequence[int], most: int, side: str) -> Iterator[TakenLine]:
    """Told where no clause of the side alone tells it already."""
    item = "point__proposal__item__"
    seen = visible_facts(asked.viewer, item=item, phase="point__proposal__phase")
    rows: Any = PointOutcome.objects.filter(
        Q(clause__isnull=True) | ~Q(clause__side=asked.side),
        seen,
        visible_told(asked.viewer, item),
        **{f"{item}meeting_id__in": recent},
        side=asked.side,
    ).select_related("point__proposal__item__meeting__body")
    for row in rows.order_by(f"-{item}meeting__date", "-id")[:most]:
        told = row.point.proposal.item
        yield TakenLine(
            kind=labelled(TakenKind, TakenKind.OUTCOME),
            what=labelled(PointVerdict, row.verdict),
            by=side,
            text=row.point.text,
            points=(row.point.number,) if row.point.number else (),
            clause_code="",
            item_id=told.id,
            heading=heading_of(told),
            meeting=ref_of(told.meeting),
        )
