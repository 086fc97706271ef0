"""The seats in a body: adding one, changing it, taking it away."""

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
from handslag.domain.registry import queries as registry
from handslag.domain.registry.memberships import queries as memberships
from handslag.domain.registry.structure import actions, queries
from handslag.interfaces.web.desk.describing import chosen
from handslag.interfaces.web.kit.forms import Form
from handslag.interfaces.web.kit.found import or_404
from handslag.interfaces.web.kit.rendering import page
from handslag.interfaces.web.kit.requests import known_id

if TYPE_CHECKING:
    from django.http import HttpResponse

    from handslag.interfaces.web.kit.requests import PageRequest


class SeatForm(Form):
    """As what, for whom, and how many."""

    role = forms.ChoiceField(label=gettext_lazy("Som"))
    principal = chosen(gettext_lazy("För huvudmannen"))
    side = forms.ChoiceField(
        label=gettext_lazy("Eller för sidan"),
        required=False,
        help_text=gettext_lazy("Där sidan utser någon, vilken huvudman det än blir."),
    )
    function = forms.CharField(
        label=gettext_lazy("Funktion"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("Vad de ska kunna, om det är sagt: skola, primärvård."),
    )
    count = forms.IntegerField(
        label=gettext_lazy("Hur många"), min_value=1, max_value=actions.MOST_SEATS, initial=1
    )

    def __init__(self, request: PageRequest, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = queries.choices(request.viewer)
        self.offer("role", [(one.value, one.label.capitalize()) for one in known.roles])
        sides = [(one.value, one.label.capitalize()) for one in known.sides]
        self.offer("side", [("", _("Ingen sida")), *sides])
        rows = memberships.principals(request.viewer)
        self.offer("principal", [("", _("Ingen huvudman")), *((row.id, row.name) for row in rows)])

    @property
    def said(self) -> dict[str, Any]:
        """What was said, as the actions take it."""
        told = dict(self.cleaned_data)
        return told | {"principal_id": told.pop("principal")}


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: PageRequest, body_id: int) -> HttpResponse:
    """Say that there is a seat in a body."""
    require(request.viewer, Permission.REGISTRY_CHANGE)
    with or_404():
        found = registry.body(request.viewer, known_id(body_id))
    form = SeatForm(request, request.POST or None, initial={"role": "member", "count": 1})
    if request.method == "POST" and form.is_valid():
        try:
            actions.add_seat(viewer=request.viewer, body_id=body_id, **form.said)
        except ValidationError as refusal:
            form.told(refusal)
        else:
            messages.success(request, _("Platsen är tillagd."))
            return redirect(f"{reverse('desk:body', args=[body_id])}#platser")
    context = {"noun": "bodies", "body": found, "form": form}
    return page(request, "desk/seat.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: PageRequest, body_id: int, seat_id: int) -> HttpResponse:
    """Change or take away a seat."""
    require(request.viewer, Permission.REGISTRY_CHANGE)
    with or_404():
        of_body, row = queries.seat(request.viewer, known_id(seat_id))
    if of_body != body_id:
        raise Http404
    back = f"{reverse('desk:body', args=[body_id])}#platser"
    if request.method == "POST" and request.POST.get("gor") == "ta-bort":
        actions.remove_seat(viewer=request.viewer, seat_id=seat_id)
        messages.success(request, _("Platsen är borttagen. Den som satt där sitter kvar."))
        return redirect(back)
    initial = {
        "role": row.role.value,
        "principal": row.principal_id,
        "side": row.side.value,
        "function": row.function,
        "count": row.count,
    }
    form = SeatForm(request, request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_seat(viewer=request.viewer, seat_id=seat_id, **form.said)
        except ValidationError as refusal:
            form.told(refusal)
        else:
            messages.success(request, _("Sparat."))
            return redirect(back)
    found = registry.body(request.viewer, body_id)
    context = {"noun": "bodies", "body": found, "form": form, "seat": row}
    return page(request, "desk/seat.html", context, status=422 if form.errors else 200)
