"""Sessions: what a cookie is, how long it lasts, where one is signed in, and ending it."""

from __future__ import annotations

from datetime import timedelta
from hashlib import sha256

import pytest
from django.conf import settings as installed
from django.test import Client
from django.utils import timezone

from handslag.domain.accounts.actions import close_account
from handslag.domain.accounts.models import Session
from handslag.domain.accounts.sessions import forget_old_sessions, sessions_of
from handslag.domain.registry.viewers import viewer_of
from handslag.interfaces.web.signin.devices import described
from tests.builders import VIEWER
from tests.signed_in import PASSWORD, a_user, signed_in

pytestmark = pytest.mark.django_db

NAME = installed.SESSION_COOKIE_NAME
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:128.0) Gecko/20100101 Firefox/128.0"


def reads(browser: Client) -> bool:
    return browser.get("/granska/").status_code == 200


def test_the_cookie_is_for_the_server_alone_and_goes_with_the_browser(vera, sign_in, settings):
    browser, answer = sign_in()
    cookie = answer.cookies[NAME]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert not cookie["max-age"]
    assert answer.cookies["device"]["httponly"]
    settings.SESSION_COOKIE_SECURE = True
    browser.post("/logga-ut/")
    _browser, answer = sign_in(browser=browser)
    assert answer.cookies[NAME]["secure"]
    assert answer.cookies["__Host-device"]["secure"]


def test_what_the_database_keeps_opens_nothing(vera, sign_in):
    browser, _answer = sign_in()
    key = browser.cookies[NAME].value
    kept = Session.objects.get(user=vera).session_key
    assert kept == sha256(key.encode()).hexdigest()
    thief = Client()
    thief.cookies[NAME] = kept
    assert not reads(thief)


def test_signing_in_changes_the_key(vera, sign_in):
    browser = Client()
    browser.post("/logga-in/nyckel/", {})  # something that makes a session for a stranger
    session = browser.session
    session["planted"] = "by somebody else"
    session.save()
    browser.cookies[NAME] = str(session.session_key)
    before = session.session_key
    sign_in(browser=browser)
    assert browser.cookies[NAME].value != before
    planted = Client()
    planted.cookies[NAME] = str(before)
    assert not reads(planted)


@pytest.mark.parametrize(
    ("idle", "age", "goes_on"),
    [(7.9, 7.9, True), (8.1, 8.1, False), (1, 167, True), (1, 169, False)],
)
def test_it_ends_when_idle_and_when_old(vera, sign_in, idle, age, goes_on):
    browser, _answer = sign_in()
    now = timezone.now()
    Session.objects.filter(user=vera).update(
        used_at=now - timedelta(hours=idle), started_at=now - timedelta(hours=age)
    )
    assert reads(browser) is goes_on


def test_using_it_keeps_it_alive_at_the_cost_of_a_write_now_and_then(
    vera, sign_in, django_assert_num_queries
):
    browser, _answer = sign_in()
    before = Session.objects.get(user=vera).used_at
    reads(browser)
    assert Session.objects.get(user=vera).used_at == before
    Session.objects.filter(user=vera).update(used_at=before - timedelta(minutes=6))
    reads(browser)
    assert Session.objects.get(user=vera).used_at >= before


def test_old_ones_are_cleared_away(vera):
    signed_in(vera)
    signed_in(vera)
    Session.objects.filter(pk=Session.objects.all()[0].pk).update(
        used_at=timezone.now() - timedelta(hours=9)
    )
    forget_old_sessions()
    assert Session.objects.count() == 1


class TestTheList:
    def test_tells_device_beginning_and_last_use(self, vera, sign_in):
        Client(headers={"User-Agent": FIREFOX}).post(
            "/logga-in/", {"login": vera.email, "password": PASSWORD}
        )
        browser, _answer = sign_in()
        page = browser.get("/konto/inloggningar/").content.decode()
        assert "Firefox, Windows" in page
        assert page.count("(här)") == 1
        assert page.count('name="avsluta"') == 2

    def test_one_is_ended(self, vera, sign_in, told):
        other, (browser, _answer) = signed_in(vera), sign_in()
        row = next(
            one
            for one in sessions_of(viewer_of(vera, timezone.localdate()), vera.pk)
            if one.id != sha256(browser.cookies[NAME].value.encode()).hexdigest()
        )
        answer = browser.post("/konto/inloggningar/", {"avsluta": row.id}, follow=True)
        assert "Inloggningen är avslutad." in answer.content.decode()
        assert not reads(other)
        assert reads(browser)
        assert told()[-1] == "end_sessions"

    def test_all_others_are_ended(self, vera, sign_in):
        others, (browser, _answer) = [signed_in(vera) for _n in range(3)], sign_in()
        browser.post("/konto/inloggningar/", {"avsluta": "andra"})
        assert not any(reads(other) for other in others)
        assert reads(browser)

    def test_anothers_cannot_be_ended(self, vera, sign_in):
        mallory = signed_in(a_user("Mallory"))
        browser, _answer = sign_in()
        hers = Session.objects.get(user=vera).pk
        mallory.post("/konto/inloggningar/", {"avsluta": hers})
        assert reads(browser)
        assert "Firefox" not in mallory.get("/konto/inloggningar/").content.decode()

    def test_a_closed_account_has_none(self, vera, sign_in):
        bo = a_user("Bo Åker")
        signed_in(bo)
        close_account(viewer=VIEWER, user_id=bo.pk)
        assert not Session.objects.filter(user=bo).exists()


def test_signing_out_ends_it(vera, sign_in, told):
    browser, _answer = sign_in()
    kept = browser.cookies[NAME].value
    assert browser.get("/logga-ut/").status_code == 200  # it asks first
    assert reads(browser)
    browser.post("/logga-ut/")
    again = Client()
    again.cookies[NAME] = kept
    assert not reads(again)
    assert told() == ["sign_in", "sign_out"]


def test_a_full_disk_shuts_out_nobody_who_only_reads(vera, sign_in, monkeypatch):
    from django.db import DatabaseError
    from django.db.models import QuerySet

    browser, _answer = sign_in()
    Session.objects.filter(user=vera).update(used_at=timezone.now() - timedelta(minutes=6))

    def full(*_args, **_kwargs):
        raise DatabaseError("database or disk is full")

    with monkeypatch.context() as broken:
        broken.setattr(QuerySet, "update", full)
        assert reads(browser)


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        (FIREFOX, "Firefox, Windows"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15) Chrome/126 Safari/537", "Chrome, Mac"),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/126 Safari/537 Edg/126", "Edge, Windows"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) Safari/604", "Safari, iPhone"),
        ("curl/8", "en webbläsare som inte säger sitt namn"),
    ],
)
def test_a_device_is_told_in_words(agent, words):
    assert described(agent) == words
