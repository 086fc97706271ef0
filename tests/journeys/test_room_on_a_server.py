"""What is written in the room while the server starts again, or after the tab was closed."""

from __future__ import annotations

import re
from contextlib import ExitStack
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import free_port, serving
from tests.journeys.held import SECRETARY, a_meeting_today
from tests.journeys.test_on_the_meeting import AWAY, discuss, discussion, entered, go, saved

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path


@pytest.fixture
def folder(tmp_path) -> Path:
    return tmp_path / "data"


@pytest.fixture
def started(folder) -> Iterator[Callable[[bool], str]]:
    """Starts the server on the folder (True) or stops it (False), always at the same address."""
    port = str(free_port())
    with ExitStack() as running:

        def start(on: bool) -> str:
            running.close()
            return running.enter_context(serving(folder, "--port", port)) if on else ""

        yield start


@pytest.fixture
def room(browser, folder, started) -> Iterator[Page]:
    """The room of a meeting that has begun, at its opening."""
    address = started(True)
    meeting = a_meeting_today(folder)
    page = entered(browser, address, SECRETARY)
    page.goto(f"/moten/{meeting}/")
    page.get_by_role("button", name="Börja mötet").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("möts")
    yield page
    page.context.close()


def test_a_server_that_starts_again_in_the_middle_of_a_sentence_loses_and_doubles_nothing(
    room, started
):
    go(room, "Lägesrapport om hjälpmedel")
    discuss(room, "Olle Granudd berättar om läget, ")
    started(False)
    room.keyboard.type("och svarar på frågor. ")
    expect(room.locator("[data-status]")).to_have_text(AWAY)
    room.get_by_role("button", name="att lägga informationen till handlingarna").click()
    discuss(room, "Kommunerna tackar. ")
    started(True)
    room.keyboard.type("Regionen också.")
    saved(room)
    room.reload()
    said = (
        "Olle Granudd berättar om läget, och svarar på frågor. Kommunerna tackar. Regionen också."
    )
    expect(discussion(room)).to_have_text(said)
    clauses = room.locator(".room-decision textarea")
    expect(clauses).to_have_count(1)
    expect(clauses).to_have_value("att lägga informationen till handlingarna")
    expect(room.get_by_text("har ändrat på samma ställe")).to_have_count(0)


def test_a_tab_that_was_closed_without_the_server_goes_on_where_it_was(room):
    go(room, "Övriga frågor")
    discuss(room, "Först det som hann sparas. ")
    saved(room)
    context, where = room.context, room.url
    context.set_offline(True)
    discuss(room, "Sedan det som inte hann.")
    expect(room.locator("[data-status]")).to_have_text(AWAY)
    room.close()
    context.set_offline(False)
    again = context.new_page()
    again.goto(where)
    expect(discussion(again)).to_have_text("Först det som hann sparas. Sedan det som inte hann.")
    saved(again)
    kept = "Object.keys(localStorage).filter((key) => key.startsWith('handslag-rummet-'))"
    assert again.evaluate(kept) == []
    again.reload()
    expect(again.locator("[data-status]")).to_have_text(re.compile("^Allt är sparat"))
    expect(discussion(again)).to_have_text("Först det som hann sparas. Sedan det som inte hann.")
