"""One's own account: everything in one place, where one is signed in, another address."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allauth.account.decorators import reauthentication_required
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core import signing
from django.core.exceptions import ValidationError
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from handslag.domain.access.roles import Role
from handslag.domain.accounts.entrances import change_email
from handslag.domain.accounts.sessions import end_session, end_sessions, sessions_of
from handslag.interfaces.web.kit.links import address_of
from handslag.interfaces.web.kit.rendering import page
from handslag.interfaces.web.signin.adapters import send
from handslag.interfaces.web.signin.forms import AddressForm
from handslag.interfaces.web.signin.later import later

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from handslag.interfaces.web.kit.requests import PageRequest

_SALT = "handslag.address"
HOLDS = 24 * 3600
"""Seconds for which the link to a new address holds."""


@login_required
def account(request: PageRequest) -> HttpResponse:
    """My account."""
    user = request.user
    factors = list(Authenticator.objects.filter(user_id=user.pk))
    kinds = [one.type for one in factors]
    context = {
        "noun": "account",
        "user": user,
        "roles": sorted({str(Role(held.role).label) for held in request.viewer.held}),
        "has_app": Authenticator.Type.TOTP in kinds,
        "keys": kinds.count(Authenticator.Type.WEBAUTHN),
        "sessions": _sessions(request),
        "required": settings.SECOND_FACTOR_REQUIRED,
    }
    return page(request, "signin/account.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def sessions(request: PageRequest) -> HttpResponse:
    """Where I am signed in; a form ends one, another all but this."""
    if request.method == "POST":
        return _end(request)
    return page(
        request, "signin/sessions.html", {"noun": "account", "sessions": _sessions(request)}
    )


def _sessions(request: PageRequest) -> tuple[Any, ...]:
    return sessions_of(request.viewer, _id_of(request), request.session.session_key)


def _id_of(request: PageRequest) -> int:
    return request.user.pk or 0


def _end(request: PageRequest) -> HttpResponse:
    chosen = request.POST.get("avsluta", "")
    user_id, here = _id_of(request), request.session.session_key
    if chosen == "andra":
        end_sessions(viewer=request.viewer, user_id=user_id, but=here)
        messages.success(request, _("Du är nu bara inloggad här."))
    elif end_session(viewer=request.viewer, user_id=user_id, session_id=chosen):
        messages.success(request, _("Inloggningen är avslutad."))
    else:
        messages.info(request, _("Inloggningen var redan avslutad."))
    return redirect("account_sessions")


@login_required
@reauthentication_required  # type: ignore[untyped-decorator]  # allauth has no types
@require_http_methods(["GET", "HEAD", "POST"])
def address(request: PageRequest) -> HttpResponse:
    """Another e-mail address: a letter goes there, and only its link changes anything."""
    form = AddressForm(request.POST or None, user=request.user)
    if form.is_valid():
        _ask(request, form)
        messages.success(
            request,
            _(
                "Ett brev är på väg till %(email)s. Öppna länken i det inom ett dygn, så byts "
                "adressen. Till dess gäller den du har."
            )
            % {"email": form.cleaned_data["email"]},
        )
        return redirect("account")
    status = 422 if form.is_bound else 200
    return page(request, "signin/address.html", {"noun": "account", "form": form}, status=status)


def _ask(request: PageRequest, form: AddressForm) -> None:
    """Send the letter; where another account has the address nobody learns of it here."""
    if not form.is_free():
        return
    user, email = form.user, form.cleaned_data["email"]
    token = signing.dumps([user.pk, user.email, email], salt=_SALT)
    link = address_of(request, reverse("confirm_address", args=[token]))
    later(lambda: send("signin/letters/address", email, {"user": user, "link": link}))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def confirm_address(request: PageRequest, token: str) -> HttpResponse:
    """The link in the letter. It asks once more, since mail programs open links by themselves."""
    told = _told(token)
    if told is None or told[0] != request.user.pk:
        return page(
            request, "signin/address_confirm.html", {"noun": "account", "email": ""}, status=404
        )
    _user_id, before, email = told
    if request.method != "POST":
        return page(request, "signin/address_confirm.html", {"noun": "account", "email": email})
    try:
        change_email(viewer=request.viewer, user_id=_id_of(request), before=before, email=email)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        _tell_both(request, before, email)
        messages.success(request, _("Du loggar nu in med %(email)s.") % {"email": email})
    return redirect("account")


def _tell_both(request: HttpRequest, before: str, email: str) -> None:
    context = {"user": request.user, "email": email}
    later(lambda: send("account/email/email_changed", before, context))


def _told(token: str) -> tuple[int, str, str] | None:
    try:
        user_id, before, email = signing.loads(token, salt=_SALT, max_age=HOLDS)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return int(user_id), str(before), str(email)
