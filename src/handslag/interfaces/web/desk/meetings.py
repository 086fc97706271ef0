"""Meetings: the list, and one meeting with everything it dealt with."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from handslag.domain.access.permissions import Permission
from handslag.domain.access.rules import may
from handslag.domain.matters import queries as matters
from handslag.domain.meetings import queries
from handslag.domain.registry import queries as registry
from handslag.intake.comparing import queries as across
from handslag.interfaces.web.kit.found import or_404
from handslag.interfaces.web.kit.kept import kept
from handslag.interfaces.web.kit.rendering import page
from handslag.interfaces.web.kit.requests import known_id, number, page_asked_for
from handslag.interfaces.web.kit.words import short_day

if TYPE_CHECKING:
    from django.http import HttpResponse

    from handslag.domain.matters.queries import MeetingPage
    from handslag.interfaces.web.kit.requests import PageRequest


SHOWN_ACROSS = 3
"""How much of what to look at stands on a meeting's page before it says that there is more."""


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
        return page(request, "desk/meeting.html", _shown(found) | _across(request, found))

    return kept(request, render)


def _across(request: PageRequest, found: MeetingPage) -> dict[str, Any]:
    """What somebody should look at between the meeting's documents and others, for who reviews."""
    if not may(request.viewer, Permission.DOCUMENTS_REVIEW):
        return {}
    papers = [paper.document_id for paper in found.documents]
    rows = across.open_at_meeting(request.viewer, papers)
    return {"across": rows[:SHOWN_ACROSS], "across_more": rows[SHOWN_ACROSS:]}


def onward(request: PageRequest, body_id: int) -> HttpResponse:
    """Where a matter went from this body: to the body called `organ`, to the meeting on `dag`.

    Looked up when somebody follows it, since the meeting may become known at any time.
    """
    name, day = request.GET.get("organ", ""), _day(request.GET.get("dag", ""))
    to_body = registry.find_body(request.viewer, name) if name else known_id(body_id)
    if to_body is None:
        messages.info(request, _("%(name)s är inget känt organ än.") % {"name": name})
        return redirect("desk:bodies")
    near = queries.near(request.viewer, body_id=to_body, day=day, days=0) if day else []
    if near:
        return redirect("desk:meeting", near[0].id)
    if day:
        words = _("Organets möte den %(day)s är inte inläst än.")
        messages.info(request, words % {"day": short_day(day)})
    return redirect("desk:body", to_body)


def _day(words: str) -> date | None:
    try:
        return date.fromisoformat(words)
    except ValueError:
        return None


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
