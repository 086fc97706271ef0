from __future__ import annotations

from datetime import date

import pytest

from handslag.domain.meetings.events import announce_recorded
from tests.builders import a_body, a_clause, a_meeting, an_item

pytestmark = pytest.mark.django_db


@pytest.fixture
def item():
    item = an_item(a_meeting(a_body("Sjörådet"), date(2031, 3, 14)), "Hjälpmedel i hemmet")
    a_clause(item, "att godkänna rapporten")
    announce_recorded(item.meeting_id)
    return item


def test_without_words_the_page_says_what_can_be_found(client):
    assert "ärendenas rubriker och besluten" in client.get("/sok/").content.decode()


def test_headings_and_clauses_are_found_with_their_words_marked(client, item):
    page = client.get("/sok/?q=rapport").content.decode()
    assert "1 träff" in page
    assert "<mark>rapporten</mark>" in page
    assert f'href="/moten/{item.meeting_id}/#punkt-{item.id}"' in page
    assert "Sjörådet, 14 mars 2031" in page
    assert "Ärende" in client.get("/sok/?q=hjälpmedel").content.decode()


def test_nothing_found_says_what_to_try(client, item):
    assert "Pröva färre eller andra ord." in client.get("/sok/?q=giraff").content.decode()


@pytest.mark.parametrize("words", ['"', "* OR", "<b>x</b>", "a" * 5000, "%00"])
def test_any_words_are_answered_and_never_markup(client, item, words):
    answer = client.get("/sok/", {"q": words})
    assert answer.status_code == 200
    assert "<b>x" not in answer.content.decode()


def test_ten_times_as_much_takes_no_more_queries(queries_of, item):
    once = queries_of("/sok/?q=rapport")
    body = a_body("Det flitiga")
    for number in range(1, 11):
        more = an_item(a_meeting(body, date(2030, 1, number)), f"Rapport {number}")
        announce_recorded(more.meeting_id)
    assert queries_of("/sok/?q=rapport") == once
