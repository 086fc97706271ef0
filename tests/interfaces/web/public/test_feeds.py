"""Atom feeds: what RFC 4287 asks of a feed and its entries, and tombstones of RFC 6721."""

from __future__ import annotations

import re
from datetime import datetime

import pytest
from lxml import etree

from handslag.domain.publications import actions
from tests.builders import VIEWER, a_body
from tests.domain.publications.making import published

pytestmark = pytest.mark.django_db

ATOM = "{http://www.w3.org/2005/Atom}"
GONE = "{http://purl.org/atompub/tombstones/1.0}deleted-entry"
FEEDS = (
    "/offentligt/flode.atom",
    "/offentligt/beslut/flode.atom",
    "/offentligt/nordnatverket/flode.atom",
)


def feed(client, address: str) -> etree._Element:
    answer = client.get(address)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/atom+xml; charset=utf-8"
    return etree.fromstring(answer.content, etree.XMLParser(resolve_entities=False))


def one(element, name: str) -> str:
    """The text of the one child called so."""
    found = element.findall(f"{ATOM}{name}")
    assert len(found) == 1, (element.tag, name)
    return found[0].text or ""


def moment(words: str) -> datetime:
    found = datetime.fromisoformat(words)
    assert found.tzinfo is not None
    return found


def valid(found: etree._Element) -> None:
    """What RFC 4287, 4.1.1 and 4.1.2, ask for."""
    assert found.tag == f"{ATOM}feed"
    assert found.get("{http://www.w3.org/XML/1998/namespace}lang") == "sv"
    for element in (found, *found.findall(f"{ATOM}entry")):
        assert re.fullmatch(r"tag:testserver,2026:/offentligt/\S+", one(element, "id"))
        assert one(element, "title")
        moment(one(element, "updated"))
        assert element.findtext(f"{ATOM}author/{ATOM}name")
    links = {(link.get("rel"), link.get("href")) for link in found.findall(f"{ATOM}link")}
    assert {rel for rel, _href in links} == {"self", "alternate"}
    names = [one(entry, "id") for entry in found.findall(f"{ATOM}entry")]
    assert len(names) == len(set(names))
    for entry in found.findall(f"{ATOM}entry"):
        alternates = [one for one in entry.findall(f"{ATOM}link") if one.get("rel") == "alternate"]
        assert len(alternates) == 1
        assert alternates[0].get("href", "").startswith("http://testserver/offentligt/")
        assert moment(one(entry, "published")) <= moment(one(entry, "updated"))


@pytest.mark.parametrize("address", FEEDS)
def test_a_feed_has_all_that_the_standard_asks_for(client, body, two_versions, address):
    published(body, kind="notice")
    found = feed(client, address)
    valid(found)
    assert found.findall(f"{ATOM}entry")


@pytest.mark.parametrize("address", FEEDS[:2])
def test_an_empty_feed_is_a_feed_and_stays_as_it_is(client, db, address):
    found = feed(client, address)
    valid(found)
    assert found.findall(f"{ATOM}entry") == []
    assert client.get(address).content == client.get(address).content


def test_an_entry_keeps_its_name_and_is_updated_by_a_correction(client, body):
    meeting_id = published(body)
    before = feed(client, FEEDS[0]).find(f"{ATOM}entry")
    published(body, meeting_id=meeting_id, clause="att avvakta", why="Fel ord.")
    after = feed(client, FEEDS[0]).find(f"{ATOM}entry")
    assert one(before, "id") == one(after, "id")
    assert one(before, "published") == one(after, "published")
    assert moment(one(before, "updated")) < moment(one(after, "updated"))
    assert "Fel ord." in one(after, "summary")


def test_a_withdrawn_one_is_a_tombstone_with_its_reason(client, body):
    meeting_id = published(body)
    name = one(feed(client, FEEDS[0]).find(f"{ATOM}entry"), "id")
    actions.withdraw(viewer=VIEWER, meeting_id=meeting_id, kind="minutes", reason="Fel möte.")
    for address in (FEEDS[0], FEEDS[2]):
        found = feed(client, address)
        assert found.findall(f"{ATOM}entry") == []
        (gone,) = found.findall(GONE)
        assert gone.get("ref") == name
        moment(gone.get("when", ""))
        assert "".join(map(str, gone.itertext())).strip() == "Fel möte."


def test_a_bodys_feed_has_nothing_of_others(client, body):
    published(body)
    published(a_body("Sydrådet"))
    assert len(feed(client, FEEDS[2]).findall(f"{ATOM}entry")) == 1
    assert len(feed(client, FEEDS[0]).findall(f"{ATOM}entry")) == 2
    assert client.get("/offentligt/finns-inte/flode.atom").status_code == 404


def test_a_feed_is_in_swedish_whoever_reads_it(client, two_versions):
    before = client.get(FEEDS[0]).content
    client.cookies["django_language"] = "en"
    assert client.get(FEEDS[0]).content == before


def test_pages_tell_readers_of_feeds_where_they_are(client, two_versions):
    page = client.get("/offentligt/nordnatverket/").content.decode()
    for address in FEEDS:
        assert re.search(
            rf'<link rel="alternate" type="application/atom\+xml" title="[^"]+" href="{address}">',
            page,
        )


def test_the_server_is_called_what_the_installation_says(client, two_versions, settings):
    settings.URL = "https://handslag.exempel.se"
    words = client.get(FEEDS[0]).content.decode()
    assert "tag:handslag.exempel.se,2026:/offentligt/" in words
    assert "testserver" not in words
