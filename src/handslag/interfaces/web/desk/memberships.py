"""Who sits in a body: adding somebody, and changing or ending what is told of one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from handslag.domain.access.permissions import Permission
from handslag.domain.access.rules import require
from handslag.domain.access.things import Thing, of_body
from handslag.domain.registry import queries as registry
from handslag.domain.registry.memberships import actions, queries
from handslag.interfaces.web.kit.forms import Form, first_day, last_day
from handslag.interfaces.web.kit.found import or_404
from handslag.interfaces.web.kit.rendering import page
from handslag.interfaces.web.kit.requests import known_id

if TYPE_CHECKING:
    from django.http import HttpResponse

    from handslag.interfaces.web.kit.requests import PageRequest


class MembershipForm(Form):
    """Who, as what, for whom and for how long."""

    name = forms.CharField(
        label=gettext_lazy("Namn"),
        max_length=200,
        help_text=gettext_lazy("Den som inte finns i registret läggs till där."),
    )
    role = forms.ChoiceField(label=gettext_lazy("Som"))
    principal = forms.TypedChoiceField(
        label=gettext_lazy("För"), required=False, coerce=int, empty_value=None
    )
    function = forms.CharField(
        label=gettext_lazy("Funktion"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("Vad de ska kunna, om det är sagt: skola, primärvård."),
    )
    since = first_day()
    until = last_day()

    def __init__(self, request: PageRequest, body_id: int, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = queries.roles_in(request.viewer, body_id)
        self.offer("role", [(one.value, one.label.capitalize()) for one in known])
        rows = queries.principals(request.viewer)
        self.offer("principal", [("", _("Ingen huvudman")), *((row.id, row.name) for row in rows)])


class ChangeForm(MembershipForm):
    """The same of somebody who sits there already."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["name"]
        self.fields["since"].required = True
        self.fields["since"].help_text = ""


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: PageRequest, body_id: int) -> HttpResponse:
    """Let somebody sit in a body."""
    with or_404():
        found = registry.body(request.viewer, known_id(body_id))
    require(
        request.viewer, Permission.MEMBERSHIPS_CHANGE, Thing(scopes=frozenset({of_body(body_id)}))
    )
    form = MembershipForm(request, body_id, request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            actions.add_membership(
                viewer=request.viewer,
                body_id=body_id,
                name=said["name"],
                role=said["role"],
                principal_id=said["principal"],
                function=said["function"],
                since=said["since"],
                until=said["until"],
            )
        except ValidationError as refusal:
            form.told(refusal)
        else:
            messages.success(request, _("%(name)s är tillagd.") % {"name": said["name"]})
            return redirect(f"{_address(body_id)}#ledamoter")
    context = {"noun": "bodies", "body": found, "form": form}
    return page(request, "desk/add_member.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: PageRequest, body_id: int, membership_id: int) -> HttpResponse:
    """Change or end what is told of one who sits in a body."""
    with or_404():
        row = queries.membership(request.viewer, known_id(membership_id))
    if row.body_id != body_id:
        raise Http404
    require(
        request.viewer, Permission.MEMBERSHIPS_CHANGE, Thing(scopes=frozenset({of_body(body_id)}))
    )
    if request.method == "POST" and request.POST.get("gor") == "avsluta":
        return _end(request, body_id, membership_id)
    initial = {
        "role": row.role.value,
        "principal": row.principal_id,
        "function": row.function,
        "since": row.since,
        "until": row.until,
    }
    form = ChangeForm(request, body_id, request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            actions.change_membership(
                viewer=request.viewer,
                membership_id=membership_id,
                role=said["role"],
                principal_id=said["principal"],
                function=said["function"],
                since=said["since"],
                until=said["until"],
            )
        except ValidationError as refusal:
            form.told(refusal)
        else:
            messages.success(request, _("Sparat."))
            return redirect(f"{_address(body_id)}#ledamoter")
    context = {"noun": "bodies", "row": row, "form": form}
    return page(request, "desk/change_member.html", context, status=422 if form.errors else 200)


def _end(request: PageRequest, body_id: int, membership_id: int) -> HttpResponse:
    try:
        actions.end_membership(viewer=request.viewer, membership_id=membership_id)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(request, _("Uppdraget är avslutat. Det står kvar bland tidigare."))
    return redirect(f"{_address(body_id)}#ledamoter")


def _address(body_id: int) -> str:
    return reverse("desk:body", args=[body_id])
