"""Matters that live across meetings: the list, and one with its whole life."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from handslag.domain.access.permissions import Permission
from handslag.domain.matters.follows.queries import follows_matter
from handslag.domain.matters.history import queries
from handslag.domain.matters.history.wording import chains
from handslag.interfaces.web.desk import matter_words as words
from handslag.interfaces.web.desk.history import history_url
from handslag.interfaces.web.desk.matter_picture import pictures
from handslag.interfaces.web.desk.matter_stops import FEW, stops_of, years_of
from handslag.interfaces.web.desk.matter_told import told
from handslag.interfaces.web.kit.found import or_404
from handslag.interfaces.web.kit.rendering import page
from handslag.interfaces.web.kit.requests import known_id, number, page_asked_for

if TYPE_CHECKING:
    from django.http import HttpResponse

    from handslag.domain.matters.history.shapes import MatterPage
    from handslag.interfaces.web.kit.requests import PageRequest

LONGEST_WORDS = 200


@require_safe
def matters(request: PageRequest) -> HttpResponse:
    """Matters, the last touched first: `organ`, `ar`, `lage` (how they stand), `ord`."""
    filters = queries.matter_filters(request.viewer)
    body_id, year = number(request.GET.get("organ")), number(request.GET.get("ar"))
    asked, wanted = request.GET.get("lage", ""), request.GET.get("ord", "")
    wanted = wanted.replace("\0", "").strip()[:LONGEST_WORDS]
    status = asked if asked in {known.value for known in filters.statuses} else None
    listing = queries.matters(
        request.viewer,
        body_id=body_id,
        status=status,
        words=wanted,
        year=year,
        page=page_asked_for(request),
    )
    context = {
        "noun": "matters",
        "listing": listing,
        "rows": [(row, words.standing(row.status), words.next_of(row)) for row in listing],
        "filters": filters,
        "body_id": body_id,
        "year": year,
        "status": status,
        "wanted": wanted,
        "sifted": bool(body_id or year or status or wanted),
        "raises": Permission.MATTERS_RAISE in request.viewer.permissions,
    }
    return page(request, "desk/matters.html", context, fragment="listing")


@require_safe
def matter(request: PageRequest, matter_id: int) -> HttpResponse:
    """One matter: how it stands, its line of time as a picture, and the same in words."""
    with or_404():
        found = queries.matter_page(request.viewer, known_id(matter_id))
    if found.id != matter_id:
        return redirect("desk:matter", found.id)
    may_follow = Permission.NEWS_FOLLOW in request.viewer.permissions
    more = {
        "history_url": history_url(request.viewer, "matter-history", found.id),
        "may_follow": may_follow,
        "follows": may_follow and follows_matter(request.viewer, found.id),
        "follow_url": reverse("desk:follow-matter", args=[found.id]),
    }
    return page(request, "desk/matter.html", about(found) | more)


def about(found: MatterPage) -> dict[str, Any]:
    """What the page of a matter shows."""
    stops = stops_of(found.happenings)
    past = [stop for stop in stops if not stop.to_come]
    return {
        "noun": "matters",
        "matter": found,
        "standing": words.standing(found.status),
        "asks": words.asks(found),
        "pictures": pictures(found, stops),
        "years": [(one.year, [told(stop) for stop in one.stops]) for one in years_of(past)],
        "coming": [told(stop) for stop in stops if stop.to_come],
        "long": len(past) > FEW,
        "chains": [one for one in chains(found.happenings) if one.changed],
    }
