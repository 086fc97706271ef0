"""A meeting from its beginning to its end, by two secretaries in two browsers."""

from __future__ import annotations

import re
from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Page, expect

from tests.door import EMAIL
from tests.journeys.conftest import serving
from tests.journeys.held import CLOSED, GROUND, SECOND, SECRETARY, a_meeting_today
from tests.journeys.test_every_page import breaches
from tests.journeys.test_members import sign_in

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SAVED = re.compile(r"Sparat \d\d\.\d\d\.")
AWAY = re.compile(r"Ej sparat än, ingen kontakt med servern sedan \d\d\.\d\d\.")
IN_PART = (
    "att godkänna Styrgruppens förslag p. 1",
    "att godkänna Styrgruppens förslag p. 2 för regionens del",
    "att avslå Styrgruppens förslag p. 2 för kommunernas del",
)
SECRET = "Det gäller Kvarnbergets servicehus"


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("data")


@pytest.fixture(scope="module")
def address(folder) -> Iterator[str]:
    with serving(folder) as where:
        yield where


@pytest.fixture(scope="module")
def meeting(address, folder) -> str:
    assert address
    return f"/moten/{a_meeting_today(folder)}/"


def entered(browser, address: str, email: str) -> Page:
    """A browser of somebody's own, signed in."""
    context = browser.new_context(
        base_url=address, viewport={"width": 1280, "height": 900}, reduced_motion="reduce"
    )
    page = context.new_page()
    page.set_default_timeout(45_000)
    sign_in(page, email)
    return page


def saved(page: Page) -> None:
    expect(page.locator("[data-status]")).to_have_text(SAVED)
    expect(page.locator("form[data-unsaved]")).to_have_count(0)


def go(page: Page, heading: str) -> None:
    page.locator("#rum-dagordning").get_by_role("link", name=re.compile(heading)).click()
    expect(page.get_by_role("heading", level=2, name=re.compile(heading))).to_be_visible()


def discuss(page: Page, words: str) -> None:
    page.keyboard.press("Alt+Shift+D")
    page.keyboard.type(words)


def discussion(page: Page):
    return page.get_by_role("textbox", name=re.compile("^Diskussion, punkt"))


def phrase(page: Page, words: str) -> None:
    page.locator(".phrases").get_by_role("button", name=words).click()


def of_clause(page: Page, field: str):
    return page.locator(f"[data-new-clause] [name={field}]")


def pick(page: Page, words: str) -> None:
    page.locator(".picks:not([hidden]) [role=option]").filter(has_text=words).first.click()


def add_clause(page: Page, text: str) -> None:
    before = page.locator(".room-decision textarea").count()
    page.get_by_role("button", name="Lägg till att-satsen").click()
    expect(page.locator(".room-decision textarea")).to_have_count(before + 1)
    expect(page.locator(".room-decision textarea").last).to_have_value(re.compile(text))


def open_the_meeting(page: Page, meeting: str) -> None:
    page.goto(meeting)
    page.get_by_role("button", name="Börja mötet").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("möts")
    page.get_by_label("Närvaro för Per Ek").select_option(label="frånvarande")
    saved(page)


def a_late_item(page: Page) -> None:
    page.get_by_text("Extra fråga, ordning, paus och slut").click()
    page.locator("#rum-motet").get_by_label("Rubrik").fill("Sommarens bemanning")
    page.get_by_label("Varför läggs den till nu?").fill("Väcktes i morse")
    page.get_by_label("Vem släpper in den?").fill("mötet")
    page.get_by_role("button", name="Lägg till frågan").click()
    expect(page.locator("#rum-dagordning")).to_contain_text("Sommarens bemanning")


def in_part_for_one_side(page: Page) -> None:
    go(page, "Avtal om trygg hemgång")
    page.keyboard.press("Alt+Shift+M")
    take_up = page.get_by_role("button", name="Ta upp förslaget")
    expect(take_up.or_(page.get_by_label("Punkt 1 för Alla")).first).to_be_visible()
    if take_up.count():
        take_up.click()
    page.get_by_label("Punkt 1 för Alla").select_option(label="godkänd")
    page.get_by_label(re.compile("Punkt 2 för Regionen")).select_option(label="godkänd")
    page.get_by_label(re.compile("Punkt 2 för Kommunerna")).select_option(label="avslagen")
    saved(page)
    suggested = page.get_by_role("button", name=re.compile("^Besluta så"))
    # what is saved is shown a moment later: two of three would be taken for the two that are left
    expect(suggested).to_have_count(len(IN_PART))
    for left in (2, 1, 0):
        suggested.first.dblclick()  # as a hand does that doubts it was heard
        expect(suggested).to_have_count(left)
        saved(page)
    clauses = page.locator(".room-decision textarea")
    expect(clauses).to_have_count(3)
    assert [one.input_value() for one in clauses.all()] == list(IN_PART)


