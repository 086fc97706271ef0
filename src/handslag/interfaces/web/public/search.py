"""Searching what is published."""

from __future__ import annotations

from typing import TYPE_CHECKING

from handslag.domain.publications import queries
from handslag.interfaces.web.kit.requests import page_asked_for
from handslag.interfaces.web.public.answering import page, public
from handslag.output.search.published.queries import search_published

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

LONGEST_WORDS = 200


@public(listed=False)
def search(request: HttpRequest) -> HttpResponse:
    """What answers `q`, the best first; of one body where `organ` names one."""
    words = request.GET.get("q", "").strip()[:LONGEST_WORDS]
    bodies = [body for body in queries.bodies() if body.count]
    wanted = request.GET.get("organ", "")
    slug = wanted if wanted in {body.slug for body in bodies} else ""
    listing = search_published(words, slug=slug, page=page_asked_for(request)) if words else None
    context = {
        "noun": "search",
        "words": words,
        "slug": slug,
        "bodies": bodies,
        "listing": listing,
    }
    return page(request, "search.html", context, listed=False)
