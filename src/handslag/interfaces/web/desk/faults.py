"""What the public has reported about the public pages: read, and settled with a word on how."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from handslag.domain.publications import actions, queries
from handslag.interfaces.web.kit.forms import Form
from handslag.interfaces.web.kit.found import or_404
from handslag.interfaces.web.kit.rendering import page
from handslag.interfaces.web.kit.requests import known_id, page_asked_for

if TYPE_CHECKING:
    from django.http import HttpResponse

    from handslag.interfaces.web.kit.requests import PageRequest


class SettleForm(Form):
    """How a report was dealt with."""

    how = forms.CharField(label=gettext_lazy("Vad som har gjorts"), max_length=500)


@require_safe
def faults(request: PageRequest) -> HttpResponse:
    """Reports that wait, or with `klara=1` those that are settled."""
    settled = request.GET.get("klara") == "1"
    listing = queries.fault_reports(request.viewer, settled=settled, page=page_asked_for(request))
    return page(
        request,
        "desk/faults.html",
        {"noun": "faults", "listing": listing, "settled": settled},
    )


@require_POST
def settle(request: PageRequest, fault_id: int) -> HttpResponse:
    """Say how one was dealt with."""
    form = SettleForm(request.POST)
    how = form.cleaned_data["how"] if form.is_valid() else ""
    try:
        with or_404():
            actions.settle_fault(viewer=request.viewer, fault_id=known_id(fault_id), how=how)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(request, _("Felanmälan är klar. Vad som gjordes är sparat."))
    return redirect("desk:faults")
