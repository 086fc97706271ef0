"""My account in one place, another address, and what letters look like."""

from __future__ import annotations

import re

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.mail import EmailMessage
from django.test import Client
from django.urls import get_resolver, reverse

from handslag.config.letters import mail_settings
from handslag.domain.audit.models import Values
from handslag.interfaces.web.signin.letters import FolderBackend
from tests.interfaces.web.signin.letters import link_in
from tests.signed_in import PASSWORD, a_user, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def browser(vera, sign_in):
    """Signed in, and sure to be Vera."""
    browser, _answer = sign_in()
    browser.post("/konto/bekrafta/?next=/konto/", {"password": PASSWORD})
    return browser


def test_everything_about_it_is_in_one_place(browser):
    page = browser.get("/konto/").content.decode()
    for words in ("Vera Lind", "samordnare", "vera@exempel.se", "Byt lösenord", "(här)"):
        assert words in page
    for name in ("account_email", "account_change_password", "mfa_index", "account_sessions"):
        assert reverse(name) in page


def test_every_page_tells_who_is_signed_in_and_how_to_sign_out(browser):
    page = browser.get("/moten/").content.decode()
    assert 'href="/konto/"' in page
    assert "Vera Lind" in page
    assert 'action="/logga-ut/"' in page
    assert 'href="/logga-in/"' in Client().get("/losenord/glomt/").content.decode()


def test_the_menu_offers_only_what_one_may(browser):
    assert 'href="/granska/"' in browser.get("/konto/").content.decode()
    page = signed_in(a_user()).get("/konto/").content.decode()
    assert 'href="/granska/"' not in page
    assert 'href="/personer/"' not in page


def test_nobody_sees_anothers_name_on_a_page_that_was_kept(browser):
    browser.get("/moten/")
    other = signed_in(a_user("Bo Åker")).get("/moten/").content.decode()
    assert "Vera Lind" not in other
    assert "Vera Lind" not in Client().get("/moten/").content.decode()


class TestAnotherAddress:
    def test_it_is_changed_by_the_link_in_the_letter_and_both_are_told(
        self, browser, vera, mailoutbox, told
    ):
        browser.post("/konto/e-post/", {"email": "Vera.Lind@Exempel.se"})
        vera.refresh_from_db()
        assert vera.email == "vera@exempel.se"
        link = link_in(mailoutbox[0])
        assert mailoutbox[0].to == ["vera.lind@exempel.se"]
        assert "Byt adress" in browser.get(link).content.decode()
        vera.refresh_from_db()
        assert vera.email == "vera@exempel.se"
        browser.post(link)
        vera.refresh_from_db()
        assert vera.email == "vera.lind@exempel.se"
        assert mailoutbox[1].to == ["vera@exempel.se"]
        assert told()[-1] == "change_email"
        assert "vera.lind@exempel.se" in str(Values.objects.last().__dict__)

    def test_the_link_works_once_and_for_its_owner_alone(self, browser, vera, mailoutbox):
        browser.post("/konto/e-post/", {"email": "ny@exempel.se"})
        link = link_in(mailoutbox[0])
        assert signed_in(a_user("Mallory")).get(link).status_code == 404
        assert Client().get(link).status_code == 302
        browser.post(link)
        browser.post(link)
        vera.refresh_from_db()
        assert vera.email == "ny@exempel.se"
        assert browser.get("/konto/e-post/hittepa/").status_code == 404

    def test_nobody_learns_who_has_an_account(self, browser, mailoutbox):
        a_user("Bo Åker", "bo@exempel.se")
        taken = browser.post("/konto/e-post/", {"email": "bo@exempel.se"}, follow=True)
        assert "Ett brev är på väg till bo@exempel.se" in taken.content.decode()
        assert len(mailoutbox) == 0

    def test_an_address_taken_in_the_meantime_stays_where_it_is(self, browser, vera, mailoutbox):
        browser.post("/konto/e-post/", {"email": "ny@exempel.se"})
        a_user("Bo Åker", "ny@exempel.se")
        answer = browser.post(link_in(mailoutbox[0]), follow=True)
        assert "Adressen går inte att använda" in answer.content.decode()
        vera.refresh_from_db()
        assert vera.email == "vera@exempel.se"

    def test_it_takes_the_password_first(self, vera, sign_in):
        browser, _answer = sign_in()
        answer = browser.get("/konto/e-post/")
        assert answer.headers["Location"].startswith("/konto/bekrafta/")
        wrong = browser.post("/konto/bekrafta/?next=/konto/e-post/", {"password": "inte det"})
        assert "Lösenordet stämmer inte" in wrong.content.decode()


