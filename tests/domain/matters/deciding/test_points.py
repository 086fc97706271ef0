"""Which points a clause settles, for which side, whether written here or read from a document."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handslag.domain.matters.deciding.points import (
    Noted,
    Outcome,
    Point,
    Says,
    beside,
    outcomes,
    settled_by,
    settles,
)


def points(count: int = 3, by: str = "Styrgruppen", proposal: int = 1) -> list[Point]:
    return [
        Point(proposal * 10 + number, proposal, by, number, f"Punkt {number}")
        for number in range(1, count + 1)
    ]


def says(clause_id: int, text: str, *numbers: int, action: str = "approve", side: str = "") -> Says:
    return Says(clause_id, text, action, numbers, side)


def test_a_proposal_in_three_points_split_between_the_sides():
    """1-2 approved for all, 3 rejected for the municipalities and approved for the region."""
    three = points()
    clauses = [
        says(1, "att godkänna styrgruppens förslag p. 1-2", 1, 2),
        says(2, "att avslå p. 3 för kommunernas del", 3, action="reject", side="municipalities"),
        says(3, "att godkänna p. 3 för regionens del", 3, side="region"),
    ]
    told = outcomes(three, clauses, ())
    assert told[11] == (Outcome("", "approved", 1),)
    assert told[13] == (
        Outcome("municipalities", "rejected", 2),
        Outcome("region", "approved", 3),
    )
    settled = settled_by(2, three, told)
    assert [one.point.number for one in settled] == [3]
    assert beside(settled, 2) == {3}


def test_what_is_written_down_of_a_point_goes_before_what_clauses_say():
    clauses = [says(1, "att godkänna p. 1", 1)]
    noted = [Noted(11, "", "rejected", 1)]
    assert outcomes(points(1), clauses, noted)[11] == (Outcome("", "rejected", 1),)


def test_the_points_are_of_the_proposer_that_is_named():
    two = points(2) + points(2, "Regionen", 2)
    clause = says(1, "att godkänna regionens förslag p. 1", 1)
    assert [one.id for one in settles(clause, two, ())] == [21]
    assert [one.id for one in settles(says(1, "att godkänna p. 1", 1), two, ())] == [11]


@pytest.mark.parametrize(
    ("text", "action", "numbers"),
    [
        ("att bifalla styrgruppens förslag", "approve", [1, 2, 3]),
        ("att avslå förslaget", "reject", [1, 2, 3]),
        ("att godkänna förslaget med ändringen att taxan höjs", "approve", []),
        ("att godkänna rapporten", "approve", []),
        ("att lägga förslaget till handlingarna", "note", []),
        ("att ge kansliet i uppdrag att se över förslaget", "assign", []),
    ],
)
def test_a_clause_without_numbers_takes_the_whole_proposal_where_it_says_so(text, action, numbers):
    clause = says(1, text, action=action)
    assert [one.number for one in settles(clause, points(), [clause])] == numbers


def test_the_whole_proposal_is_what_no_other_clause_settles_by_number():
    whole = says(1, "att i övrigt godkänna förslaget")
    clauses = [whole, says(2, "att avslå p. 3", 3, action="reject")]
    assert [one.number for one in settles(whole, points(), clauses)] == [1, 2]


SAYS = st.builds(
    Says,
    st.integers(1, 4),
    st.sampled_from(["att godkänna förslaget", "att avslå p. 1", "att utse Vera Ask"]),
    st.sampled_from(["approve", "reject", "note", "appoint", "refer", "other"]),
    st.lists(st.integers(0, 5), max_size=3).map(tuple),
    st.sampled_from(["", "municipalities", "region"]),
)


@given(st.lists(SAYS, max_size=4, unique_by=lambda one: one.id), st.integers(0, 4))
def test_no_outcome_is_of_a_point_or_a_clause_that_there_is_not(clauses, count):
    three = points(count)
    told = outcomes(three, clauses, ())
    assert set(told) == {one.id for one in three}
    for found in told.values():
        assert len({one.side for one in found}) == len(found)
        assert {one.clause_id for one in found} <= {one.id for one in clauses}
