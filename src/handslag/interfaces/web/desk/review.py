"""Reviewing: what waits, accepting a document, dismissing a finding, reading anew."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from handslag.intake import actions, queries
from handslag.intake.errors import ChangedMeanwhile, Invalid, NotTakenIn
from handslag.interfaces.web.desk.documents import page_of
from handslag.interfaces.web.kit.found import or_404
from handslag.interfaces.web.kit.rendering import page
from handslag.interfaces.web.kit.requests import known_id, number, page_asked_for

if TYPE_CHECKING:
    from django.http import HttpResponse

    from handslag.interfaces.web.kit.requests import PageRequest


@require_safe
def waiting(request: PageRequest) -> HttpResponse:
    """What was taken in and nobody has accepted yet."""
    listing = queries.waiting(request.viewer, page_asked_for(request))
    return page(request, "desk/review.html", {"noun": "review", "listing": listing})


@require_POST
def accept(request: PageRequest, document_id: int) -> HttpResponse:
    """Let the domain know what the document says, as the review has it now."""
    body, meeting = request.POST.get("organ", ""), request.POST.get("mote", "")
    try:
        with or_404():
            actions.accept(
                viewer=request.viewer,
                document_id=known_id(document_id),
                revision=number(request.POST.get("revision")) or 0,
                body_id=number(body),
                meeting_id=number(meeting),
            )
    except (ChangedMeanwhile, Invalid) as refusal:
        with or_404():
            review = queries.review_page(request.viewer, document_id)
        context = page_of(request, review) | {"accept_error": str(refusal)}
        return page(request, "desk/document.html", context, status=409)
    messages.success(request, _("Handlingen är godkänd. Det den säger står nu på mötets sida."))
    return redirect("desk:document", document_id)


@require_POST
def dismiss(request: PageRequest, document_id: int, finding_id: int) -> HttpResponse:
    """Somebody has looked at a finding."""
    with or_404():
        actions.dismiss_finding(viewer=request.viewer, finding_id=known_id(finding_id))
        if not request.htmx:
            address = reverse("desk:document", args=[known_id(document_id)])
            return redirect(f"{address}#att-titta-pa")
        review = queries.review_page(request.viewer, known_id(document_id))
    return page(request, "desk/document.html", page_of(request, review), fragment="looks")


@require_POST
def reread(request: PageRequest, document_id: int) -> HttpResponse:
    """Read the file again with the reader of today; what people have typed stays."""
    try:
        with or_404():
            actions.reread(viewer=request.viewer, document_id=known_id(document_id))
    except NotTakenIn as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(
            request, _("Handlingen är läst på nytt. Det som någon har skrivit står kvar.")
        )
    return redirect("desk:document", document_id)
