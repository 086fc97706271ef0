"""What holds for every page: headers, languages, errors in plain words."""

from __future__ import annotations

import re

import pytest
from django.test import Client, override_settings
from django.urls import path

from handslag.config import urls as real

pytestmark = pytest.mark.django_db

LISTS = [
    *("/", "/moten/", "/beslut/", "/organ/", "/personer/", "/handlingar/", "/granska/", "/sok/"),
    *("/organ/lika/", "/personer/lika/", "/granska/mellan/", "/logg/", "/logg/radera/"),
]


@pytest.mark.parametrize("address", [*LISTS, "/finns-inte/"])
def test_the_browser_may_load_nothing_but_our_own(client, address):
    answer = client.get(address)
    assert answer["Content-Security-Policy"].startswith("default-src 'none'; script-src 'self';")
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Referrer-Policy"] == "same-origin"
    page = answer.content.decode()
    assert not re.search(r'(?:src|href)="(?:https?:)?//', page)
    assert not re.search(r"\sstyle=|\son[a-z]+=|<style|<script(?! defer src=)", page)


@pytest.mark.parametrize("address", LISTS)
def test_a_page_has_one_heading_a_language_and_a_way_past_the_menu(client, address):
    page = client.get(address).content.decode()
    assert page.count("<h1") == 1
    assert '<html lang="sv"' in page
    assert 'href="#innehall"' in page
    assert re.search(r"<title>\s*\S", page)


def test_english_is_chosen_with_a_cookie_and_left_again(client):
    answer = client.post("/sprak/", {"language": "en", "next": "/moten/"})
    assert answer.url == "/moten/"
    page = client.get("/moten/")
    assert '<html lang="en"' in page.content.decode()
    assert "<h1>Meetings</h1>" in page.content.decode()
    assert page["Content-Language"] == "en"
    client.post("/sprak/", {"language": "sv", "next": "/moten/"})
    assert "<h1>Möten</h1>" in client.get("/moten/").content.decode()


def test_the_language_form_leads_nowhere_else(client):
    answer = client.post("/sprak/", {"language": "en", "next": "https://example.org/"})
    assert answer.url == "/"
    assert client.get("/sprak/").status_code == 405


def test_a_page_that_is_not_there(client):
    answer = client.get("/finns-inte/")
    assert answer.status_code == 404
    assert "Här finns ingen sida" in answer.content.decode()


def test_a_form_without_its_mark_is_refused_in_plain_words():
    answer = Client(enforce_csrf_checks=True).post("/organ/1/", {})
    assert answer.status_code == 403
    assert "Formuläret gick inte att ta emot" in answer.content.decode()


def test_a_host_that_is_not_ours_is_refused(client):
    answer = client.get("/", headers={"host": "example.org"})
    assert answer.status_code == 400
    assert "Det gick inte att förstå" in answer.content.decode()


def _broken(request):
    raise RuntimeError("nothing for the reader's eyes")


class Broken:
    urlpatterns = (path("sonder/", _broken), *real.urlpatterns)
    handler400, handler403 = real.handler400, real.handler403
    handler404, handler500 = real.handler404, real.handler500


@override_settings(ROOT_URLCONF=Broken)
def test_a_fault_of_ours_is_told_without_its_insides():
    answer = Client(raise_request_exception=False).get("/sonder/")
    page = answer.content.decode()
    assert answer.status_code == 500
    assert "Något gick fel hos Handslag" in page
    assert "reader" not in page
