"""Accounts: who has one and what it may, asking more in, and one account with its history."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from handslag.domain.access.permissions import Permission
from handslag.domain.access.rules import may, require
from handslag.domain.access.things import COUNTY, Scope, ScopeKind
from handslag.domain.accounts import actions as accounts_write
from handslag.domain.accounts import queries as accounts_read
from handslag.domain.registry.entering import actions, queries
from handslag.interfaces.web.desk.history import history_url
from handslag.interfaces.web.desk.letters import send_invitation
from handslag.interfaces.web.kit.forms import Form, first_day, last_day
from handslag.interfaces.web.kit.found import or_404
from handslag.interfaces.web.kit.rendering import page
from handslag.interfaces.web.kit.requests import known_id, number

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpResponse

    from handslag.domain.accounts.actions import Sent
    from handslag.interfaces.web.kit.requests import PageRequest


class RoleForm(Form):
    """A role, what it is for, and for how long."""

    role = forms.ChoiceField(label=gettext_lazy("Roll"))
    scope = forms.ChoiceField(label=gettext_lazy("Gäller"))
    since = first_day()
    until = last_day()

    def __init__(self, request: PageRequest, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("role", _roles(request))
        self.offer("scope", [(one.value, one.label) for one in queries.scopes(request.viewer)])

    def chosen_scope(self) -> Scope:
        """What the role is for."""
        kind, _dash, id_ = self.cleaned_data["scope"].partition("-")
        return Scope(ScopeKind(kind), int(id_)) if kind != ScopeKind.COUNTY else COUNTY


class InviteForm(RoleForm):
    """Somebody to ask in."""

    name = forms.CharField(label=gettext_lazy("Namn"), max_length=200)
    email = forms.EmailField(label=gettext_lazy("E-postadress"))
    person = forms.CharField(
        label=gettext_lazy("Person i registret"),
        required=False,
        max_length=200,
        help_text=gettext_lazy(
            "Namnet som det står i registret. Då följer behörigheten också av personens uppdrag."
        ),
    )
    field_order = ("name", "email", "role", "scope", "person")

    def __init__(self, request: PageRequest, *args: Any, **kwargs: Any) -> None:
        super().__init__(request, *args, **kwargs)
        del self.fields["since"], self.fields["until"]
        self.fields["role"].required = False
        none = ("", _("Ingen, den följer av personens uppdrag"))
        self.offer("role", [none, *_roles(request)])


def _roles(request: PageRequest) -> list[tuple[str, str]]:
    given = accounts_read.roles_to_give(request.viewer)
    return [(one.value, one.label.capitalize()) for one, _fits in given]


@require_http_methods(["GET", "HEAD", "POST"])
def accounts(request: PageRequest) -> HttpResponse:
    """Everybody with an account, and those who are asked in. A form asks somebody in."""
    rows = queries.accounts(request.viewer)
    if request.method == "POST":
        require(request.viewer, Permission.ACCOUNTS_INVITE)  # before the form is read at all
    form = InviteForm(request, request.POST or None)
    link = ""
    if request.method == "POST" and form.is_valid():
        link = _invite(request, form)
        if not form.errors and not link:
            return redirect("desk:accounts")
    context = {
        "noun": "accounts",
        "accounts": rows,
        "invitations": _invitations(request),
        "form": InviteForm(request) if link else form,
        "open": bool(form.errors),
        "link": link,
        "may_invite": may(request.viewer, Permission.ACCOUNTS_INVITE),
    }
    return page(request, "desk/accounts.html", context, status=422 if form.errors else 200)


def _invitations(request: PageRequest) -> list[dict[str, Any]]:
    names = queries.scope_names(request.viewer)
    return [
        {"row": row, "scope_name": names.get(row.scope, "")}
        for row in accounts_read.open_invitations(request.viewer)
    ]


def _invite(request: PageRequest, form: InviteForm) -> str:
    """Ask in whom the form names. Returns the link to hand over where no letter could be sent."""
    said = form.cleaned_data
    wanted = said["person"].strip()
    person_id = queries.person_named(request.viewer, wanted) if wanted else None
    if wanted and person_id is None:
        form.add_error(
            "person", _("Ingen i registret heter så. Kontrollera namnet, eller hoppa över.")
        )
        return ""
    try:
        sent = actions.invite(
            viewer=request.viewer,
            email=said["email"],
            name=said["name"],
            role=said["role"],
            scope=form.chosen_scope(),
            person_id=person_id,
        )
    except ValidationError as refusal:
        form.told(refusal)
        return ""
    return _sent(request, sent)


def _sent(request: PageRequest, sent: Sent) -> str:
    """Send the letter; the link where it could not be sent."""
    rows = accounts_read.open_invitations(request.viewer)
    row = next(one for one in rows if one.id == sent.invitation_id)
    link = send_invitation(
        request,
        token=sent.token,
        email=row.email,
        name=row.name,
        until=row.valid_until.date(),
    )
    if not link:
        words = _("Inbjudan till %(name)s är skickad till %(email)s.")
        messages.success(request, words % {"name": row.name, "email": row.email})
    return link


@require_POST
def invited(request: PageRequest, invitation_id: int) -> HttpResponse:
    """Send an invitation again, or take it back."""
    what = request.POST.get("gor")
    try:
        with or_404():
            if what == "skicka":
                sent = accounts_write.send_again(
                    viewer=request.viewer, invitation_id=known_id(invitation_id)
                )
                if link := _sent(request, sent):
                    return _with_link(request, link)
            elif what == "dra-in":
                accounts_write.revoke_invitation(
                    viewer=request.viewer, invitation_id=known_id(invitation_id)
                )
                messages.success(request, _("Inbjudan är indragen, och länken leder ingenstans."))
            else:
                raise Http404
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    return redirect("desk:accounts")


def _with_link(request: PageRequest, link: str) -> HttpResponse:
    context = {
        "noun": "accounts",
        "accounts": queries.accounts(request.viewer),
        "invitations": _invitations(request),
        "form": InviteForm(request),
        "link": link,
        "may_invite": may(request.viewer, Permission.ACCOUNTS_INVITE),
    }
    return page(request, "desk/accounts.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def account(request: PageRequest, account_id: int) -> HttpResponse:
    """One account with its roles, its person and its history. Forms on it change each."""
    with or_404():
        found = queries.account(request.viewer, known_id(account_id))
    changes = may(request.viewer, Permission.ACCOUNTS_CHANGE)
    form = RoleForm(request)
    if request.method == "POST":
        require(request.viewer, Permission.ACCOUNTS_CHANGE)  # before the form is read at all
        if request.POST.get("gor") != "ge-roll":
            return _change(request, account_id)
        form = RoleForm(request, request.POST)
        if form.is_valid() and _give(request, account_id, form):
            return redirect("desk:account", account_id)
    wanted = request.GET.get("person", "").strip()[:200]
    context = {
        "noun": "accounts",
        "account": found,
        "changes": changes,
        "form": form,
        "wanted": wanted,
        "people": queries.free_people(request.viewer, wanted) if wanted and changes else [],
        "history_url": history_url(request.viewer, "account-history", account_id),
    }
    return page(request, "desk/account.html", context, status=422 if form.errors else 200)


def _give(request: PageRequest, account_id: int, form: RoleForm) -> bool:
    said = form.cleaned_data
    try:
        actions.give_role(
            viewer=request.viewer,
            user_id=account_id,
            role=said["role"],
            scope=form.chosen_scope(),
            since=said["since"],
            until=said["until"],
        )
    except ValidationError as refusal:
        form.told(refusal)
        return False
    messages.success(request, _("Rollen är given."))
    return True


def _change(request: PageRequest, account_id: int) -> HttpResponse:
    """Do what one of the small forms says, and show the account again."""
    what, chosen = request.POST.get("gor"), number(request.POST.get("vald")) or 0
    viewer = request.viewer
    ways: dict[str, tuple[Callable[[], None], str]] = {
        "avsluta": (
            lambda: accounts_write.end_role(viewer=viewer, grant_id=chosen),
            _("Rollen är avslutad."),
        ),
        "stang": (
            lambda: accounts_write.close_account(viewer=viewer, user_id=account_id),
            _("Kontot är stängt. Den som var inloggad är utloggad."),
        ),
        "oppna": (
            lambda: accounts_write.reopen_account(viewer=viewer, user_id=account_id),
            _("Kontot är öppet igen."),
        ),
        "knyt": (
            lambda: actions.tie_person(viewer=viewer, person_id=chosen, user_id=account_id),
            _("Kontot hör nu till personen i registret."),
        ),
        "skilj": (
            lambda: actions.untie_person(viewer=viewer, user_id=account_id),
            _("Kontot hör inte längre till någon i registret."),
        ),
    }
    if what not in ways:
        raise Http404
    act, words = ways[what]
    try:
        with or_404():
            act()
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(request, words)
    return redirect("desk:account", account_id)
