"""The public start page: what was published last, and how to find and follow the rest."""

from __future__ import annotations

from typing import TYPE_CHECKING

from handslag.domain.publications import queries
from handslag.interfaces.web.public.answering import page, public

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

SHOWN = 6


@public()
def start(request: HttpRequest) -> HttpResponse:
    """The latest meetings and decisions, the bodies, and what this is."""
    context = {
        "noun": "start",
        "latest": queries.latest(SHOWN),
        "decisions": queries.newest_decisions(SHOWN),
        "bodies": [body for body in queries.bodies() if body.count],
    }
    return page(request, "start.html", context)
