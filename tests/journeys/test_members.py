"""A member reads the papers without a network, writes notes, and leaves nothing behind."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.called import MEMBER, OTHER, a_called_member
from tests.journeys.conftest import serving
from tests.journeys.test_every_page import breaches
from tests.signed_in import PASSWORD

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Route

KEPT = "finns på den här enheten"


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("data")


@pytest.fixture(scope="module")
def address(folder) -> Iterator[str]:
    with serving(folder) as where:
        # keeping pages is for safe places: a name of this machine is one
        yield where.replace("127.0.0.1", "localhost")


@pytest.fixture(scope="module")
def meeting(address, folder) -> int:
    assert address
    return a_called_member(folder)


def sign_in(page: Page, email: str) -> None:
    page.goto("/logga-in/")
    page.get_by_label("E-postadress").fill(email)
    page.get_by_label("Lösenord", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Logga in", exact=True).click()
    expect(page.get_by_role("banner").get_by_role("button", name="Logga ut")).to_be_visible()


def sign_out(page: Page) -> None:
    page.get_by_role("banner").get_by_role("button", name="Logga ut").click()
    expect(page.get_by_text("Du är utloggad.")).to_be_visible()


def keeps(page: Page) -> list[str]:
    """What the device keeps of meetings: names of caches, and of notes."""
    return page.evaluate(
        """async () => [
            ...(await caches.keys()).filter((name) => name.startsWith("handslag-")),
            ...Object.keys(localStorage).filter((name) => name.startsWith("handslag-anteckning")),
        ]"""
    )


def note(page: Page, heading: str = "Budget"):
    return page.get_by_label(f"Min anteckning till 1 {heading}", exact=False)


@pytest.fixture
def opened(browser, address, meeting) -> Iterator[Page]:
    """The meeting's page, opened by Nora and kept on her device."""
    context = browser.new_context(
        base_url=address, viewport={"width": 1280, "height": 900}, reduced_motion="reduce"
    )
    page = context.new_page()
    page.set_default_timeout(45_000)
    sign_in(page, MEMBER)
    page.goto(f"/mina-moten/{meeting}/")
    expect(page.locator("[data-kept]")).to_contain_text(KEPT)
    yield page
    context.close()


def test_the_papers_are_read_without_a_network_once_opened(opened, meeting):
    page = opened
    page.context.set_offline(True)
    page.goto(f"/mina-moten/{meeting}/")
    expect(page.get_by_role("heading", name="1. Budget för 2031")).to_be_visible()
    expect(page.locator("[data-kept]")).to_contain_text("Du är utan nät")
    told = page.evaluate(
        """async () => {
            const long = async (one) =>
                (await (await fetch(one.dataset.file)).text()).length > 100;
            return Promise.all([...document.querySelectorAll("[data-file]")].map(long));
        }"""
    )
    assert told == [True, True, True]
    assert page.evaluate("getComputedStyle(document.querySelector('.two')).display") != "block"


def test_nothing_else_is_kept(opened, meeting):
    page = opened
    page.goto("/mina-moten/")
    page.goto("/moten/")
    kept = page.evaluate(
        """async () => {
            const found = [];
            for (const name of await caches.keys())
                for (const one of await (await caches.open(name)).keys())
                    found.push(new URL(one.url).pathname);
            return found;
        }"""
    )
    pages = {path for path in kept if not path.startswith("/static/")}
    assert all(path.startswith(f"/mina-moten/{meeting}/") for path in pages), pages
    page.context.set_offline(True)
    with pytest.raises(Exception, match=r"ERR_INTERNET_DISCONNECTED|ERR_FAILED"):
        page.goto("/moten/")


def test_notes_are_saved_while_they_are_written(opened, meeting):
    page = opened
    note(page).fill("Fråga om räntan")
    form = page.locator("form[data-note]").first
    expect(form.get_by_role("status")).to_contain_text("Sparat")
    page.reload()
    expect(note(page)).to_have_value("Fråga om räntan")


def test_notes_written_offline_are_kept_and_saved_when_back(opened, meeting):
    page = opened
    page.context.set_offline(True)
    page.goto(f"/mina-moten/{meeting}/")
    note(page).fill("Skrivet på tåget")
    form = page.locator("form[data-note]").first
    expect(form.get_by_role("status")).to_contain_text("Sparat på den här enheten")
    page.goto(f"/mina-moten/{meeting}/")
    expect(note(page)).to_have_value("Skrivet på tåget")
    page.context.set_offline(False)
    expect(page.locator("form[data-note]").first.get_by_role("status")).to_contain_text(
        "Sparat kl."
    )
    page.goto(f"/mina-moten/{meeting}/")
    expect(note(page)).to_have_value("Skrivet på tåget")
    assert not [one for one in keeps(page) if "anteckning" in one]


