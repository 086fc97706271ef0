from __future__ import annotations

import pytest
from django.test import Client

from tests.builders import a_body
from tests.domain.publications.making import a_file, published


@pytest.fixture
def user():
    """Nobody: the public side asks no one who they are."""
    return


@pytest.fixture
def client():
    """A browser in which nobody has signed in, and that keeps every cookie it is given."""
    return Client()


@pytest.fixture
def body(db):
    return a_body("Nordnätverket")


@pytest.fixture
def two_versions(body) -> int:
    """Minutes that were corrected once, with a file of each version; the meeting's id."""
    meeting_id = published(body, files=(a_file(b"%PDF-1.7 ett"),))
    return published(
        body,
        meeting_id=meeting_id,
        clause="att godkänna avtalet från den 1 maj",
        why="Dagen saknades.",
        files=(a_file(b"%PDF-1.7 tva"),),
    )
