"""Organisations: the list, one of them, the county they come with, and their populations."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods

from handslag.domain.access.permissions import Permission
from handslag.domain.access.rules import may, require
from handslag.domain.registry.memberships.actions import add_organisation
from handslag.domain.registry.organisations import actions, queries
from handslag.domain.registry.organisations.counties import POPULATION_SOURCE, population_file
from handslag.interfaces.web.desk import owing
from handslag.interfaces.web.kit.forms import Form
from handslag.interfaces.web.kit.found import or_404
from handslag.interfaces.web.kit.rendering import page
from handslag.interfaces.web.kit.requests import known_id

if TYPE_CHECKING:
    from django.http import HttpResponse

    from handslag.interfaces.web.kit.requests import PageRequest


class OrganisationForm(Form):
    """What an organisation is called and is."""

    name = forms.CharField(label=gettext_lazy("Namn"), max_length=300)
    kind = forms.ChoiceField(label=gettext_lazy("Slag"))
    code = forms.CharField(
        label=gettext_lazy("Kod"),
        required=False,
        max_length=4,
        help_text=gettext_lazy(
            "Statistiska centralbyråns kod: fyra siffror för en kommun, två för en region."
        ),
    )

    def __init__(self, request: PageRequest, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = queries.organisation_kinds(request.viewer)
        self.offer("kind", [(one.value, one.label.capitalize()) for one in known])


class CountyForm(Form):
    """Which of the counties this is."""

    county = forms.ChoiceField(label=gettext_lazy("Län"))

    def __init__(self, request: PageRequest, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = queries.county_choices(request.viewer)
        self.offer("county", [("", _("Välj ett län")), *((one.value, one.label) for one in known)])


class PopulationForm(Form):
    """A file of how many people there are, and who says so."""

    file = forms.FileField(
        label=gettext_lazy("Fil"),
        help_text=gettext_lazy(
            "En tabell som CSV: kommunens kod i kolumnen ”kod”, och en kolumn för varje dag, som "
            "”2024-12-31”. Eller tre kolumner: kod, dag och folkmängd."
        ),
    )
    source = forms.CharField(
        label=gettext_lazy("Källa"),
        max_length=actions.MOST_SOURCE,
        help_text=gettext_lazy("Vem som säger det, till exempel Statistiska centralbyrån."),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def organisations(request: PageRequest) -> HttpResponse:
    """Every organisation. A form adds one."""
    if request.method == "POST":
        require(request.viewer, Permission.REGISTRY_CHANGE)  # before the form is read at all
    rows = queries.organisations(request.viewer)
    form = OrganisationForm(request, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = add_organisation(viewer=request.viewer, **form.cleaned_data)
        except ValidationError as refusal:
            form.told(refusal)
        else:
            words = _("%(name)s är tillagd.")
            messages.success(request, words % {"name": form.cleaned_data["name"]})
            return redirect("desk:organisation", made)
    context = {
        "noun": "bodies",
        "organisations": rows,
        "county": queries.county(request.viewer),
        "form": form,
        "changes": may(request.viewer, Permission.REGISTRY_CHANGE),
    }
    return page(request, "desk/organisations.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def organisation(request: PageRequest, organisation_id: int) -> HttpResponse:
    """One organisation. A form changes what is told of it."""
    if request.method == "POST":
        require(request.viewer, Permission.REGISTRY_CHANGE)
    with or_404():
        found = queries.organisation(request.viewer, known_id(organisation_id))
    initial = {"name": found.name, "kind": found.kind.value, "code": found.code}
    form = OrganisationForm(request, request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_organisation(
                viewer=request.viewer, organisation_id=organisation_id, **form.cleaned_data
            )
        except ValidationError as refusal:
            form.told(refusal)
        else:
            messages.success(request, _("Sparat."))
            return redirect("desk:organisation", organisation_id)
    context = {
        "noun": "bodies",
        "organisation": found,
        "owing": owing.shown_organisation(request, organisation_id),
        "form": form,
        "changes": may(request.viewer, Permission.REGISTRY_CHANGE),
    }
    return page(request, "desk/organisation.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def county(request: PageRequest) -> HttpResponse:
    """Choose the county, which brings its region and municipalities."""
    require(request.viewer, Permission.REGISTRY_CHANGE)
    chosen = queries.county(request.viewer)
    form = CountyForm(request, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.choose_county(viewer=request.viewer, code=form.cleaned_data["county"])
        except ValidationError as refusal:
            form.told(refusal)
        else:
            words = _("Länet är valt. Här är dess huvudmän, med sina koder.")
            messages.success(request, words)
            return redirect("desk:organisations")
    context = {"noun": "start", "form": form, "county": chosen}
    return page(request, "desk/county.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def populations(request: PageRequest) -> HttpResponse:
    """Load how many people lived where on which days, from a file or from what comes along."""
    require(request.viewer, Permission.REGISTRY_CHANGE)
    chosen = queries.county(request.viewer)
    form = PopulationForm()
    if request.method == "POST" and request.POST.get("gor") == "medfoljande":
        data = population_file(chosen.code) if chosen else None
        if data is None:
            raise Http404
        return _load(request, form, data, POPULATION_SOURCE)
    if request.method == "POST":
        form = PopulationForm(request.POST, request.FILES)
        if form.is_valid():
            said = form.cleaned_data
            return _load(request, form, said["file"].read(), said["source"])
    return _show(request, form)


def _load(request: PageRequest, form: PopulationForm, data: bytes, source: str) -> HttpResponse:
    try:
        count = actions.load_populations(viewer=request.viewer, data=data, source=source)
    except ValidationError as refusal:
        if not form.is_bound:
            messages.error(request, " ".join(refusal.messages))
            return redirect("desk:populations")
        form.told(refusal)
        return _show(request, form)
    words = ngettext(
        "%(count)d tal är inläst. Resten stod redan i registret.",
        "%(count)d tal är inlästa. Resten stod redan i registret.",
        count,
    )
    messages.success(request, words % {"count": count} if count else _("Alla tal fanns redan."))
    return redirect("desk:organisations")


def _show(request: PageRequest, form: PopulationForm) -> HttpResponse:
    context = {"noun": "bodies", "form": form, "county": queries.county(request.viewer)}
    return page(request, "desk/populations.html", context, status=422 if form.errors else 200)
