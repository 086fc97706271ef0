"""What no database keeps is refused at the door, in words."""

from __future__ import annotations

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("address", ["/lank/a%00b/", "/%00", "/moten/%00"])
def test_a_sign_that_no_database_keeps_is_refused(client, address):
    for browser in (client, Client()):
        answer = browser.get(address)
        assert answer.status_code == 400
        assert "Det gick inte att förstå" in answer.content.decode()


def test_nor_is_it_taken_in_a_form_or_a_cookie(client):
    assert client.post("/logga-in/", {"login": "a\0b", "password": "c"}).status_code == 400
    assert client.post("/sprak/", {"a\0b": "c"}).status_code == 400
    assert client.get("/moten/", headers={"cookie": 'session="a\\000b"'}).status_code == 400


def test_other_odd_signs_are_text(client):
    assert client.get("/sok/?q=%01%7F%C2%85%E2%80%AE%ED%A0%80%FF").status_code == 200
