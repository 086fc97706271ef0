"""Where a county demands a second factor, nothing else is reachable before there is one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib import messages
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django_htmx.http import HttpResponseClientRedirect

from handslag.interfaces.web.kit.everybody import is_for_everybody

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

    Handler = Callable[[HttpRequest], HttpResponse]

KNOWN = "_second_factor"
"""Under which name a session remembers that its owner has one, so as to ask only once."""
REACHABLE = (
    "account_login",
    "account_logout",
    "account_reauthenticate",
    "mfa_activate_totp",
    "mfa_add_webauthn",
    "mfa_authenticate",
    "mfa_download_recovery_codes",
    "mfa_index",
    "mfa_reauthenticate",
    "mfa_reauthenticate_webauthn",
    "mfa_view_recovery_codes",
    "desk:language",
)
"""Routes by name that somebody who still has to set one up can use."""


def has_factor(user_id: int, but: int | None = None) -> bool:
    """Whether the user has an app or a key, beside the one with the id `but`. One query."""
    factors = Authenticator.objects.filter(user_id=user_id).exclude(
        type=Authenticator.Type.RECOVERY_CODES
    )
    return bool(factors.exclude(pk=but).exists())


def demand(get_response: Handler) -> Handler:
    """Lead whoever lacks a second factor to where they get one, in a county that demands it."""

    def handle(request: HttpRequest) -> HttpResponse:
        return get_response(request)

    def process_view(
        request: HttpRequest, _view: object, _args: object, _kwargs: object
    ) -> HttpResponse | None:
        if not settings.SECOND_FACTOR_REQUIRED or is_for_everybody(request):
            return None
        if not request.user.is_authenticated:
            return None
        if request.session.get(KNOWN):
            return None
        if has_factor(request.user.pk):
            request.session[KNOWN] = True
            return None
        if request.resolver_match and request.resolver_match.view_name in REACHABLE:
            return None
        messages.warning(
            request,
            _("Länet kräver inloggning i två steg. Lägg till en app eller en nyckel först."),
        )
        if getattr(request, "htmx", False):
            return HttpResponseClientRedirect(redirect("mfa_index").url)
        return redirect("mfa_index")

    handle.process_view = process_view  # type: ignore[attr-defined]  # Django looks for it there
    return handle
