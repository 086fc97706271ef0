"""The ways in: the first coordinator's, and an invitation's. Whoever follows the link, it is the
same page; what is nobody's link says so, and tells nothing of what there is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allauth.mfa.models import Authenticator
from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from handslag.domain.accounts import actions as accounts
from handslag.domain.accounts import queries
from handslag.domain.accounts.tokens import UnknownToken
from handslag.domain.registry.entering import actions
from handslag.interfaces.web.kit.forms import Form
from handslag.interfaces.web.kit.private import private
from handslag.interfaces.web.kit.rendering import page

if TYPE_CHECKING:
    from django.http import HttpResponse

    from handslag.domain.accounts.queries import InvitationSeen
    from handslag.interfaces.web.kit.requests import PageRequest


class PasswordForm(Form):
    """A password, twice."""

    password = forms.CharField(
        label=gettext_lazy("Lösenord"),
        strip=False,
        max_length=200,
        help_text=gettext_lazy("Minst 12 tecken. Några ord i rad går bra och är lätta att minnas."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password", "data-strength": ""}),
    )
    again = forms.CharField(
        label=gettext_lazy("Lösenordet en gång till"),
        strip=False,
        max_length=200,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def clean(self) -> dict[str, Any]:
        """Refuse two that differ."""
        said = super().clean() or self.cleaned_data
        if "password" in said and "again" in said and said["password"] != said["again"]:
            self.add_error("again", _("Lösenorden är inte lika. Skriv samma två gånger."))
        return said


class WelcomeForm(PasswordForm):
    """Who the first coordinator is."""

    name = forms.CharField(
        label=gettext_lazy("Ditt namn"),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    email = forms.EmailField(
        label=gettext_lazy("E-postadress"),
        help_text=gettext_lazy("Den loggar du in med."),
        widget=forms.EmailInput(attrs={"autocomplete": "username"}),
    )
    field_order = ("name", "email", "password", "again")


@private
@require_http_methods(["GET", "HEAD", "POST"])
def welcome(request: PageRequest, token: str) -> HttpResponse:
    """The first coordinator makes the account, by the link that stood in the terminal."""
    try:
        why_not = queries.welcome(request.viewer, token)
    except UnknownToken as nobodys:
        return _closed(request, str(nobodys), 404)
    if why_not:
        return _closed(request, why_not, 410)
    form = WelcomeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            accounts.become_first_coordinator(
                viewer=request.viewer,
                token=token,
                name=said["name"],
                email=said["email"],
                password=said["password"],
            )
        except ValidationError as refusal:
            form.told(refusal)
        else:
            messages.success(request, _("Kontot är klart, och du är samordnare. Logga in med det."))
            return redirect("account_login")
    status = 422 if form.errors else 200
    return page(request, "desk/welcome.html", {"form": form}, status=status)


@private
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: PageRequest, token: str) -> HttpResponse:
    """Somebody who was asked in chooses a password, or adds what they were promised."""
    try:
        seen = queries.invitation(request.viewer, token)
    except UnknownToken as nobodys:
        return _closed(request, str(nobodys), 404)
    if seen.why_not:
        return _closed(request, seen.why_not, 410)
    form = PasswordForm(request.POST or None)
    by_provider = _provider() and not seen.renews and request.POST.get("gor") == "organisation"
    known = seen.has_account or by_provider
    if request.method == "POST" and (known or form.is_valid()):
        password = None if known else form.cleaned_data["password"]
        try:
            _accept(request, token, password)
        except PermissionDenied as gone:
            return _closed(request, str(gone), 404)
        except ValidationError as refusal:
            form.told(refusal)
        else:
            return _inside(request, seen, by_provider=bool(by_provider))
    context = {
        "form": form,
        "invitation": seen,
        "here": request.get_full_path(),
        "provider": _provider(),
    }
    return page(
        request, "desk/invitation.html", context, status=422 if form.errors and not known else 200
    )


def _provider() -> str:
    """What the region's own identity provider is called; empty where there is none."""
    return str(settings.OIDC_NAME) if settings.SOCIALACCOUNT_PROVIDERS else ""


@transaction.atomic
def _accept(request: PageRequest, token: str, password: str | None) -> None:
    """Take the invitation up. Who was locked out is so no more: the lost keys are taken away."""
    accepted = actions.accept_invitation(viewer=request.viewer, token=token, password=password)
    if accepted.renewed:
        Authenticator.objects.filter(user_id=accepted.user_id).delete()


def _inside(request: PageRequest, seen: InvitationSeen, *, by_provider: bool) -> HttpResponse:
    if by_provider:
        words = _("Kontot är klart. Logga in med %(provider)s.")
        messages.success(request, words % {"provider": _provider()})
        return redirect("account_login")
    if seen.own:
        messages.success(request, _("Behörigheten är tillagd på ditt konto."))
        return redirect("desk:start")
    messages.success(
        request,
        _("Lösenordet är bytt. Logga in med det.")
        if seen.renews
        else _("Kontot är klart. Logga in med %(email)s och lösenordet du valde.")
        % {"email": seen.email},
    )
    return redirect("account_login")


def _closed(request: PageRequest, words: str, status: int) -> HttpResponse:
    return page(request, "desk/closed.html", {"words": words}, status=status)
