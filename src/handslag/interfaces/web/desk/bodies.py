"""Bodies: the list, and one body with its names, its kind and its meetings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from handslag.domain.meetings import queries as meetings
from handslag.domain.registry import actions, queries
from handslag.interfaces.web.kit.found import or_404
from handslag.interfaces.web.kit.rendering import page
from handslag.interfaces.web.kit.requests import known_id, page_asked_for

if TYPE_CHECKING:
    from django.http import HttpResponse

    from handslag.interfaces.web.kit.requests import PageRequest


def bodies(request: PageRequest) -> HttpResponse:
    """Every body, with how often it has met."""
    context = {"noun": "bodies", "bodies": meetings.bodies(request.viewer)}
    return page(request, "desk/bodies.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def body(request: PageRequest, body_id: int) -> HttpResponse:
    """One body. A form on it changes its names and its kind."""
    with or_404():
        found = queries.body(request.viewer, known_id(body_id))
    context: dict[str, Any] = {
        "name": found.name,
        "short_name": found.short_name,
        "kind": found.kind.value,
        "other_name": "",
    }
    error = ""
    if request.method == "POST":
        context = {field: request.POST.get(field, "").strip() for field in context}
        error = _change(request, body_id, context)
        if not error:
            messages.success(request, _("Sparat."))
            return redirect("desk:body", body_id)
    context |= {
        "noun": "bodies",
        "body": found,
        "error": error,
        "kinds": queries.body_kinds(request.viewer),
        "listing": meetings.meetings(request.viewer, body_id=body_id, page=page_asked_for(request)),
    }
    return page(request, "desk/body.html", context, status=422 if error else 200)


def _change(request: PageRequest, body_id: int, typed: dict[str, Any]) -> str:
    """Do what the form says; the reason where something could not be done."""
    try:
        actions.change_body(
            viewer=request.viewer,
            body_id=body_id,
            name=typed["name"],
            short_name=typed["short_name"],
            kind=typed["kind"],
            other_name=typed["other_name"],
        )
    except ValidationError as refusal:
        return " ".join(refusal.messages)
    return ""
