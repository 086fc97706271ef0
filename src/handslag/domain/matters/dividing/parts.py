"""What of an item's facts is told in one of its several matters. Pure.

What follows from a clause goes where it goes: the assignments that it gave, what became of them,
where it sent the matter, the points that it alone settled and the stances on those. What follows
from no clause is told in each of the item's matters.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from handslag.domain.matters.dividing.rules import Shared, Way, Worded, belonging
from handslag.domain.matters.history.rows import ItemFacts
from handslag.domain.matters.history.rules import MOVES, transfers_of

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from handslag.domain.matters.dividing.rules import Belonging
    from handslag.domain.matters.history.rows import (
        AssignmentRow,
        ClauseRow,
        ProposalRow,
        StanceRow,
        TransferRow,
    )


def belongings(facts: ItemFacts, shared: Shared) -> dict[int, Belonging]:
    """Which matters each clause (id) under an item belongs to."""
    texts: dict[str, list[str]] = defaultdict(list)
    for proposal in facts.proposals:
        for point in proposal.points:
            texts[point.number].append(point.text)
    return {row.id: belonging(_worded(row, texts), shared) for row in facts.clauses}


def _worded(row: ClauseRow, texts: Mapping[str, list[str]]) -> Worded:
    points = tuple(text for number in row.points if number for text in texts.get(number, ()))
    return Worded(row.code, row.text, points, row.appointees)


def part_of(facts: ItemFacts, matter_id: int, belongs: Mapping[int, Belonging]) -> ItemFacts:
    """What of an item's facts is told in one matter; `belongs` is what `belongings` tells."""
    away = {id_ for id_, one in belongs.items() if matter_id not in one.matters}
    points = _settled_elsewhere(facts, away)
    return ItemFacts(
        clauses=[
            row._replace(undivided=belongs[row.id].way == Way.ALL)
            for row in facts.clauses
            if row.id not in away
        ],
        proposals=_proposals(facts, points),
        stances=[row for row in facts.stances if not _all_in(row, points)],
        transfers=_transfers(facts, away),
        assignments=_assignments(facts, away, belongs),
        elsewhere=any(row.decided and row.id in away for row in facts.clauses),
    )


def _settled_elsewhere(facts: ItemFacts, away: Collection[int]) -> frozenset[str]:
    """The numbers of the points that clauses of other matters settle, and none of this one.

    A number that points of several proposals have says nothing.
    """
    settled: dict[str, set[bool]] = defaultdict(set)
    for row in facts.clauses:
        if row.decided:
            for number in row.points:
                settled[number].add(row.id in away)
    times = Counter((one.phase, point.number) for one in facts.proposals for point in one.points)
    several = {number for (_phase, number), count in times.items() if count > 1}
    return frozenset(one for one, found in settled.items() if found == {True}) - several


def _proposals(facts: ItemFacts, points: frozenset[str]) -> list[ProposalRow]:
    found = []
    for row in facts.proposals:
        left = tuple(point for point in row.points if point.number not in points)
        if left or not row.points:
            found.append(row._replace(points=left))
    return found


def _all_in(row: StanceRow, points: frozenset[str]) -> bool:
    """Whether all that was thought was thought of points that are settled elsewhere."""
    return bool(row.points) and points.issuperset(row.points)


def _transfers(facts: ItemFacts, away: Collection[int]) -> list[TransferRow]:
    """Those that no clause of another matter makes."""
    moving = [row for row in facts.clauses if row.decided and row.action in MOVES]
    paired = transfers_of(moving, list(facts.transfers))
    theirs = {one.id for clause_id, one in paired.items() if clause_id in away}
    return [row for row in facts.transfers if row.id not in theirs and row.clause_id not in away]


def _assignments(
    facts: ItemFacts, away: Collection[int], belongs: Mapping[int, Belonging]
) -> list[AssignmentRow]:
    """Those that no clause of another matter gave, parts of what one gave among them."""
    by_id = {row.id: row for row in facts.assignments}
    found = []
    for row in facts.assignments:
        clause_id = _clause_of(row, by_id)
        if clause_id not in away:
            one = belongs.get(clause_id) if clause_id is not None else None
            undivided = one.way == Way.ALL if one is not None else clause_id is None
            found.append(replace(row, undivided=undivided))
    return found


def _clause_of(row: AssignmentRow, by_id: Mapping[int, AssignmentRow]) -> int | None:
    """The clause that gave it, or that gave what it was split from."""
    whole: AssignmentRow | None = row
    while whole is not None and whole.clause_id is None:
        whole = by_id.get(whole.part_of or 0)
    return whole.clause_id if whole is not None else None