def test_two_devices_show_both_notes(opened, browser, address, meeting):
    page = opened
    context = browser.new_context(base_url=address)
    other = context.new_page()
    sign_in(other, MEMBER)
    other.goto(f"/mina-moten/{meeting}/")
    note(other).fill("Från telefonen")
    theirs = other.locator("form[data-note]").first.get_by_role("status")
    expect(theirs).to_contain_text("Sparat kl.")
    note(page).fill("Från datorn")
    form = page.locator("form[data-note]").first
    expect(form.locator(".theirs")).to_have_text("Från telefonen")
    expect(note(page)).to_have_value("Från datorn")
    assert breaches(page) == []
    note(page).fill("Från båda")
    form.get_by_role("button", name="Spara anteckningen").click()
    expect(form.get_by_role("status")).to_contain_text("Sparat kl.")
    other.reload()
    expect(note(other)).to_have_value("Från båda")
    context.close()


def test_what_is_typed_before_the_others_text_is_shown_does_not_write_over_it(
    opened, browser, address, meeting
):
    page = opened
    context = browser.new_context(base_url=address)
    other = context.new_page()
    sign_in(other, MEMBER)
    other.goto(f"/mina-moten/{meeting}/")
    page.reload()
    note(other).fill("Skrivet på telefonen")
    theirs = other.locator("form[data-note]").first.get_by_role("status")
    expect(theirs).to_contain_text("Sparat kl.")
    held: list[Route] = []
    page.route(lambda _address: True, lambda route: held_or_let(route, held))
    note(page).fill("Skrivet på datorn")
    for _moment in range(200):
        if held:
            break
        page.wait_for_timeout(50)
    note(page).fill("Skrivet på datorn, och mer")
    page.wait_for_timeout(1500)  # it stands in line behind the first
    assert len(held) == 1
    held[0].continue_()
    form = page.locator("form[data-note]").first
    expect(form.locator(".theirs")).to_have_text("Skrivet på telefonen")
    page.wait_for_timeout(1000)
    assert len(held) == 1
    page.unroute_all(behavior="ignoreErrors")
    page.reload()
    expect(form.locator(".theirs")).to_have_text("Skrivet på telefonen")
    expect(note(page)).to_have_value("Skrivet på datorn, och mer")
    other.reload()
    expect(note(other)).to_have_value("Skrivet på telefonen")
    form.get_by_role("button", name="Spara anteckningen").click()
    expect(form.get_by_role("status")).to_contain_text("Sparat kl.")
    context.close()


def held_or_let(route: Route, held: list[Route]) -> None:
    """Let everything but what is sent go on."""
    if route.request.method == "POST":
        held.append(route)
    else:
        route.continue_()


def test_signing_out_leaves_nothing_on_the_device(opened, meeting):
    page = opened
    assert keeps(page)
    sign_out(page)
    page.goto("/logga-in/")
    assert keeps(page) == []
    page.context.set_offline(True)
    with pytest.raises(Exception, match=r"ERR_INTERNET_DISCONNECTED|ERR_FAILED"):
        page.goto(f"/mina-moten/{meeting}/")


def test_another_account_finds_nothing_of_the_former(opened, meeting):
    page = opened
    page.context.clear_cookies()  # as when a session has ended by itself
    sign_in(page, OTHER)
    page.goto("/mina-moten/")
    page.wait_for_function(
        "async () => !(await caches.keys()).some((name) => name.startsWith('handslag-'))"
    )
    page.context.set_offline(True)
    with pytest.raises(Exception, match=r"ERR_INTERNET_DISCONNECTED|ERR_FAILED"):
        page.goto(f"/mina-moten/{meeting}/")


@pytest.mark.parametrize("path", ["/mina-moten/", "/mina-moten/{}/"])
def test_the_pages_can_be_used_by_everybody(opened, meeting, path):
    page = opened
    page.goto(path.format(meeting))
    assert breaches(page) == []
    page.emulate_media(color_scheme="dark")
    assert breaches(page) == []
    page.set_viewport_size({"width": 360, "height": 740})
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert breaches(page) == []


@pytest.mark.parametrize(
    "path",
    [
        "/moten/{}/kallelse/",
        "/moten/{}/kallelse/1/",
        "/moten/{}/utskick/",
        "/moten/{}/svar/",
        "/installningar/brevmall/",
    ],
)
def test_the_desks_pages_can_be_used_by_everybody(open_page, meeting, path):
    page = open_page()
    page.goto(path.format(meeting))
    expect(page.locator("h1")).to_be_visible()
    assert breaches(page) == []
    page.emulate_media(color_scheme="dark")
    assert breaches(page) == []
    page.set_viewport_size({"width": 360, "height": 740})
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert breaches(page) == []


def test_a_new_version_tells_what_is_new_and_keeps_the_notes(opened, folder, meeting):
    page = opened
    note(page).fill("Kvar sedan förra versionen")
    expect(page.locator("form[data-note]").first.get_by_role("status")).to_contain_text("Sparat")
    a_called_member(folder, "again")
    page.goto(f"/mina-moten/{meeting}/")
    expect(page.get_by_text("Nytt sedan version 1")).to_be_visible()
    expect(page.get_by_text("Sent inlagd av Olle: kom i går.").first).to_be_visible()
    expect(note(page)).to_have_value("Kvar sedan förra versionen")
