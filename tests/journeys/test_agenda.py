"""An agenda in a real browser: ordered by keyboard, by mouse, and without JavaScript."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.papers import NOTICE
from tests.journeys.test_every_page import breaches
from tests.journeys.test_from_paper_to_page import accept, upload


@pytest.fixture(scope="module")
def _meeting(browser, address, entered):
    page = browser.new_page(base_url=address, storage_state=entered)
    upload(page, "kallelse.txt", NOTICE.encode())
    accept(page)
    for heading in ("Alfa", "Beta", "Gamma"):
        page.goto("/moten/1/dagordning/ny/")
        page.get_by_label("Rubrik", exact=True).fill(heading)
        page.get_by_label("Minuter").fill("20")
        page.get_by_role("button", name="Lägg till punkten", exact=True).click()
    page.close()


def headings(page: Page) -> list[str]:
    return page.locator(".agenda-item .title").all_inner_texts()


def opened(open_page, **wishes) -> Page:
    page = open_page(**wishes)
    page.goto("/moten/1/dagordning/")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Dagordning för")
    return page


@pytest.mark.usefixtures("_meeting")
def test_an_item_is_moved_by_keyboard_told_of_and_keeps_the_focus(open_page):
    page = opened(open_page)
    before = headings(page)
    button = page.get_by_role("button", name=f"Flytta ned {before[0]}")
    button.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#flyttad")).to_contain_text("står nu på plats 2 av")
    assert headings(page)[:2] == [before[1], before[0]]
    expect(page.get_by_role("button", name=f"Flytta ned {before[0]}")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#flyttad")).to_contain_text("står nu på plats 3 av")
    page.reload()
    assert headings(page)[2] == before[0]


@pytest.mark.usefixtures("_meeting")
def test_an_item_is_dragged_to_its_place(open_page):
    page = opened(open_page)
    before = headings(page)
    grips = page.locator("[data-grip]")
    expect(grips.first).to_be_visible()
    start, end = grips.nth(0).bounding_box(), grips.nth(2).bounding_box()
    assert start
    assert end
    page.mouse.move(start["x"] + 8, start["y"] + 8)
    page.mouse.down()
    for step in range(1, 13):
        page.mouse.move(start["x"] + 8, start["y"] + 8 + (end["y"] + 30 - start["y"]) * step / 12)
    page.mouse.up()
    expect(page.locator("#flyttad")).to_contain_text(f"{before[0]} står nu på plats")
    page.reload()
    assert headings(page)[0] == before[1]
    assert headings(page).index(before[0]) in (1, 2)


@pytest.mark.usefixtures("_meeting")
def test_an_item_is_moved_without_javascript(open_page):
    page = opened(open_page, java_script_enabled=False)
    before = headings(page)
    page.get_by_role("button", name=f"Flytta upp {before[1]}").click()
    expect(page.get_by_text("står nu på plats 1 av")).to_be_visible()
    assert headings(page)[:2] == [before[1], before[0]]


@pytest.mark.usefixtures("_meeting")
def test_two_who_order_at_once_see_both_orders_on_a_page_for_everybody(
    open_page, browser, address, entered
):
    # a browser complains of every refusal, so the one that is refused is not watched
    refused = browser.new_context(base_url=address, storage_state=entered)
    one, other = opened(open_page), opened(refused.new_page)
    before = headings(one)
    one.get_by_role("button", name=f"Flytta ned {before[0]}").click()
    expect(one.locator("#flyttad")).to_contain_text("står nu på plats 2 av")
    button = other.get_by_role("button", name=f"Flytta ned {before[1]}")
    with other.expect_response("**/dagordning/") as answered:
        button.click()
    assert answered.value.status == 409
    expect(other.get_by_role("heading", name="Din ordning")).to_be_visible()
    assert breaches(other) == []
    other.get_by_role("button", name="Använd min ordning").click()
    expect(other.get_by_role("heading", name="Din ordning")).to_have_count(0)
    refused.close()
