"""A scan, from the upload to the review with its pages as pictures, while the server goes on."""

from __future__ import annotations

import re
import shutil
import time

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.test_every_page import breaches
from tests.source.reading.scans import saved, scanned, typeset

pytestmark = pytest.mark.skipif(
    shutil.which("ocrmypdf") is None, reason="needs the programs that recognise"
)

SLOWEST = 180_000
"""Milliseconds for some pages, on a machine that does much else."""


def scan(place: str, pages: int) -> bytes:
    first = f"""= Minnesanteckningar

Samverkansrådet i {place}

Datum: 14 mars 2031

Närvarande: Vera Lind, Bo Åker
"""
    more = [
        f"= {n}. Rapport {n}\n\nRådet beslutade att godkänna rapporten." for n in range(1, pages)
    ]
    return saved(scanned(typeset(first, *more)), "PDF")


def hand_in(page: Page, name: str, data: bytes) -> None:
    """Upload a scan, and wait until it has been answered."""
    page.goto("/handlingar/")
    page.get_by_label("Ladda upp handlingar").set_input_files(
        {"name": name, "mimeType": "application/pdf", "buffer": data}
    )
    page.get_by_role("button", name="Ladda upp och läs").click()
    expect(page.get_by_text("Sparad. Filen har bilder av text")).to_be_visible()


def test_a_scan_is_followed_to_its_review_with_pictures(open_page):
    page = open_page()
    hand_in(page, "skannad.pdf", scan("Sjömark", 3))
    assert breaches(page) == []
    page.get_by_role("link", name="Följ läsningen av skannad.pdf").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("skannad.pdf")
    expect(page.get_by_text(re.compile("Läses, sida [123] av 3"))).to_be_visible(timeout=SLOWEST)
    assert breaches(page) == []
    page.set_viewport_size({"width": 360, "height": 740})
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert breaches(page) == []
    page.set_viewport_size({"width": 1280, "height": 900})
    # nobody touches anything: the page itself goes on to the review
    expect(page.get_by_role("heading", name="Det som lästs")).to_be_visible(timeout=SLOWEST)
    image = page.locator("img").first
    expect(image).to_be_visible()
    image.scroll_into_view_if_needed()
    expect(image).to_have_js_property("complete", value=True, timeout=SLOWEST)
    assert image.evaluate("image => image.naturalWidth") > 300
    expect(page.get_by_text("Samverkansrådet i Sjömark").first).to_be_visible()


def test_the_list_takes_it_up_when_it_is_read(open_page):
    page = open_page()
    hand_in(page, "till-listan.pdf", scan("Ekedal", 1))
    expect(page.get_by_role("heading", name="På väg in")).to_be_visible()
    choose = page.get_by_label("Ladda upp handlingar")
    choose.set_input_files({"name": "nästa.txt", "mimeType": "text/plain", "buffer": b"x"})
    expect(page.get_by_role("heading", name="På väg in")).to_be_hidden(timeout=SLOWEST)
    row = page.get_by_role("row").filter(has_text="till-listan.pdf")
    expect(row).to_contain_text("väntar på granskning")
    expect(page.locator("#sagt")).to_contain_text("En handling är färdigläst.")
    assert choose.evaluate("field => field.files.length") == 1, "what was chosen is left alone"
    assert breaches(page) == []


def test_it_is_stopped_and_gone_on_with_by_hand_without_script(open_page):
    page = open_page(java_script_enabled=False)
    hand_in(page, "stoppad.pdf", scan("Lunneby", 3))
    page.get_by_role("link", name="Följ läsningen av stoppad.pdf").click()
    page.get_by_role("button", name="Stoppa läsningen").click()
    expect(page.get_by_text(re.compile("^Stoppad(, .*)?$"))).to_be_visible()
    page.get_by_role("button", name="Fortsätt läsa").click()
    address = page.url
    end = time.monotonic() + SLOWEST / 1000
    while "/lasning/" in page.url and time.monotonic() < end:
        time.sleep(1)
        page.goto(address)
    expect(page.get_by_role("heading", name="Det som lästs")).to_be_visible()


def test_a_page_is_answered_while_a_scan_is_read(open_page):
    page = open_page()
    hand_in(page, "lång.pdf", scan("Högfors", 4))
    # had the answer waited for its pages, there would be nothing left to stop
    page.get_by_role("button", name=re.compile("Stoppa läsningen.*lång.pdf")).click()
    page.get_by_role("button", name=re.compile("Ta bort filen.*lång.pdf")).click()
    expect(page.get_by_text("lång.pdf är borttagen, och filen med den.")).to_be_visible()
