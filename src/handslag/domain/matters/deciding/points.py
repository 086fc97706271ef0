"""Which points of which proposal a clause settles, for which side, and what became of them. Pure.

What is written here says so itself (`PointOutcome`). What is read from documents says it in words:
"att godkänna styrgruppens förslag p. 1-2 för kommunernas del". Both are told by the same rule, so
that nobody needs to know which way a decision came in.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from handslag.domain.base.sides import Side
from handslag.domain.matters.models import ClauseAction
from handslag.domain.matters.writing.rules import VERDICT_OF

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

_PROPOSAL = re.compile(r"\bförslag(?:et|en|ets)?\b", re.IGNORECASE)
"""A clause about a proposal as a whole: "att bifalla styrgruppens förslag"."""
_ALTERED = re.compile(r"\b(?:med (?:ändring|tillägg|undantag)\w*|förutom|utom)\b", re.IGNORECASE)
"""Words that make a proposal another than the one before the meeting."""


@dataclass(frozen=True, slots=True)
class Point:
    """A point that is before the meeting."""

    id: int
    proposal_id: int
    by: str
    """Who proposes it."""
    number: int
    """As printed, otherwise its place in the proposal."""
    text: str


@dataclass(frozen=True, slots=True)
class Says:
    """What a clause says of points."""

    id: int
    text: str
    action: str
    points: tuple[int, ...]
    side: str
    """A value of Side; empty for all who sit there."""


@dataclass(frozen=True, slots=True)
class Noted:
    """What somebody wrote down became of a point."""

    point_id: int
    side: str
    verdict: str
    clause_id: int | None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a point for a side, or for all (""), and the clause that says so."""

    side: str
    verdict: str
    clause_id: int | None


@dataclass(frozen=True, slots=True)
class Settled:
    """A point with what became of it; `whole` where a clause took the proposal as a whole."""

    point: Point
    outcomes: tuple[Outcome, ...]


def settles(clause: Says, points: Sequence[Point], clauses: Iterable[Says]) -> tuple[Point, ...]:
    """The points that a clause settles, of those before the meeting, in their order.

    They are of the proposer that it names, otherwise of the first one. A clause without numbers
    settles a whole proposal where it approves or rejects "förslaget" and that is not said to be
    altered: those points that no other clause settles for the same side by number. A clause that
    notes, appoints or assigns settles nothing.
    """
    if ClauseAction(clause.action) not in VERDICT_OF:
        return ()
    of = _proposal(clause, points)
    if clause.points:
        return tuple(one for one in of if one.number in clause.points)
    if not _PROPOSAL.search(clause.text) or _ALTERED.search(clause.text):
        return ()
    taken = {
        point.id
        for other in clauses
        if other.id != clause.id and other.points and _meet(other.side, clause.side)
        for point in settles(other, points, ())
    }
    return tuple(one for one in of if one.id not in taken)


def outcomes(
    points: Sequence[Point], clauses: Sequence[Says], noted: Iterable[Noted]
) -> dict[int, tuple[Outcome, ...]]:
    """What became of every point (by id): as written down, otherwise as the clauses say.

    The municipalities stand before the region, and what holds for all before both.
    """
    found: dict[int, dict[str, Outcome]] = {point.id: {} for point in points}
    for one in noted:
        if one.point_id in found:
            found[one.point_id][one.side] = Outcome(one.side, one.verdict, one.clause_id)
    written = {point_id for point_id, told in found.items() if told}
    for clause in clauses:
        for point in settles(clause, points, clauses):
            verdict = VERDICT_OF[ClauseAction(clause.action)].value
            if point.id not in written:
                found[point.id].setdefault(clause.side, Outcome(clause.side, verdict, clause.id))
    order = {side: place for place, side in enumerate(["", *(one.value for one in Side)])}
    return {
        point_id: tuple(sorted(told.values(), key=lambda one: order.get(one.side, 9)))
        for point_id, told in found.items()
    }


def settled_by(
    clause_id: int, points: Sequence[Point], told: Mapping[int, tuple[Outcome, ...]]
) -> tuple[Settled, ...]:
    """The points that a clause settles, each with what became of it for every side."""
    return tuple(
        Settled(point, told[point.id])
        for point in points
        if any(one.clause_id == clause_id for one in told.get(point.id, ()))
    )


def beside(points: Iterable[Settled], clause_id: int) -> frozenset[int]:
    """The clauses (ids) that settle the same points for others than this one does."""
    return frozenset(
        one.clause_id
        for settled in points
        for one in settled.outcomes
        if one.clause_id is not None and one.clause_id != clause_id
    )


def _proposal(clause: Says, points: Sequence[Point]) -> list[Point]:
    """The points of the proposal that a clause is about."""
    text = clause.text.casefold()
    named = [one for one in points if one.by and _stem(one.by) in text]
    first = (named or list(points))[:1]
    return [one for one in points if first and one.proposal_id == first[0].proposal_id]


def _stem(by: str) -> str:
    """A proposer as the beginning of its genitive: "Styrgruppens" begins with "styrgruppen"."""
    return by.strip().casefold()


def _meet(one: str, other: str) -> bool:
    return not one or not other or one == other
