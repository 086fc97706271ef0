"""The accessibility statement, and reports of what does not work."""

from __future__ import annotations

import re

import pytest
from django.core import signing
from django.test import Client

from handslag.domain.publications.models import FaultReport
from handslag.interfaces.web.public import statement
from tests.signed_in import a_user, signed_in

pytestmark = pytest.mark.django_db

FORM = "/offentligt/tillganglighet/rapportera/"
TOLD = {
    "text": "Tabellen läses i fel ordning.",
    "page": "/offentligt/",
    "contact": "eva@exempel.se",
}


@pytest.fixture(autouse=True)
def _nobody_is_too_quick(monkeypatch):
    monkeypatch.setattr(statement, "SOONEST", -1)


def form_of(browser: Client, query: str = "") -> dict[str, str]:
    answer = browser.get(f"{FORM}{query}")
    assert answer["Cache-Control"] == "no-store"
    assert not answer.cookies
    mark = re.search(r'name="marke" value="([^"]+)"', answer.content.decode())
    assert mark
    return {"marke": mark[1], "webbplats": ""}


def test_the_statement_names_the_law_the_supervisor_and_what_falls_short(client, two_versions):
    page = client.get("/offentligt/tillganglighet/").content.decode()
    for words in (
        "2018:1937",
        "Digg",
        "delvis förenliga",
        "Bilagor som är gjorda någon annanstans",
    ):
        assert words in page
    assert f'href="{FORM}"' in page


def test_a_fault_is_reported_without_account_or_cookie(db):
    browser = Client(enforce_csrf_checks=True)
    answer = browser.post(FORM, form_of(browser) | TOLD, follow=True)
    assert "Tack, det är mottaget" in answer.content.decode()
    kept = FaultReport.objects.get()
    assert (kept.text, kept.page, kept.contact) == tuple(TOLD.values())
    assert not browser.cookies


def test_the_page_one_came_from_stands_in_the_form(client):
    form_of(client)
    page = client.get(f"{FORM}?sida=/offentligt/beslut/").content.decode()
    assert 'value="/offentligt/beslut/"' in page


def test_what_is_missing_is_told_and_nothing_is_lost(client):
    answer = client.post(FORM, form_of(client) | TOLD | {"text": " "})
    assert answer.status_code == 422
    assert "eva@exempel.se" in answer.content.decode()
    assert not FaultReport.objects.exists()


@pytest.mark.parametrize(
    "mark", ["", "påhittat", signing.dumps("fault", salt="annat")], ids=["none", "made up", "other"]
)
def test_a_form_that_is_not_ours_is_not_taken_but_kept_on_the_page(client, mark):
    answer = client.post(FORM, TOLD | {"marke": mark})
    assert answer.status_code == 422
    assert "Det du skrev står kvar" in answer.content.decode()
    assert not FaultReport.objects.exists()


def test_a_form_that_comes_quicker_than_anybody_types_is_asked_again(client, monkeypatch):
    monkeypatch.setattr(statement, "SOONEST", 60)
    answer = client.post(FORM, form_of(client) | TOLD)
    assert answer.status_code == 422
    assert "väldigt fort" in answer.content.decode()


def test_what_a_program_fills_in_blindly_is_passed_over(client):
    answer = client.post(FORM, form_of(client) | TOLD | {"webbplats": "http://x"})
    assert answer.status_code == 302
    assert not FaultReport.objects.exists()


def test_another_site_cannot_send_it(client):
    told = form_of(client) | TOLD
    answer = client.post(FORM, told, headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 403
    assert not FaultReport.objects.exists()


def test_too_many_reports_from_one_place_have_to_wait(client):
    told = form_of(client) | TOLD
    answers = [client.post(FORM, told).status_code for _ in range(6)]
    assert answers == [302] * 5 + [429]


def test_a_coordinator_reads_the_reports_and_settles_them(client):
    client.post(FORM, form_of(client) | TOLD)
    coordinator = signed_in()
    page = coordinator.get("/installningar/felanmalningar/").content.decode()
    assert TOLD["text"] in page
    fault = FaultReport.objects.get()
    address = f"/installningar/felanmalningar/{fault.id}/"
    assert (
        "Inget har ändrats" in coordinator.post(address, {"how": " "}, follow=True).content.decode()
    )
    answer = coordinator.post(address, {"how": "Tabellen är rättad."}, follow=True)
    assert "Ingen felanmälan väntar." in answer.content.decode()
    settled = coordinator.get("/installningar/felanmalningar/?klara=1").content.decode()
    assert "Tabellen är rättad." in settled
    assert coordinator.post("/installningar/felanmalningar/999/", {"how": "x"}).status_code == 404


def test_others_do_not_read_the_reports(db):
    assert signed_in(a_user()).get("/installningar/felanmalningar/").status_code == 403
