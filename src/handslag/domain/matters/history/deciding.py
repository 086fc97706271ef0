"""What became of a proposal's points, side by side, and how much of it was decided. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from handslag.domain.base.shapes import Labelled, labelled
from handslag.domain.base.sides import Side
from handslag.domain.matters.history.shapes import Extent, HappeningKind
from handslag.domain.matters.models import ClauseAction, PointVerdict

if TYPE_CHECKING:
    from collections.abc import Sequence

    from handslag.domain.matters.history.rows import ClauseRow, PointRow
    from handslag.domain.matters.history.shapes import ClauseInHistory, Happening

_SETTLES = {
    ClauseAction.APPROVE: PointVerdict.APPROVED,
    ClauseAction.ENDORSE: PointVerdict.APPROVED,
    ClauseAction.APPOINT: PointVerdict.APPROVED,
    ClauseAction.ASSIGN: PointVerdict.APPROVED,
    ClauseAction.REJECT: PointVerdict.REJECTED,
    ClauseAction.TABLE: PointVerdict.TABLED,
    ClauseAction.POSTPONE: PointVerdict.TABLED,
    ClauseAction.REFER: PointVerdict.REFERRED,
}
"""What a clause that settles a point makes of it, where nobody wrote the outcome itself."""
_AGAINST = frozenset({PointVerdict.REJECTED, PointVerdict.TABLED, PointVerdict.REFERRED})


def verdicts(
    points: Sequence[PointRow], clauses: Sequence[ClauseRow]
) -> dict[int, tuple[tuple[str, str], ...]]:
    """What became of each point (id): `(side, verdict)`, "" for all who sit there.

    As it was written in the meeting; of a paper's decisions, as the clauses that name the point
    settle it.
    """
    found = {}
    for point in points:
        told = dict(point.outcomes)
        if not told:
            for clause in clauses:
                verdict = _SETTLES.get(ClauseAction(clause.action))
                if point.number and point.number in clause.points and verdict is not None:
                    told.setdefault(clause.side, verdict.value)
        found[point.id] = tuple(sorted(told.items()))
    return found


def extent_of(told: Sequence[Happening]) -> tuple[Labelled | None, Labelled | None]:
    """How much was decided under an item, and for which side where it was for one.

    `told` are the item's happenings. By the points where they were settled, else by the clauses.
    """
    points = [point for one in told for point in one.points if point.verdicts]
    if points:
        answers = [
            {(one.side.value if one.side else "", one.verdict.value) for one in point.verdicts}
            for point in points
        ]
        total = sum(len(one.points) for one in told)
        return _extent(answers, whole=len(points) == total)
    clauses = [
        clause for one in told if one.kind.value != HappeningKind.PROPOSED for clause in one.clauses
    ]
    return _extent([{(_side_of(one), _verdict(one))} for one in clauses], whole=True)


def _side_of(clause: ClauseInHistory) -> str:
    return clause.side.value if clause.side else ""


def _verdict(clause: ClauseInHistory) -> str:
    settles = _SETTLES.get(ClauseAction(clause.action.value), PointVerdict.APPROVED)
    return settles.value


def _extent(
    answers: Sequence[set[tuple[str, str]]], *, whole: bool
) -> tuple[Labelled | None, Labelled | None]:
    """By `(side, verdict)` of each point or clause; `whole` tells that every point is settled."""
    if not answers:
        return None, None
    every = {one for told in answers for one in told}
    if all(verdict in _AGAINST for _side, verdict in every):
        return _labels(Extent.REJECTED)
    if any(verdict not in _AGAINST for side, verdict in every if not side) or _both(every):
        against = any(verdict in _AGAINST for _side, verdict in every)
        return _labels(Extent.PART if against or not whole else Extent.WHOLE)
    sides = {side for side, verdict in every if verdict not in _AGAINST}
    against = any(verdict in _AGAINST for side, verdict in every if side in sides or not side)
    if against or not whole:
        return _labels(Extent.PART)
    return _labels(Extent.ONE_SIDE, Side(next(iter(sides))))


def _both(every: set[tuple[str, str]]) -> bool:
    """Both sides have approved something."""
    return {side for side, verdict in every if verdict not in _AGAINST} >= set(Side.values)


def _labels(extent: Extent, side: Side | None = None) -> tuple[Labelled | None, Labelled | None]:
    return labelled(Extent, extent), labelled(Side, side) if side else None
