"""Codes and recovery codes as a second factor; counties that demand one."""

from __future__ import annotations

import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.core.cache import cache
from django.core.exceptions import ImproperlyConfigured
from django.test import Client
from django.urls import reverse

from handslag.config.factor import is_demanded
from tests.interfaces.web.signin.codes import code_of
from tests.signed_in import PASSWORD, signed_in

pytestmark = pytest.mark.django_db

SECRET = "JBSWY3DPEHPK3PXP"


def sure(browser: Client) -> Client:
    """A browser whose user has just shown who it is."""
    browser.post("/konto/bekrafta/?next=/konto/", {"password": PASSWORD})
    return browser


def is_in(browser: Client) -> bool:
    return browser.get("/granska/").status_code == 200


@pytest.fixture
def app(vera):
    return TOTP.activate(vera, SECRET)


class TestAnApp:
    def test_is_added_by_its_picture_and_first_code(self, vera, sign_in, mailoutbox, told):
        browser = sure(sign_in()[0])
        page = browser.get("/konto/tva-steg/app/").content.decode()
        assert "<svg" in page
        assert "<?xml" not in page
        secret = re.search(r"<code>([A-Z2-7]+)</code>", page)
        assert secret
        wrong = browser.post("/konto/tva-steg/app/", {"code": "000000"}).content.decode()
        assert "Koden stämmer inte" in wrong
        answer = browser.post("/konto/tva-steg/app/", {"code": code_of(secret[1])})
        assert answer.headers["Location"] == "/konto/tva-steg/koder/"
        assert (
            len(
                re.findall(
                    r"<code>\d{8}</code>", browser.get("/konto/tva-steg/koder/").content.decode()
                )
            )
            == 10
        )
        assert mailoutbox[-1].to == ["vera@exempel.se"]
        assert {"add_factor"} <= set(told())
        assert "refuse_factor" not in told()

    def test_what_it_is_made_of_is_kept_locked(self, app, vera, settings):
        kept = str(Authenticator.objects.get(user=vera).data)
        assert SECRET not in kept
        assert app.validate_code(code_of(SECRET))
        settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
        settings.SECRET_KEY = "another secret, as after a change of it" * 2
        assert app.validate_code(code_of(SECRET, steps=1))

    def test_is_asked_for_after_the_password(self, app, vera, sign_in, told):
        browser, answer = sign_in(next="/granska/?sida=2")
        assert answer.headers["Location"] == "/logga-in/kod/"
        assert not is_in(browser)
        assert (
            "Koden stämmer inte"
            in browser.post("/logga-in/kod/", {"code": "000000"}).content.decode()
        )
        answer = browser.post("/logga-in/kod/", {"code": code_of(SECRET)})
        assert answer.headers["Location"] == "/granska/?sida=2"
        assert is_in(browser)
        assert told() == ["refuse_factor", "sign_in"]

    def test_shows_each_code_once(self, app, vera, sign_in):
        code = code_of(SECRET)
        first, second = sign_in()[0], sign_in()[0]
        first.post("/logga-in/kod/", {"code": code})
        cache.clear()  # as another process of the server would have it
        second.post("/logga-in/kod/", {"code": code})
        assert is_in(first)
        assert not is_in(second)

    def test_cannot_be_guessed_at(self, app, vera, sign_in):
        browser, _answer = sign_in()
        for _time in range(6):
            page = browser.post("/logga-in/kod/", {"code": "000000"}).content.decode()
        assert "många försök" in page
        browser.post("/logga-in/kod/", {"code": code_of(SECRET)})
        assert not is_in(browser)
        other, _answer = sign_in()
        other.post("/logga-in/kod/", {"code": code_of(SECRET)})
        assert not is_in(other)

    def test_guesses_by_who_has_the_password_do_not_slow_the_owner(self, app, vera, sign_in):
        hers, _answer = sign_in()
        hers.post("/logga-in/kod/", {"code": code_of(SECRET)})
        hers.post("/logga-ut/")
        thief, _answer = sign_in()
        for _time in range(6):
            thief.post("/logga-in/kod/", {"code": "000000"})
        sign_in(browser=hers)
        hers.post("/logga-in/kod/", {"code": code_of(SECRET, steps=1)})
        assert is_in(hers)

    def test_is_taken_away_by_who_shows_a_code_or_the_password(self, app, vera, sign_in, told):
        browser = signed_in(vera)
        asked = browser.get("/konto/tva-steg/app/ta-bort/")
        assert asked.headers["Location"].startswith("/konto/bekrafta/")
        sure(browser).post("/konto/tva-steg/app/ta-bort/")
        assert not Authenticator.objects.filter(user=vera).exists()
        assert "remove_factor" in told()


