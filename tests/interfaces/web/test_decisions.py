from __future__ import annotations

from datetime import date

import pytest

from handslag.domain.matters.models import ClauseAction
from tests.builders import a_body, a_clause, a_meeting, a_whole_meeting, an_item

pytestmark = pytest.mark.django_db


@pytest.fixture
def north():
    north, south = a_body("Nordrådet"), a_body("Sydrådet")
    early = an_item(a_meeting(north, date(2030, 5, 6)), "Läkaravtal")
    late = an_item(a_meeting(south, date(2031, 2, 3)), "Budget")
    a_clause(early, "att godkänna punkterna", side="region", scope="regionen")
    a_clause(early, "att avslå punkt 3", action=ClauseAction.REJECT, side="municipalities")
    a_clause(late, "att lägga rapporten till handlingarna", action=ClauseAction.NOTE)
    return north


def test_an_empty_list_says_how_decisions_get_there(client):
    assert "att-sats för att-sats" in client.get("/beslut/").content.decode()


@pytest.mark.parametrize(
    ("query", "count", "shown"),
    [
        ("", "3 beslut", "att godkänna punkterna"),
        ("?ar=2031", "1 beslut", "att lägga rapporten"),
        ("?gor=reject", "1 beslut", "att avslå punkt 3"),
        ("?part=region", "1 beslut", "för regionen"),
        ("?ord=rapporten", "1 beslut", "att lägga rapporten"),
        ("?gor=nonsens&part=nonsens", "3 beslut", "att avslå punkt 3"),
    ],
)
def test_sifting(client, north, query, count, shown):
    page = client.get(f"/beslut/{query}").content.decode()
    assert count in page
    assert shown in page


def test_sifting_by_body_shows_what_was_chosen(client, north):
    page = client.get(f"/beslut/?organ={north.id}").content.decode()
    assert "2 beslut" in page
    assert f'<option value="{north.id}" selected>Nordrådet</option>' in page


def test_nothing_found_leads_back(client, north):
    page = client.get("/beslut/?ord=giraff").content.decode()
    assert "Inget beslut stämmer med det du valde." in page
    assert 'value="giraff"' in page


def test_htmx_gets_the_list_alone(client, north):
    part = client.get("/beslut/?ar=2030", headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in part
    assert "2 beslut" in part


def test_going_back_gets_the_whole_page(client, north):
    headers = {"HX-Request": "true", "HX-History-Restore-Request": "true"}
    assert "<html" in client.get("/beslut/", headers=headers).content.decode()


def test_ten_times_as_many_take_no_more_queries(queries_of):
    a_whole_meeting(1)
    once = queries_of("/beslut/")
    a_whole_meeting(10, body=a_body("Det flitiga"))
    assert queries_of("/beslut/") == once
