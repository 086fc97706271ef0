"""Guessing is slow, and slows nobody down who has been in before."""

from __future__ import annotations

import re
import statistics
from time import perf_counter

import pytest
from django.test import Client

from handslag.domain.accounts.models import Attempts, User
from tests.interfaces.web.signin.letters import link_in
from tests.signed_in import PASSWORD, a_user

WRONG = "inte veras lösenord alls"
SLOW = "Det kom många försök på kort tid."


def words(answer) -> str:
    return " ".join(re.sub(r"<[^>]*>", " ", answer.content.decode()).split())


@pytest.fixture
def attacked(vera, sign_in):
    """Somebody has guessed at Vera's account until the door is slow, from many addresses."""
    for number in range(6):
        _browser, answer = sign_in(WRONG, address=f"198.51.100.{number}")
    assert SLOW in words(answer)


@pytest.mark.django_db
class TestAttackers:
    def test_five_may_be_wrong_before_anybody_waits(self, vera, sign_in):
        for _time in range(5):
            _browser, answer = sign_in(WRONG)
            assert "hör inte ihop" in words(answer)
        _browser, answer = sign_in(WRONG)
        assert SLOW in words(answer)
        assert "Försök igen om" in words(answer)

    def test_changing_address_does_not_help(self, attacked, sign_in):
        _browser, answer = sign_in(WRONG, address="203.0.113.9")
        assert SLOW in words(answer)

    def test_the_right_password_does_not_open_a_door_that_is_slow(self, attacked, sign_in):
        browser, answer = sign_in(PASSWORD, address="203.0.113.9")
        assert SLOW in words(answer)
        assert browser.get("/granska/").status_code == 302

    def test_guessing_at_many_accounts_from_one_address_gets_slow(self, db, sign_in):
        for number in range(30):
            sign_in(WRONG, email=f"nummer-{number}@exempel.se")
        _browser, answer = sign_in(WRONG, email="en-till@exempel.se")
        assert SLOW in words(answer)

    def test_letting_oneself_in_now_and_then_does_not_forget_the_others(self, vera, sign_in):
        mallory = a_user("Mallory", "mallory@exempel.se", PASSWORD)
        for number in range(30):
            if number % 4 == 0:
                sign_in(PASSWORD, email=mallory.email)
            sign_in(WRONG, email=f"nummer-{number}@exempel.se")
        _browser, answer = sign_in(WRONG, email="en-till@exempel.se")
        assert SLOW in words(answer)

    def test_a_cookie_for_ones_own_account_is_none_for_anothers(self, attacked, sign_in):
        mallory = a_user("Mallory", "mallory@exempel.se", PASSWORD)
        browser, _answer = sign_in(PASSWORD, email=mallory.email)
        browser.post("/logga-ut/")
        _browser, answer = sign_in(WRONG, browser=browser)
        assert SLOW in words(answer)

    @pytest.mark.parametrize("made", ["eyJhIjoiYiJ9:1:x", "", "a" * 5000])
    def test_a_cookie_of_ones_own_making_is_none(self, attacked, sign_in, made):
        browser = Client()
        browser.cookies["device"] = made
        _browser, answer = sign_in(WRONG, browser=browser)
        assert SLOW in words(answer)

    def test_the_answer_is_the_same_for_an_account_that_is_not_there(self, vera, sign_in):
        for email in ("vera@exempel.se", "ingen@exempel.se"):
            answers = [words(sign_in(WRONG, email=email)[1]) for _time in range(6)]
            same = [re.sub(r"[\w-]+@exempel.se", "", one) for one in answers]
            if email.startswith("vera"):
                known = same
        assert same == known

    def test_it_takes_as_long_for_an_account_that_is_not_there(self, vera, sign_in, settings):
        settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
        vera.set_password(PASSWORD)
        vera.save()
        User.objects.create_user("utan@exempel.se", "Utan Lösenord")  # only through a provider
        times: dict[str, list[float]] = {}
        for number in range(6):
            for email in ("vera@exempel.se", "utan@exempel.se", "ingen@exempel.se"):
                Attempts.objects.all().delete()
                began = perf_counter()
                sign_in(f"{WRONG} {number}", email=email)
                times.setdefault(email, []).append(perf_counter() - began)
        fastest = [min(taken) for taken in times.values()]
        typical = [statistics.median(taken) for taken in times.values()]
        # hashing takes most of the time: without it an answer would take a third
        assert max(fastest) < 1.5 * min(fastest), times
        assert max(typical) < 1.8 * min(typical), times

    def test_nothing_typed_is_kept(self, vera, sign_in, told):
        from handslag.domain.audit.models import Values

        sign_in(WRONG, email="mitt-hemliga@exempel.se")
        kept = str(list(Attempts.objects.values())) + str(list(Values.objects.values()))
        assert told()[-1] == "refuse_sign_in"
        assert "hemliga" not in kept
        assert WRONG not in kept


@pytest.mark.django_db
class TestTheOwner:
    def test_gets_in_at_once_where_she_has_been_before(self, vera, sign_in):
        hers, _answer = sign_in()
        hers.post("/logga-ut/")
        for number in range(20):
            sign_in(WRONG, address=f"198.51.100.{number}")
        _browser, answer = sign_in(browser=hers)
        assert answer.status_code == 302
        assert hers.get("/granska/").status_code == 200

    def test_is_not_slowed_by_others_at_her_address_either(self, vera, sign_in):
        hers, _answer = sign_in()
        hers.post("/logga-ut/")
        for number in range(40):
            sign_in(WRONG, email=f"nummer-{number}@exempel.se")
        _browser, answer = sign_in(browser=hers)
        assert answer.status_code == 302

    def test_waits_with_her_own_browser_only_after_her_own_mistakes(self, vera, sign_in):
        hers, _answer = sign_in()
        hers.post("/logga-ut/")
        for _time in range(5):
            sign_in(WRONG, browser=hers)
        _browser, answer = sign_in(browser=hers)
        assert SLOW in words(answer)

    def test_forgets_her_mistakes_when_she_gets_it_right(self, vera, sign_in):
        hers, _answer = sign_in()
        for _round in range(3):
            hers.post("/logga-ut/")
            for _time in range(4):
                sign_in(WRONG, browser=hers)
            assert sign_in(browser=hers)[1].status_code == 302

    def test_is_told_how_long_and_what_else_she_can_do(self, attacked, sign_in):
        _browser, answer = sign_in(address="203.0.113.9")
        assert "Försök igen om" in words(answer)
        assert "ett brev till din e-postadress" in words(answer)

    def test_gets_in_from_anywhere_after_a_letter(self, attacked, sign_in, mailoutbox):
        browser = Client()
        browser.post("/losenord/glomt/", {"email": "vera@exempel.se"})
        link = link_in(mailoutbox[-1])
        form = browser.get(link).headers["Location"]
        new = "sju gröna båtar på torra land"
        browser.post(form, {"password1": new, "password2": new})
        _browser, answer = sign_in(new, browser=browser)
        assert answer.status_code == 302
        assert browser.get("/granska/").status_code == 200
