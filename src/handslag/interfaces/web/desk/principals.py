"""Principals: those who answer for the care, and for whom people sit in bodies."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from handslag.domain.access.permissions import Permission
from handslag.domain.access.rules import may, require
from handslag.domain.registry.memberships import actions, queries
from handslag.interfaces.web.kit.forms import Form
from handslag.interfaces.web.kit.rendering import page

if TYPE_CHECKING:
    from django.http import HttpResponse

    from handslag.interfaces.web.kit.requests import PageRequest


class PrincipalForm(Form):
    """A municipality or a region."""

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
        known = queries.principal_kinds(request.viewer)
        self.offer("kind", [(one.value, one.label.capitalize()) for one in known])


@require_http_methods(["GET", "HEAD", "POST"])
def principals(request: PageRequest) -> HttpResponse:
    """Every principal. A form adds one."""
    rows = queries.principals(request.viewer)
    if request.method == "POST":
        require(request.viewer, Permission.REGISTRY_CHANGE)  # before the form is read at all
    form = PrincipalForm(request, request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            actions.add_organisation(
                viewer=request.viewer, name=said["name"], kind=said["kind"], code=said["code"]
            )
        except ValidationError as refusal:
            form.told(refusal)
        else:
            messages.success(request, _("%(name)s är tillagd.") % {"name": said["name"]})
            return redirect("desk:principals")
    context = {
        "noun": "bodies",
        "principals": rows,
        "form": form,
        "changes": may(request.viewer, Permission.REGISTRY_CHANGE),
    }
    return page(request, "desk/principals.html", context, status=422 if form.errors else 200)
