"""Where people work, and how they are reached; and somebody new, told of by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from handslag.domain.access.permissions import Permission
from handslag.domain.access.rules import require
from handslag.domain.registry import actions as registry_actions
from handslag.domain.registry import queries as registry
from handslag.domain.registry.affiliations import actions
from handslag.domain.registry.organisations import queries as organisations
from handslag.domain.registry.people import queries
from handslag.interfaces.web.kit.forms import Form, always_or_day, last_day
from handslag.interfaces.web.kit.found import or_404
from handslag.interfaces.web.kit.rendering import page
from handslag.interfaces.web.kit.requests import known_id

if TYPE_CHECKING:
    from django.http import HttpResponse

    from handslag.interfaces.web.kit.requests import PageRequest


class PersonForm(Form):
    """Somebody's name."""

    name = forms.CharField(label=gettext_lazy("Namn"), max_length=registry_actions.MOST_OF_A_PERSON)


class ChangeWorkForm(Form):
    """Under which title somebody works, and from when to when."""

    title = forms.CharField(
        label=gettext_lazy("Titel"), required=False, max_length=actions.MOST_OF_A_NAME
    )
    since = always_or_day()
    until = last_day()


class WorkForm(ChangeWorkForm):
    """Where somebody works, under which title, and from when to when."""

    organisation = forms.TypedChoiceField(label=gettext_lazy("Organisation"), coerce=int)
    field_order = ("organisation", "title", "since", "until")

    def __init__(self, request: PageRequest, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = organisations.organisations(request.viewer)
        known = [(row.id, row.name) for row in rows]
        self.offer("organisation", [("", _("Välj en organisation")), *known])


class EmailForm(Form):
    """Where somebody's papers are sent."""

    email = forms.EmailField(
        label=gettext_lazy("E-postadress"),
        required=False,
        help_text=gettext_lazy("Tomt betyder kontots adress, där personen har ett konto."),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def add_person(request: PageRequest) -> HttpResponse:
    """Add somebody to the register; whoever is there already is shown."""
    require(request.viewer, Permission.REGISTRY_CHANGE)
    form = PersonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        name = form.cleaned_data["name"]
        try:
            name_id = registry_actions.person_name(viewer=request.viewer, text=name)
        except ValidationError as refusal:
            form.told(refusal)
        else:
            messages.success(request, _("%(name)s står i registret.") % {"name": name})
            return redirect("desk:person", queries.person_with_name(request.viewer, name_id))
    context = {"noun": "people", "form": form}
    return page(request, "desk/add_person.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: PageRequest, person_id: int) -> HttpResponse:
    """Say where a person works."""
    require(request.viewer, Permission.REGISTRY_CHANGE)
    with or_404():
        person = registry.person(request.viewer, known_id(person_id))
    form = WorkForm(request, request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = dict(form.cleaned_data)
        said["organisation_id"] = said.pop("organisation")
        try:
            actions.add_affiliation(viewer=request.viewer, person_id=person_id, **said)
        except ValidationError as refusal:
            form.told(refusal)
        else:
            messages.success(request, _("Sparat."))
            return redirect("desk:person", person_id)
    context = {"noun": "people", "person": person, "form": form}
    return page(request, "desk/work.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: PageRequest, person_id: int, affiliation_id: int) -> HttpResponse:
    """Correct or end what is told of where a person works, or take it back."""
    require(request.viewer, Permission.REGISTRY_CHANGE)
    with or_404():
        person = registry.person(request.viewer, known_id(person_id))
        row = queries.affiliation(request.viewer, known_id(affiliation_id))
    if row.person_id != person_id:
        raise Http404
    if request.method == "POST" and request.POST.get("gor") == "ta-bort":
        actions.remove_affiliation(viewer=request.viewer, affiliation_id=affiliation_id)
        messages.success(request, _("Det är struket."))
        return redirect("desk:person", person_id)
    initial = {"title": row.title, "since": row.since, "until": row.until}
    form = ChangeWorkForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_affiliation(
                viewer=request.viewer, affiliation_id=affiliation_id, **form.cleaned_data
            )
        except ValidationError as refusal:
            form.told(refusal)
        else:
            messages.success(request, _("Sparat."))
            return redirect("desk:person", person_id)
    context = {"noun": "people", "person": person, "form": form, "row": row}
    return page(request, "desk/work.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def email(request: PageRequest, person_id: int) -> HttpResponse:
    """Say where a person's papers are sent: for those who may know it."""
    with or_404():
        found = queries.reached(request.viewer, known_id(person_id))
    if found is None:
        raise PermissionDenied(_("Du får inte se eller ändra personens e-postadress."))
    person = registry.person(request.viewer, person_id)
    form = EmailForm(request.POST or None, initial={"email": found.email})
    if request.method == "POST" and form.is_valid():
        try:
            actions.set_email(viewer=request.viewer, person_id=person_id, **form.cleaned_data)
        except ValidationError as refusal:
            form.told(refusal)
        else:
            messages.success(request, _("Sparat."))
            return redirect("desk:person", person_id)
    context = {"noun": "people", "person": person, "form": form, "reached": found}
    return page(request, "desk/email.html", context, status=422 if form.errors else 200)
