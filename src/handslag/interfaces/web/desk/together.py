"""Accepting many documents together: choosing them, and seeing what became of each."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from handslag.intake import actions
from handslag.intake import together as read
from handslag.intake.errors import Invalid
from handslag.interfaces.web.kit.found import or_404
from handslag.interfaces.web.kit.rendering import page
from handslag.interfaces.web.kit.requests import known_id

if TYPE_CHECKING:
    from django.http import HttpResponse

    from handslag.interfaces.web.kit.requests import PageRequest

_CHOSEN = re.compile(r"([0-9]{1,18})-([0-9]{1,9})")
"""A document and the revision of its review that the page showed."""


@require_http_methods(["GET", "HEAD", "POST"])
def ready(request: PageRequest) -> HttpResponse:
    """The documents that leave nothing to ask. The form says which to accept."""
    error = ""
    if request.method == "POST":
        found = (_CHOSEN.fullmatch(words) for words in request.POST.getlist("handling"))
        chosen = {int(match[1]): int(match[2]) for match in found if match}
        try:
            batch_id = actions.start_batch(viewer=request.viewer, revisions=chosen)
        except Invalid as refusal:
            error = str(refusal)
        else:
            actions.go_on(viewer=request.viewer, batch_id=batch_id)
            return redirect("desk:batch", batch_id)
    context = {"noun": "review", "ready": read.ready(request.viewer), "error": error}
    return page(request, "desk/together.html", context, status=422 if error else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def batch(request: PageRequest, batch_id: int) -> HttpResponse:
    """How far it has come, and at its end what was accepted and what was left. A form goes on."""
    with or_404():
        read.batch(request.viewer, known_id(batch_id))
    if request.method == "POST":
        if request.POST.get("gor") == "stanna":
            actions.stop_batch(viewer=request.viewer, batch_id=batch_id)
        else:
            actions.go_on(viewer=request.viewer, batch_id=batch_id)
        if not request.htmx:
            return redirect("desk:batch", batch_id)
    found = read.batch(request.viewer, batch_id)
    context = {"noun": "review", "batch": found}
    return page(request, "desk/batch.html", context, fragment="progress")
