"""Every page, in light and dark, wide and narrow, by the rules of WCAG 2.2 AA."""

from __future__ import annotations

import json
import urllib.request
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Response, StorageState, expect

from tests.journeys.conftest import SLOWEST, Watched
from tests.journeys.papers import MINUTES, NOTICE, WITHOUT_A_DAY
from tests.journeys.test_from_paper_to_page import accept, upload

if TYPE_CHECKING:
    from collections.abc import Iterator

AXE = (Path(__file__).parent / "vendor/axe-core/axe.min.js").read_text()
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

PAGES = {
    "start": "/",
    "meetings": "/moten/",
    "no meeting": "/moten/?ar=1999",
    "meeting": "/moten/1/",
    "the year": "/ar/2025/",
    "the year of one body": "/ar/2025/?organ=1",
    "plan a year": "/organ/1/planera/?ar=2027",
    "plan one meeting": "/organ/1/planera/ett/",
    "terms of planning": "/organ/1/planera/regler/",
    "calendars": "/kalender/",
    "minutes": "/moten/1/uppteckning/",
    "publish the notice": "/moten/1/publicera/kallelse/",
    "publish the minutes": "/moten/1/publicera/protokoll/",
    "the room": "{room}rummet/",
    "follow": "{room}folj/",
    "the screen": "{room}skarm/",
    "minutes of the room": "{room}uppteckning/",
    "agenda": "/moten/1/dagordning/",
    "new item": "/moten/1/dagordning/ny/",
    "new attachment": "/moten/1/bilagor/ny/",
    "matters": "/arenden/",
    "no matter": "/arenden/?ord=giraff",
    "matter": "/arenden/1/",
    "what happened to a matter": "/arenden/1/hande/",
    "name of a matter": "/arenden/1/namn/",
    "items of a matter": "/arenden/1/punkter/?ord=l",
    "merge matters": "/arenden/1/sla-ihop/?ord=l",
    "history of a matter": "/arenden/1/historik/",
    "raised matters": "/arenden/anmalda/",
    "items that may hang together": "/arenden/ihop/",
    "an item's matters": "/arenden/punkt/2/",
    "raise a matter": "/arenden/anmal/",
    "decisions": "/beslut/",
    "no decision": "/beslut/?ord=giraff",
    "assignments": "/uppdrag/",
    "no assignment": "/uppdrag/?visa=avslutade&ord=giraff",
    "one assignment": "/uppdrag/1/",
    "commissions": "/uppdrag/direktiv/",
    "terms of reference": "/uppdrag/1/direktiv/",
    "history of an assignment": "/uppdrag/1/historik/",
    "hand over": "/uppdrag/lamna-over/1/",
    "a decision": "/beslut/{code}/",
    "appointed": "/beslut/utsedda/",
    "mandates": "/mandat/",
    "give a mandate": "/mandat/nytt/?sats={code}",
    "a mandate": "/mandat/1/",
    "findings": "/mandat/fynd/",
    "bodies": "/organ/",
    "body": "/organ/1/",
    "people": "/personer/",
    "person": "/personer/1/",
    "what a person owes": "/personer/1/att-gora/",
    "what a body owes": "/organ/1/att-gora/",
    "me": "/jag/",
    "people alike": "/personer/lika/",
    "bodies alike": "/organ/lika/",
    "between documents": "/granska/mellan/",
    "documents": "/handlingar/",
    "accepted document": "/handlingar/1/",
    "place": "/handlingar/2/?plats=10-60#plats",
    "waiting document": "/handlingar/3/",
    "add a fact": "/handlingar/3/lagg-till/?slag=attendee",
    "review": "/granska/",
    "log": "/logg/",
    "entry": "/logg/1/",
    "erase a name": "/logg/radera/",
    "history": "/handlingar/1/historik/",
    "search": "/sok/?q=rapport",
    "news": "/bevakningar/",
    "nothing found": "/sok/?q=giraff",
    "accounts": "/konton/",
    "one account": "/konton/1/",
    "add a member": "/organ/1/ledamoter/",
    "add a body": "/organ/nytt/",
    "what a body is": "/organ/1/vad/",
    "add a seat": "/organ/1/platser/",
    "a seat": "/organ/1/platser/1/",
    "structure": "/struktur/",
    "county": "/lan/",
    "organisations": "/organisationer/",
    "organisation": "/organisationer/1/",
    "populations": "/organisationer/folkmangd/",
    "groups": "/organisationer/grupper/",
    "group": "/organisationer/grupper/1/",
    "in a group": "/organisationer/grupper/1/1/",
    "add a person": "/personer/ny/",
    "work": "/personer/1/arbete/",
    "e-mail": "/personer/1/e-post/",
    "links": "/lankar/",
    "links to a document": "/lankar/?handling=1",
    "reports of faults": "/installningar/felanmalningar/",
    "public start": "/offentligt/",
    "public bodies": "/offentligt/organ/",
    "public body": "/offentligt/samverkansnatverket-i-sjomark/",
    "public meeting": "/offentligt/samverkansnatverket-i-sjomark/2031-03-14/",
    "public minutes": "/offentligt/samverkansnatverket-i-sjomark/2031-03-14/protokoll/",
    "public version": "/offentligt/samverkansnatverket-i-sjomark/2031-03-14/protokoll/version/1/",
    "public decisions": "/offentligt/beslut/",
    "no public decision": "/offentligt/beslut/?ord=giraff",
    "public search": "/offentligt/sok/?q=rapport",
    "nothing public found": "/offentligt/sok/?q=giraff",
    "accessibility": "/offentligt/tillganglighet/",
    "report a fault": "/offentligt/tillganglighet/rapportera/?sida=/offentligt/",
    "not found": "/finns-inte/",
}


