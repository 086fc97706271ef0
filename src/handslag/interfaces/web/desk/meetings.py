"""Meetings: the list, and one meeting with everything it dealt with."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from handslag.domain.access.permissions import Permission
from handslag.domain.access.rules import may
from handslag.domain.base.facts import Phase
from handslag.domain.base.states import PublicationState
from handslag.domain.matters import queries as matters
from handslag.domain.matters.assignments import queries as assignments
from handslag.domain.matters.deciding import queries as deciding
from handslag.domain.matters.history import queries as history
from handslag.domain.meetings import actions, queries
from handslag.domain.meetings.planning import queries as planning
from handslag.domain.meetings.room import queries as room
from handslag.domain.publications import queries as publications
from handslag.domain.registry import queries as registry
from handslag.intake.comparing import queries as across
from handslag.interfaces.web.desk.history import history_url, of_the_body
from handslag.interfaces.web.kit.found import or_404
from handslag.interfaces.web.kit.kept import kept
from handslag.interfaces.web.kit.rendering import page
from handslag.interfaces.web.kit.requests import known_id, number, page_asked_for
from handslag.interfaces.web.kit.words import short_day

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpResponse

    from handslag.domain.matters.queries import MeetingPage
    from handslag.interfaces.web.kit.requests import PageRequest


SHOWN_ACROSS = 3
"""How much of what to look at stands on a meeting's page before it says that there is more."""


@require_safe
def meetings(request: PageRequest) -> HttpResponse:
    """Every meeting, newest first; sifted by body (`organ`) and year (`ar`)."""
    body_id, year = number(request.GET.get("organ")), number(request.GET.get("ar"))
    context = {
        "noun": "meetings",
        "listing": queries.meetings(
            request.viewer, body_id=body_id, year=year, page=page_asked_for(request)
        ),
        "bodies": queries.bodies_that_met(request.viewer),
        "years": queries.years(request.viewer),
        "body_id": body_id,
        "year": year,
        "reviews": may(request.viewer, Permission.DOCUMENTS_REVIEW),
    }
    return page(request, "desk/meetings.html", context, fragment="listing")


@require_safe
def meeting(request: PageRequest, meeting_id: int) -> HttpResponse:
    """One meeting: plan, what happened, item after item."""

    def render() -> HttpResponse:
        with or_404():
            found = matters.meeting_page(request.viewer, known_id(meeting_id))
        thing = of_the_body(found.body_id)
        seen = [item.id for item in found.items]
        more = {
            "item_matters": history.matters_of_items(request.viewer, seen)
            if Permission.MEETINGS_READ in request.viewer.permissions
            else {},
            "ties": may(request.viewer, Permission.MATTERS_CHANGE, thing),
            "links": may(request.viewer, Permission.LINKS_READ, thing),
            "plan": planning.meeting_plan(request.viewer, found.id),
            "notifies": may(request.viewer, Permission.MEETINGS_NOTIFY, thing),
            "prepares": may(request.viewer, Permission.MEETINGS_PREPARE, thing),
            "may_clear": may(request.viewer, Permission.PUBLICATIONS_CLEAR, thing),
            "shown": publications.of_meeting(found.id),
            "history_url": history_url(request.viewer, "meeting-history", found.id, thing),
            **_findings(request, found),
            "followed_up": assignments.at_meeting(
                request.viewer, found.id, found.body_id, found.date
            )
            if Permission.MEETINGS_READ in request.viewer.permissions
            else None,
            "door": room.door_of(request.viewer, found.id)
            if may(request.viewer, Permission.MEETINGS_WRITE, thing)
            else None,
        }
        context = _shown(found) | _across(request, found) | more
        return page(request, "desk/meeting.html", context)

    return kept(request, render)


def _findings(request: PageRequest, found: MeetingPage) -> dict[str, Any]:
    """Decisions without a ground, for who may write the minutes or give mandates."""
    thing = of_the_body(found.body_id)
    asks = (Permission.MEETINGS_WRITE, Permission.MANDATES_CHANGE)
    if not found.held or not any(may(request.viewer, one, thing) for one in asks):
        return {}
    rows = deciding.findings_of_meeting(request.viewer, found.id)
    return {
        "mandate_findings": [row for row in rows if not row.finding.mild],
        "mandate_mild": sum(row.finding.mild for row in rows),
    }


def _across(request: PageRequest, found: MeetingPage) -> dict[str, Any]:
    """What somebody should look at between the meeting's documents and others, for who reviews."""
    if not may(request.viewer, Permission.DOCUMENTS_REVIEW):
        return {}
    papers = [paper.document_id for paper in found.documents]
    rows = across.open_at_meeting(request.viewer, papers)
    return {"across": rows[:SHOWN_ACROSS], "across_more": rows[SHOWN_ACROSS:]}


@require_POST
def step(request: PageRequest, meeting_id: int) -> HttpResponse:
    """Take the notice or the minutes (`konto`) a step (`till`) on the way to the public.

    Publishing has a page of its own, since somebody has to read what is shown first.
    """
    phase, to = request.POST.get("konto", ""), request.POST.get("till", "")
    if phase not in Phase.values or to not in _STEPS:
        raise Http404
    more = {"reason": request.POST.get("skal", "")} if to == PublicationState.WITHDRAWN else {}
    try:
        with or_404():
            _STEPS[to](viewer=request.viewer, meeting_id=known_id(meeting_id), phase=phase, **more)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(request, _DONE[PublicationState(to)])
    return redirect("desk:meeting", meeting_id)


_STEPS: dict[str, Callable[..., None]] = {
    PublicationState.SHARED: actions.share,
    PublicationState.FINALISED: actions.finalise,
    PublicationState.WITHDRAWN: actions.withdraw,
}
_DONE = {
    PublicationState.SHARED: gettext_lazy(
        "Delat. Organets egna ser det nu, och det är en allmän handling."
    ),
    PublicationState.FINALISED: gettext_lazy("Färdigställt."),
    PublicationState.WITHDRAWN: gettext_lazy(
        "Återkallat. Allmänheten ser det inte längre. Organets egna ser det som förut."
    ),
}


@require_POST
def close(request: PageRequest, meeting_id: int, item_id: int) -> HttpResponse:
    """Close an item on a statute (`grund`), or open it again where none is sent along."""
    try:
        with or_404():
            if "grund" in request.POST:
                actions.close_item(
                    viewer=request.viewer, item_id=known_id(item_id), ground=request.POST["grund"]
                )
                messages.success(
                    request, _("Punkten är sluten. Bara organets egna och föredragande ser den.")
                )
            else:
                actions.open_item(viewer=request.viewer, item_id=known_id(item_id))
                messages.success(request, _("Punkten är öppen igen."))
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    return redirect("desk:meeting", known_id(meeting_id))


@require_safe
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
