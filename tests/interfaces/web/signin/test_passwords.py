"""Passwords: strong, forgotten, changed."""

from __future__ import annotations

import inspect
import re

import pytest
import zxcvbn.feedback
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.test import Client

from handslag.domain.accounts.models import User
from handslag.domain.accounts.strength import LONGEST, WHY, weakness
from tests.interfaces.web.signin.letters import link_in
from tests.signed_in import PASSWORD, a_user, signed_in

pytestmark = pytest.mark.django_db

NEW = "sju gröna båtar på torra land"
WRONG = "inte veras lösenord alls"


@pytest.mark.parametrize(
    ("password", "why"),
    [
        ("kort", "12 tecken"),
        ("qwertyuiopåasdf", "lätt att gissa"),
        ("aaaaaaaaaaaaaaaa", "Upprepningar"),
        ("1234567890123456", "numeriskt"),
        ("password1234567", "lätt att gissa"),
        ("Sommar2026Sommar", "lätt att gissa"),
        ("veralind-exempel", "likt"),
        ("veralind1997vera", "lätt att gissa"),
        ("handslaghandslag", "lätt att gissa"),
        ("x" * (LONGEST + 1), "för långt"),
    ],
)
def test_a_weak_password_is_refused_with_the_reason(password, why):
    with pytest.raises(ValidationError) as refused:
        validate_password(password, User(name="Vera Lind", email="vera.lind@exempel.se"))
    assert why in " ".join(refused.value.messages)


@pytest.mark.parametrize("password", [PASSWORD, NEW, "fZ8#kq2!vLw9_pXr", "måne skruv tallrik oboe"])
def test_a_strong_one_will_do(password):
    validate_password(password, User(name="Vera Lind", email="vera.lind@exempel.se"))


def test_every_reason_has_swedish_words():
    source = inspect.getsource(zxcvbn.feedback)
    said = re.findall(r"warning'?\s*[:=]\s*_\(((?:\s*(?:'[^\n]*?'|\"[^\n]*?\")\s*\\?)+)\)", source)
    english = {
        "".join(re.findall(r"'((?:[^'])*)'|\"((?:[^\"])*)\"", one)[0]).strip() for one in said
    }
    starts = {words[:20] for words in WHY}
    assert len(said) >= 10
    assert {words for words in english if words[:20] not in starts} == set()


def test_one_persons_words_are_not_anothers():
    assert weakness("giraffenannabergstrom", ["giraffen", "anna", "bergstrom"])
    assert weakness("måneskruvtallrik", ["måne", "skruv", "tallrik"])
    assert not weakness("måneskruvtallrikoboe", [])


def test_strength_is_told_while_typing_and_nothing_is_kept(vera):
    browser = signed_in(vera)
    weak = browser.post("/losenord/styrka/", {"password1": "sommarsommar"}).content.decode()
    assert "lätt att gissa" in weak
    strong = browser.post("/losenord/styrka/", {"password1": NEW}).content.decode()
    assert "starkt nog" in strong
    assert browser.post("/losenord/styrka/", {"password1": ""}).content.decode().strip() == ""


def test_it_is_kept_with_argon2(vera):
    assert vera.password.startswith("argon2$argon2id$")


