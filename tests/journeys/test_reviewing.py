"""Reviewing at speed: by keyboard alone, on pictures of the pages, several documents at once."""

from __future__ import annotations

from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Page, expect

from tests.installations import inside
from tests.journeys.conftest import serving
from tests.journeys.papers import MINUTES
from tests.journeys.test_every_page import breaches
from tests.journeys.test_from_paper_to_page import accept, of_year

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

EXAMPLE = (
    Path(__file__).parents[2] / "examples/documents/2025-03-26-samverkansnamnden-protokoll.pdf"
)
_numbers = count(1)
WHY = "Orden kan höra till ett förslag."
MAKE_DOUBTFUL = """
import sys
from django.db import transaction
from handslag.domain.access.viewer import SYSTEM
from handslag.domain.audit.actions import log
from handslag.intake.models import Suggestion
document, why, each, *kinds = sys.argv[1:]
known = Suggestion.objects.filter(document_id=document)
ids = list(known.filter(kind__in=kinds).order_by("start", "id").values_list("id", flat=True))
with transaction.atomic():
    known.update(doubt="")  # those that the reader has of its own
    known.filter(id__in=ids[:: int(each)]).update(doubt=why)
    # pages that were kept are made anew once something is logged
    log(viewer=SYSTEM, verb="test.doubt", thing_type="documents.document", thing_id=int(document))
print(*ids[:: int(each)])
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("data")


@pytest.fixture(scope="module")
def address(folder) -> Iterator[str]:
    with serving(folder) as where:
        yield where


def upload(page: Page, name: str, data: bytes) -> int:
    """The new document's number."""
    kind = "application/pdf" if name.endswith(".pdf") else "text/plain"
    if kind == "application/pdf":
        data += f"\n% {next(_numbers)}\n".encode()  # other bytes that say the same
    page.goto("/handlingar/")
    page.get_by_label("Ladda upp handlingar").set_input_files(
        {"name": name, "mimeType": kind, "buffer": data}
    )
    page.get_by_role("button", name="Ladda upp och läs").click()
    page.get_by_role("link", name=f"Granska {name}").click()
    expect(page.get_by_role("heading", name="Det som lästs")).to_be_visible()
    return int(page.url.split("/handlingar/")[1].split("/")[0])


@pytest.fixture
def doubt(folder) -> Callable[..., list[str]]:
    """Let every so many of a document's facts of these kinds be doubtful, no others; their keys."""

    def make(document: int, *kinds: str, each: int = 1) -> list[str]:
        ids = inside(folder, MAKE_DOUBTFUL, str(document), WHY, str(each), *kinds).split()
        return [f"f{key}" for key in ids]

    return make


