"""Decisions: every clause that was decided, sifted by body, year, action, side and words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.views.decorators.http import require_safe

from handslag.domain.matters import queries
from handslag.interfaces.web.kit.rendering import page
from handslag.interfaces.web.kit.requests import number, page_asked_for

if TYPE_CHECKING:
    from django.http import HttpResponse

    from handslag.interfaces.web.kit.requests import PageRequest

LONGEST_WORDS = 200


@require_safe
def decisions(request: PageRequest) -> HttpResponse:
    """Clauses, newest first: `organ`, `ar`, `gor` (what it does), `part` (side), `ord`."""
    filters = queries.decision_filters(request.viewer)
    body_id, year = number(request.GET.get("organ")), number(request.GET.get("ar"))
    action, side = request.GET.get("gor", ""), request.GET.get("part", "")
    words = request.GET.get("ord", "").strip()[:LONGEST_WORDS]
    known_action = action if action in {known.value for known in filters.actions} else None
    known_side = side if side in {known.value for known in filters.sides} else None
    context = {
        "noun": "decisions",
        "listing": queries.decisions(
            request.viewer,
            body_id=body_id,
            year=year,
            action=known_action,
            side=known_side,
            words=words,
            page=page_asked_for(request),
        ),
        "filters": filters,
        "body_id": body_id,
        "year": year,
        "action": known_action,
        "side": known_side,
        "wanted": words,
        "sifted": bool(body_id or year or known_action or known_side or words),
    }
    return page(request, "desk/decisions.html", context, fragment="listing")
