"""Signing in through a region's own provider: the whole dance with a real one, and attacks."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urljoin, urlsplit

import pytest
import requests
from allauth.socialaccount.models import SocialAccount
from django.core.exceptions import ImproperlyConfigured
from django.test import Client

from handslag.config.provider import origin, provider_id, provider_settings
from handslag.domain.accounts.models import User
from tests.identity.running import provider
from tests.signed_in import PASSWORD, a_coordinator, a_user, signed_in

pytestmark = pytest.mark.django_db

CALLBACK = "http://testserver/logga-in/organisation/svar/"


@pytest.fixture(scope="module")
def _running(tmp_path_factory):
    with provider(tmp_path_factory.mktemp("identity"), CALLBACK) as running:
        yield running


@pytest.fixture
def region(_running, settings):
    """A provider that tells the truth, and Handslag set up to listen to it."""
    _running.tell()
    use(settings, _running)
    return _running


def use(settings, running, issuer: str = "", client_id: str = "") -> None:
    settings.SOCIALACCOUNT_REQUESTS_TIMEOUT = 300  # the provider may have to wait for its turn
    settings.OIDC_ISSUER = issuer or running.issuer
    settings.OIDC_NAME = "Region Exempel"
    settings.OIDC_PROVIDER_ID = provider_id(settings.OIDC_ISSUER)
    settings.SOCIALACCOUNT_PROVIDERS = provider_settings(
        settings.OIDC_ISSUER,
        client_id=client_id or running.client_id,
        secret=running.secret,
        name="Region Exempel",
    )
    server = settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"][0]["settings"]
    server["server_url"] = running.issuer


def there_and_back(browser: Client, who: str = "vera", **asked) -> str:
    """Off to the provider, sign in there as `who`; the address it sends the browser back to."""
    to = browser.post("/logga-in/organisation/", asked).headers["Location"]
    with requests.Session() as elsewhere:
        answer = elsewhere.get(to, allow_redirects=True, timeout=300)
        answer = elsewhere.post(
            answer.url, {"user": who, "password": "kod"}, allow_redirects=False, timeout=300
        )
        while not answer.headers["Location"].startswith("http://testserver/"):
            following = urljoin(answer.url, answer.headers["Location"])
            answer = elsewhere.get(following, allow_redirects=False, timeout=300)
    return answer.headers["Location"]


def dance(browser: Client, who: str = "vera", **asked) -> str:
    """The whole way; the words of the page it ends on."""
    answer = browser.get(there_and_back(browser, who, **asked), follow=True)
    return " ".join(re.sub(r"<[^>]*>", " ", answer.content.decode()).split())


def is_in(browser: Client) -> bool:
    return browser.get("/granska/").status_code == 200


class TestGettingIn:
    def test_an_account_is_joined_by_its_verified_address_and_entered(self, region, vera, told):
        browser = Client()
        answer = browser.get(there_and_back(browser, next="/granska/?sida=2"))
        assert answer.headers["Location"] == "/granska/?sida=2"
        assert is_in(browser)
        joined = SocialAccount.objects.get()
        assert joined.user_id == vera.pk
        assert joined.extra_data == {}
        assert told() == ["join_provider", "sign_in"]

    def test_the_second_time_its_number_is_enough_also_with_another_address(self, region, vera):
        dance(Client())
        vera.email = "vera.lind@exempel.se"
        vera.save()
        browser = Client()
        dance(browser)
        assert is_in(browser)
        assert SocialAccount.objects.count() == 1

    def test_the_page_offers_it_by_name_only_where_there_is_one(self, region, settings):
        assert "Logga in med Region Exempel" in Client().get("/logga-in/").content.decode()
        settings.SOCIALACCOUNT_PROVIDERS = {}
        assert "Region Exempel" not in Client().get("/logga-in/").content.decode()
        assert Client().post("/logga-in/organisation/").status_code == 404
        assert Client().get("/logga-in/organisation/svar/?code=1&state=2").status_code == 404

    def test_a_second_factor_is_asked_for_here_too(self, region, vera):
        from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

        TOTP.activate(vera, generate_totp_secret())
        browser = Client()
        assert "Ett steg till" in dance(browser)
        assert not is_in(browser)

    def test_what_is_asked_is_bound_to_the_browser_and_to_the_question(self, region):
        asked = urlsplit(Client().post("/logga-in/organisation/").headers["Location"])
        told = parse_qs(asked.query)
        assert told["code_challenge_method"] == ["S256"]
        assert told["redirect_uri"] == [CALLBACK]
        assert len(told["state"][0]) >= 16
        assert set(told["scope"][0].split()) == {"openid", "profile", "email"}


class TestAttacks:
    def test_nobody_gets_an_account_by_it(self, region):
        browser = Client()
        assert "Det finns inget konto här" in dance(browser, "okand")
        assert not is_in(browser)
        assert not User.objects.exists()
        assert not SocialAccount.objects.exists()

    def test_an_address_that_is_not_verified_opens_nothing(self, region):
        a_coordinator("Bo Åker", "bo@exempel.se")
        browser = Client()
        assert "går inte i god för din e-postadress" in dance(browser, "bo")
        assert not is_in(browser)

    @pytest.mark.parametrize("told", ["true", 1, None])
    def test_verified_means_verified_and_nothing_like_it(self, region, vera, told):
        region.tell(email_verified=told)
        browser = Client()
        assert "går inte i god" in dance(browser)
        assert not is_in(browser)

    def test_another_person_with_the_same_address_does_not_get_her_account(self, region, vera):
        dance(Client(), "vera")
        browser = Client()
        assert "hör redan ihop med någon annan" in dance(browser, "vera-two")
        assert not is_in(browser)

    def test_a_closed_account_stays_closed(self, region, vera):
        dance(Client())
        vera.is_active = False
        vera.save()
        browser = Client()
        assert "stängt" in dance(browser)
        assert not is_in(browser)

    @pytest.mark.parametrize(
        "fault",
        [
            {"iss": "https://ond.exempel/o"},
            {"aud": "somebody else's client"},
            {"exp": 1_000_000_000},
            {"tampered": {"email": "vera@exempel.se", "sub": "1"}},
        ],
        ids=["wrong issuer", "wrong audience", "too old", "changed after signing"],
    )
    def test_a_token_that_is_not_right_opens_nothing(self, region, vera, fault):
        region.tell(**fault)
        browser = Client()
        assert "gick inte att slutföra" in dance(
            browser, "okand" if "tampered" in fault else "vera"
        )
        assert not is_in(browser)
        assert not SocialAccount.objects.exists()

    def test_a_provider_that_calls_itself_something_else_is_not_asked(self, region, vera, settings):
        use(settings, region, issuer="https://regionen.exempel")
        answer = Client().post("/logga-in/organisation/", follow=True)
        assert "gick inte att slutföra" in answer.content.decode()

    def test_an_answer_works_once(self, region, vera):
        browser = Client()
        back = there_and_back(browser)
        browser.get(back)
        assert is_in(browser)
        browser.post("/logga-ut/")
        assert "gick inte att slutföra" in browser.get(back, follow=True).content.decode()
        assert not is_in(browser)

    def test_an_answer_works_only_in_the_browser_that_asked(self, region, vera):
        back = there_and_back(Client())
        victim = Client()
        assert "gick inte att slutföra" in victim.get(back, follow=True).content.decode()
        assert not is_in(victim)

    def test_an_answer_to_another_question_is_none(self, region, vera):
        one, other = Client(), Client()
        code = parse_qs(urlsplit(there_and_back(one)).query)["code"][0]
        state = parse_qs(urlsplit(there_and_back(other)).query)["state"][0]
        address = f"/logga-in/organisation/svar/?code={code}&state={state}"
        assert "gick inte att slutföra" in other.get(address, follow=True).content.decode()
        assert not is_in(other)

    def test_it_never_joins_whoever_is_signed_in(self, region, vera):
        """Allauth can join a provider's person to the account that is open: not here."""
        mallory = signed_in(a_user("Mallory", "mallory@exempel.se", PASSWORD))
        mallory.get(there_and_back(mallory, "okand", process="connect"))
        assert not SocialAccount.objects.exists()

    @pytest.mark.parametrize("elsewhere", ["https://ond.exempel/", "//ond.exempel/"])
    def test_it_leads_to_no_other_server(self, region, vera, elsewhere):
        browser = Client()
        answer = browser.get(there_and_back(browser, next=elsewhere))
        assert answer.headers["Location"] == "/"

    def test_it_begins_only_with_our_own_form(self, region):
        assert Client().get("/logga-in/organisation/").status_code == 405
        strict = Client(enforce_csrf_checks=True)
        assert strict.post("/logga-in/organisation/").status_code == 403

    def test_changing_ones_mind_there_changes_nothing(self, region, vera):
        browser = Client()
        to = browser.post("/logga-in/organisation/").headers["Location"]
        state = parse_qs(urlsplit(to).query)["state"][0]
        address = f"/logga-in/organisation/svar/?error=access_denied&state={state}"
        assert "avbröts" in browser.get(address, follow=True).content.decode()

    def test_a_provider_that_does_not_answer_is_told_in_words(self, region, settings):
        use(settings, region)
        app = settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"][0]
        app["settings"]["server_url"] = "http://127.0.0.1:9/o"
        answer = Client().post("/logga-in/organisation/", follow=True)
        assert "gick inte att slutföra" in answer.content.decode()


class TestSettings:
    def test_another_issuer_is_another_provider(self):
        assert provider_id("https://a.exempel") != provider_id("https://b.exempel")
        assert provider_id("") == ""
        assert origin("https://a.exempel:8443/o/x") == "https://a.exempel:8443"

    @pytest.mark.parametrize(
        ("issuer", "client_id", "secret"),
        [("https://a.exempel", "", "x"), ("", "x", "y"), ("a.exempel", "x", "y")],
    )
    def test_half_of_it_stops_the_start(self, issuer, client_id, secret):
        with pytest.raises(ImproperlyConfigured, match="HANDSLAG_OIDC_ISSUER"):
            provider_settings(issuer, client_id=client_id, secret=secret, name="")

    def test_in_production_it_is_asked_over_https_alone(self):
        near = "http://a.exempel"
        assert provider_settings(near, client_id="x", secret="y", name="", local=True)
        with pytest.raises(ImproperlyConfigured, match="https://"):
            provider_settings(near, client_id="x", secret="y", name="", local=False)

    def test_none_is_none(self):
        assert provider_settings("", client_id="", secret="", name="x") == {}
