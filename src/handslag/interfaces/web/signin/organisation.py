"""Signing in through a region's own identity provider, by OpenID Connect.

Who comes from there must have an account already, or be invited; nobody gets one by it. They are
joined the first time by their e-mail address, if the provider says that it has verified it, and
from then on by the number that the provider knows them under.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any, NoReturn

from allauth.account.utils import get_next_redirect_url
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.internal import jwtkit
from allauth.socialaccount.models import SocialAccount
from allauth.socialaccount.providers.base import AuthProcess
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST
from requests import RequestException

from handslag.domain.accounts.entrances import Told, tell, user_with
from handslag.interfaces.web.kit.links import address_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from allauth.socialaccount.models import SocialApp, SocialLogin, SocialToken
    from django.http import HttpRequest, HttpResponse

log = logging.getLogger(__name__)


class ProviderProtocol(OpenIDConnectOAuth2Adapter):  # type: ignore[misc]  # allauth has no types
    """What is said between us and the provider; stricter than allauth's own.

    The provider's word is taken only signed, by a key it publishes, from the issuer that the
    environment names, and meant for us.
    """

    @property
    def openid_config(self) -> dict[str, Any]:
        """What the provider tells of itself. OAuth2Error where it is another than it should be."""
        found: dict[str, Any] = super().openid_config
        if str(found.get("issuer", "")).rstrip("/") != settings.OIDC_ISSUER:
            raise OAuth2Error("The provider names another issuer than HANDSLAG_OIDC_ISSUER")
        return found

    def get_callback_url(self, request: HttpRequest, app: SocialApp) -> str:
        """Where the provider sends people back: an address to give to whoever runs it."""
        del app
        return address_of(request, reverse("provider_answer"))

    def complete_login(
        self, request: HttpRequest, app: SocialApp, token: SocialToken, **kwargs: Any
    ) -> SocialLogin:
        """Who it is, by a signed token. OAuth2Error for whatever does not fit."""
        told = kwargs["response"].get("id_token")
        if not told:
            raise OAuth2Error("The provider gave no id_token")
        claims = jwtkit.verify_and_decode(
            credential=told,
            keys_url=self.openid_config["jwks_uri"],
            issuer=self.openid_config["issuer"],
            audience=app.client_id,
            lookup_kid=jwtkit.lookup_kid_jwk,
            verify_signature=True,
        )
        if "email" not in claims:
            claims = self._with_userinfo(token, claims)
        return self.get_provider().sociallogin_from_response(request, {"id_token": claims})

    def _with_userinfo(self, token: SocialToken, claims: dict[str, Any]) -> dict[str, Any]:
        """The claims, with what the provider tells of the same person elsewhere."""
        more = self._fetch_user_info(token.token)
        if more.get("sub") != claims["sub"]:
            raise OAuth2Error("The provider told of another person than it had signed for")
        return {**more, **claims}


def _with_provider(
    view: Callable[[HttpRequest, ProviderProtocol], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Let `view` speak with the provider; tell in words where that does not go well."""

    def answered(request: HttpRequest) -> HttpResponse:
        if not settings.SOCIALACCOUNT_PROVIDERS:
            raise Http404
        protocol = ProviderProtocol(request, settings.OIDC_PROVIDER_ID)
        try:
            return view(request, protocol)
        except (OAuth2Error, RequestException, KeyError, ValueError) as fault:
            # it is down, is another than it should be, or tells something that is no OpenID
            log.warning("The identity provider could not be used: %s", fault)
            return failed(request)

    return answered


def failed(request: HttpRequest) -> HttpResponse:
    """Back to the page for signing in, with what happened in words."""
    tell(Told.REFUSED, None, how="provider")
    messages.error(
        request,
        _(
            "Inloggningen hos %(name)s gick inte att slutföra. Inget har ändrats. Försök igen, "
            "eller logga in på ett annat sätt."
        )
        % {"name": settings.OIDC_NAME},
    )
    return redirect("account_login")


@require_POST
@_with_provider
def enter(request: HttpRequest, protocol: ProviderProtocol) -> HttpResponse:
    """Off to the provider. Only by our own form, and only ever to sign in."""
    response: HttpResponse = _provider(protocol).redirect(
        request, process=AuthProcess.LOGIN, next_url=get_next_redirect_url(request)
    )
    return response


@require_GET
@_with_provider
def answer(request: HttpRequest, protocol: ProviderProtocol) -> HttpResponse:
    """Back from the provider."""
    response: HttpResponse = OAuth2CallbackView.adapter_view(protocol)(request)
    return response


def cancelled(request: HttpRequest) -> HttpResponse:
    """Somebody changed their mind at the provider."""
    messages.info(request, _("Inloggningen avbröts. Inget har ändrats."))
    return redirect("account_login")


def _provider(protocol: ProviderProtocol) -> Any:
    provider = protocol.get_provider()
    provider.oauth2_adapter_class = ProviderProtocol
    return provider


@transaction.atomic
def join(request: HttpRequest, login: SocialLogin) -> None:
    """Let `login` be the account it belongs to. Ends the request for who has none."""
    claims = login.account.extra_data.get("id_token", {})
    login.account.extra_data = {}  # what the provider tells of somebody is no business of ours
    if login.is_existing:
        login.account.save(update_fields=["extra_data"])
        if not login.user.is_active:
            _turn_away(request, _("Kontot är stängt. Fråga samordnaren om det ska öppnas igen."))
        return
    email = str(claims.get("email", "")).strip().lower()
    if claims.get("email_verified") is not True or not email:
        _turn_away(
            request,
            _(
                "%(name)s går inte i god för din e-postadress, så vi vet inte vem du är. Be den "
                "som sköter inloggningen hos er att bekräfta adressen."
            )
            % {"name": settings.OIDC_NAME},
        )
    user = user_with(email)
    if user is None:
        _turn_away(
            request,
            _(
                "Det finns inget konto här för din e-postadress. Be samordnaren om en inbjudan och "
                "försök sedan igen."
            ),
        )
    if SocialAccount.objects.filter(user_id=user.pk, provider=login.account.provider).exists():
        # an address that has changed hands at the provider must not open the former owner's account
        _turn_away(
            request,
            _(
                "Kontot med din e-postadress hör redan ihop med någon annan hos %(name)s. Be "
                "samordnaren om hjälp."
            )
            % {"name": settings.OIDC_NAME},
        )
    login.user = user
    login.account.user = user
    login.account.save()
    tell(Told.PROVIDER_JOINED, user, provider=settings.OIDC_NAME)


def _turn_away(request: HttpRequest, words: str) -> NoReturn:
    messages.error(request, words)
    raise ImmediateHttpResponse(redirect("account_login"))
