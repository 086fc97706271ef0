"""Assignments that are due at a meeting: on its agenda, or not and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from handslag.domain.matters.placing import actions
from handslag.interfaces.web.kit.found import or_404
from handslag.interfaces.web.kit.requests import known_id, number

if TYPE_CHECKING:
    from django.http import HttpResponse

    from handslag.interfaces.web.kit.requests import PageRequest


@require_POST
def place(request: PageRequest, meeting_id: int) -> HttpResponse:
    """Put the marked assignments (`uppdrag`) on the agenda, or leave one out (`ta-inte-upp`)."""
    meeting_id = known_id(meeting_id)
    left = number(request.POST.get("ta-inte-upp"))
    try:
        with or_404():
            words = _leave(request, meeting_id, left) if left else _place(request, meeting_id)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(request, words)
    return redirect("desk:agenda", meeting_id)


def _place(request: PageRequest, meeting_id: int) -> str:
    wanted = [found for words in request.POST.getlist("uppdrag") if (found := number(words))]
    items = actions.place(
        viewer=request.viewer,
        meeting_id=meeting_id,
        assignment_ids=wanted,
        item_id=number(request.POST.get("punkt")),
    )
    if not items:
        return _("Inget uppdrag var markerat, så dagordningen är som den var.")
    words = ngettext(
        "Uppdragen står nu under %(count)d punkt på dagordningen.",
        "Uppdragen står nu under %(count)d punkter på dagordningen.",
        len(items),
    )
    return words % {"count": len(items)}


def _leave(request: PageRequest, meeting_id: int, assignment_id: int) -> str:
    drop = request.POST.get(f"vad-{assignment_id}") == "slapp"
    actions.leave_out(
        viewer=request.viewer,
        meeting_id=meeting_id,
        assignment_id=assignment_id,
        reason=request.POST.get(f"skal-{assignment_id}", ""),
        drop=drop,
    )
    if drop:
        return _("Uppdraget är släppt. Skälet står i dess historia.")
    return _("Uppdraget förs vidare till organets nästa möte. Skälet står i dess historia.")
