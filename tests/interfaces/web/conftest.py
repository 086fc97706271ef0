from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from handslag.intake import actions, queries
from handslag.interfaces.web.kit.kept import forget
from tests.builders import VIEWER
from tests.interfaces.web.papers import MINUTES, NOTICE
from tests.signed_in import a_coordinator, signed_in

if TYPE_CHECKING:
    from handslag.intake.pages import FactNode, ReviewPage


@pytest.fixture(autouse=True)
def _files_of_its_own(settings, tmp_path):
    settings.FILES = tmp_path / "files"
    settings.LIMITS_FILE = tmp_path / "limits"


@pytest.fixture(autouse=True)
def _nothing_kept_from_another_test():
    forget()


@pytest.fixture
def user(db):
    """Who is signed in with `client`: a coordinator."""
    return a_coordinator()


@pytest.fixture
def client(user):
    """A browser in which a coordinator has signed in."""
    return signed_in(user)


@pytest.fixture
def queries_of(client):
    """How many queries a page takes, with those that it costs to know who looks."""

    def count(address: str) -> int:
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address).status_code == 200
        return len(captured)

    return count


@pytest.fixture
def take_in():
    """Take a text in and give back its review."""

    def taken(text: str, name: str = "minnesanteckningar.txt") -> ReviewPage:
        new = actions.take_in(viewer=VIEWER, name=name, data=text.encode())
        return queries.review_page(VIEWER, new.document_id)

    return taken


@pytest.fixture
def minutes(take_in) -> ReviewPage:
    return take_in(MINUTES)


@pytest.fixture
def notice(take_in) -> ReviewPage:
    return take_in(NOTICE, "kallelse.txt")


@pytest.fixture
def fact_of():
    """The first fact of a kind whose one line has the words in it."""

    def found(review: ReviewPage, kind: str, words: str = "") -> FactNode:
        def every(nodes):
            for node in nodes:
                yield node
                yield from every(node.children)

        return next(
            node for node in every(review.facts) if node.kind == kind and words in node.summary
        )

    return found


@pytest.fixture
def again():
    """The review as it stands now."""
    return lambda review: queries.review_page(VIEWER, review.document.id)
