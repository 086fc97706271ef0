"""What is written in the room reaches the server, whatever the server does meanwhile."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.fake_room import GONE, FakeRoom, fake_room

AWAY = re.compile(
    r"Ej sparat än, ingen kontakt med servern sedan \d\d\.\d\d\. "
    r"Allt finns kvar på den här datorn\."
)


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
    yield page
    context.close()


def saved(page: Page):
    return page.locator("[data-status]")


def discussion(page: Page):
    return page.get_by_label("Diskussion", exact=True)


def kept(page: Page) -> int:
    count = "Object.keys(localStorage).filter((key) => key.startsWith('handslag-rummet-')).length"
    return page.evaluate(count)


def test_what_is_typed_is_saved_by_itself_and_nothing_is_left_on_the_device(page, room):
    discussion(page).press_sequentially("Lena berättar", delay=20)
    expect(saved(page)).to_have_text("Sparat 14.32.")
    assert room.texts["10"] == "Lena berättar"
    assert len(room.asked) < 5
    assert kept(page) == 0


def test_what_is_typed_while_the_line_is_cut_is_told_kept_and_sent_when_it_is_back(page, room):
    discussion(page).fill("Före avbrottet")
    expect(saved(page)).to_have_text("Sparat 14.32.")
    room.silent = True
    discussion(page).press_sequentially(", under avbrottet")
    expect(saved(page)).to_have_text(AWAY)
    expect(page.locator("[data-told]")).to_have_text(AWAY)
    discussion(page).press_sequentially(", och vidare")
    room.silent = False
    expect(saved(page)).to_have_text("Sparat 14.32.")
    assert room.texts["10"] == "Före avbrottet, under avbrottet, och vidare"
    expect(page.get_by_text("har ändrat på samma ställe")).to_have_count(0)


def test_a_write_whose_answer_was_lost_is_done_once_and_what_followed_comes_after(page, room):
    room.deaf = True
    discussion(page).fill("Ett")
    expect(saved(page)).to_have_text(AWAY)
    discussion(page).press_sequentially(" två")
    page.get_by_label("Ny rad").fill("En rad")
    page.get_by_role("button", name="Lägg till").click()
    page.wait_for_timeout(2500)
    room.deaf = False
    expect(saved(page)).to_have_text("Sparat 14.32.")
    assert room.texts["10"] == "Ett två"
    assert room.rows == ["En rad"]
    expect(page.locator("#rader li")).to_have_text(["En rad"])


def test_a_tab_that_is_closed_while_the_server_is_away_has_its_words_when_it_is_opened(page, room):
    room.silent = True
    discussion(page).fill("Skrivet utan server")
    page.get_by_label("Ny rad").fill("Halvskriven")
    context = page.context
    page.close()
    room.silent = False
    again = context.new_page()
    again.goto("/")
    expect(discussion(again)).to_have_value("Skrivet utan server")
    expect(again.get_by_label("Ny rad")).to_have_value("Halvskriven")
    expect(saved(again)).to_have_text("Sparat 14.32.")
    assert room.texts["10"] == "Skrivet utan server"
    assert room.rows == []


def test_words_of_an_item_that_is_not_shown_are_sent_too(page, room):
    room.silent = True
    discussion(page).fill("På punkt tio")
    room.silent = False
    page.goto("/?punkt=11")
    expect(saved(page)).to_have_text("Sparat 14.32.")
    assert room.texts["10"] == "På punkt tio"


def test_one_goes_along_the_agenda_without_the_server_and_back_again(page, room):
    discussion(page).fill("Tio")
    expect(saved(page)).to_have_text("Sparat 14.32.")
    room.silent = True
    page.keyboard.press("Alt+ArrowDown")
    expect(page.get_by_role("heading", name="Punkt 11")).to_be_focused()
    page.keyboard.press("Alt+Shift+D")
    expect(discussion(page)).to_be_focused()
    page.keyboard.type("Elva")
    page.keyboard.press("Alt+ArrowUp")
    expect(discussion(page)).to_have_value("Tio")
    page.keyboard.press("Alt+ArrowDown")
    expect(discussion(page)).to_have_value("Elva")
    room.silent = False
    expect(saved(page)).to_have_text("Sparat 14.32.")
    assert room.texts["11"] == "Elva"


def test_what_another_writes_appears_where_one_does_not_write(page, room):
    discussion(page).fill("Mitt")
    expect(saved(page)).to_have_text("Sparat 14.32.")
    room.rows.append("Den andras rad")
    room.other_writes("11", "Den andras text")
    expect(page.locator("#rader li")).to_have_text(["Den andras rad"])
    expect(discussion(page)).to_be_focused()
    expect(discussion(page)).to_have_value("Mitt")
    page.keyboard.press("Alt+ArrowDown")
    expect(discussion(page)).to_have_value("Den andras text")


def collide(page: Page, room: FakeRoom) -> None:
    room.other_writes("10", "Nätverket tackar för den muntliga rapporten.")
    room.revision -= 1  # the page has not heard of it when it writes
    discussion(page).fill("Nätverket tackar för den skriftliga rapporten.")
    expect(page.get_by_text("har ändrat på samma ställe")).to_be_visible()


def test_two_texts_are_shown_side_by_side_with_what_differs_marked(page, room):
    collide(page, room)
    expect(page.get_by_role("heading", name="Lena Berg har ändrat på samma ställe")).to_be_visible()
    expect(page.locator("[data-mine] mark")).to_have_text(["skriftliga"])
    expect(page.locator("[data-theirs] mark")).to_have_text(["muntliga"])
    expect(discussion(page)).to_be_focused()
    discussion(page).press("End")
    page.keyboard.type(" Bra.")
    expect(page.locator("[data-mine]")).to_contain_text("rapporten. Bra.")
    assert room.texts["10"] == "Nätverket tackar för den muntliga rapporten."


def test_one_chooses_ones_own(page, room):
    collide(page, room)
    page.get_by_role("button", name="Använd min").click()
    expect(saved(page)).to_have_text("Sparat 14.32.")
    assert room.texts["10"] == "Nätverket tackar för den skriftliga rapporten."
    expect(page.get_by_text("har ändrat på samma ställe")).to_have_count(0)


def test_one_chooses_the_others_and_still_has_ones_own_to_copy(page, room):
    collide(page, room)
    page.get_by_role("button", name="Använd den andras").click()
    expect(discussion(page)).to_have_value("Nätverket tackar för den muntliga rapporten.")
    aside = page.get_by_label("Diskussion, punkt 10")
    expect(aside).to_have_value("Nätverket tackar för den skriftliga rapporten.")
    page.get_by_role("button", name="Ta bort härifrån").click()
    expect(page.locator("[data-unsaved]")).to_be_hidden()
    assert kept(page) == 0


def test_one_writes_the_two_together(page, room):
    collide(page, room)
    page.get_by_role("button", name="Skriv ihop dem").click()
    both = "Nätverket tackar för den skriftliga muntliga rapporten."
    expect(discussion(page)).to_have_value(both)
    discussion(page).fill("Nätverket tackar för den skriftliga och muntliga rapporten.")
    page.get_by_role("button", name="Spara texten i rutan").click()
    expect(saved(page)).to_have_text("Sparat 14.32.")
    assert room.texts["10"] == "Nätverket tackar för den skriftliga och muntliga rapporten."


def test_the_choice_waits_through_a_closed_tab(page, room):
    collide(page, room)
    page.reload()
    expect(page.get_by_role("button", name="Använd min")).to_be_visible()
    expect(discussion(page)).to_have_value("Nätverket tackar för den skriftliga rapporten.")


def test_a_session_that_has_ended_is_told_and_goes_on_when_one_is_in_again(page, room):
    room.account = ""
    discussion(page).fill("Skrivet utloggad")
    expect(page.locator("[data-out]")).to_be_visible()
    expect(saved(page)).to_contain_text("Ej sparat än, du är utloggad.")
    assert room.texts["10"] == ""
    room.account = "7"
    expect(saved(page)).to_have_text("Sparat 14.32.")
    expect(page.locator("[data-out]")).to_be_hidden()
    assert room.texts["10"] == "Skrivet utloggad"


def test_what_will_never_be_saved_is_put_aside_to_be_copied(page, room):
    page.goto(f"/?punkt={GONE}")
    discussion(page).fill("Skrivet på något som är borta")
    aside = page.get_by_label(f"Diskussion, punkt {GONE}")
    expect(aside).to_have_value("Skrivet på något som är borta")
    expect(page.get_by_text("Punkten finns inte längre.")).to_be_visible()
    page.reload()
    expect(aside).to_have_value("Skrivet på något som är borta")


def test_a_server_that_fails_is_told_and_asked_again(page, room):
    room.failing = True
    discussion(page).fill("Envis")
    expect(saved(page)).to_contain_text("Ej sparat än, servern kunde inte spara")
    room.failing = False
    expect(saved(page)).to_have_text("Sparat 14.32.")
    assert room.texts["10"] == "Envis"


def test_what_is_wrong_is_told_and_stays_in_its_field(page, room):
    page.get_by_label("Ny rad").fill("   ")
    page.get_by_role("button", name="Lägg till").click()
    expect(page.get_by_text("Skriv något.")).to_be_visible()
    page.get_by_label("Ny rad").fill("En rad")
    page.get_by_role("button", name="Lägg till").click()
    expect(page.locator("#rader li")).to_have_text(["En rad"])
    expect(page.get_by_text("Skriv något.")).to_have_count(0)


def test_who_signs_out_with_unsaved_words_is_asked_and_nothing_is_left_behind(page, room):
    room.silent = True
    discussion(page).fill("Osparat")
    expect(saved(page)).to_have_text(AWAY)
    page.get_by_role("button", name="Logga ut", exact=True).click()
    expect(page.get_by_role("button", name="Stanna kvar")).to_be_focused()
    page.keyboard.press("Enter")
    assert kept(page) == 1
    page.get_by_role("button", name="Logga ut", exact=True).click()
    page.get_by_role("button", name="Logga ut och ta bort det").click()
    page.wait_for_timeout(1000)
    room.silent = False
    again = page.context.new_page()
    again.goto("/")
    expect(discussion(again)).to_have_value("")
    assert kept(again) == 0
