"""Searching headings and clauses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.views.decorators.http import require_safe

from handslag.interfaces.web.kit.rendering import page
from handslag.interfaces.web.kit.requests import page_asked_for
from handslag.output.search import queries

if TYPE_CHECKING:
    from django.http import HttpResponse

    from handslag.interfaces.web.kit.requests import PageRequest

LONGEST_WORDS = 200


@require_safe
def search(request: PageRequest) -> HttpResponse:
    """What answers `q`, the best first."""
    words = request.GET.get("q", "").strip()[:LONGEST_WORDS]
    listing = queries.search(request.viewer, words, page=page_asked_for(request)) if words else None
    return page(request, "desk/search.html", {"words": words, "listing": listing})
