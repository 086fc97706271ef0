"""Passwords: forgotten ones, and how strong a new one is while it is being typed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allauth.account.utils import user_pk_to_url_str
from allauth.account.views import PasswordResetFromKeyView
from django.contrib.auth.password_validation import validate_password
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from handslag.domain.accounts.attempts import Door, address_door, try_doors
from handslag.domain.accounts.entrances import Told, tell, user_with
from handslag.interfaces.web.kit.addresses import client_address
from handslag.interfaces.web.kit.links import address_of
from handslag.interfaces.web.kit.rendering import page
from handslag.interfaces.web.signin import devices
from handslag.interfaces.web.signin.adapters import send
from handslag.interfaces.web.signin.forms import ForgottenForm
from handslag.interfaces.web.signin.later import later

if TYPE_CHECKING:
    from typing import Any

    from django.http import HttpRequest, HttpResponse

    from handslag.interfaces.web.kit.requests import PageRequest

FREE_LETTERS = 3
"""So many to one address before whoever asks for them has to wait between."""


@require_http_methods(["GET", "HEAD", "POST"])
def forgotten(request: PageRequest) -> HttpResponse:
    """Ask for a letter. The answer, and the time it takes, is the same whoever asks for whom."""
    form = ForgottenForm(request.POST or None)
    if form.is_valid():
        email, link = form.cleaned_data["email"].strip().lower(), _link_for(request)
        doors = [Door(f"letter {email}", FREE_LETTERS), address_door(client_address(request))]
        if not try_doors(doors):
            later(lambda: _send(email, link))
        return redirect("account_reset_password_done")
    status = 422 if form.is_bound else 200
    return page(request, "signin/forgotten.html", {"form": form}, status=status)


def _link_for(request: HttpRequest) -> str:
    """The link of the letter, but for the words that are its owner's alone."""
    path = reverse("account_reset_password_from_key", args=["UID", "KEY"])
    return address_of(request, path)


def _send(email: str, link: str) -> None:
    """The letter, where somebody has the address."""
    user = user_with(email)
    if user is None:
        return
    tell(Told.RESET_ASKED, user)
    key = f"{user_pk_to_url_str(user)}-{PasswordResetTokenGenerator().make_token(user)}"
    context = {"user": user, "link": link.replace("UID-KEY", key)}
    send("signin/letters/reset", user.email, context)


class NewPasswordView(PasswordResetFromKeyView):  # type: ignore[misc]  # allauth has no types
    """The link in the letter."""

    def form_valid(self, form: Any) -> HttpResponse:
        """Keep the new password. Who reads the account's mail needs no longer wait at its door."""
        response: HttpResponse = super().form_valid(form)
        devices.remember(self.request, response, self.reset_user)
        return response


@require_POST
def strength(request: PageRequest) -> HttpResponse:
    """What is still wrong with a password that somebody is choosing; nothing of it is kept."""
    password = request.POST.get("password1", "")[:1000]
    try:
        if password:
            validate_password(password, request.user if request.user.is_authenticated else None)
    except ValidationError as weak:
        wrong = weak.messages
    else:
        wrong = []
    return render(request, "signin/strength.html", {"wrong": wrong, "typed": bool(password)})
