"""A member opens what the own municipality owes before a pre-meeting, by keyboard alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pypdfium2
import pytest
from playwright.sync_api import Page, expect

from tests.journeys.called import MEMBER, a_called_member
from tests.journeys.conftest import serving
from tests.journeys.test_every_page import breaches
from tests.journeys.test_members import sign_in

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

LINK = "Norrviks kommun: att göra och vänta på"
MOST_STEPS = 60


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("data")


@pytest.fixture(scope="module")
def address(folder) -> Iterator[str]:
    with serving(folder) as where:
        yield where


@pytest.fixture(scope="module")
def meeting(address, folder) -> int:
    assert address
    return a_called_member(folder)


@pytest.fixture(params=[1280, 360], ids=["wide", "phone"])
def member(request, browser, address, meeting) -> Iterator[Page]:
    assert meeting
    context = browser.new_context(
        base_url=address,
        viewport={"width": request.param, "height": 800},
        reduced_motion="reduce",
    )
    page = context.new_page()
    page.set_default_timeout(45_000)
    sign_in(page, MEMBER)
    page.goto("/")
    yield page
    context.close()


def go_to(page: Page, words: str) -> None:
    """Press Tab until the link that says so has the focus."""
    link = page.get_by_role("link", name=words).first
    expect(link).to_be_visible()
    for _step in range(MOST_STEPS):
        page.keyboard.press("Tab")
        if link.evaluate("one => one === document.activeElement"):
            return
    raise AssertionError(words)


def test_a_member_finds_what_is_owed_and_answers_it(member, meeting):
    page = member
    go_to(page, LINK)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1, name="Norrviks kommun")).to_be_visible()
    expect(page.get_by_role("heading", name="Att göra")).to_be_visible()
    row = page.get_by_role("row").filter(has_text="Svara på kallelsen")
    expect(row).to_contain_text("Nora Norr")
    expect(row).to_contain_text("Länsnätverket")
    page.goto("/jag/")
    go_to(page, "Svara på kallelsen")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/mina-moten/{meeting}/")


def test_the_sheet_is_fetched_by_keyboard_and_is_one_page(member):
    page = member
    page.goto("/jag/")
    with page.expect_download() as fetched:
        go_to(page, "Skriv ut på ett blad (PDF)")
        page.keyboard.press("Enter")
    document = pypdfium2.PdfDocument(fetched.value.path())
    assert len(document) == 1
    assert "Nora Norr" in document[0].get_textpage().get_text_bounded()


def test_the_pages_can_be_used_by_everybody(member):
    page = member
    for path in ("/jag/", "/organisationer/1/", "/organ/1/att-gora/"):
        page.goto(path)
        assert breaches(page) == [], path
        wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert wide <= 0, path


def test_on_paper_there_is_nothing_to_press(member):
    page = member
    page.goto("/jag/")
    page.emulate_media(media="print")
    expect(page.get_by_role("link", name="Skriv ut på ett blad (PDF)")).to_be_hidden()
    expect(page.get_by_role("heading", name="Att göra")).to_be_visible()
