"""How public pages are answered: no cookies, the same for all, cheaply asked anew."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.builders import a_body
from tests.domain.publications.making import a_file, published
from tests.signed_in import signed_in

pytestmark = pytest.mark.django_db

ONE = "/offentligt/nordnatverket/2031-02-03/protokoll/"
PAGES = (
    *("/offentligt/", "/offentligt/organ/", "/offentligt/beslut/", "/offentligt/sok/?q=avtal"),
    *("/offentligt/flode.atom", "/offentligt/beslut/flode.atom", "/offentligt/tillganglighet/"),
    *("/offentligt/nordnatverket/", "/offentligt/nordnatverket/flode.atom"),
    *("/offentligt/nordnatverket/2031-02-03/", ONE, f"{ONE}version/1/", f"{ONE}skillnad/2/"),
    *("/robots.txt", "/sitemap.xml"),
)
TABLES = re.compile(r'(?:FROM|JOIN|UPDATE|INTO)\s+"?(\w+)', re.IGNORECASE)
ITS_OWN = ("publications_", "search_published")


@pytest.mark.parametrize("address", PAGES)
def test_a_page_sets_no_cookie_and_may_be_kept_for_a_while(client, two_versions, address):
    answer = client.get(address)
    assert answer.status_code == 200
    assert not answer.cookies
    assert answer["Cache-Control"].startswith("public, max-age=")
    assert answer["Vary"] == "Cookie"
    assert "<script" not in answer.content.decode()


@pytest.mark.parametrize("address", PAGES)
def test_a_page_is_told_to_be_the_same_until_something_is_published(
    client, body, two_versions, address
):
    mark = client.get(address)["ETag"]
    again = client.get(address, headers={"If-None-Match": f'"annat", {mark}'})
    assert again.status_code == 304
    assert again.content == b""
    published(body)
    assert client.get(address, headers={"If-None-Match": mark}).status_code == 200


@pytest.mark.parametrize("address", PAGES)
def test_nothing_is_asked_but_what_is_published(client, two_versions, address):
    with CaptureQueriesContext(connection) as captured:
        client.get(address)
    tables = {table for one in captured for table in TABLES.findall(one["sql"])}
    assert {table for table in tables if not table.startswith(ITS_OWN)} == set()
    assert tables


def test_a_file_too_is_found_in_the_publications_own_tables(client, two_versions):
    with CaptureQueriesContext(connection) as captured:
        b"".join(client.get(f"{ONE}version/1/protokoll.pdf").streaming_content)
    tables = {table for one in captured for table in TABLES.findall(one["sql"])}
    assert tables
    assert all(table.startswith(ITS_OWN) for table in tables)


@pytest.mark.parametrize("address", PAGES)
def test_whoever_is_signed_in_gets_the_same_page_and_is_asked_nothing(
    client, two_versions, address
):
    known = signed_in()
    cookies = dict(known.cookies)
    with CaptureQueriesContext(connection) as captured:
        page = known.get(address)
    assert page.content == client.get(address).content
    assert dict(known.cookies) == cookies
    tables = {table for one in captured for table in TABLES.findall(one["sql"])}
    assert all(table.startswith(ITS_OWN) for table in tables)


@pytest.mark.parametrize("address", PAGES)
def test_ten_times_the_data_costs_no_more_queries(client, body, two_versions, address):
    def cost() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address).status_code == 200
        return len(captured)

    before = cost()
    for number in range(9):
        other = a_body(f"Råd {number}")
        for _ in range(3):
            meeting_id = published(other, files=(a_file(),))
            published(other, meeting_id=meeting_id, kind="notice")
            published(body)
    assert cost() == before
    assert before <= 13


def test_the_language_is_chosen_without_a_form_mark_and_published_words_stay_swedish(
    client, two_versions
):
    strict = type(client)(enforce_csrf_checks=True)
    answer = strict.post("/offentligt/sprak/", {"language": "en", "next": ONE})
    assert answer.url == ONE
    assert set(answer.cookies) == {"django_language"}
    page = strict.get(ONE)
    assert '<html lang="en"' in page.content.decode()
    assert '<div lang="sv" class="paper">' in page.content.decode()
    assert page["ETag"] != client.get(ONE)["ETag"]
    assert strict.post("/offentligt/sprak/", {"language": "en", "next": "https://x.se/"}).url == "/"


@pytest.mark.parametrize(
    "address", ["/", "/moten/", "/beslut/", "/logga-in/", "/sok/", "/finns-inte/"]
)
def test_the_desk_and_the_door_are_not_to_be_listed(client, db, address):
    assert client.get(address)["X-Robots-Tag"] == "noindex, nofollow"


@pytest.mark.parametrize("address", PAGES)
def test_a_page_that_is_listed_says_where_it_stands(client, two_versions, address):
    answer = client.get(address)
    if not answer["Content-Type"].startswith("text/html"):
        return
    canonical = re.findall(r'<link rel="canonical" href="([^"]+)">', answer.content.decode())
    if answer["X-Robots-Tag"] == "all":
        assert len(canonical) == 1
        assert canonical[0].startswith("http://testserver/offentligt/")
    else:
        assert canonical == []
        assert '<meta name="robots" content="noindex">' in answer.content.decode()


def test_the_site_map_holds_what_is_shown_and_robots_leads_to_it(client, two_versions):
    robots = client.get("/robots.txt").content.decode()
    assert "Sitemap: http://testserver/sitemap.xml" in robots
    assert "Disallow: /offentligt/sok/" in robots
    page = client.get("/sitemap.xml").content.decode()
    assert f"<loc>http://testserver{ONE}</loc><lastmod>" in page
    assert "version/" not in page
    assert "skillnad/" not in page


def test_other_ways_of_asking_are_refused(client, two_versions):
    assert client.post(ONE).status_code == 405
    head = client.head(ONE)
    assert head.status_code == 200
    assert head.content == b""