def an_assignment(page: Page) -> None:
    go(page, "Lägesrapport om hjälpmedel")
    phrase(page, "att ge … i uppdrag att …")
    of_clause(page, "assignees").fill("Styr")
    pick(page, "Styrgruppen")
    of_clause(page, "what").fill("räkna på kostnaden")
    of_clause(page, "due").fill("3 mars 2031")
    add_clause(page, "att ge Styrgruppen i uppdrag att räkna på kostnaden")


def an_appointment(page: Page) -> None:
    go(page, "Ny styrgrupp")
    phrase(page, "att utse … till …")
    of_clause(page, "appointees").fill("Vera")
    pick(page, "Vera Ask")
    of_clause(page, "what").fill("ordförande i styrgruppen")
    add_clause(page, "att utse Vera Ask till ordförande i styrgruppen")


def a_tabled_one_and_a_referral(page: Page) -> None:
    go(page, "Budget för nästa år")
    phrase(page, "att bordlägga ärendet till den …")
    of_clause(page, "date").fill("3 april 2031")
    add_clause(page, "att bordlägga ärendet till den 3 april 2031")
    go(page, "Övriga frågor")
    phrase(page, "att hänskjuta ärendet till … den …")
    of_clause(page, "body").fill("Styr")
    pick(page, "Styrgruppen")
    of_clause(page, "date").fill("4 maj 2031")
    add_clause(page, "att hänskjuta ärendet till Styrgruppen den 4 maj 2031")


def a_closed_one(page: Page) -> None:
    go(page, CLOSED)
    discuss(page, f"{SECRET}.")
    saved(page)
    phrase(page, "att lägga informationen till handlingarna")
    expect(page.locator(".room-decision textarea")).to_have_count(1)
    saved(page)


def two_at_once(one: Page, other: Page, meeting: str) -> None:
    other.goto(f"{meeting}rummet/")
    go(other, "Mötets öppnande")
    go(one, "Mötets öppnande")
    discuss(one, "Ordföranden hälsar välkommen.")
    saved(one)
    expect(discussion(other)).to_have_text("Ordföranden hälsar välkommen.")
    other.context.set_offline(True)
    discuss(other, " Alla presenterar sig.")
    expect(other.locator("[data-status]")).to_have_text(AWAY)
    assert breaches(other) == []
    discuss(one, " Mötet öppnas.")
    saved(one)
    other.context.set_offline(False)
    expect(other.get_by_text("har ändrat på samma ställe")).to_be_visible()
    assert breaches(other) == []
    other.set_viewport_size({"width": 360, "height": 740})
    assert other.evaluate("document.documentElement.scrollWidth") <= 360
    assert breaches(other) == []
    other.set_viewport_size({"width": 1280, "height": 900})
    other.get_by_role("button", name="Skriv ihop dem").click()
    other.get_by_role("button", name="Spara texten i rutan").click()
    saved(other)
    one.locator("body").click(position={"x": 5, "y": 5})
    expect(discussion(one)).to_contain_text("Alla presenterar sig.")
    expect(discussion(one)).to_contain_text("Mötet öppnas.")


def end_the_meeting(page: Page) -> None:
    page.get_by_role("button", name="Avsluta mötet").click()
    expect(page.get_by_text("Mötet avslutades")).to_be_visible()


def step(page: Page, button: str, told: str) -> None:
    page.get_by_role("button", name=button, exact=True).click()
    expect(page.get_by_text(told)).to_be_visible()


def mend_what_the_checks_find(page: Page, meeting: str) -> None:
    page.goto(f"{meeting}uppteckning/")
    check = page.locator("section", has=page.get_by_role("heading", name="Kontroll", exact=True))
    expect(check).to_contain_text("1 sak ska rättas, 2 varningar ska läsas.")
    expect(page.get_by_role("button", name="Dela med dem som var med")).to_have_count(0)
    check.get_by_role("link", name=re.compile("Sommarens bemanning")).click()
    page.get_by_text("Ändra punkten", exact=True).click()
    page.get_by_label("Vad blev av punkten?").select_option(label="Lagt till handlingarna")
    saved(page)
    page.goto(f"{meeting}uppteckning/")
    for left in (1, 0):
        check.get_by_text("Låt det stå").first.click()
        check.get_by_label("Varför får det stå?").first.fill("Skriver åt båda sidor")
        check.get_by_role("button", name="Spara skälet").first.click()
        expect(check.get_by_text("Låt det stå")).to_have_count(left)
    assert breaches(page) == []


