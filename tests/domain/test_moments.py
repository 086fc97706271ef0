"""Reading at one moment: what others write meanwhile is not seen, and nobody waits."""

from __future__ import annotations

from threading import Event

import pytest

from handslag.domain.base.moments import one_moment
from handslag.domain.registry.models import Body
from tests.builders import a_body


def test_others_write_meanwhile_and_are_seen_afterwards(at_once):
    looked, wrote = Event(), Event()

    def read() -> list[int]:
        counts = []
        with one_moment():
            counts.append(Body.objects.count())
            looked.set()
            assert wrote.wait(10), "the writer had to wait"
            counts.append(Body.objects.count())
        return [*counts, Body.objects.count()]

    def write() -> None:
        assert looked.wait(10)
        a_body()
        wrote.set()

    assert at_once(read, write)[0] == [0, 0, 1]


@pytest.mark.django_db
def test_within_a_transaction_what_it_wrote_is_seen():
    a_body()
    with one_moment():
        assert Body.objects.count() == 1
