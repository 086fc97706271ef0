"""A meeting that is held, followed in a real browser: what comes, what is told, what is lost."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.installations import environment
from tests.journeys.conftest import serving
from tests.journeys.test_every_page import breaches

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Page

FOLLOW, SCREEN = "/moten/1/folj/", "/moten/1/skarm/"

MAKE = """
from datetime import timedelta
from django.utils import timezone
from handslag.domain.base.states import PublicationState
from handslag.domain.matters.writing import actions as writing
from handslag.domain.meetings.agenda import actions as agenda
from handslag.domain.meetings.agenda.told import ItemTold, PresenterTold
from handslag.domain.matters.preparing.actions import propose
from handslag.domain.meetings.room import actions as room
from handslag.domain.registry.models import MembershipRole
from tests.builders import VIEWER, a_body, a_membership, a_name, a_principal
from tests.domain.agenda.making import a_planned_meeting

body = a_body("Länsnätverket för chefer")
for number, name in enumerate(("Norrviks kommun", "Söderby kommun", "Region Norrland")):
    principal = a_principal(name, "region" if number == 2 else "municipality")
    a_membership(body, a_name(f"Ledamot {number}").person, MembershipRole.MEMBER,
                 principal=principal)
meeting = a_planned_meeting(body, timezone.localdate(), planned_place="Folkets hus, Norrvik",
                            planned_state=PublicationState.SHARED)
for heading in ("Mötets öppnande", "Överenskommelse om hemsjukvård och hjälpmedel 2032-2035",
                "Remiss om trygghetslarm"):
    told = ItemTold(heading=heading, minutes=15,
                    presenters=(PresenterTold(name="Moa Lind", title="strateg"),))
    item = agenda.add_item(viewer=VIEWER, meeting_id=meeting.id, told=told)
    propose(viewer=VIEWER, item_id=item, by="Styrgruppen",
            points=("Anta överenskommelsen för åren 2032 till 2035.",
                    "Fördela kostnaden efter folkmängd."))
room.open_room(viewer=VIEWER, meeting_id=meeting.id)
"""

ITEMS = """
from handslag.domain.meetings.models import AgendaItem
from handslag.domain.meetings.room import actions as room
from handslag.domain.meetings.room.queries import following
from handslag.domain.matters.writing import actions as writing
from handslag.domain.matters.writing.told import ClauseWritten
from tests.builders import VIEWER
items = list(AgendaItem.objects.order_by("order"))
def begin(place):
    at = following(VIEWER, 1).item_id
    room.begin_item(viewer=VIEWER, meeting_id=1, item_id=items[place].id, seen=str(at or ""))
def decide(place, text):
    writing.write_clause(viewer=VIEWER, item_id=items[place].id, told=ClauseWritten(text=text),
                         decision_id=None)
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("held")


@pytest.fixture(scope="module")
def address(folder) -> Iterator[str]:
    with serving(folder) as where:
        in_the_room(folder, MAKE)
        yield where


def in_the_room(folder: Path, words: str) -> None:
    """What the secretary does meanwhile."""
    subprocess.run(
        [sys.executable, "-c", f"import django\ndjango.setup()\n{words}"],
        env=environment(folder) | {"DJANGO_SETTINGS_MODULE": "handslag.config.settings"},
        check=True,
    )


def go(page: Page, path: str) -> None:
    page.goto(path)
    expect(page.locator("h1")).to_be_visible()


def test_what_happens_in_the_room_comes_by_itself(open_page, folder):
    page, screen = open_page(), open_page()
    go(page, FOLLOW)
    go(screen, SCREEN)
    expect(page.get_by_role("heading", name="Mötet har inte börjat")).to_be_visible()
    in_the_room(folder, ITEMS + "begin(1)")
    now = page.locator("#folj-nu")
    expect(now).to_contain_text("Överenskommelse om hemsjukvård")
    expect(now).to_contain_text("15 minuter kvar")
    expect(now).to_contain_text("Fördela kostnaden efter folkmängd.")
    said = page.locator("[data-said]")
    expect(said).to_have_text("Nu: 2. Överenskommelse om hemsjukvård och hjälpmedel 2032-2035")
    expect(page.get_by_role("row", name="Söderby kommun")).to_contain_text("1")
    expect(screen.locator("h1")).to_contain_text("Överenskommelse")
    in_the_room(folder, ITEMS + "decide(1, 'att anta överenskommelsen för regionen')")
    expect(now).to_contain_text("att anta överenskommelsen för regionen")
    expect(screen.locator(".decided")).to_contain_text("att anta överenskommelsen")
    expect(said).to_have_text("Nu: 2. Överenskommelse om hemsjukvård och hjälpmedel 2032-2035")


def test_a_lost_connection_is_told_and_the_page_goes_on(browser, address, entered, folder):
    # a page of its own: here the browser itself complains, as it should
    context = browser.new_context(base_url=address, storage_state=entered)
    page = context.new_page()
    go(page, FOLLOW)
    page.route(f"**{FOLLOW}", lambda route: route.fulfill(status=503, body="full"))
    told = page.locator("[data-connection]")
    expect(told).to_contain_text("Förbindelsen är borta sedan kl.")
    page.unroute(f"**{FOLLOW}")
    in_the_room(folder, ITEMS + "begin(2)")
    page.get_by_role("link", name="Uppdatera").click()
    expect(page.locator("#folj-nu")).to_contain_text("Remiss om trygghetslarm")
    expect(told).not_to_contain_text("Förbindelsen är borta")
    context.close()


def test_the_screen_is_left_by_keyboard(open_page):
    page = open_page()
    go(page, SCREEN)
    page.keyboard.press("Escape")
    page.wait_for_url(f"**{FOLLOW}")


@pytest.mark.parametrize("path", [FOLLOW, SCREEN])
def test_it_can_be_used_by_everybody(open_page, path):
    page = open_page()
    go(page, path)
    assert breaches(page) == []
    page.emulate_media(color_scheme="dark")
    assert breaches(page) == []
    page.set_viewport_size({"width": 360, "height": 740})
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert breaches(page) == []


def test_without_javascript_a_link_shows_what_is_new(open_page, folder):
    page = open_page(java_script_enabled=False)
    go(page, FOLLOW)
    in_the_room(folder, ITEMS + "begin(0)")
    page.get_by_role("link", name="Uppdatera").click()
    expect(page.locator("#folj-nu")).to_contain_text("Mötets öppnande")
    go(page, SCREEN)
    expect(page.locator("h1")).to_contain_text("Mötets öppnande")