def share_and_finalise(page: Page) -> None:
    expect(page.get_by_text("När det har delats är det en allmän handling")).to_be_visible()
    step(page, "Dela med dem som var med", "Version 1 är delad.")
    expect(page.locator(".lead")).to_have_text("Delat för kommentarer, och en allmän handling.")
    step(page, "Färdigställ", "är färdigställd.")
    expect(page.locator(".lead")).to_contain_text("Färdigställt")


def publish(page: Page, meeting: str) -> None:
    page.goto(f"{meeting}publicera/protokoll/")
    expect(page.get_by_text("1 sluten punkt är utelämnad.")).to_be_visible()
    page.get_by_role("button", name="Publicera för alla").click()
    expect(page.get_by_text("Alla kan läsa den nu.")).to_be_visible()


def item_of(page: Page, heading: str):
    named = page.get_by_role("heading", level=2, name=re.compile(heading))
    return page.locator("article.item", has=named)


def read_as_anybody(page: Page) -> None:
    """What somebody who has not signed in reads where the minutes will always be."""
    today = datetime.now(ZoneInfo("Europe/Stockholm")).date()
    lasting = f"/offentligt/lansnatverket/{today.isoformat()}/protokoll/"
    page.goto(lasting)
    for heading, told in (
        ("Lägesrapport om hjälpmedel", ("i uppdrag att räkna på kostnaden", "3 mars 2031")),
        ("Avtal om trygg hemgång", IN_PART),
        ("Ny styrgrupp", ("Utsedda: Vera Ask",)),
        ("Budget för nästa år", ("bordlagt", "Bordlagt till torsdag 3 april 2031")),
        ("Övriga frågor", ("hänskjutet", "Hänskjutet till Styrgruppen, söndag 4 maj 2031")),
        ("Sluten punkt", (f"Punkten är sluten enligt {GROUND}. Vad den gäller visas inte här.",)),
        ("Sommarens bemanning", ("tillkom efter kallelsen", "Sent inlagd: Väcktes i morse")),
    ):
        for words in told:
            expect(item_of(page, heading)).to_contain_text(words)
    assert breaches(page) == []
    addresses = [lasting, f"{lasting}version/1/", "/offentligt/beslut/"]
    files = page.locator("aside a[href*='/protokoll/']").all()
    addresses += [str(link.get_attribute("href")) for link in files]
    for address in addresses:
        answer = page.request.get(address)
        assert answer.ok, address
        for words in (SECRET, CLOSED, "Sandgren"):
            assert words.encode() not in answer.body(), address
    page.goto("/offentligt/beslut/")
    for words in (*IN_PART, "att bordlägga ärendet till den 3 april 2031"):
        expect(page.locator("main")).to_contain_text(words)
    page.goto("/moten/")
    expect(page.get_by_label("E-postadress")).to_be_visible()


def test_a_meeting_is_written_by_two_until_everybody_reads_what_it_decided(
    browser, address, meeting
):
    one, other = (entered(browser, address, email) for email in (SECRETARY, SECOND))
    open_the_meeting(one, meeting)
    assert breaches(one) == []
    a_late_item(one)
    an_assignment(one)
    in_part_for_one_side(one)
    an_appointment(one)
    a_tabled_one_and_a_referral(one)
    a_closed_one(one)
    two_at_once(one, other, meeting)
    end_the_meeting(one)
    one.goto(meeting)
    page = one.locator("main")
    for words in (
        "att ge Styrgruppen i uppdrag att räkna på kostnaden",
        "att utse Vera Ask till ordförande i styrgruppen",
        "att bordlägga ärendet till den 3 april 2031",
        "Sommarens bemanning",
    ):
        expect(page).to_contain_text(words)
    mend_what_the_checks_find(one, meeting)
    share_and_finalise(one)
    publish(entered(browser, address, EMAIL), meeting)
    read_as_anybody(browser.new_page(base_url=address, reduced_motion="reduce"))
    for context in browser.contexts:
        context.close()
