"""The whole way: from an empty county to a notice that is sent, with a late addition.

The letters come to a real mail server, and its invitations are read as a calendar program would.
"""

from __future__ import annotations

import re
import time
from typing import TYPE_CHECKING

import pytest
from aiosmtpd.controller import Controller
from playwright.sync_api import Page, expect

from tests.calendars import read
from tests.journeys.conftest import serving
from tests.output.post.mailbox import Mailbox, free_port

if TYPE_CHECKING:
    from collections.abc import Iterator
    from email.message import EmailMessage

    from tests.calendars import Told

BODY = "Chefsnätverket"
LIST = """Namn;E-post;Titel;Huvudman;Organ;Roll;Från
Sanna Bergvide;sanna@kommun.exempel.se;socialchef;Mora kommun;Chefsnätverket;ordförande;2026-01-01
Olle Granudd;olle@kommun.exempel.se;socialchef;Falu kommun;Chefsnätverket;ledamot;2026-01-01
Tyra Holmsund;tyra@region.exempel.se;divisionschef;Region Dalarna;Chefsnätverket;ledamot;2026-01-01
"""
SLOWEST = 60.0


@pytest.fixture(scope="module")
def mailbox() -> Iterator[Mailbox]:
    box = Mailbox()
    controller = Controller(box, hostname="127.0.0.1", port=free_port())
    controller.start()
    box.port = controller.port
    yield box
    controller.stop()


@pytest.fixture(scope="module")
def address(tmp_path_factory, mailbox) -> Iterator[str]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HANDSLAG_MAIL_URL", f"smtp://127.0.0.1:{mailbox.port}")
        patch.setenv("HANDSLAG_MAIL_FROM", "Samverkanskansliet <kansliet@exempel.se>")
        with serving(tmp_path_factory.mktemp("data")) as where:
            yield where


def choose_county(page: Page) -> None:
    page.goto("/")
    page.get_by_label("Län", exact=True).select_option(label="Dalarnas län")
    page.get_by_role("button", name="Välj länet").click()
    page.goto("/organisationer/")
    expect(page.get_by_role("link", name="Region Dalarna")).to_be_visible()
    expect(page.get_by_role("link", name="Mora kommun", exact=True)).to_be_visible()


def add_body(page: Page) -> None:
    page.goto("/organ/nytt/")
    page.get_by_label("Namn", exact=True).fill(BODY)
    page.get_by_role("button", name="Lägg till").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(BODY)


def read_in_people(page: Page) -> None:
    page.goto("/register/inlasning/")
    page.get_by_label("Lista").set_input_files(
        {"name": "ledamöter.csv", "mimeType": "text/csv", "buffer": LIST.encode()}
    )
    page.get_by_role("button", name="Läs filen").click()
    page.get_by_role("button", name=re.compile("^Genomför")).click()
    expect(page.get_by_text("inget att ändra", exact=False).first).to_be_visible()


def plan_year(page: Page) -> None:
    page.goto("/organ/")
    page.get_by_role("link", name=BODY).first.click()
    page.get_by_role("link", name="Planera årets möten").first.click()
    page.goto(page.url.split("?")[0] + "?ar=2027")
    page.get_by_label("Klistra in dagar du har").fill("4 mars kl. 9–12\n2 september kl. 9–12")
    page.get_by_role("button", name="Lägg till från listan").click()
    page.get_by_role("button", name="Planera 2 möten").click()
    page.goto("/ar/2027/")
    expect(page.get_by_role("link", name=re.compile("4 mars")).first).to_be_visible()


def open_agenda(page: Page) -> str:
    page.goto("/moten/?ar=2027")
    page.get_by_role("link", name="Torsdag 4 mars 2027").click()
    meeting = page.url
    page.get_by_role("link", name="Bered dagordningen").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Dagordning för")
    return meeting


def add_item(page: Page, heading: str, *, kind: str, minutes: int, presenter: str = "") -> None:
    page.get_by_role("link", name="Lägg till en punkt").click()
    page.get_by_label("Rubrik").fill(heading)
    page.get_by_label("Punkten gäller").select_option(label=kind)
    page.get_by_label("Minuter").fill(str(minutes))
    if presenter:
        page.get_by_role("group", name="Föredragande 1").get_by_label("Namn").fill(presenter)
    page.get_by_role("button", name="Lägg till punkten").click()
    expect(page.get_by_role("link", name=heading).first).to_be_visible()


def propose(page: Page, heading: str) -> None:
    page.get_by_role("link", name=f"Förslag till {heading}").click()
    page.get_by_label("Vem föreslår?").fill("Styrgruppen")
    page.get_by_label("Punkter").fill("att anta riktlinjen\natt följa upp den om ett år")
    page.get_by_role("button", name="Spara förslaget").click()
    expect(page.get_by_text("att följa upp den om ett år")).to_be_visible()


