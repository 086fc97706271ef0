"""The first coordinator's page, and what an invitation's page does besides passwords."""

from __future__ import annotations

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import reverse

from handslag.domain.access.roles import Role
from handslag.domain.access.viewer import SYSTEM
from handslag.domain.accounts.actions import first_way_in
from handslag.domain.accounts.models import User
from handslag.domain.registry.entering.actions import invite
from tests.builders import a_user

pytestmark = pytest.mark.django_db

STRONG = "sju lila cyklar vid Sjövik"
SAID = {"name": "Anna Lund", "email": "anna@exempel.se", "password": STRONG, "again": STRONG}


@pytest.fixture
def way_in() -> str:
    token = first_way_in(viewer=SYSTEM)
    return reverse("desk:welcome", args=[token])


def test_the_first_coordinator_makes_the_account_and_signs_in_with_it(way_in):
    stranger = Client()
    page = stranger.get(way_in)
    assert "Här gör du det första kontot" in page.content.decode()
    assert page["Referrer-Policy"] == "strict-origin"
    answer = stranger.post(way_in, SAID)
    assert answer["Location"] == "/logga-in/"
    user = User.objects.get()
    assert user.grants.get().role == Role.COORDINATOR
    stranger.post("/logga-in/", {"login": "anna@exempel.se", "password": STRONG})
    assert stranger.get("/konton/").status_code == 200
    again = Client().get(way_in)
    assert again.status_code == 410
    assert "redan en samordnare" in again.content.decode()


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"password": "kort", "again": "kort"}, "minst"),
        ({"again": "något annat"}, "inte lika"),
        ({"email": "anna"}, "e-postadress"),
        ({"name": ""}, "fyllas i"),
    ],
)
def test_what_will_not_do_is_told_and_what_was_typed_stays(way_in, wrong, words):
    answer = Client().post(way_in, SAID | wrong)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert words in page
    assert STRONG not in page
    assert not User.objects.exists()
    assert Client().post(way_in, SAID).status_code == 302


def test_who_was_locked_out_chooses_a_password_and_loses_the_lost_keys():
    user = a_user("Anna Lund", password="det gamla lösenordet")
    Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={})
    sent = invite(viewer=SYSTEM, email=user.email, name="Anna", role="reader", renews=True)
    address = reverse("desk:invitation", args=[sent.token])
    assert "Välj ett nytt lösenord" in Client().get(address).content.decode()
    assert Client().post(address, {"password": STRONG, "again": STRONG}).status_code == 302
    user.refresh_from_db()
    assert user.check_password(STRONG)
    assert not Authenticator.objects.exists()


def test_where_the_region_has_its_own_sign_in_no_password_is_needed(settings):
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {}}
    settings.OIDC_NAME = "Regionens inloggning"
    sent = invite(viewer=SYSTEM, email="vera@exempel.se", name="Vera Ask", role="reader")
    address = reverse("desk:invitation", args=[sent.token])
    page = Client().get(address).content.decode()
    assert "Skapa kontot och logga in med Regionens inloggning" in page
    assert Client().post(address, {"gor": "organisation"})["Location"] == "/logga-in/"
    user = User.objects.get()
    assert not user.has_usable_password()
    assert user.grants.get().role == Role.READER


def test_without_it_a_password_is_asked_for_whatever_a_form_says():
    sent = invite(viewer=SYSTEM, email="vera@exempel.se", name="Vera Ask", role="reader")
    address = reverse("desk:invitation", args=[sent.token])
    assert Client().post(address, {"gor": "organisation"}).status_code == 422
    assert not User.objects.exists()
