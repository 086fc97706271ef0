"""Who was there when, who served, and what time is left."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handslag.domain.meetings.room.rules import (
    ABSENT,
    ARRIVED,
    LEFT,
    PARTLY,
    PRESENT,
    Move,
    Stretch,
    Timed,
    can_follow,
    in_turn,
    minutes_left,
    minutes_of,
    needed,
    presence_at,
    serves_at,
    serving,
    spent,
)

NINE = datetime(2031, 2, 3, 9, 0, tzinfo=UTC)


def through(presence: str, *moves: Move, items: int = 5) -> list[str]:
    return [presence_at(place, presence, moves, takes_part=True) for place in range(1, items + 1)]


def test_who_neither_comes_nor_goes_is_there_all_the_time_or_not_at_all():
    assert through(PRESENT) == [PRESENT] * 5
    assert through(ABSENT) == [ABSENT] * 5
    assert through(PARTLY) == [PRESENT] * 5


def test_who_comes_during_an_item_counts_from_it():
    assert through(PARTLY, Move(ARRIVED, 3)) == [ABSENT, ABSENT, PARTLY, PRESENT, PRESENT]


def test_who_leaves_during_an_item_counts_through_it():
    assert through(PARTLY, Move(LEFT, 3)) == [PRESENT, PRESENT, PARTLY, ABSENT, ABSENT]


def test_somebody_may_go_out_and_come_back_in_whatever_order_it_was_noted():
    moves = (Move(ARRIVED, 4), Move(LEFT, 2))
    assert through(PARTLY, *moves) == [PRESENT, PARTLY, ABSENT, PARTLY, PRESENT]


def test_within_an_item_the_clock_tells_what_came_first():
    out_and_in = (Move(ARRIVED, 2, time(10, 30)), Move(LEFT, 2, time(10, 10)))
    assert through(PARTLY, *out_and_in) == [PRESENT, PARTLY, PRESENT, PRESENT, PRESENT]
    in_and_out = (Move(LEFT, 2, time(10, 30)), Move(ARRIVED, 2, time(10, 10)))
    assert through(PARTLY, *in_and_out) == [ABSENT, PARTLY, ABSENT, ABSENT, ABSENT]


def test_where_no_item_was_noted_who_came_was_there_from_the_first():
    assert through(PARTLY, Move(ARRIVED, None)) == [PRESENT] * 5
    assert through(PARTLY, Move(LEFT, None)) == [PRESENT] * 5


def test_a_conflict_of_interest_keeps_away_from_the_item():
    assert presence_at(2, PRESENT, (), takes_part=False) == ABSENT


@given(st.lists(st.integers(1, 5), max_size=6, unique=True), st.booleans())
def test_nobody_comes_twice_or_leaves_twice_where_moves_can_follow(places, begins_here):
    kinds = [LEFT, ARRIVED] if begins_here else [ARRIVED, LEFT]
    moves = [Move(kinds[turn % 2], place) for turn, place in enumerate(sorted(places))]
    assert can_follow(reversed(moves))
    assert in_turn(reversed(moves)) == moves
    if len(moves) > 1:
        assert not can_follow([*moves, Move(moves[-1].kind, moves[-1].place)])


def test_an_alternate_serves_while_whom_they_serve_for_is_away():
    assert serves_at(PRESENT, ABSENT)
    assert not serves_at(PRESENT, PARTLY)
    assert not serves_at(ABSENT, ABSENT)
    assert not serves_at(PRESENT, None)
    assert serving(PRESENT, PARTLY)
    assert not serving(PRESENT, PRESENT)


@pytest.mark.parametrize(
    ("stretches", "minutes"),
    [
        ((), 0),
        ((Stretch(NINE, NINE + timedelta(minutes=12)),), 12),
        ((Stretch(NINE, None),), 20),
        ((Stretch(NINE, NINE + timedelta(minutes=5)), Stretch(NINE + timedelta(0, 840), None)), 11),
        ((Stretch(NINE + timedelta(hours=1), None),), 0),
    ],
)
def test_what_an_item_took_is_all_its_stretches(stretches, minutes):
    assert minutes_of(spent(stretches, NINE + timedelta(minutes=20))) == minutes


def test_what_is_needed_is_what_is_left_of_what_items_that_are_left_were_allotted():
    items = (
        Timed(10, timedelta(minutes=30), done=True),
        Timed(10, timedelta(minutes=4), done=False),
        Timed(10, timedelta(minutes=14), done=False),
        Timed(None, timedelta(), done=False),
        Timed(15, timedelta(), done=False),
    )
    assert needed(items) == 21


def test_what_is_left_is_negative_once_the_end_is_past():
    assert minutes_left(NINE, NINE + timedelta(minutes=30)) == 30
    assert minutes_left(NINE + timedelta(minutes=31), NINE + timedelta(minutes=30)) == -1
    assert minutes_left(NINE, None) is None


def test_nothing_is_said_of_what_is_left_on_another_day_than_the_meetings_own():
    end = NINE + timedelta(minutes=30)
    assert minutes_left(NINE - timedelta(days=66), end) is None
    assert minutes_left(NINE + timedelta(days=1), end) is None
    midnight = NINE.replace(hour=0, minute=0)
    assert minutes_left(midnight, end) == 9 * 60 + 30
    assert minutes_left(midnight - timedelta(minutes=1), end) is None
