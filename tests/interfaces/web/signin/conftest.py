from __future__ import annotations

import pytest
from django.core.cache import cache
from django.db import transaction
from django.test import Client

from handslag.domain.audit.models import Entry
from tests.signed_in import PASSWORD, a_coordinator

EMAIL = "vera@exempel.se"


@pytest.fixture(autouse=True)
def _quickly_hashed(settings):
    """The same hash at a fraction of its cost, which is what makes guessing dear."""
    settings.PASSWORD_HASHERS = ["tests.interfaces.web.signin.quick.QuickArgon2"]


@pytest.fixture(autouse=True)
def _everything_at_once(monkeypatch):
    """What is done beside or after the answer is done before it, so that a test can see it."""
    for module in ("account", "passwords"):
        monkeypatch.setattr(f"handslag.interfaces.web.signin.{module}.later", lambda work: work())
    monkeypatch.setattr(transaction, "on_commit", lambda work, **_more: work())
    cache.clear()


@pytest.fixture
def vera(db):
    return a_coordinator("Vera Lind", EMAIL, PASSWORD)


@pytest.fixture
def told():
    """The verbs in the log that tell of doors and keys, the first first."""

    def verbs() -> list[str]:
        return [
            verb.removeprefix("accounts.")
            for verb in Entry.objects.order_by("number").values_list("verb", flat=True)
        ]

    return verbs


@pytest.fixture
def sign_in():
    """Send the form for signing in; with the browser given, or a new one."""

    def send(password=PASSWORD, email=EMAIL, browser=None, address="192.0.2.1", **more):
        browser = browser or Client(REMOTE_ADDR=address)
        answer = browser.post("/logga-in/", {"login": email, "password": password, **more})
        return browser, answer

    return send
