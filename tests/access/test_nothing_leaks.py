"""Whatever is not published comes out of the public side by no page, feed, search or download."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.test import Client, override_settings
from django.urls import reverse

from handslag.domain.publications.models import Publication, PublishedVersion
from handslag.output.search.models import PublishedEntry
from handslag.output.search.published.queries import search_published
from tests.access.leaking import (
    HIDDEN,
    SHOWN,
    Installation,
    an_installation,
    crawl,
    marks,
    words_of,
)
from tests.access.routes import ROUTES
from tests.access.test_every_address import WHO, address
from tests.signed_in import signed_in

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.access.world import World


@pytest.fixture(scope="module")
def _installed(_made, django_db_blocker) -> Installation:
    """Made once for all the tests here, in the transaction of the world itself."""
    world, files = _made
    with django_db_blocker.unblock(), override_settings(FILES=files):
        return an_installation(world)


@pytest.fixture
def installation(_installed, world, monkeypatch) -> Installation:
    monkeypatch.setattr("handslag.interfaces.web.kit.limits._taken", lambda *_any: 0.0)
    return _installed


_seen_by_strangers: dict[str, str] = {}


def pages_of_strangers() -> dict[str, str]:
    """All that a stranger can come to; walked once."""
    if not _seen_by_strangers:
        _seen_by_strangers.update(crawl(Client()))
    return _seen_by_strangers


def every_version() -> Iterator[str]:
    """Addresses of everything that was ever published, whether anything leads there or not."""
    for row in Publication.objects.select_related("body"):
        meeting = row.day.isoformat() + (f"-{row.nth}" if row.nth > 1 else "")
        one = [row.body.slug, meeting, row.kind]
        yield reverse("public:meeting", args=one[:2])
        yield reverse("public:publication", args=one)
        for number in range(1, 5):
            yield reverse("public:version", args=[*one, number])
            yield reverse("public:difference", args=[*one, number])
            for name in ("protokoll.pdf", "bilaga-1.docx", "protokoll.txt", "annat.pdf"):
                yield reverse("public:file", args=[*one, number, name])


def odd_addresses(world: World) -> Iterator[str]:
    """What somebody may try: bodies that published nothing, other days, nonsense."""
    yield from ("/offentligt/x", "/offentligt/bortanatverket/", "/offentligt/bortanatverket/x/")
    for meeting in world.meetings:
        day = meeting.date.isoformat()
        for slug in ("hemnatverket", "bortanatverket"):
            yield f"/offentligt/{slug}/{day}/"
            yield f"/offentligt/{slug}/{day}/protokoll/"
            yield f"/offentligt/{slug}/{day}/kallelse/version/1/"


def leaks(installation: Installation, said: str, but: str = "") -> dict[str, str]:
    found = marks(said, HIDDEN) - marks(but, HIDDEN)
    return {mark: installation.hidden.get(mark, "?") for mark in found}


def test_there_is_much_to_hide_and_something_to_show(installation):
    kinds = {where.partition(".")[0] for where in installation.hidden.values()}
    assert {"meetings", "matters", "registry", "documents", "accounts", "intake"} <= kinds
    for where in (
        *("meetings.PrivateNote.text", "meetings.MinutesComment.text", "meetings.Discussion.text"),
        *("meetings.Correction.reason", "matters.Clause.text", "search.Entry.text"),
        *("withdrawn", "suppressed", "fault report", "publications.FaultReport.text"),
    ):
        assert where in installation.hidden.values(), where
    assert len(installation.hidden) > 500
    assert len(installation.shown) > 20


def test_all_that_can_be_come_to_shows_what_is_published_and_nothing_else(installation):
    pages = pages_of_strangers()
    assert len(pages) > 40
    assert {at: found for at, said in pages.items() if (found := leaks(installation, said))} == {}
    told = "\n".join(pages.values())
    assert installation.shown - marks(told, SHOWN) == set()


def test_downloads_are_looked_into(installation):
    pages = pages_of_strangers()
    for ending in (".pdf", ".docx", ".txt"):
        files = [
            said for at, said in pages.items() if "/hemnatverket/" in at and at.endswith(ending)
        ]
        assert files
        assert all(marks(said, SHOWN) for said in files)


def test_what_was_withdrawn_or_suppressed_is_nowhere_not_even_where_it_stood(installation, world):
    browser = Client()
    for at in (*every_version(), *odd_addresses(world)):
        for way in ("get", "head", "options", "post"):
            answer = getattr(browser, way)(at)
            assert answer.status_code in {200, 301, 404, 405, 410}, (way, at)
            assert leaks(installation, words_of(answer)) == {}, (way, at)
    assert PublishedVersion.objects.filter(suppressed_at__isnull=False).exists()


def test_searching_for_the_very_words_finds_what_is_published_alone(installation):
    browser = Client()
    indexed = "\n".join(map(str, PublishedEntry.objects.values_list()))
    assert marks(indexed, SHOWN)
    assert leaks(installation, indexed) == {}
    for place, (mark, where) in enumerate(installation.hidden.items()):
        if place % 25 and where not in {"withdrawn", "suppressed", "fault report"}:
            continue  # what stands in no row of the index, and never stood there
        assert search_published(mark).total == 0, (mark, where)
        for at, name in (("/offentligt/sok/", "q"), ("/offentligt/beslut/", "ord")):
            answer = browser.get(at, {name: mark})
            assert answer.context["listing"].total == 0, (mark, where)
            assert leaks(installation, words_of(answer), but=mark) == {}
    found = {mark for mark in installation.shown if search_published(mark).total}
    assert len(found) > 10


@pytest.mark.parametrize("who", [who for who in WHO if who != "stranger"])
def test_the_public_side_shows_no_more_to_whoever_is_signed_in(installation, world, who):
    pages = crawl(signed_in(world.users[who]))
    strangers = pages_of_strangers()
    assert pages.keys() == strangers.keys()
    assert {at for at in pages if leaks(installation, pages[at])} == set()
    for at in pages:
        mine, others = (said.split("\n\n", 1)[-1] for said in (pages[at], strangers[at]))
        assert marks(mine, SHOWN) == marks(others, SHOWN)


def test_faults_and_refusals_show_nothing_either(installation):
    browser = Client(raise_request_exception=False)
    for at in (
        "/offentligt/%00/",
        "/offentligt/hemnatverket/2031-01-01/protokoll/version/0/",
        "/offentligt/hemnatverket/9999-99-99/protokoll/",
        "/offentligt/beslut/?sida=999999999999",
        "/offentligt/sok/?q=%00&sida=-1",
        "/offentligt/hemnatverket/?ar=99999999",
    ):
        assert leaks(installation, words_of(browser.get(at))) == {}
    assert (
        leaks(installation, words_of(browser.get("/offentligt/", headers={"host": "x.se"}))) == {}
    )


def test_strangers_at_the_desk_see_none_of_it(installation, world):
    browser = Client()
    for name, row in ROUTES.items():
        if not name.startswith("desk:") or name in OF_THE_PLAN:
            continue
        for case in row.cases(world):
            said = words_of(browser.get(address(name, case)))
            assert leaks(installation, said, but=str(case.query)) == {}, (name, case)


OF_THE_PLAN = {
    # when a body that has shown its plan meets is told of as it is now: that is what a plan is for
    *("desk:this-year", "desk:year", "desk:county-calendar", "desk:body-calendar"),
}
