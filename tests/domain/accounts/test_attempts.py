"""Attempts to get in: how long one waits after them, and that each is counted."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from handslag.domain.accounts.attempts import (
    FORGOTTEN_AFTER,
    LONGEST_WAIT,
    Door,
    let_in,
    try_doors,
    wait_after,
)


@given(st.integers(0, 10**6), st.integers(1, 100))
def test_waits_grow_to_the_longest_and_no_further(failed, free):
    wait = wait_after(failed, free)
    assert timedelta(0) <= wait <= LONGEST_WAIT
    assert wait <= wait_after(failed + 1, free)
    assert (wait == timedelta(0)) == (failed < free)


@pytest.mark.django_db
def test_are_over_when_they_are_and_forgotten_after_a_day():
    door, now = [Door("prov", 2)], timezone.now()
    assert not try_doors(door, now)
    assert not try_doors(door, now)
    assert try_doors(door, now) == timedelta(seconds=30)
    assert try_doors(door, now + timedelta(seconds=10)) == timedelta(seconds=20)
    assert not try_doors(door, now + timedelta(seconds=30))
    assert try_doors(door, now + timedelta(seconds=31)) == timedelta(seconds=59)
    later = now + FORGOTTEN_AFTER + timedelta(minutes=5)
    assert not try_doors(door, later)
    assert not try_doors(door, later)


@pytest.mark.django_db
def test_asking_again_while_waiting_makes_nobody_wait_longer():
    door, now = [Door("prov", 1)], timezone.now()
    try_doors(door, now)
    for _time in range(100):
        assert try_doors(door, now) == timedelta(seconds=30)
    assert not try_doors(door, now + timedelta(seconds=30))


@pytest.mark.django_db
def test_what_was_right_is_taken_back():
    door = [Door("prov", 2)]
    for _time in range(20):
        assert not try_doors(door)
        let_in(door)


@pytest.mark.django_db(transaction=True)
def test_many_at_the_same_moment_are_as_many(at_once):
    waits = at_once(*[lambda: try_doors([Door("prov", 5)])] * 12)
    assert sum(wait == timedelta(0) for wait in waits) == 5
    assert all(isinstance(wait, timedelta) for wait in waits)