@pytest.fixture(scope="module")
def county(browser, address, entered) -> str:
    """A notice and minutes of one meeting that are accepted, one document that waits, a county.

    And a meeting that is held now: its address, and the code of a decision after it.
    """
    page = browser.new_page(base_url=address, storage_state=entered)
    page.set_default_timeout(SLOWEST * 1000)
    for name, text in (("kallelse.txt", NOTICE), ("anteckningar.txt", MINUTES)):
        upload(page, name, text.encode())
        accept(page)
    upload(page, "utan-dag.txt", WITHOUT_A_DAY.encode())
    later = MINUTES.replace("14 mars", "16 maj").replace("Moa Berg", "Moa Bérg")
    upload(
        page, "senare.txt", later.replace("Samverkansnätverket", "Samverkans nätverket").encode()
    )
    upload(page, "namn.txt", later.replace("Vera", "Véra").encode())
    accept(page)
    page.goto("/")
    page.get_by_label("Län", exact=True).select_option("20")
    page.get_by_role("button", name="Välj länet").click()
    page.goto("/organ/1/platser/")
    page.get_by_role("button", name="Lägg till").click()
    show_to_everybody(page)
    held, code = a_meeting_held(page), a_mandate_given(page)
    page.close()
    return f"{held} {code}"


def a_mandate_given(page: Page) -> str:
    """A mandate rests on the first decision; returns the end of its address."""
    page.goto("/beslut/")
    page.locator("#listan th a").first.click()
    code = urlsplit(page.url).path.strip("/").split("/")[-1]
    page.goto(f"/mandat/nytt/?sats={code}")
    page.get_by_label("Organ", exact=True).select_option(index=1)
    page.get_by_label("Mandatet gäller").fill("fylla vakanser")
    page.get_by_role("button", name="Skriv in mandatet").click()
    expect(page.get_by_role("heading", name="Vem som får besluta vad")).to_be_visible()
    return code


def a_meeting_held(page: Page) -> str:
    """A meeting is planned and begun, and the secretary writes at an item of it."""
    page.goto("/organ/1/planera/ett/")
    page.locator("[name=day]").fill("2031-04-17")
    page.get_by_role("button", name="Planera mötet").click()
    expect(page.get_by_role("button", name="Börja mötet")).to_be_visible()
    meeting = urlsplit(page.url).path
    page.get_by_role("button", name="Börja mötet").click()
    page.get_by_text("Extra fråga, ordning, paus och slut").click()
    page.locator("#rum-motet").get_by_label("Rubrik").fill("Sommarens bemanning")
    page.get_by_label("Varför läggs den till nu?").fill("Väcktes i morse")
    page.get_by_label("Vem släpper in den?").fill("mötet")
    page.get_by_role("button", name="Lägg till frågan").click()
    expect(page.locator("#rum-dagordning")).to_contain_text("Sommarens bemanning")
    return meeting


def show_to_everybody(page: Page) -> None:
    """The minutes of the first meeting are shared, finalised and published."""
    for step in ("Dela med ledamöterna", "Färdigställ"):
        page.goto("/moten/1/")
        account = page.locator("form:has(input[name=konto][value=held])")
        account.get_by_role("button", name=step).click()
    page.goto("/moten/1/publicera/protokoll/")
    page.get_by_role("button", name="Publicera för alla").click()
    page.goto(PAGES["public minutes"])
    expect(page.locator("#punkt-1")).to_be_visible()