class TestRecoveryCodes:
    def test_each_lets_in_once(self, app, vera, sign_in):
        code = RecoveryCodes.activate(vera).generate_codes()[3]
        for works in (True, False):
            browser, _answer = sign_in()
            browser.post("/logga-in/kod/", {"code": f"{code[:4]} {code[4:]}"})
            assert is_in(browser) is works

    def test_new_ones_end_the_old(self, app, vera, sign_in, told):
        old = RecoveryCodes.activate(vera).generate_codes()[0]
        sure(signed_in(vera)).post("/konto/tva-steg/koder/nya/")
        browser, _answer = sign_in()
        browser.post("/logga-in/kod/", {"code": old})
        assert not is_in(browser)
        assert "renew_recovery_codes" in told()

    def test_they_come_as_a_file_in_swedish(self, app, vera):
        RecoveryCodes.activate(vera)
        answer = sure(signed_in(vera)).get("/konto/tva-steg/koder/fil")
        assert answer.headers["Content-Type"].startswith("text/plain")
        assert "Reservkoder för Handslag" in answer.content.decode()
        assert len(re.findall(r"^\d{8}$", answer.content.decode(), re.MULTILINE)) == 10


@pytest.mark.parametrize(("told", "demanded"), [("", False), ("required", True)])
def test_a_county_says_whether_it_demands_one(told, demanded):
    assert is_demanded(told) is demanded


@pytest.mark.parametrize("told", ["requierd", "1", "yes"])
def test_a_word_that_is_neither_stops_the_start(told):
    with pytest.raises(ImproperlyConfigured, match="HANDSLAG_SECOND_FACTOR"):
        is_demanded(told)


class TestDemanded:
    @pytest.fixture(autouse=True)
    def _demanded(self, settings):
        settings.SECOND_FACTOR_REQUIRED = True

    @pytest.mark.parametrize(
        "address",
        ["/", "/granska/", "/moten/", "/konto/", "/konto/inloggningar/", "/konto/losenord/",
         "/konto/e-post/", "/sok/?q=a"],
    )  # fmt: skip
    def test_nothing_else_is_reachable_before(self, vera, address):
        browser = signed_in(vera)
        assert browser.get(address).headers["Location"] == "/konto/tva-steg/"
        assert browser.post(address).headers["Location"] == "/konto/tva-steg/"
        part = browser.get(address, headers={"HX-Request": "true"})
        assert part.headers["HX-Redirect"] == "/konto/tva-steg/"

    def test_setting_it_up_is(self, vera):
        browser = sure(signed_in(vera))
        assert "Länet kräver" in browser.get("/granska/", follow=True).content.decode()
        secret = re.search(
            r"<code>([A-Z2-7]+)</code>", browser.get("/konto/tva-steg/app/").content.decode()
        )
        assert secret
        browser.post("/konto/tva-steg/app/", {"code": code_of(secret[1])})
        assert is_in(browser)

    def test_who_has_one_notices_nothing_and_it_is_asked_for_once(
        self, app, vera, django_assert_max_num_queries
    ):
        browser = signed_in(vera)
        assert is_in(browser)
        with django_assert_max_num_queries(2):  # who looks, and nothing about factors any more
            browser.get("/finns-inte/")

    def test_the_last_cannot_be_taken_away(self, app, vera):
        browser = sure(signed_in(vera))
        page = browser.post("/konto/tva-steg/app/ta-bort/").content.decode()
        assert "går inte att ta bort" in page
        assert Authenticator.objects.filter(user=vera).exists()

    def test_strangers_sign_in_as_always(self, app, vera, sign_in):
        assert Client().get("/logga-in/").status_code == 200
        browser, _answer = sign_in()
        browser.post("/logga-in/kod/", {"code": code_of(SECRET)})
        assert is_in(browser)

    def test_signing_out_is_possible(self, vera):
        browser = signed_in(vera)
        assert browser.post(reverse("account_logout")).headers["Location"] == "/logga-in/"
