"""What is pressed in the room is done once and as it was meant, however late answers come."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.fake_room import FakeRoom, fake_room

if TYPE_CHECKING:
    from playwright.sync_api import APIResponse, Request, Route


@pytest.fixture
def room():
    with fake_room() as made:
        yield made


@pytest.fixture
def page(browser, room: FakeRoom):
    context = browser.new_context(base_url=room.address, reduced_motion="reduce")
    page = context.new_page()
    page.goto("/")
    expect(saved(page)).to_have_text("Allt är sparat. Det du skriver sparas medan du skriver.")
    page.wait_for_load_state("networkidle")
    yield page
    context.unroute_all(behavior="ignoreErrors")
    context.close()


def saved(page: Page):
    return page.locator("[data-status]")


def discussion(page: Page):
    return page.get_by_label("Diskussion", exact=True)


def left(page: Page):
    return page.get_by_role("button", name=re.compile("^Besluta "))


class Held:
    """Answers that have been given, and do not reach the page until they are let go."""

    def __init__(self, page: Page, path: str, method: str) -> None:
        self.page = page
        self.answers: list[tuple[Route, APIResponse]] = []
        self.asked: list[Request] = []
        self.method = method
        page.route(re.compile(path), self._hold)

    def _hold(self, route: Route) -> None:
        if route.request.method != self.method:
            route.fallback()
            return
        self.asked.append(route.request)
        self.answers.append((route, route.fetch()))

    def wait(self, count: int = 1) -> None:
        """Until so many answers are held."""
        for _moment in range(400):
            if len(self.answers) >= count:
                return
            self.page.wait_for_timeout(25)
        pytest.fail(f"{len(self.answers)} answers are held, not {count}")

    def let_go(self) -> None:
        """Let the oldest reach the page, and the page do with it what it does."""
        route, answer = self.answers.pop(0)
        route.fulfill(response=answer)
        self.page.wait_for_timeout(300)


def parts_held(page: Page) -> Held:
    return Held(page, r"/\?punkt=", "GET")


def writes_held(page: Page) -> Held:
    return Held(page, r"/(besluta|angra|\d+)/$", "POST")


def decided(room: FakeRoom) -> list[str]:
    return [text for path, _key, text in room.asked if path == "/besluta/"]


def test_a_button_that_is_pressed_again_before_the_page_shows_its_answer_is_sent_once(page, room):
    parts = parts_held(page)
    left(page).first.click()
    expect(saved(page)).to_have_text("Sparat 14.32.")
    left(page).first.click()
    parts.wait()
    parts.let_go()
    expect(left(page)).to_have_text(["Besluta två", "Besluta tre"])
    assert decided(room) == ["ett"]
    left(page).first.click()
    expect(saved(page)).to_have_text("Sparat 14.32.")
    page.unroute_all()
    expect(left(page)).to_have_text(["Besluta tre"])
    assert decided(room) == ["ett", "två"]


def test_a_button_may_be_pressed_anew_when_what_it_did_has_been_undone(page, room):
    for _again in range(2):
        page.get_by_role("button", name="Besluta tre").click()
        expect(left(page)).to_have_text(["Besluta ett", "Besluta två"])
        page.get_by_role("button", name="Ångra tre").click()
        expect(left(page)).to_have_text(["Besluta ett", "Besluta två", "Besluta tre"])
    assert decided(room) == ["tre", "tre"]


def test_a_button_that_waits_for_its_answer_never_stands_in_anothers_place(page, room):
    writes = writes_held(page)
    left(page).first.click()
    writes.wait()
    expect(page.get_by_role("button", name="Ångra ett")).to_be_visible()
    expect(left(page)).to_have_count(3)
    for text in room.suggested:
        expect(page.get_by_role("button", name=f"Besluta {text}")).to_be_visible()
    writes.let_go()
    expect(left(page)).to_have_text(["Besluta två", "Besluta tre"])


def test_the_second_half_of_a_double_click_does_not_press_what_has_come_there(page, room):
    box = left(page).first.bounding_box()
    page.mouse.move(box["x"] + 10, box["y"] + box["height"] / 2)
    page.mouse.down(click_count=1)
    page.mouse.up(click_count=1)
    expect(left(page)).to_have_text(["Besluta två", "Besluta tre"])
    page.mouse.down(click_count=2)
    page.mouse.up(click_count=2)
    page.wait_for_timeout(500)
    assert decided(room) == ["ett"]
    page.mouse.down(click_count=1)
    page.mouse.up(click_count=1)
    expect(left(page)).to_have_text(["Besluta tre"])
    assert decided(room) == ["ett", "två"]


def test_what_was_asked_for_before_ones_own_write_does_not_undo_it_on_the_page(page, room):
    parts = parts_held(page)
    room.rows.append("Den andras rad")
    room.revision += 1
    parts.wait()
    discussion(page).fill("Mitt")
    expect(saved(page)).to_have_text("Sparat 14.32.")
    page.locator("h1").click()
    parts.let_go()
    parts.wait()
    expect(discussion(page)).to_have_value("Mitt")
    expect(page.locator("form[data-thing=discussion-10] [name=sett]")).to_have_value("1")
    parts.let_go()
    expect(page.locator("#rader li")).to_have_text(["Den andras rad"])
    expect(discussion(page)).to_have_value("Mitt")


def test_one_who_comes_back_to_an_item_writes_upon_ones_own_words(page, room):
    writes = writes_held(page)
    discussion(page).fill("Före")
    writes.wait()
    page.keyboard.press("Alt+ArrowDown")
    expect(page.get_by_role("heading", name="Punkt 11")).to_be_focused()
    page.wait_for_load_state("networkidle")
    parts = parts_held(page)
    writes.let_go()
    expect(saved(page)).to_have_text("Sparat 14.32.")
    page.unroute(re.compile(r"/(besluta|angra|\d+)/$"))
    page.keyboard.press("Alt+ArrowUp")
    discussion(page).fill("Före och efter")
    expect(page.locator("form[data-unsaved]")).to_have_count(0)
    parts.wait()
    page.unroute_all()
    assert room.texts["10"] == "Före och efter"
    expect(page.get_by_text("har ändrat på samma ställe")).to_have_count(0)


def test_who_presses_with_the_keyboard_stays_in_the_part_that_the_button_was_in(page, room):
    left(page).first.press("Enter")
    expect(left(page)).to_have_text(["Besluta två", "Besluta tre"])
    expect(page.get_by_role("heading", name="Beslut")).to_be_focused()
    page.keyboard.press("Tab")
    expect(left(page).first).to_be_focused()


def test_a_pressed_button_tells_what_it_does_from_then_on(page, room):
    page.get_by_role("button", name="Paus").click()
    expect(page.get_by_role("button", name="Mötet fortsätter")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Paus")).to_be_focused()
    assert not room.paused


def test_what_is_moved_with_the_keyboard_takes_its_button_along(page, room):
    page.get_by_role("button", name="Senare: röd").focus()
    for order in (["grön", "röd", "blå"], ["grön", "blå", "röd"]):
        page.keyboard.press("Enter")
        expect(page.locator("li[id^=ordning]")).to_have_text([re.compile(f"^{t} ") for t in order])
        expect(page.get_by_role("button", name="Senare: röd")).to_be_focused()
    assert room.order == ["grön", "blå", "röd"]


def test_a_double_click_adds_one_row(page, room):
    page.get_by_role("button", name="Ny vanlig rad").dblclick()
    expect(page.locator("#rader li")).to_have_text(["En vanlig rad"])
    page.wait_for_timeout(500)
    assert room.rows == ["En vanlig rad"]


def test_a_press_whose_first_half_hit_nothing_is_heard(page, room):
    box = left(page).first.bounding_box()
    page.mouse.move(box["x"] + 10, box["y"] + box["height"] / 2)
    page.mouse.down(click_count=1)
    page.mouse.move(box["x"] + 900, box["y"])
    page.mouse.up(click_count=1)
    page.mouse.move(box["x"] + 10, box["y"] + box["height"] / 2)
    page.mouse.down(click_count=2)
    page.mouse.up(click_count=2)
    expect(left(page)).to_have_text(["Besluta två", "Besluta tre"])