OPEN = {
    "account_login", "account_logout", "account_inactive", "account_reset_password",
    "account_reset_password_done", "account_reset_password_from_key",
    "account_reset_password_from_key_done", "mfa_authenticate", "mfa_login_webauthn",
    "socialaccount_login_cancelled",
}  # fmt: skip
ARGUMENTS: dict[str, list[object]] = {
    "account_reset_password_from_key": ["1-set", "password"],
    "confirm_address": ["abc"],
    "mfa_remove_webauthn": [1],
    "mfa_edit_webauthn": [1],
}


def names() -> list[str]:
    import handslag.interfaces.web.signin.urls as ours

    return [str(pattern.name) for pattern in ours.urlpatterns]


@pytest.mark.parametrize("name", names())
def test_every_page_is_swedish_and_ours(browser, vera, name):
    address = reverse(name, args=ARGUMENTS.get(name, []))
    for asker in (Client(), browser):
        answer = asker.get(address, follow=True)
        assert answer.status_code in {200, 404, 405}, (name, answer.status_code)
        page = answer.content.decode()
        if answer.status_code == 200 and answer.headers["Content-Type"].startswith("text/html"):
            assert 'lang="sv"' in page
            assert not re.search(
                r"\b(Sign|Password|Email|account|Menu)\b", re.sub("<[^>]*>", " ", page)
            )
            assert "<script>" not in page
            assert "style=" not in page


@pytest.mark.parametrize("name", sorted(set(names()) - OPEN))
def test_what_is_ones_own_is_nobody_elses(db, name):
    answer = Client().get(reverse(name, args=ARGUMENTS.get(name, [])))
    if answer.status_code not in {404, 405}:
        assert answer.headers["Location"].startswith("/logga-in/")


def test_nothing_else_of_allauths_leads_anywhere():
    known = {key for key in get_resolver().reverse_dict if isinstance(key, str)}
    unwanted = {"signup", "phone", "login_code", "connections", "trust", "confirm_email"}
    ours = {name for name in known if name.startswith(("account_", "mfa_", "socialaccount_"))}
    assert ours <= set(names())
    assert not [name for name in ours if any(word in name for word in unwanted)]


class TestLetters:
    def test_without_a_server_they_lie_in_a_folder_and_the_terminal_says_so(self, tmp_path, capsys):
        folder = tmp_path / "mail"
        backend = FolderBackend(file_path=folder)
        backend.send_messages([EmailMessage("Ämne", "Text", "a@exempel.se", ["b@exempel.se"])])
        (letter,) = folder.iterdir()
        assert b"To: b@exempel.se" in letter.read_bytes()
        assert str(letter) in capsys.readouterr().out
        assert folder.stat().st_mode & 0o777 == 0o700

    @pytest.mark.parametrize(
        ("url", "host", "port", "tls", "ssl"),
        [
            (
                "smtp+starttls://anna:hem%40ligt@mejl.example.se",
                "mejl.example.se",
                587,
                True,
                False,
            ),
            ("smtps://anna:hem%40ligt@mejl.example.se:4650", "mejl.example.se", 4650, False, True),
            ("smtp://anna:hem%40ligt@127.0.0.1", "127.0.0.1", 25, False, False),
        ],
    )
    def test_a_server_is_told_by_its_address(self, tmp_path, url, host, port, tls, ssl):
        found = mail_settings(url, tmp_path)
        assert found["EMAIL_BACKEND"].endswith("smtp.EmailBackend")
        told = (found["EMAIL_HOST"], found["EMAIL_PORT"])
        assert told == (host, port)
        assert (found["EMAIL_USE_TLS"], found["EMAIL_USE_SSL"]) == (tls, ssl)
        assert (found["EMAIL_HOST_USER"], found["EMAIL_HOST_PASSWORD"]) == ("anna", "hem@ligt")

    @pytest.mark.parametrize(
        "url", ["mejl.example.se", "https://anna:hemligt@x", "smtp://", "smtp://a:hemligt@b:port"]
    )
    def test_an_address_that_is_none_stops_the_start_without_telling_the_password(
        self, tmp_path, url
    ):
        with pytest.raises(ImproperlyConfigured) as refused:
            mail_settings(url, tmp_path)
        assert "HANDSLAG_MAIL_URL" in str(refused.value)
        assert "hemligt" not in str(refused.value)
