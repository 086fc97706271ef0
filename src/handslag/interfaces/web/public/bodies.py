"""Bodies that have published something: what each is, and its meetings year by year."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse

from handslag.domain.publications import queries
from handslag.interfaces.web.kit.found import or_404
from handslag.interfaces.web.kit.requests import number, page_asked_for
from handslag.interfaces.web.public.answering import page, public

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@public()
def bodies(request: HttpRequest) -> HttpResponse:
    """Every body that has anything to show."""
    found = [body for body in queries.bodies() if body.count]
    return page(request, "bodies.html", {"noun": "bodies", "bodies": found})


@public()
def body(request: HttpRequest, slug: str) -> HttpResponse:
    """One body and its meetings: all, or those of the year `ar`."""
    with or_404():
        found = queries.body(slug)
    known = queries.years(slug)
    wanted = number(request.GET.get("ar"))
    year = wanted if wanted in known else None
    listing = queries.publications(slug=slug, year=year, page=page_asked_for(request))
    own = reverse("public:body", args=[slug])
    context = {
        "noun": "bodies",
        "body": found,
        "years": known,
        "year": year,
        "listing": listing,
        "feed": reverse("public:body-feed", args=[slug]),
        "canonical": f"{own}?ar={year}" if year and listing.page == 1 else own,
    }
    # a sifted or later page of the list is no page of its own to find
    return page(request, "body.html", context, listed=listing.page == 1 and not wanted)
