"""The one who is signed in is the one who looks; a stranger is shown the way in."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from handslag.domain.access.roles import Role
from handslag.domain.accounts.models import Grant
from tests.signed_in import PASSWORD, WHO_LOOKS, a_coordinator, a_user, signed_in

pytestmark = pytest.mark.django_db

NOWHERE = "/finns-inte/"


def test_a_stranger_who_reads_is_asked_to_sign_in_and_comes_back():
    a_coordinator(email="vera@exempel.se", password=PASSWORD)
    browser = Client()
    answer = browser.get("/granska/?sida=2")
    assert answer.status_code == 302
    assert answer.headers["Location"] == "/logga-in/?next=/granska/%3Fsida%3D2"
    form = {"login": "Vera@Exempel.se", "password": PASSWORD, "next": "/granska/?sida=2"}
    answer = browser.post("/logga-in/", form)
    assert answer.headers["Location"] == "/granska/?sida=2"
    assert browser.get("/granska/").status_code == 200


@pytest.mark.parametrize("elsewhere", ["https://ond.exempel/", "//ond.exempel/", "javascript:1"])
def test_signing_in_leads_to_no_other_server(elsewhere):
    a_coordinator(email="vera@exempel.se", password=PASSWORD)
    form = {"login": "vera@exempel.se", "password": PASSWORD, "next": elsewhere}
    assert Client().post("/logga-in/", form).headers["Location"] == "/"


def test_a_stranger_who_sends_a_form_is_told_to_sign_in():
    answer = Client().post("/handlingar/", {})
    assert answer.status_code == 403
    assert "Du måste logga in" in answer.content.decode()


def test_a_part_of_a_page_sends_the_whole_page_to_sign_in():
    asked = {"HX-Request": "true", "HX-Current-URL": "http://testserver/granska/?sida=2"}
    answer = Client().get("/granska/?sida=3", headers=asked)
    assert answer.headers["HX-Redirect"] == "/logga-in/?next=/granska/%3Fsida%3D2"
    answer = Client().post("/granska/tillsammans/", headers=asked)
    assert answer.headers["HX-Redirect"] == "/logga-in/?next=/granska/%3Fsida%3D2"


def test_a_part_of_a_page_that_somebody_may_not_have_is_a_message_on_the_page():
    answer = signed_in(a_user()).get("/granska/", headers={"HX-Request": "true"})
    assert answer.status_code == 403
    assert answer.headers["HX-Retarget"] == "#besked"
    words = answer.content.decode()
    assert "samordnare" in words
    assert "<html" not in words


def test_somebody_without_a_role_is_told_who_may():
    answer = signed_in(a_user()).get("/granska/")
    assert answer.status_code == 403
    assert "samordnare" in answer.content.decode()


def test_a_role_holds_from_its_first_day_to_its_last():
    user = a_user()
    Grant.objects.create(
        user=user, role=Role.COORDINATOR, since=date(2020, 1, 1), until=date(2020, 12, 31)
    )
    assert signed_in(user).get("/granska/").status_code == 403


def test_a_closed_account_is_a_stranger_at_once():
    user = a_coordinator()
    browser = signed_in(user)
    user.is_active = False
    user.save()
    assert browser.get("/granska/").status_code == 302


def test_it_costs_two_queries_to_know_who_looks():
    browser = signed_in(a_coordinator())
    with CaptureQueriesContext(connection) as captured:
        assert browser.get(NOWHERE).status_code == 404
    assert len(captured) == WHO_LOOKS


def test_a_stranger_costs_no_query():
    with CaptureQueriesContext(connection) as captured:
        Client().get(NOWHERE)
    assert len(captured) == 0
