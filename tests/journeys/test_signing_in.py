"""Signing in, in a real browser: with a password, a code, a key, and through an organisation."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Page, expect

from tests.door import EMAIL
from tests.identity.running import provider
from tests.interfaces.web.signin.codes import code_of
from tests.journeys.conftest import free_port, serving
from tests.journeys.test_every_page import breaches
from tests.signed_in import PASSWORD

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

NEW = "sju gröna båtar på torra land"


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("data")


@pytest.fixture(scope="module")
def address(folder) -> Iterator[str]:
    with serving(folder) as where:
        # browsers know keys by names, and 127.0.0.1 is none
        yield where.replace("127.0.0.1", "localhost")


@pytest.fixture
def stranger(open_page):
    """A page in a browser where nobody has signed in."""
    return lambda **wishes: open_page(storage_state=None, **wishes)


def sign_in(page: Page, password: str = PASSWORD, email: str = EMAIL) -> None:
    page.goto("/logga-in/")
    page.get_by_label("E-postadress").fill(email)
    page.get_by_label("Lösenord", exact=True).fill(password)
    page.get_by_role("button", name="Logga in", exact=True).click()


def sign_out(page: Page) -> None:
    page.get_by_role("banner").get_by_role("button", name="Logga ut").click()
    expect(page.get_by_text("Du är utloggad.")).to_be_visible()


def is_in(page: Page) -> None:
    expect(page.get_by_role("link", name="Mitt konto: Samordnaren")).to_be_visible()


def can_be_used(page: Page) -> None:
    """By everybody: wide and narrow, light and dark."""
    assert breaches(page) == []
    page.emulate_media(color_scheme="dark")
    page.set_viewport_size({"width": 360, "height": 740})
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert breaches(page) == []
    page.emulate_media(color_scheme="light")
    page.set_viewport_size({"width": 1280, "height": 900})


def with_key(page: Page) -> None:
    """Give the browser a key that says yes to everything."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def confirm(page: Page) -> None:
    """Show once more who one is, where that is asked for."""
    page.get_by_label("Lösenord", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Bekräfta").click()


def test_a_key_is_added_and_then_opens_the_door_by_itself(stranger):
    page = stranger()
    with_key(page)
    sign_in(page, "inte samordnarens lösenord")
    expect(page.get_by_text("hör inte ihop")).to_be_visible()
    can_be_used(page)
    sign_in(page)
    is_in(page)
    page.goto("/konto/tva-steg/nycklar/ny/")
    can_be_used(page)
    confirm(page)
    page.get_by_label("Namn på nyckeln").fill("Telefonen")
    page.get_by_role("button", name="Lägg till nyckeln").click()
    expect(page.get_by_role("heading", name="Reservkoder")).to_be_visible()
    can_be_used(page)
    page.goto("/konto/tva-steg/")
    expect(page.get_by_text("Telefonen", exact=True)).to_be_visible()
    can_be_used(page)
    sign_out(page)

    page.get_by_role("button", name="Logga in med nyckel").click()
    is_in(page)
    sign_out(page)

    sign_in(page)
    expect(page.get_by_role("heading", name="Ett steg till")).to_be_visible()
    can_be_used(page)
    page.get_by_role("button", name="Använd en nyckel").click()
    is_in(page)

    page.goto("/konto/tva-steg/")
    page.get_by_role("link", name=re.compile("Ta bort.*Telefonen")).click()
    page.wait_for_load_state()
    if page.get_by_role("heading", name="Bekräfta att det är du").is_visible():
        confirm(page)
    page.get_by_role("button", name="Ta bort nyckeln").click()
    expect(page.get_by_text("Nyckeln är borttagen.")).to_be_visible()


def test_strength_is_told_while_typing(stranger):
    page = stranger()
    sign_in(page)
    page.goto("/konto/losenord/")
    field = page.get_by_label("Nytt lösenord")
    field.fill("sommarsommar")
    expect(page.get_by_text("Lösenordet är för lätt att gissa.")).to_be_visible()
    can_be_used(page)
    field.fill(NEW)
    expect(page.get_by_text("Lösenordet är starkt nog.")).to_be_visible()


def test_one_browser_ends_another(stranger):
    here, there = stranger(), stranger()
    for page in (here, there):
        sign_in(page)
        is_in(page)
    here.goto("/konto/inloggningar/")
    can_be_used(here)
    here.get_by_role("button", name="Avsluta alla andra").click()
    expect(here.get_by_text("Du är nu bara inloggad här.")).to_be_visible()
    there.goto("/granska/")
    expect(there.get_by_role("heading", name="Logga in")).to_be_visible()


def test_everything_but_keys_works_without_javascript(stranger, folder):
    page = stranger(java_script_enabled=False)
    sign_in(page)
    is_in(page)
    page.goto("/konto/tva-steg/app/")
    confirm(page)
    expect(page.locator(".qr svg")).to_be_visible()
    page.get_by_text("skriv in nyckeln i appen").click()
    secret = page.locator(".secret code").inner_text()
    page.get_by_label("Kod ur appen").fill(code_of(secret))
    page.get_by_role("button", name="Lägg till appen").click()
    expect(page.get_by_role("heading", name="Reservkoder")).to_be_visible()
    code = page.locator(".codes code").first.inner_text()
    sign_out(page)
    sign_in(page)
    page.get_by_label("Kod").fill(code)
    page.get_by_role("button", name="Logga in", exact=True).click()
    is_in(page)
    page.goto("/konto/tva-steg/app/ta-bort/")
    confirm(page)
    page.get_by_role("button", name="Ta bort appen").click()
    sign_out(page)

    page.get_by_role("link", name="Glömt lösenordet").click()
    page.get_by_label("E-postadress").fill(EMAIL)
    page.get_by_role("button", name="Skicka brevet").click()
    expect(page.get_by_role("heading", name="Titta efter ett brev")).to_be_visible()
    page.goto(link_in_letter(page, folder))
    for label in ("Nytt lösenord", "Samma lösenord en gång till"):
        page.get_by_label(label).fill(PASSWORD)
    page.get_by_role("button", name="Byt lösenord").click()
    expect(page.get_by_role("heading", name="Lösenordet är bytt")).to_be_visible()
    page.get_by_role("main").get_by_role("link", name="Logga in").click()
    sign_in(page)
    is_in(page)


def link_in_letter(page: Page, folder: Path) -> str:
    """The link for a new password, once the letter has been written to the folder."""
    for _time in range(100):
        for letter in (folder / "mail").glob("*"):
            found = re.search(r"/losenord/nytt/\S+", letter.read_text())
            if found:
                return found[0]
        page.wait_for_timeout(200)
    raise AssertionError("no letter came")


def test_through_an_organisations_own_provider(browser, tmp_path_factory, monkeypatch):
    port = free_port()
    callback = f"http://127.0.0.1:{port}/logga-in/organisation/svar/"
    with provider(tmp_path_factory.mktemp("identity"), callback) as region:
        told = {"ISSUER": region.issuer, "CLIENT_ID": region.client_id, "NAME": "Region Exempel"}
        for name, value in (told | {"CLIENT_SECRET": region.secret}).items():
            monkeypatch.setenv(f"HANDSLAG_OIDC_{name}", value)
        with serving(tmp_path_factory.mktemp("data"), "--port", str(port)) as where:
            page = browser.new_page(base_url=where)
            complaints: list[str] = []
            page.on(
                "console",
                lambda said: complaints.append(said.text) if said.type == "error" else None,
            )
            page.goto("/konto/")
            page.get_by_role("button", name="Logga in med Region Exempel").click()
            page.get_by_label("Namn").fill("samordnaren")
            page.get_by_label("Kod").fill("kod")
            page.get_by_role("button", name="Fortsätt").click()
            is_in(page)
            expect(page.get_by_role("heading", name="Mitt konto")).to_be_visible()
            page.close()
    assert complaints == []