def breaches(page: Page) -> list[str]:
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE)
    # what passes is not told of node by node, which takes half of the time
    asked = {"runOnly": RULES, "resultTypes": ["violations"]}
    result = page.evaluate("asked => axe.run(document, asked)", asked)
    return [
        f"{breach['id']}: {node['html'][:200]} {json.dumps(node['any'])[:300]}"
        for breach in result["violations"]
        for node in breach["nodes"]
    ]


def go(page: Page, path: str) -> None:
    page.goto(path)
    expect(page.locator("h1")).to_be_visible()


@pytest.fixture(scope="module")
def _one_browser(browser: Browser, address: str, entered: StorageState) -> Iterator[BrowserContext]:
    """Everybody's browser, which keeps styles, scripts and fonts from one page to the next."""
    context = browser.new_context(
        base_url=address,
        reduced_motion="reduce",
        viewport={"width": 1280, "height": 900},
        storage_state=entered,
    )
    yield context
    context.close()


@pytest.fixture
def next_page(_one_browser: BrowserContext, address: str) -> Iterator[Page]:
    """A tab in that browser; afterwards it must have complained of nothing, asked nobody else."""
    watched = Watched()
    page = _one_browser.new_page()
    page.set_default_timeout(45_000)
    watched.follow(page)
    yield page
    page.close()
    assert watched.complaints == []
    assert watched.hosts <= {urlsplit(address).netloc}


@pytest.mark.parametrize("name", [name for name in PAGES if name != "not found"])
def test_a_page_can_be_used_by_everybody(next_page, name, county):
    page = next_page
    room, code = county.split()
    go(page, PAGES[name].format(room=room, code=code))
    assert breaches(page) == []
    page.emulate_media(color_scheme="dark")
    page.set_viewport_size({"width": 360, "height": 740})
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert breaches(page) == []


@pytest.mark.usefixtures("county")
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_an_open_form_can_be_used_by_everybody(open_page, scheme):
    page = open_page(color_scheme=scheme)
    go(page, "/handlingar/3/")
    page.get_by_role("link", name="Rätta: 2 Läkarstöd").click()
    page.get_by_label("Rubrik").fill("")
    page.get_by_role("link", name="Avbryt").focus()
    assert breaches(page) == []
    page.get_by_role("link", name="Avbryt").click()
    expect(page.get_by_label("Rubrik")).to_have_count(0)


@pytest.mark.usefixtures("county")
def test_an_error_page_can_be_used_by_everybody(browser, address, entered):
    page = browser.new_page(
        base_url=address, storage_state=entered
    )  # Chromium itself complains of a 404
    go(page, PAGES["not found"])
    assert breaches(page) == []
    page.close()


@pytest.mark.usefixtures("county")
def test_the_first_stop_leads_past_the_menu(open_page):
    page = open_page()
    go(page, "/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Till innehållet")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#innehall")).to_be_focused()


@pytest.mark.usefixtures("county")
def test_a_meeting_prints_without_what_is_for_the_screen(open_page):
    page = open_page()
    go(page, PAGES["meeting"])
    page.emulate_media(media="print")
    expect(page.get_by_role("navigation", name="Huvudmeny")).to_be_hidden()
    expect(page.locator(".clause").first).to_be_visible()
    assert page.pdf(format="A4").startswith(b"%PDF")


@pytest.mark.usefixtures("county")
def test_every_file_that_pages_load_is_there(open_page, address):
    page = open_page()
    answers: list[Response] = []
    page.on("response", lambda answer: answers.append(answer))
    for path in ("/", "/handlingar/3/"):
        page.goto(path)
        page.wait_for_load_state("networkidle")
    assert [answer.url for answer in answers if not answer.ok] == []
    with urllib.request.urlopen(f"{address}/static/kit/favicon.svg") as icon:  # noqa: S310  our own server
        assert icon.headers["Content-Type"] == "image/svg+xml"


@pytest.mark.usefixtures("county")
def test_a_question_about_names_is_answered_with_one_key(open_page):
    page = open_page()
    go(page, "/personer/lika/")
    questions = page.locator(".answers > .answer")
    count = questions.count()
    assert count >= 2
    expect(questions.first).to_be_focused()
    page.keyboard.press("j")
    expect(questions.nth(1)).to_be_focused()
    page.keyboard.press("k")
    page.keyboard.press("i")
    expect(page.get_by_text("De hålls isär. Vi frågar inte igen.")).to_be_visible()
    expect(questions).to_have_count(count - 1)
