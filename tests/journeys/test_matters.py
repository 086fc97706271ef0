"""From the start page to a matter and what became of it, with the keyboard alone."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import serving
from tests.journeys.test_every_page import breaches
from tests.journeys.told import a_matter_referred

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

FOCUSED = "(document.activeElement.getAttribute('aria-label') || document.activeElement.innerText)"
MOST_STOPS = 120


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("data")


@pytest.fixture(scope="module")
def address(folder) -> Iterator[str]:
    with serving(folder) as where:
        yield where


@pytest.fixture(scope="module")
def matter(address, folder) -> str:
    assert address
    return f"/arenden/{a_matter_referred(folder)}/"


def tab_to(page: Page, words: str) -> None:
    """Press Tab until what has the focus says so."""
    for _stop in range(MOST_STOPS):
        page.keyboard.press("Tab")
        if (page.evaluate(FOCUSED) or "").strip().startswith(words):
            return
    pytest.fail(f"no stop says {words!r}")


def tab_to_field(page: Page, name: str) -> None:
    """Press Tab until the focus is in the field called so."""
    for _stop in range(MOST_STOPS):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.name || ''") == name:
            return
    pytest.fail(f"no stop is the field {name!r}")


def test_a_mail_takes_it_back_and_its_status_changes(open_page, matter):
    page = open_page()
    page.goto("/")
    expect(page.get_by_role("heading", name="Ärenden som väntas tillbaka")).to_be_visible()
    tab_to(page, "Utvärdering av hjälpmedelsavtalet")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{matter}")
    lead = page.locator(".standing")
    expect(lead).to_contain_text("Hänskjutet till Välfärdsrådet i Norr")
    tab_to(page, "Anteckna vad som hänt")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{matter}hande/")
    tab_to_field(page, "kind")
    while page.evaluate("document.activeElement.value") != "taken-back":
        page.keyboard.press("ArrowUp")
    tab_to_field(page, "text")
    page.keyboard.type("Kommunerna har inte hunnit förankra frågan hemma.")
    tab_to_field(page, "to_body")
    page.keyboard.type("Nordn")
    tab_to_field(page, "to_date")
    page.keyboard.type("04032030")
    tab_to(page, "Spara det som hände")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(rf"{matter}#steg-\d+"))
    expect(lead).to_contain_text("Tas upp i Nordnätverket onsdag 3 april 2030.")
    expect(page.get_by_text("Återtaget till Nordnätverket")).to_be_visible()
    assert breaches(page) == []


def test_a_mark_of_the_picture_leads_to_the_same_in_words(open_page, matter):
    page = open_page()
    page.goto(matter)
    stop = page.locator(".line-of-time.across a.stop").first
    where = stop.get_attribute("href") or ""
    stop.focus()
    page.keyboard.press("Enter")
    expect(page.locator(f"[id='{where.removeprefix('#')}']")).to_be_in_viewport()


def test_a_phone_and_paper_show_the_way_from_the_top_down(open_page, matter):
    page = open_page(viewport={"width": 360, "height": 740})
    page.goto(matter)
    expect(page.locator(".line-of-time.across")).to_be_hidden()
    expect(page.locator(".line-of-time.down")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert breaches(page) == []
    page.set_viewport_size({"width": 1280, "height": 900})
    page.emulate_media(media="print")
    expect(page.locator(".line-of-time.down")).to_be_visible()
    expect(page.locator(".line-of-time.across")).to_be_hidden()
