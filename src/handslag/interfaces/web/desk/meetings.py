"""Meetings: the list, and one meeting with everything it dealt with."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from handslag.domain.matters import queries as matters
from handslag.domain.meetings import queries
from handslag.interfaces.web.kit.found import or_404
from handslag.interfaces.web.kit.kept import kept
from handslag.interfaces.web.kit.rendering import page
from handslag.interfaces.web.kit.requests import known_id, number, page_asked_for

if TYPE_CHECKING:
    from django.http import HttpResponse

    from handslag.domain.matters.queries import MeetingPage
    from handslag.interfaces.web.kit.requests import PageRequest


def meetings(request: PageRequest) -> HttpResponse:
    """Every meeting, newest first; sifted by body (`organ`) and year (`ar`)."""
    body_id, year = number(request.GET.get("organ")), number(request.GET.get("ar"))
    context = {
        "noun": "meetings",
        "listing": queries.meetings(
            request.viewer, body_id=body_id, year=year, page=page_asked_for(request)
        ),
        "bodies": queries.bodies(request.viewer),
        "years": queries.years(request.viewer),
        "body_id": body_id,
        "year": year,
    }
    return page(request, "desk/meetings.html", context, fragment="listing")


def meeting(request: PageRequest, meeting_id: int) -> HttpResponse:
    """One meeting: plan, what happened, item after item."""

    def render() -> HttpResponse:
        with or_404():
            found = matters.meeting_page(request.viewer, known_id(meeting_id))
        return page(request, "desk/meeting.html", _shown(found))

    return kept(request, render)


WHOLE = {"only-planned", "only-held"}
"""Differences that are about an item as a whole, and stand in the page's own list."""


def _shown(meeting: MeetingPage) -> dict[str, Any]:
    """What differs for the meeting as a whole, and which items differ in what."""
    whole = [
        difference
        for difference in meeting.differences
        if difference.item_id is None or difference.what in WHOLE
    ]
    inside: dict[int, list[str]] = {}
    for difference in meeting.differences:
        if difference.item_id is not None and difference.what not in WHOLE:
            labels = inside.setdefault(difference.item_id, [])
            if difference.label not in labels:
                labels.append(difference.label)
    items = [(item, inside[item.id]) for item in meeting.items if item.id in inside]
    return {"noun": "meetings", "meeting": meeting, "whole": whole, "differing_items": items}
