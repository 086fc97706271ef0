from __future__ import annotations

from datetime import date

import pytest

from handslag.domain.meetings.queries import bodies
from tests.builders import VIEWER, a_body, a_meeting

pytestmark = pytest.mark.django_db


def test_an_empty_list_says_how_bodies_get_there(client):
    assert "Ett organ läggs upp när" in client.get("/organ/").content.decode()


def test_the_list_tells_meetings_and_the_latest_day(client):
    body = a_body("Länsnätverket", "LN")
    a_meeting(body, date(2031, 3, 14))
    page = client.get("/organ/").content.decode()
    assert "Länsnätverket" in page
    assert "(LN)" in page
    assert "14 mars 2031" in page


def test_a_body_shows_its_meetings_and_names(client):
    body = a_body("Länsnätverket", "LN")
    meeting = a_meeting(body, date(2031, 3, 14))
    page = client.get(f"/organ/{body.id}/").content.decode()
    assert f'href="/moten/{meeting.id}/"' in page
    assert "kallas LN" in page


def test_no_such_body(client):
    assert client.get("/organ/1/").status_code == 404


def changed(client, body, **fields):
    form = {"name": body.name, "short_name": body.short_name, "kind": body.kind, "other_name": ""}
    return client.post(f"/organ/{body.id}/", form | fields)


def test_names_and_kind_can_be_changed(client):
    body = a_body("Lansnatverket")
    answer = changed(client, body, name="Länsnätverket", kind="managers-network")
    assert answer.status_code == 302
    page = client.get(answer.url).content.decode()
    assert "<h1>Länsnätverket</h1>" in page
    assert "Chefsnätverk" in page
    assert "<li>Lansnatverket <form" in page
    assert "Sparat." in page
    assert [row.name for row in bodies(VIEWER)] == ["Länsnätverket"]


def test_a_name_that_is_taken_is_refused_and_what_was_typed_stays(client):
    a_body("Styrgruppen")
    body = a_body("Länsnätverket")
    answer = changed(client, body, other_name="Styrgruppen", short_name="LN")
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Inget har sparats." in page
    assert 'value="LN"' in page
    assert 'value="Styrgruppen"' in page
    body.refresh_from_db()
    assert body.short_name == ""


def test_ten_times_as_many_take_no_more_queries(queries_of):
    body = a_body()
    a_meeting(body)
    listed, one = queries_of("/organ/"), queries_of(f"/organ/{body.id}/")
    for number in range(1, 11):
        a_body(f"Organ {number}")
        a_meeting(body, date(2030, 1, number))
    assert queries_of("/organ/") == listed
    assert queries_of(f"/organ/{body.id}/") == one
