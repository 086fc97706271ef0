"""The whole way: a file goes in, a person reviews it, the meeting stands on a page."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.papers import MINUTES, NOTICE

# Each journey's papers are of a year of their own, so that none meets another's meeting.


def of_year(text: str, year: int) -> bytes:
    return text.replace("2031", str(year)).encode()


def upload(page: Page, name: str, data: bytes) -> None:
    page.goto("/handlingar/")
    page.get_by_label("Ladda upp handlingar").set_input_files(
        {"name": name, "mimeType": "text/plain", "buffer": data}
    )
    page.get_by_role("button", name="Ladda upp och läs").click()
    page.get_by_role("link", name=f"Granska {name}").click()
    expect(page.get_by_role("heading", name="Det som lästs")).to_be_visible()


def accept(page: Page) -> None:
    page.get_by_role("button", name="Godkänn handlingen").click()
    expect(page.get_by_text("Handlingen är godkänd.")).to_be_visible()


def test_a_fact_is_corrected_by_keyboard_alone_and_leads_back_to_its_place(open_page):
    page = open_page()
    upload(page, "anteckningar.txt", of_year(MINUTES, 2032))

    correct = page.get_by_role("link", name="Rätta: att godkänna rapporten")
    correct.focus()
    lit = page.locator("#texten .lit")
    expect(lit.first).to_contain_text("att godkänna rapporten")
    page.keyboard.press("Enter")
    text = page.get_by_label("Text", exact=True)
    expect(text).to_be_focused()
    page.keyboard.press("Control+A")
    page.keyboard.type("att godkänna rapporten om hjälpmedel i hemmet")
    save = page.get_by_role("button", name="Spara")
    for _step in range(12):
        page.keyboard.press("Tab")
        if save.evaluate("button => button === document.activeElement"):
            break
    expect(save).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Sparat kl.")).to_be_visible()
    corrected = page.get_by_role("link", name="Rätta: att godkänna rapporten om hjälpmedel i")
    expect(corrected).to_be_focused()

    accept(page)
    page.get_by_role("link", name="Till mötets sida").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Samverkansnätverket i Sjömark")
    clause = page.locator(".clause", has_text="att godkänna rapporten om hjälpmedel i hemmet")
    expect(clause).to_be_visible()

    clause.get_by_role("link", name="Visa stället i anteckningar.txt").click()
    mark = page.locator("#plats")
    expect(mark).to_contain_text("att godkänna rapporten om hjälpmedel")
    expect(mark).to_be_in_viewport()


def test_from_the_text_one_gets_to_the_fact(open_page):
    page = open_page()
    upload(page, "text.txt", of_year(MINUTES, 2033))
    page.locator("#texten a.place", has_text="i uppdrag att").first.click()
    expect(page.locator(".fact.lit")).to_contain_text("uppdrag")
    assert re.search(r"#f\d+$", page.url)


def test_pointing_at_a_fact_lights_its_place(open_page):
    page = open_page()
    upload(page, "peka.txt", of_year(MINUTES, 2034))
    page.locator(".fact", has_text="Moa Berg").first.hover()
    expect(page.locator("#texten .lit")).to_contain_text("Moa Berg")


def test_two_forms_open_at_once_are_both_saved(open_page):
    page = open_page()
    upload(page, "tva.txt", of_year(MINUTES, 2035))
    page.get_by_role("link", name="Rätta: Hamnhuset").or_(
        page.get_by_role("link", name="Rätta: Rådhuset")
    ).click()
    page.get_by_label("Plats", exact=True).fill("Biblioteket")
    page.get_by_role("link", name="Rätta: Moa Berg").click()
    page.get_by_label("Titel").fill("strateg")
    page.get_by_role("button", name="Spara").last.click()
    expect(page.locator(".fact", has_text="strateg")).to_be_visible()
    page.get_by_role("button", name="Spara").click()
    expect(page.locator(".fact", has_text="Biblioteket")).to_be_visible()
    expect(page.get_by_text("Någon annan har ändrat")).to_have_count(0)


@pytest.mark.parametrize("javascript", [True, False], ids=["script", "no script"])
def test_notice_and_minutes_become_one_meeting(open_page, javascript):
    page = open_page(java_script_enabled=javascript)
    year = 2036 if javascript else 2037
    upload(page, f"kallelse-{year}.txt", of_year(NOTICE, year))
    accept(page)
    upload(page, f"anteckningar-{year}.txt", of_year(MINUTES, year))
    accept(page)
    page.goto("/moten/")
    page.get_by_label("År").select_option(str(year))
    if not javascript:
        page.get_by_role("button", name="Visa").click()
    expect(page.get_by_text("1 möte", exact=True)).to_be_visible()
    page.locator("#listan").get_by_role("link").first.click()
    differences = page.get_by_role("region", name="Det här blev inte som i kallelsen")
    expect(differences).to_contain_text("Hamnhuset")
    expect(differences).to_contain_text("Rådhuset")
    expect(page.locator(".clause")).to_have_count(2)


def test_the_whole_way_without_javascript(open_page):
    page = open_page(java_script_enabled=False)
    upload(page, "utan-skript.txt", of_year(MINUTES, 2038))
    page.get_by_role("link", name="Rätta: att godkänna rapporten").click()
    page.get_by_label("Text", exact=True).fill("att godkänna rapporten utan skript")
    page.get_by_role("button", name="Spara").click()
    expect(page.locator(".fact", has_text="rättad")).to_contain_text("utan skript")
    place = page.locator(".fact", has_text="utan skript").get_by_role("link", name="Visa i texten")
    place.click()
    expect(page.locator(":target")).to_contain_text("att godkänna rapporten")
    page.locator(":target").click()
    expect(page.locator(".fact:target")).to_contain_text("utan skript")
    accept(page)
    page.get_by_role("link", name="Till mötets sida").click()
    clause = page.locator(".clause", has_text="utan skript")
    clause.get_by_role("link", name="Visa stället i utan-skript.txt").click()
    expect(page.locator("#plats")).to_be_in_viewport()
    page.get_by_role("button", name="English").click()
    expect(page.get_by_role("link", name="Meetings", exact=True)).to_be_visible()


def test_two_at_once_lose_nothing(open_page, browser, address, entered):
    first = open_page()
    upload(first, "samtidigt.txt", of_year(MINUTES, 2039))
    # Chromium itself complains of the refusal, so the second is not among the watched.
    second = browser.new_page(base_url=address, storage_state=entered)
    second.goto(first.url)
    for page, words in ((first, "Biblioteket"), (second, "Folkets hus")):
        page.get_by_role("link", name="Rätta: Rådhuset").click()
        page.get_by_label("Plats", exact=True).fill(words)
    first.get_by_role("button", name="Spara").click()
    expect(first.locator(".fact", has_text="Biblioteket")).to_be_visible()
    second.get_by_role("button", name="Spara").click()
    expect(second.get_by_role("alert")).to_contain_text("Någon annan har ändrat")
    expect(second.get_by_text("Nu sparat: Biblioteket")).to_be_visible()
    expect(second.get_by_label("Plats", exact=True)).to_have_value("Folkets hus")
    second.get_by_role("button", name="Spara").click()
    expect(second.locator(".fact", has_text="Folkets hus")).to_be_visible()
    second.close()


def test_a_dropped_fact_is_taken_back(open_page):
    page = open_page()
    upload(page, "angra.txt", of_year(MINUTES, 2040))
    page.get_by_role("link", name="Rätta: Moa Berg").click()
    page.get_by_role("button", name="Stryk uppgiften").click()
    expect(page.locator(".fact.gone", has_text="Moa Berg")).to_be_visible()
    page.get_by_role("link", name="Rätta: Moa Berg").click()
    page.get_by_role("button", name="Ta tillbaka uppgiften").click()
    expect(page.locator(".fact.gone")).to_have_count(0)
    expect(page.locator(".fact", has_text="Moa Berg")).to_be_visible()