def attach(page: Page, heading: str) -> None:
    page.get_by_role("link", name=f"Bilaga till {heading}").click()
    page.get_by_label("Rubrik").fill("Riktlinje för trygg hemgång")
    page.get_by_label("Fil", exact=True).set_input_files(
        {"name": "riktlinje.txt", "mimeType": "text/plain", "buffer": "Så gör vi.".encode()}
    )
    page.get_by_role("button", name="Lägg till bilagan").click()
    expect(page.get_by_role("link", name="Riktlinje för trygg hemgång").first).to_be_visible()


def order_by_keyboard(page: Page) -> None:
    """The second item comes first by two keys, without a mouse."""
    button = page.get_by_role("button", name=re.compile("^Flytta upp")).first
    button.focus()
    page.keyboard.press("Enter")
    headings = page.locator("li .title a, tr .title a")
    expect(headings.first).to_contain_text("Trygg hemgång")


def send(page: Page, meeting: str, words: str) -> None:
    page.goto(f"{meeting.rstrip('/')}/kallelse/")
    page.get_by_role("button", name=words).click()
    expect(page.get_by_role("alert").or_(page.get_by_role("status")).first).to_be_visible()


def letters(box: Mailbox, to: str, count: int) -> list[EmailMessage]:
    """The letters to somebody, once there are `count` of them."""
    until = time.monotonic() + SLOWEST
    while len(box.to(to)) < count and time.monotonic() < until:
        time.sleep(0.2)
    return box.to(to)


def event_of(letter: EmailMessage) -> tuple[str, Told]:
    part = next(p for p in letter.walk() if p.get_content_type() == "text/calendar")
    calendar = read(part.get_content())
    return str(calendar.properties["METHOD"]), calendar.events[0]


def text_of(letter: EmailMessage) -> str:
    part = letter.get_body(preferencelist=("plain",))
    assert part is not None
    return part.get_content()


def test_from_an_empty_county_to_a_notice_with_a_late_addition(open_page, mailbox):
    page = open_page()
    choose_county(page)
    add_body(page)
    read_in_people(page)
    plan_year(page)
    meeting = open_agenda(page)
    add_item(page, "Ekonomisk lägesbild", kind="Information", minutes=20, presenter="Olle Granudd")
    add_item(page, "Trygg hemgång", kind="Beslut", minutes=40, presenter="Tyra Holmsund")
    propose(page, "Trygg hemgång")
    attach(page, "Trygg hemgång")
    order_by_keyboard(page)

    send(page, meeting, "Skicka kallelsen till 3 personer")
    (first,) = letters(mailbox, "sanna@kommun.exempel.se", 1)
    method, event = event_of(first)
    assert method == "REQUEST"
    assert event["DTSTART"].dt.isoformat() == "2027-03-04T09:00:00+01:00"
    assert "Trygg hemgång" in text_of(first)
    assert any(p.get_content_type() == "application/pdf" for p in first.walk())

    page.goto(f"{meeting.rstrip('/')}/dagordning/")
    page.get_by_role("link", name="Lägg till en punkt").click()
    page.get_by_label("Rubrik").fill("Tillfällig samordning i sommar")
    page.get_by_label("Punkten gäller").select_option(label="Diskussion")
    page.get_by_label("Minuter").fill("15")
    page.get_by_label("Varför läggs punkten till nu?").fill("Frågan väcktes efter utskicket")
    page.get_by_label("Vem har släppt in punkten?").fill("Sanna Bergvide")
    page.get_by_role("button", name="Lägg till punkten").click()

    send(page, meeting, "Skicka kallelsen till 3 personer")
    _first, second = letters(mailbox, "sanna@kommun.exempel.se", 2)
    assert "Tillfällig samordning i sommar" in text_of(second)
    later_method, later = event_of(second)
    assert later_method == "REQUEST"
    assert later["UID"] == event["UID"]
    assert int(later["SEQUENCE"]) >= int(event["SEQUENCE"])

    reply = re.search(r"https?://\S+/svar/\S+", text_of(second))
    assert reply, text_of(second)
    stranger = open_page(storage_state=None)
    stranger.goto(reply.group().rstrip("."))
    stranger.get_by_label("Jag kommer").check()
    stranger.get_by_role("button", name="Svara").click()
    page.goto(f"{meeting.rstrip('/')}/svar/")
    row = page.get_by_role("row").filter(has_text="Sanna Bergvide")
    expect(row).to_contain_text("kommer")
