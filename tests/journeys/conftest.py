"""A server of its own on a scratch folder, and a real browser in front of it."""

from __future__ import annotations

import re
import select
import signal
import socket
import subprocess
import sys
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    StorageState,
    expect,
    sync_playwright,
)

from tests import installations
from tests.door import EMAIL, a_coordinator_in
from tests.signed_in import PASSWORD

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

CHROMIUM = "/usr/bin/chromium"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
SLOWEST = 300
expect.set_options(timeout=45_000)  # a busy machine; what is there is found at once
HANDSLAG = Path(sys.executable).with_name("handslag")


ON_BOTH_DATABASES = {"test_from_paper_to_page.py", "test_troubles.py"}
"""Journeys made on PostgreSQL too: how a page looks and is used does not hang on the database."""


def pytest_collection_modifyitems(items):
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)
            if item.path.name in ON_BOTH_DATABASES:
                item.add_marker(pytest.mark.database)


def free_port() -> int:
    with socket.socket() as attempt:
        attempt.bind(("127.0.0.1", 0))
        return int(attempt.getsockname()[1])


@contextmanager
def serving(folder: Path, *more: str) -> Iterator[str]:
    """`handslag serve` on a folder; gives its address once it has said where to look.

    In the folder there is a coordinator to sign in as.
    """
    a_coordinator_in(folder)
    process = subprocess.Popen(
        [HANDSLAG, "serve", "--port", str(free_port()), *more],
        env=installations.environment(folder),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdout
        ready, _w, _x = select.select([process.stdout], [], [], SLOWEST)
        said = process.stdout.readline() if ready else ""
        found = re.search(r"http://127\.0\.0\.1:\d+", said)
        assert found, f"it never said where to look: {said!r}"
        yield found.group()
        process.send_signal(signal.SIGTERM)
        _said, complaints = process.communicate(timeout=SLOWEST)
        assert process.returncode == 0, complaints
        assert complaints == ""
    finally:
        if process.poll() is None:
            process.kill()
        process.communicate()


@pytest.fixture(scope="module")
def address(tmp_path_factory) -> Iterator[str]:
    with serving(tmp_path_factory.mktemp("data")) as where:
        yield where


# A module's, not the session's: while it lives, Django refuses the database to the tests of
# other modules in the same process.
@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def entered(browser: Browser, address: str) -> StorageState:
    """What a browser remembers in which the coordinator has signed in."""
    context = browser.new_context(base_url=address)
    context.set_default_timeout(SLOWEST * 1000)  # the first page of a server that has just begun
    page = context.new_page()
    page.goto("/logga-in/")
    page.get_by_label("E-postadress").fill(EMAIL)
    page.get_by_label("Lösenord", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Logga in", exact=True).click()
    expect(page.get_by_role("navigation", name="Huvudmeny")).to_be_visible()
    page.wait_for_url(f"{address}/")
    state = context.storage_state()
    context.close()
    return state


@dataclass
class Watched:
    """What a browser complained of, and every host it asked."""

    complaints: list[str] = field(default_factory=list)
    hosts: set[str] = field(default_factory=set)

    def follow(self, page: Page) -> None:
        page.on("console", self._said)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("request", lambda request: self.hosts.add(urlsplit(request.url).netloc))

    def _said(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.complaints.append(message.text)


@pytest.fixture
def open_page(
    browser: Browser, address: str, entered: StorageState
) -> Iterator[Callable[..., Page]]:
    """A coordinator's page; afterwards it must have complained of nothing, asked nobody else."""
    watched = Watched()
    contexts: list[BrowserContext] = []

    def opened(**wishes) -> Page:
        wishes.setdefault("viewport", {"width": 1280, "height": 900})
        wishes.setdefault("storage_state", entered)
        context = browser.new_context(base_url=address, reduced_motion="reduce", **wishes)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(45_000)
        watched.follow(page)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert watched.complaints == []
    assert watched.hosts <= {urlsplit(address).netloc}