class Keys:
    """Presses keys and counts them."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.pressed = 0

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)
            self.pressed += 1


def left(page: Page, words: str) -> None:
    expect(page.locator("#granskning-del .how-far")).to_contain_text(words, timeout=60_000)


def test_an_example_is_reviewed_and_accepted_by_keyboard_alone(open_page, doubt):
    """One key for each doubt that is right; and what a correction, a drop and undoing cost."""
    page = open_page()
    document = upload(page, EXAMPLE.name, EXAMPLE.read_bytes())
    doubtful = doubt(document, "clause", "presenter", "amount")
    assert len(doubtful) > 12
    page.goto(f"/handlingar/{document}/")
    keys = Keys(page)

    keys.press("j", "k")
    total = len(doubtful)
    left(page, f"{total} av {total} tveksamma kvar")
    keys.press("s")
    left(page, f"{total - 1} av {total} tveksamma kvar")
    keys.press("x")
    left(page, f"{total - 2} av {total} tveksamma kvar")
    with page.expect_navigation():
        keys.press("z")
    left(page, f"{total - 1} av {total} tveksamma kvar")
    expect(page.get_by_text("Ångrat: strök")).to_be_visible()

    keys.press("r")
    field = page.locator(".fact.open").locator("textarea, input:not([type=hidden])").first
    expect(field).to_be_focused()
    keys.press("End", "x")  # letters are letters in a field
    keys.press("Control+Enter")
    expect(page.locator(".fact.open")).to_have_count(0)
    left(page, f"{total - 2} av {total} tveksamma kvar")

    keys.press("j", *("s" * (total - 2)))  # quicker than the server answers
    left(page, f"Alla {total} tveksamma är genomgångna")
    keys.press("g")
    expect(page.get_by_role("button", name="Godkänn handlingen")).to_be_focused()
    keys.press("Enter")
    expect(page.get_by_text("Handlingen är godkänd.")).to_be_visible()
    assert keys.pressed <= total + 10

    with page.expect_navigation():
        page.keyboard.press("z")
    expect(page.get_by_role("button", name="Godkänn handlingen")).to_be_visible()
    expect(page.locator(".fact .state", has_text="bekräftad")).to_have_count(total - 1)


@pytest.fixture
def pictured(open_page, doubt) -> tuple[Page, int, list[str]]:
    page = open_page()
    document = upload(page, EXAMPLE.name, EXAMPLE.read_bytes())
    doubtful = doubt(document, "attendee", each=3)
    page.goto(f"/handlingar/{document}/")
    return page, document, doubtful


def test_a_box_selects_its_fact_and_a_fact_its_box(pictured):
    page, _document, doubtful = pictured
    first = doubtful[0]
    expect(page.locator(f"#{first}.at")).to_be_visible()
    lit = page.locator("#texten a.box.lit")
    expect(lit).to_have_attribute("data-f", first[1:])
    expect(lit).to_be_in_viewport()
    assert page.locator("img").first.evaluate("image => image.complete && image.naturalWidth") > 300

    page.get_by_role("link", name="Punkt på dagordningen: 13").locator("rect").first.click()
    chosen = page.locator(".fact.at")
    expect(chosen).to_contain_text("Punkt på dagordningen")
    expect(chosen).to_be_in_viewport()
    key = chosen.get_attribute("id")
    expect(page.locator("#texten a.box.lit")).to_have_attribute("data-f", (key or "f")[1:])

    page.keyboard.press("n")
    expect(page.locator(f"#{key}.at")).to_have_count(0)
    expect(page.locator(".fact.at")).to_be_focused()


def test_boxes_lie_on_the_words(pictured):
    """The box of a heading covers dark ink, and a strip as high above it does not."""
    page, _document, _doubtful = pictured
    dark = page.evaluate(
        """async () => {
          const link = document.querySelector('.boxes a.k-item');
          const image = link.closest('.face').querySelector('img');
          await image.decode();
          const canvas = document.createElement('canvas');
          canvas.width = image.naturalWidth; canvas.height = image.naturalHeight;
          const drawing = canvas.getContext('2d');
          drawing.drawImage(image, 0, 0);
          const rect = link.querySelector('rect');
          const share = (name) => rect.getAttribute(name) / 1e4;
          const [x, y, w, h] = ['x', 'y', 'width', 'height'].map(share);
          const ink = (top) => {
            const { data } = drawing.getImageData(
              Math.round(x * canvas.width), Math.round(top * canvas.height),
              Math.round(w * canvas.width), Math.round(h * canvas.height));
            let count = 0;
            for (let i = 0; i < data.length; i += 4) count += data[i] < 128;
            return count / (data.length / 4);
          };
          return [ink(y), ink(y - h)];
        }"""
    )
    assert dark[0] > 0.05 > 5 * dark[1]


def test_the_text_is_one_key_away_and_stays_chosen(pictured):
    page, document, doubtful = pictured
    with page.expect_navigation():
        page.keyboard.press("b")
    expect(page.locator("#texten .text")).to_be_visible()
    assert "papper=text" in page.url
    page.get_by_role("button", name="Stämmer").first.click()
    left(page, f"{len(doubtful) - 1} av {len(doubtful)}")
    page.get_by_role("link", name="Rätta").first.click()
    page.get_by_role("link", name="Avbryt").click()
    expect(page.locator("#texten .text")).to_be_visible()
    page.goto(f"/handlingar/{document}/?papper=bild&uppgift={doubtful[-1][1:]}")
    expect(page.locator(f"#{doubtful[-1]}")).to_be_focused()


def test_keys_can_be_turned_off_and_stay_off(pictured):
    page, _document, doubtful = pictured
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_be_visible()
    page.get_by_label("Använd tangenterna").uncheck()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()
    page.keyboard.press("s")
    page.keyboard.press("x")
    page.reload()
    page.keyboard.press("s")
    page.wait_for_timeout(300)
    left(page, f"{len(doubtful)} av {len(doubtful)}")
    expect(page.locator(".bar kbd").first).to_be_hidden()
    page.get_by_role("link", name="Tangenter").click()
    page.get_by_label("Använd tangenterna").check()
    page.get_by_role("button", name="Stäng").click()
    page.keyboard.press("s")
    left(page, f"{len(doubtful) - 1} av {len(doubtful)}")


def test_keys_leave_fields_and_the_browsers_own_keys_alone(pictured):
    page, _document, doubtful = pictured
    search = page.get_by_role("combobox", name="Sök i möten, ärenden, beslut och handlingar")
    search.focus()
    page.keyboard.type("sxjz?")
    expect(search).to_have_value("sxjz?")
    page.locator("h1").click()
    page.keyboard.press("Control+x")
    page.keyboard.press("Alt+s")
    page.wait_for_timeout(300)
    left(page, f"{len(doubtful)} av {len(doubtful)}")


def test_what_is_being_typed_is_not_lost_by_undoing(pictured):
    page, _document, _doubtful = pictured
    page.keyboard.press("s")
    expect(page.get_by_text("Sparat kl.")).to_be_visible()
    page.keyboard.press("r")
    field = page.locator(".fact.open input:not([type=hidden])").first
    expect(field).to_be_focused()
    field.fill("Något halvskrivet")
    page.locator("h1").click()
    page.keyboard.press("z")
    expect(field).to_be_focused()
    expect(field).to_have_value("Något halvskrivet")
    page.keyboard.press("Escape")
    expect(page.locator(".fact.open")).to_have_count(0)


# each colour and each width once: what one of them changes hangs in no way on the other
@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (320, "dark")])
def test_every_state_can_be_used_by_everybody(open_page, doubt, width, scheme):
    page = open_page(viewport={"width": width, "height": 740}, color_scheme=scheme)
    document = upload(page, EXAMPLE.name, EXAMPLE.read_bytes())
    doubtful = doubt(document, "reference", "attachment")
    for asked in ("", "?papper=text", f"?uppgift={doubtful[0][1:]}"):
        page.goto(f"/handlingar/{document}/{asked}")
        expect(page.locator("h1")).to_be_visible()
        assert breaches(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.get_by_role("button", name="Stämmer").first.click()
    expect(page.get_by_text("Sparat kl.")).to_be_visible()
    assert breaches(page) == []
    page.get_by_role("link", name="Rätta", exact=False).first.click()
    expect(page.locator(".fact.open")).to_be_visible()
    assert breaches(page) == []
    page.get_by_role("link", name="Avbryt").click()
    page.get_by_role("link", name="Tangenter").click()
    expect(page.get_by_role("dialog")).to_be_visible()
    assert breaches(page) == []
    for path in ("/granska/tillsammans/", f"/handlingar/{document}/andringar/"):
        page.goto(path)
        expect(page.locator("h1")).to_be_visible()
        assert breaches(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    # what this test settled is put back for the next
    page.goto(f"/handlingar/{document}/")
    page.get_by_role("button", name="Ångra").click()
    expect(page.get_by_text("Ångrat: bekräftade")).to_be_visible()


def test_reviewing_without_javascript(open_page, doubt):
    page = open_page(java_script_enabled=False)
    document = upload(page, "utan-skript.txt", of_year(MINUTES, 2051))
    doubt(document, "clause")
    page.goto(f"/handlingar/{document}/")
    left(page, "2 av 2 tveksamma kvar")
    expect(page.get_by_role("link", name="Tangenter")).to_be_hidden()
    page.get_by_role("link", name="Nästa tveksamma").click()
    expect(page.locator(".fact.at:target")).to_contain_text("uppdrag")
    page.locator("#granskning").get_by_role("button", name="Stämmer").click()
    left(page, "1 av 2 tveksamma kvar")
    page.locator("#granskning").get_by_role("button", name="Stryk").click()
    left(page, "Alla 2 tveksamma är genomgångna")
    page.get_by_role("button", name="Ångra").click()
    left(page, "1 av 2 tveksamma kvar")
    page.locator("#granskning").get_by_role("link", name="Rätta").click()
    page.get_by_label("Text", exact=True).fill("att godkänna rapporten efter en titt")
    page.get_by_role("button", name="Spara").click()
    accept(page)
    page.get_by_role("button", name="Ångra").click()
    expect(page.get_by_role("button", name="Godkänn handlingen")).to_be_visible()


def test_pictures_work_without_javascript(open_page):
    page = open_page(java_script_enabled=False)
    document = upload(page, EXAMPLE.name, EXAMPLE.read_bytes())
    page.goto(f"/handlingar/{document}/")
    box = page.get_by_role("link", name="Punkt på dagordningen: 13")
    box.locator("rect").first.click()
    target = page.locator(".fact:target")
    expect(target).to_contain_text("13")
    target.get_by_role("link", name="Visa på sidan").click()
    name = "Punkt på dagordningen: 13 Godkännande av föredragningslista"
    expect(page.locator("a.box:target")).to_have_attribute("aria-label", name)


@pytest.mark.parametrize("javascript", [True, False], ids=["script", "no script"])
def test_several_are_accepted_together(open_page, javascript):
    page = open_page(java_script_enabled=javascript)
    start = 2060 if javascript else 2080
    upload(page, f"forst-{start}.txt", of_year(MINUTES, start))
    page.wait_for_load_state()  # what is asked at once is there only when all of the page is
    if page.get_by_role("button", name="Godkänn handlingen").is_visible():
        accept(page)  # from here on the body is known
    for year in range(start + 1, start + 4):
        upload(page, f"nr-{year}.txt", of_year(MINUTES, year))
    page.goto("/granska/")
    page.get_by_role("link", name="Godkänn flera").click()
    boxes = page.locator("tbody input[type=checkbox]")
    expect(boxes.nth(2)).to_be_visible()
    if javascript:
        page.get_by_label("Markera alla").uncheck()
        expect(page.get_by_role("button", name="Godkänn de valda")).to_contain_text("(0)")
        page.get_by_label("Markera alla").check()
    page.get_by_role("button", name="Godkänn de valda").click()
    for _turn in range(20):
        page.wait_for_load_state()
        if javascript or not page.get_by_role("button", name="Fortsätt").is_visible():
            break
        page.get_by_role("button", name="Fortsätt").click()
    expect(page.get_by_text("handlingar är godkända.")).to_be_visible()
    if javascript:
        assert breaches(page) == []
