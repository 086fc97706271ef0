"""Groups of organisations: the list, one of them, and who is in it from when to when."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from handslag.domain.access.permissions import Permission
from handslag.domain.access.rules import may, require
from handslag.domain.registry.organisations import actions, queries
from handslag.interfaces.web.kit.forms import Form, always_or_day, last_day
from handslag.interfaces.web.kit.found import or_404
from handslag.interfaces.web.kit.rendering import page
from handslag.interfaces.web.kit.requests import known_id

if TYPE_CHECKING:
    from django.http import HttpResponse

    from handslag.interfaces.web.kit.requests import PageRequest


class GroupForm(Form):
    """What a group is called, and what it is for."""

    name = forms.CharField(label=gettext_lazy("Namn"), max_length=actions.MOST_OF_A_GROUP)
    about = forms.CharField(
        label=gettext_lazy("Vad gruppen är"),
        required=False,
        max_length=2000,
        help_text=gettext_lazy("Till exempel de som deltar i en utredning."),
    )


class DaysForm(Form):
    """From when to when an organisation is in a group."""

    since = always_or_day()
    until = last_day()


class InGroupForm(DaysForm):
    """Which organisation is in a group, and from when to when."""

    organisation = forms.TypedChoiceField(label=gettext_lazy("Organisation"), coerce=int)
    field_order = ("organisation", "since", "until")

    def __init__(self, request: PageRequest, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = queries.organisations(request.viewer)
        known = [(row.id, row.name) for row in rows]
        self.offer("organisation", [("", _("Välj en organisation")), *known])


@require_http_methods(["GET", "HEAD", "POST"])
def groups(request: PageRequest) -> HttpResponse:
    """Every group. A form adds one."""
    if request.method == "POST":
        require(request.viewer, Permission.REGISTRY_CHANGE)  # before the form is read at all
    rows = queries.groups(request.viewer)
    form = GroupForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.add_group(viewer=request.viewer, **form.cleaned_data)
        except ValidationError as refusal:
            form.told(refusal)
        else:
            return redirect("desk:group", made)
    changes = may(request.viewer, Permission.REGISTRY_CHANGE)
    context = {"noun": "bodies", "groups": rows, "form": form, "changes": changes}
    return page(request, "desk/groups.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def group(request: PageRequest, group_id: int) -> HttpResponse:
    """One group. Forms change what is told of it, and add an organisation."""
    if request.method == "POST":
        require(request.viewer, Permission.REGISTRY_CHANGE)
    with or_404():
        found = queries.group(request.viewer, known_id(group_id))
    adds = request.method == "POST" and request.POST.get("gor") == "lagg-till"
    tells = request.method == "POST" and not adds
    initial = {"name": found.name, "about": found.about}
    form = GroupForm(request.POST if tells else None, initial=initial)
    joining = InGroupForm(request, request.POST if adds else None)
    if tells and form.is_valid():
        try:
            actions.change_group(viewer=request.viewer, group_id=group_id, **form.cleaned_data)
        except ValidationError as refusal:
            form.told(refusal)
        else:
            messages.success(request, _("Sparat."))
            return redirect("desk:group", group_id)
    if adds and joining.is_valid():
        said = dict(joining.cleaned_data)
        said["organisation_id"] = said.pop("organisation")
        try:
            actions.add_to_group(viewer=request.viewer, group_id=group_id, **said)
        except ValidationError as refusal:
            joining.told(refusal)
        else:
            messages.success(request, _("Organisationen är med i gruppen."))
            return redirect("desk:group", group_id)
    context = {
        "noun": "bodies",
        "group": found,
        "form": form,
        "joining": joining,
        "changes": may(request.viewer, Permission.REGISTRY_CHANGE),
    }
    wrong = form.errors or joining.errors
    return page(request, "desk/group.html", context, status=422 if wrong else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def member(request: PageRequest, group_id: int, in_group_id: int) -> HttpResponse:
    """Change from when to when an organisation is in a group, or take it back."""
    require(request.viewer, Permission.REGISTRY_CHANGE)
    with or_404():
        found = queries.group(request.viewer, known_id(group_id))
    rows = {row.id: row for row in (*found.now, *found.former)}
    if in_group_id not in rows:
        raise Http404
    row = rows[in_group_id]
    if request.method == "POST" and request.POST.get("gor") == "ta-bort":
        actions.remove_from_group(viewer=request.viewer, membership_id=in_group_id)
        messages.success(request, _("Det är struket att den var med i gruppen."))
        return redirect("desk:group", group_id)
    form = DaysForm(request.POST or None, initial={"since": row.since, "until": row.until})
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_in_group(
                viewer=request.viewer, membership_id=in_group_id, **form.cleaned_data
            )
        except ValidationError as refusal:
            form.told(refusal)
        else:
            messages.success(request, _("Sparat."))
            return redirect("desk:group", group_id)
    context = {"noun": "bodies", "group": found, "row": row, "form": form}
    return page(request, "desk/group_member.html", context, status=422 if form.errors else 200)
