"""Bodies told of by hand: a new one, and what one is and where it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from handslag.domain.access.permissions import Permission
from handslag.domain.access.rules import require
from handslag.domain.registry import queries as registry
from handslag.domain.registry.organisations import queries as organisations
from handslag.domain.registry.structure import actions, queries
from handslag.interfaces.web.kit.forms import Form, always_or_day, last_day
from handslag.interfaces.web.kit.found import or_404
from handslag.interfaces.web.kit.rendering import page
from handslag.interfaces.web.kit.requests import known_id

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.http import HttpResponse

    from handslag.domain.base.shapes import Labelled
    from handslag.domain.registry.structure.queries import BodyRef, BodyStructure
    from handslag.interfaces.web.kit.requests import PageRequest


def chosen(label: Any, help_text: Any = "") -> forms.TypedChoiceField:
    """One of several rows, by its id, or none."""
    return forms.TypedChoiceField(
        label=label, help_text=help_text, required=False, coerce=int, empty_value=None
    )


def several(label: Any) -> forms.TypedMultipleChoiceField:
    """As many rows as somebody likes, by their ids."""
    return forms.TypedMultipleChoiceField(
        label=label, required=False, coerce=int, widget=forms.CheckboxSelectMultiple
    )


class AddForm(Form):
    """A body's name, and of what kind it is."""

    name = forms.CharField(label=gettext_lazy("Namn"), max_length=300)
    short_name = forms.CharField(
        label=gettext_lazy("Kort namn"),
        required=False,
        max_length=100,
        help_text=gettext_lazy("Som handlingarna kallar det till vardags: LPO Äldre."),
    )
    kind = forms.ChoiceField(label=gettext_lazy("Slag"), required=False)

    def __init__(self, request: PageRequest, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = queries.choices(request.viewer).kinds
        self.offer("kind", [("", _("Efter namnet")), *_capital(kinds)])


class DescribeForm(Form):
    """What a body is in law, how it decides, and where it stands."""

    kind = forms.ChoiceField(label=gettext_lazy("Slag"))
    legal_form = forms.ChoiceField(
        label=gettext_lazy("Form i lag"),
        help_text=gettext_lazy(
            "Ett nätverk för minnesanteckningar. De andra för protokoll, som justeras."
        ),
    )
    decision_rule = forms.ChoiceField(label=gettext_lazy("Beslutar"))
    effect = forms.ChoiceField(
        label=gettext_lazy("Beslutens verkan"),
        help_text=gettext_lazy("Vad ett beslut gör innan någon annan har beslutat något."),
    )
    side = forms.ChoiceField(label=gettext_lazy("Sida"), required=False)
    about = forms.CharField(
        label=gettext_lazy("Uppgift"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Vad det är till för, med några ord."),
    )
    parent = chosen(gettext_lazy("Står under"))
    owner = chosen(
        gettext_lazy("Handlingarna förvaras hos"),
        gettext_lazy("Den myndighet vars handlingar det är: ett nätverk är ingen egen."),
    )
    since = always_or_day()
    until = last_day()
    prepares_for = several(gettext_lazy("Bereder ärenden åt"))
    reports_to = several(gettext_lazy("Rapporterar till"))

    def __init__(self, request: PageRequest, body_id: int, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = queries.choices(request.viewer)
        for name, among in (
            ("kind", known.kinds),
            ("legal_form", known.legal_forms),
            ("decision_rule", known.decision_rules),
            ("effect", known.effects),
        ):
            self.offer(name, _capital(among))
        self.offer("side", [("", _("Båda")), *_capital(known.sides)])
        others = [(one.id, one.name) for one in registry.bodies(request.viewer)]
        others = [one for one in others if one[0] != body_id]
        self.offer("parent", [("", _("Inget: det står överst")), *others])
        for name in ("prepares_for", "reports_to"):
            self.offer(name, others)
        rows = organisations.organisations(request.viewer)
        self.offer("owner", [("", _("Inte angivet")), *((row.id, row.name) for row in rows)])


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: PageRequest) -> HttpResponse:
    """Add a body by hand, before any paper tells of it."""
    require(request.viewer, Permission.REGISTRY_CHANGE)
    form = AddForm(request, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            body_id = actions.add_body(viewer=request.viewer, **form.cleaned_data)
        except ValidationError as refusal:
            form.told(refusal)
        else:
            words = _("%(name)s är tillagt. Berätta nu vad det är och var det står.")
            messages.success(request, words % {"name": form.cleaned_data["name"]})
            return redirect("desk:describe-body", body_id)
    context = {"noun": "bodies", "form": form}
    return page(request, "desk/add_body.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def describe(request: PageRequest, body_id: int) -> HttpResponse:
    """Say what a body is, and where it stands among the others."""
    require(request.viewer, Permission.REGISTRY_CHANGE)
    with or_404():
        found = queries.body_structure(request.viewer, known_id(body_id), timezone.localdate())
    form = DescribeForm(request, body_id, request.POST or None, initial=_initial(found))
    if request.method == "POST" and form.is_valid():
        said = dict(form.cleaned_data)
        said["parent_id"], said["owner_id"] = said.pop("parent"), said.pop("owner")
        try:
            actions.describe_body(viewer=request.viewer, body_id=body_id, **said)
        except ValidationError as refusal:
            form.told(refusal)
        else:
            messages.success(request, _("Sparat."))
            return redirect("desk:body", body_id)
    context = {"noun": "bodies", "body": found, "form": form}
    return page(request, "desk/describe_body.html", context, status=422 if form.errors else 200)


def _initial(found: BodyStructure) -> dict[str, Any]:
    return {
        "kind": found.kind.value,
        "legal_form": found.legal_form.value,
        "decision_rule": found.decision_rule.value,
        "effect": found.effect.value,
        "side": found.side.value,
        "about": found.about,
        "parent": found.parent.id if found.parent else None,
        "owner": found.owner_id,
        "since": found.since,
        "until": found.until,
        "prepares_for": _ids(found.prepares_for),
        "reports_to": _ids(found.reports_to),
    }


def _ids(refs: Iterable[BodyRef]) -> list[int]:
    return [ref.id for ref in refs]


def _capital(among: Iterable[Labelled]) -> list[tuple[str, str]]:
    return [(one.value, one.label[:1].upper() + one.label[1:]) for one in among]
