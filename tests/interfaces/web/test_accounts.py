"""The pages for accounts: asking in, giving and ending, closing and tying to a person."""

from __future__ import annotations

import re
from datetime import timedelta
from smtplib import SMTPException

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from handslag.domain.access.roles import Role
from handslag.domain.access.things import COUNTY, of_body
from handslag.domain.access.viewer import Held
from handslag.domain.accounts.models import Grant, Invitation, User
from handslag.domain.registry.models import Person
from tests.builders import NO_SUCH, a_body, a_membership, a_name, a_user
from tests.signed_in import signed_in

pytestmark = pytest.mark.django_db
STRONG = "sju lila cyklar vid Sjövik"


@pytest.fixture(autouse=True)
def _a_mail_server(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    settings.EMAIL_HOST = "mejl.exempel.se"


def invite(client, **said):
    form = {"name": "Vera Ask", "email": "vera@exempel.se", "role": "reader", "scope": "county-0"}
    return client.post("/konton/", form | said)


def link_in(words: object) -> str:
    (link,) = re.findall(r"http://testserver(/inbjudan/\S{32}/)", str(words))
    return link


def test_everybody_with_an_account_is_listed_with_what_it_may(client):
    body = a_body("Länsnätverket")
    vera = a_user("Vera Ask", Held(Role.READER, of_body(body.id)))
    person = a_name("Vera Ask").person
    a_membership(body, person)
    Person.objects.filter(id=person.id).update(user=vera)
    page = client.get("/konton/").content.decode()
    assert "Läsare, Länsnätverket" in page
    assert "Ledamot, Länsnätverket" in page
    assert f'href="/personer/{person.id}/"' in page
    assert "aldrig" in page


def test_somebody_is_asked_in_by_a_letter_and_comes_in(client):
    answer = invite(client, name="Vera Ask")
    assert (answer.status_code, answer.url) == (302, "/konton/")
    (letter,) = mail.outbox
    assert letter.to == ["vera@exempel.se"]
    assert "Samordnaren bjuder in dig" in letter.body
    page = client.get("/konton/").content.decode()
    assert "är skickad till vera@exempel.se" in page
    assert "Inbjudna som inte har svarat" in page
    link, stranger = link_in(letter.body), Client()
    assert "Välkommen, Vera Ask" in stranger.get(link).content.decode()
    done = stranger.post(link, {"password": STRONG, "again": STRONG})
    assert (done.status_code, done["Location"]) == (302, "/logga-in/")
    assert User.objects.get(email="vera@exempel.se").check_password(STRONG)
    assert "Inbjudna som inte har svarat" not in client.get("/konton/").content.decode()


@pytest.mark.parametrize("broken", [True, False])
def test_where_no_letter_can_be_sent_the_link_is_handed_over(client, settings, monkeypatch, broken):
    if broken:

        def refuse(*_any):
            raise SMTPException

        monkeypatch.setattr("django.core.mail.EmailMessage.send", refuse)
    else:
        settings.EMAIL_HOST = ""
    page = invite(client).content.decode()
    assert "inget brev kunde skickas" in page
    assert Client().get(link_in(page)).status_code == 200
    again = client.post(f"/konton/inbjudna/{Invitation.objects.get().id}/", {"gor": "skicka"})
    assert Client().get(link_in(page)).status_code == 404
    assert Client().get(link_in(again.content.decode())).status_code == 200
    assert "inget brev kunde skickas" not in client.get("/konton/").content.decode()


def test_an_invitation_is_sent_again_and_taken_back(client):
    invite(client)
    address = f"/konton/inbjudna/{Invitation.objects.get().id}/"
    client.post(address, {"gor": "skicka"})
    first, second = (link_in(letter.body) for letter in mail.outbox)
    assert Client().get(first).status_code == 404
    assert Client().get(second).status_code == 200
    page = client.post(address, {"gor": "dra-in"}, follow=True).content.decode()
    assert "Inbjudan är indragen" in page
    gone = Client().get(second)
    assert gone.status_code == 410
    assert "dragits in" in gone.content.decode()
    assert (
        "redan använts eller dragits in"
        in client.post(address, {"gor": "dra-in"}, follow=True).content.decode()
    )
    assert client.post(address, {"gor": "annat"}).status_code == 404
    assert client.post(f"/konton/inbjudna/{NO_SUCH}/", {"gor": "skicka"}).status_code == 404
    assert client.get(address).status_code == 405


def test_what_will_not_do_is_told_beside_the_field_and_stays(client):
    invite(client)
    answer = invite(client, email="VERA@exempel.se")
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "redan inbjuden" in page
    assert 'value="Vera Ask"' in page
    assert "Ingen i registret heter så" in invite(client, person="Nobody").content.decode()
    assert "Välj en roll" in invite(client, email="b@exempel.se", role="").content.decode()
    assert len(mail.outbox) == 1


def test_somebody_is_asked_in_as_the_person_they_are(client):
    person = a_name("Vera Ask").person
    invite(client, role="", person="vera ask")
    assert Invitation.objects.get().person_id == person.id


def test_the_link_says_the_same_to_everybody_and_nothing_to_those_who_guess(client):
    invite(client)
    link = link_in(mail.outbox[0].body)
    for visitor in (Client(), client):
        assert visitor.get(link).status_code == 200
        for guess in ("/inbjudan/abc/", f"/inbjudan/{'x' * 32}/", f"/valkommen/{'x' * 32}/"):
            answer = visitor.get(guess)
            assert answer.status_code == 404
            assert "vera@" not in answer.content.decode()


@pytest.mark.parametrize("method", ["get", "post"])
def test_the_address_of_an_invitation_is_kept_by_nobody(client, method):
    invite(client)
    link = link_in(mail.outbox[0].body)
    for address in (link, f"/inbjudan/{'x' * 32}/"):
        answer = getattr(Client(), method)(address)
        assert answer["Cache-Control"] == "no-store"
        assert answer["Referrer-Policy"] == "strict-origin"
        assert "noindex" in answer["X-Robots-Tag"]
        assert "Huvudmeny" not in answer.content.decode()


@pytest.mark.parametrize(
    ("password", "again", "words"),
    [
        ("", "", "fyllas i"),
        (STRONG, "något annat", "inte lika"),
    ],
)
def test_passwords_that_will_not_do_use_nothing_up(client, password, again, words):
    invite(client)
    link = link_in(mail.outbox[0].body)
    answer = Client().post(link, {"password": password, "again": again})
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not User.objects.filter(email="vera@exempel.se").exists()
    assert Client().post(link, {"password": STRONG, "again": STRONG}).status_code == 302


def test_a_weak_password_is_told_beside_its_field(client, settings):
    settings.AUTH_PASSWORD_VALIDATORS = [
        {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator"}
    ]
    invite(client)
    answer = Client().post(link_in(mail.outbox[0].body), {"password": "kort", "again": "kort"})
    assert answer.status_code == 422
    assert "kort" in answer.content.decode()


def test_somebody_who_has_an_account_by_then_signs_in_and_adds_what_was_promised(client):
    invite(client)
    link = link_in(mail.outbox[0].body)
    vera = User.objects.create_user("vera@exempel.se", "Vera Ask", STRONG)
    page = Client().get(link).content.decode()
    assert "Det finns redan ett konto" in page
    assert "next=/inbjudan/" in page
    page = client.get(link).content.decode()
    assert "Du är inloggad som Samordnaren" in page
    own = signed_in(vera)
    assert "Lägg till behörigheten" in own.get(link).content.decode()
    assert own.post(link, {})["Location"] == "/"
    assert vera.grants.get().role == "reader"


def test_a_role_is_given_and_ended_on_the_accounts_page(client):
    body, vera = a_body("Länsnätverket"), a_user("Vera Ask")
    address = f"/konton/{vera.id}/"
    later = timezone.localdate() + timedelta(days=40)
    form = {"gor": "ge-roll", "role": "secretary", "scope": f"body-{body.id}"}
    assert client.post(address, form | {"since": "", "until": later}).status_code == 302
    page = client.get(address).content.decode()
    assert "Sekreterare" in page
    assert "Länsnätverket" in page
    history = client.get(f"{address}historik/").content.decode()
    assert "gav Samordnaren kontot en roll" in history
    twice = client.post(address, form)
    assert twice.status_code == 422
    assert "har redan rollen sekreterare" in twice.content.decode()
    grant = Grant.objects.get(user=vera)
    page = client.post(address, {"gor": "avsluta", "vald": grant.id}, follow=True).content.decode()
    assert "Rollen är avslutad." in page
    assert "Avsluta nu" not in page


def test_the_last_coordinator_is_told_why_nothing_changed(client, user):
    address, grant = f"/konton/{user.id}/", user.grants.get()
    for form in ({"gor": "avsluta", "vald": grant.id}, {"gor": "stang"}):
        page = client.post(address, form, follow=True).content.decode()
        assert "den sista samordnaren" in page
    user.refresh_from_db()
    assert user.is_active


def test_an_account_is_closed_and_opened(client):
    vera = a_user("Vera Ask", Held(Role.READER, COUNTY))
    own, address = signed_in(vera), f"/konton/{vera.id}/"
    assert own.get("/organ/").status_code == 200
    assert (
        "Kontot är stängt" in client.post(address, {"gor": "stang"}, follow=True).content.decode()
    )
    assert "stängt" in client.get("/konton/").content.decode()
    assert "/logga-in/" in own.get("/organ/")["Location"]
    vera.refresh_from_db()
    assert not vera.is_active
    client.post(address, {"gor": "oppna"})
    vera.refresh_from_db()
    assert vera.is_active


def test_an_account_is_tied_to_the_person_somebody_looks_for(client):
    vera, person = a_user("Vera Ask"), a_name("Vera Ask").person
    address = f"/konton/{vera.id}/"
    page = client.get(address, {"person": "ask"}).content.decode()
    assert "Det är den här personen" in page
    client.post(address, {"gor": "knyt", "vald": person.id})
    page = client.get(address).content.decode()
    history = client.get(f"{address}historik/").content.decode()
    assert "kopplade Samordnaren kontot till en person" in history
    assert "Personen sitter inte i något organ." in page
    client.post(address, {"gor": "skilj"})
    assert "hör inte till någon i registret" in client.get(address).content.decode()
    assert "Ingen utan konto heter så" in client.get(address, {"person": "Bo"}).content.decode()


def test_what_is_not_there_is_not_found(client, user):
    assert client.get(f"/konton/{NO_SUCH}/").status_code == 404
    for form in (
        {"gor": "knyt", "vald": NO_SUCH},
        {"gor": "avsluta", "vald": "x"},
        {"gor": "annat"},
    ):
        assert client.post(f"/konton/{user.id}/", form).status_code == 404


@pytest.mark.parametrize("role", [Role.READER, Role.SECRETARY])
def test_accounts_are_not_for_others(role):
    own = signed_in(a_user("Vera Ask", Held(role, COUNTY)))
    assert own.get("/konton/").status_code == 403
    assert own.get("/konton/1/").status_code == 403
    assert invite(own).status_code == 403
    assert Client().get("/konton/").status_code == 302


def test_an_auditor_looks_and_changes_nothing():
    vera = a_user("Vera Ask")
    own = signed_in(a_user("Revisorn", Held(Role.AUDITOR, COUNTY)))
    for address in ("/konton/", f"/konton/{vera.id}/"):
        page = own.get(address)
        assert page.status_code == 200
        assert "Bjud in" not in page.content.decode()
        assert "Stäng kontot" not in page.content.decode()
    assert invite(own).status_code == 403
    assert own.post(f"/konton/{vera.id}/", {"gor": "stang"}).status_code == 403


def test_ten_times_as_many_take_no_more_queries(queries_of):
    a_user("Vera Ask", Held(Role.READER, COUNTY))
    before = queries_of("/konton/")
    for number in range(10):
        a_user(f"Bo {number}", Held(Role.READER, COUNTY))
    assert queries_of("/konton/") == before