class TestForgotten:
    def test_the_answer_is_the_same_whether_or_not_somebody_has_the_address(self, vera, mailoutbox):
        answers = []
        for email in ("vera@exempel.se", "ingen@exempel.se"):
            browser = Client()
            answer = browser.post("/losenord/glomt/", {"email": email}, follow=True)
            answers.append(re.sub(r'value="[^"]*"', "", answer.content.decode()))
        assert answers[0] == answers[1]
        assert [letter.to for letter in mailoutbox] == [["vera@exempel.se"]]

    def test_the_answer_waits_for_nothing_that_tells(self, vera, monkeypatch, mailoutbox):
        """Looking the account up, making the link and sending it all come after the answer."""
        waiting: list[object] = []
        monkeypatch.setattr("handslag.interfaces.web.signin.passwords.later", waiting.append)
        monkeypatch.setattr(
            "handslag.interfaces.web.signin.passwords.user_with",
            lambda _email: pytest.fail("looked up before the answer"),
        )
        Client().post("/losenord/glomt/", {"email": "vera@exempel.se"})
        assert len(waiting) == 1

    def test_a_new_password_is_chosen_by_the_link_in_the_letter(self, vera, mailoutbox, told):
        elsewhere, browser = signed_in(vera), Client()
        browser.post("/losenord/glomt/", {"email": "Vera@Exempel.se"})
        form = browser.get(link_in(mailoutbox[-1])).headers["Location"]
        assert (
            "lätt att gissa"
            in browser.post(
                form, {"password1": "sommarsommar", "password2": "sommarsommar"}
            ).content.decode()
        )
        answer = browser.post(form, {"password1": NEW, "password2": NEW})
        assert answer.headers["Location"] == "/losenord/bytt/"
        vera.refresh_from_db()
        assert vera.check_password(NEW)
        assert elsewhere.get("/granska/").status_code == 302
        assert "lösenord" in mailoutbox[-1].subject
        assert told()[-3:] == ["ask_for_reset", "change_password", "end_sessions"]

    def test_the_link_holds_once_and_for_two_hours(self, vera, mailoutbox, settings):
        browser = Client()
        browser.post("/losenord/glomt/", {"email": "vera@exempel.se"})
        link = link_in(mailoutbox[-1])
        form = browser.get(link).headers["Location"]
        browser.post(form, {"password1": NEW, "password2": NEW})
        assert "Länken går inte att använda" in Client().get(link).content.decode()
        Client().post("/losenord/glomt/", {"email": "vera@exempel.se"})
        settings.PASSWORD_RESET_TIMEOUT = -1
        late = Client().get(link_in(mailoutbox[-1]))
        assert "Länken går inte att använda" in late.content.decode()

    def test_it_opens_no_closed_account(self, vera, mailoutbox):
        Client().post("/losenord/glomt/", {"email": "vera@exempel.se"})
        vera.is_active = False
        vera.save()
        assert "går inte att använda" in Client().get(link_in(mailoutbox[-1])).content.decode()
        Client().post("/losenord/glomt/", {"email": "vera@exempel.se"})
        assert len(mailoutbox) == 1

    def test_nobody_can_fill_anothers_mailbox(self, vera, mailoutbox):
        for _time in range(10):
            answer = Client().post("/losenord/glomt/", {"email": "vera@exempel.se"})
            assert answer.headers["Location"] == "/losenord/glomt/skickat/"
        assert len(mailoutbox) == 3

    def test_the_link_leads_to_the_installation_whatever_the_request_calls_it(
        self, vera, mailoutbox, settings
    ):
        settings.URL = "https://handslag.example.se"
        Client().post("/losenord/glomt/", {"email": "vera@exempel.se"})
        assert "\nhttps://handslag.example.se/losenord/nytt/" in mailoutbox[-1].body


class TestChanged:
    def test_other_sessions_end_and_this_one_goes_on(self, vera, sign_in, mailoutbox, told):
        elsewhere, (browser, _answer) = signed_in(vera), sign_in()
        form = {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW}
        browser.post("/konto/losenord/", form)
        assert browser.get("/granska/").status_code == 200
        assert elsewhere.get("/granska/").status_code == 302
        assert vera.sessions.count() == 1
        assert mailoutbox[-1].to == ["vera@exempel.se"]
        assert "bytt" in mailoutbox[-1].subject
        assert told()[-2:] == ["change_password", "end_sessions"]

    def test_only_by_who_knows_the_one_before(self, vera, sign_in):
        browser, _answer = sign_in()
        form = {"oldpassword": WRONG, "password1": NEW, "password2": NEW}
        answer = browser.post("/konto/losenord/", form)
        assert "Lösenordet stämmer inte." in answer.content.decode()

    def test_the_one_before_cannot_be_guessed_at_either(self, vera, sign_in):
        browser, _answer = sign_in()
        form = {"oldpassword": WRONG, "password1": NEW, "password2": NEW}
        for _time in range(6):
            answer = browser.post("/konto/losenord/", form)
        assert "många försök" in answer.content.decode()

    def test_two_that_differ_are_refused(self, vera, sign_in):
        browser, _answer = sign_in()
        form = {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW + "!"}
        assert "olika" in browser.post("/konto/losenord/", form).content.decode()

    def test_who_has_none_chooses_a_first(self, db):
        user = a_user("Bo Åker", "bo@exempel.se")
        browser = signed_in(user)
        assert browser.get("/konto/losenord/").headers["Location"] == "/konto/losenord/forsta/"
        browser.post("/konto/losenord/forsta/", {"password1": NEW, "password2": NEW})
        user.refresh_from_db()
        assert user.check_password(NEW)
