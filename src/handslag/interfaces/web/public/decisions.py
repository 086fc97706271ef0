"""Decisions: every published clause that was decided, sifted by body, year, action and side."""

from __future__ import annotations

from typing import TYPE_CHECKING

from handslag.domain.publications import queries
from handslag.interfaces.web.kit.requests import number, page_asked_for
from handslag.interfaces.web.public import labels
from handslag.interfaces.web.public.answering import page, public

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

LONGEST_WORDS = 200


@public()
def decisions(request: HttpRequest) -> HttpResponse:
    """Clauses, the newest meeting first: `organ`, `ar`, `gor` (what it does), `part` (side)."""
    choices = queries.choices()
    slug = _among(request.GET.get("organ", ""), {body.slug for body in choices.bodies})
    action = _among(request.GET.get("gor", ""), set(choices.actions))
    side = _among(request.GET.get("part", ""), set(labels.SIDE))
    year = number(request.GET.get("ar"))
    words = request.GET.get("ord", "").strip()[:LONGEST_WORDS]
    listing = queries.decisions(
        slug=slug, year=year, action=action, side=side, words=words, page=page_asked_for(request)
    )
    sifted = bool(slug or action or side or year or words)
    context = {
        "noun": "decisions",
        "choices": choices,
        "sides": labels.SIDE.items(),
        "listing": listing,
        "slug": slug,
        "year": year,
        "action": action,
        "side": side,
        "wanted": words,
        "sifted": sifted,
    }
    return page(request, "decisions.html", context, listed=listing.page == 1 and not sifted)


def _among(value: str, known: set[str]) -> str:
    """`value` where it is one of those there are; empty, which sifts nothing, where it is not."""
    return value if value in known else ""
