"""Reviewing: what waits, accepting a document, dismissing a finding, reading anew."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.contrib import messages
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from handslag.intake import actions, queries, together
from handslag.intake.errors import ChangedMeanwhile, Invalid, NotTakenIn
from handslag.interfaces.web.desk import queue
from handslag.interfaces.web.desk.documents import page_of
from handslag.interfaces.web.desk.facts import next_address
from handslag.interfaces.web.kit.found import or_404
from handslag.interfaces.web.kit.rendering import page
from handslag.interfaces.web.kit.requests import known_id, number, page_asked_for

if TYPE_CHECKING:
    from django.http import HttpResponse

    from handslag.interfaces.web.kit.requests import PageRequest


@require_safe
def waiting(request: PageRequest) -> HttpResponse:
    """What was taken in and nobody has accepted yet."""
    context = {
        "noun": "review",
        "listing": queries.waiting(request.viewer, page_asked_for(request)),
        "ready": together.ready_count(request.viewer),
    }
    return page(request, "desk/review.html", context)


@require_POST
def undo(request: PageRequest, document_id: int) -> HttpResponse:
    """Take back the last thing that was done in the review."""
    try:
        with or_404():
            done = actions.undo(
                viewer=request.viewer,
                document_id=known_id(document_id),
                step_id=number(request.POST.get("steg")) or 0,
            )
    except (ChangedMeanwhile, Invalid) as refusal:
        with or_404():
            review = queries.review_page(request.viewer, document_id)
        context = page_of(request, review) | {"undo_error": str(refusal)}
        return page(request, "desk/document.html", context, status=409)
    messages.success(request, _("Ångrat: %(what)s.") % {"what": done.words})
    address = reverse("desk:document", args=[document_id])
    shown = request.POST.get("papper", "")
    if done.fact_id is not None:
        return redirect(f"{address}{queue.address(f'f{done.fact_id}', shown)}")
    return redirect(f"{address}?{urlencode({'papper': shown})}" if shown else address)


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
        review = queries.review_page(request.viewer, known_id(document_id))
    key = f"a{finding_id}"
    if not request.htmx:
        return redirect(next_address(request, review, key))
    context = page_of(request, review, after=key)
    return page(request, "desk/document.html", context, fragment="dismissed")


@require_POST
def reread(request: PageRequest, document_id: int) -> HttpResponse:
    """Read the file again with the reader of today; what people have typed stays."""
    try:
        with or_404():
            done = actions.reread_in_turn(viewer=request.viewer, document_id=known_id(document_id))
    except NotTakenIn as refusal:
        messages.error(request, str(refusal))
        return redirect("desk:document", document_id)
    if done is None:
        return redirect("desk:reading", document_id)
    if done.changes:
        return redirect("desk:changes", document_id)
    messages.success(
        request,
        _("Handlingen är läst på nytt. Inget ändrades. Det som någon har skrivit står kvar."),
    )
    return redirect("desk:document", document_id)
