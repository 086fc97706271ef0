"""Who is at the meeting: the roll, comings and goings, and who takes no part in an item."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from handslag.domain.meetings.room import actions, queries
from handslag.interfaces.web.desk.room_writing import (
    back_to,
    clock_in,
    id_in,
    seen_of,
    write_in_room,
    yes_in,
)
from handslag.interfaces.web.kit.found import or_404
from handslag.interfaces.web.kit.requests import known_id
from handslag.interfaces.web.kit.writes import Ways

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpResponse

    from handslag.domain.meetings.room.shapes import Written
    from handslag.interfaces.web.kit.requests import PageRequest


@require_POST
def add(request: PageRequest, meeting_id: int) -> HttpResponse:
    """Put somebody on the roll: `name`, and `title`, `organisation`, `presence` where told."""
    said = request.POST
    return _write(
        request,
        meeting_id,
        lambda: actions.add_attendee(
            viewer=request.viewer,
            meeting_id=known_id(meeting_id),
            name=said.get("name", ""),
            title=said.get("title", ""),
            organisation=said.get("organisation", ""),
            presence=said.get("presence", "present"),
        ),
    )


@require_POST
def attendee(request: PageRequest, meeting_id: int, attendance_id: int) -> HttpResponse:
    """Change a row of the roll; `gor` tells what.

    "narvaro" (`presence`), "tjanstgor" (`serves_for`), "uppgift" (`duty`, `has`), "titel"
    (`title`, `organisation`), "ta-bort", or "kom" and "gick" (`item`, `time`).
    """
    write = _CHANGES.get(request.POST.get("gor", ""))
    if write is None:
        raise Http404
    found = known_id(attendance_id)
    return _write(request, meeting_id, lambda: write(request, found))


def _mark(request: PageRequest, attendance_id: int) -> Written:
    return actions.mark_presence(
        viewer=request.viewer,
        attendance_id=attendance_id,
        seen=seen_of(request),
        presence=request.POST.get("presence", ""),
    )


def _serve(request: PageRequest, attendance_id: int) -> Written:
    return actions.let_serve(
        viewer=request.viewer,
        attendance_id=attendance_id,
        seen=seen_of(request),
        serves_for=id_in(request, "serves_for"),
    )


def _duty(request: PageRequest, attendance_id: int) -> Written:
    return actions.give_duty(
        viewer=request.viewer,
        attendance_id=attendance_id,
        seen=seen_of(request),
        duty=request.POST.get("duty", ""),
        has=yes_in(request, "has"),
    )


def _title(request: PageRequest, attendance_id: int) -> Written:
    return actions.change_attendee(
        viewer=request.viewer,
        attendance_id=attendance_id,
        seen=seen_of(request),
        title=request.POST.get("title", ""),
        organisation=request.POST.get("organisation", ""),
    )


def _remove(request: PageRequest, attendance_id: int) -> Written:
    return actions.remove_attendee(
        viewer=request.viewer, attendance_id=attendance_id, seen=seen_of(request)
    )


def _moved(kind: str) -> Callable[[PageRequest, int], Written]:
    def write(request: PageRequest, attendance_id: int) -> Written:
        return actions.note_movement(
            viewer=request.viewer,
            attendance_id=attendance_id,
            seen=seen_of(request),
            kind=kind,
            item_id=id_in(request, "item"),
            at=clock_in(request, "time"),
        )

    return write


_CHANGES: dict[str, Callable[[PageRequest, int], Written]] = {
    "narvaro": _mark,
    "tjanstgor": _serve,
    "uppgift": _duty,
    "titel": _title,
    "ta-bort": _remove,
    "kom": _moved("arrived"),
    "gick": _moved("left"),
}


@require_POST
def movement(request: PageRequest, meeting_id: int, movement_id: int) -> HttpResponse:
    """Take back that somebody came or left; `sett` is that of their row of the roll."""
    return _write(
        request,
        meeting_id,
        lambda: actions.remove_movement(
            viewer=request.viewer, movement_id=known_id(movement_id), seen=seen_of(request)
        ),
    )


@require_POST
def absence(
    request: PageRequest, meeting_id: int, item_id: int, attendance_id: int
) -> HttpResponse:
    """Say that somebody takes no part in an item (`reason`, `note`); an empty reason: they do."""
    return _write(
        request,
        meeting_id,
        lambda: actions.set_absence(
            viewer=request.viewer,
            item_id=known_id(item_id),
            attendance_id=known_id(attendance_id),
            seen=seen_of(request),
            reason=request.POST.get("reason", ""),
            note=request.POST.get("note", ""),
        ),
        item_id,
    )


@require_safe
def known(request: PageRequest, meeting_id: int) -> HttpResponse:
    """Who `?q=` may mean, as JSON, for a field that suggests while somebody writes."""
    with or_404():
        found = queries.people_to_add(
            request.viewer, known_id(meeting_id), request.GET.get("q", "")
        )
    told = [
        {"name": one.name, "title": one.title, "organisation": one.organisation, "as": one.role}
        for one in found
    ]
    return JsonResponse({"people": told})


def _write(
    request: PageRequest,
    meeting_id: int,
    write: Callable[[], Written],
    item_id: int | None = None,
) -> HttpResponse:
    labels = {
        "name": _("Namn"),
        "title": _("Titel"),
        "organisation": _("Organisation"),
        "note": _("Skäl"),
        "time": _("Klockslag"),
    }
    back = back_to(meeting_id, item_id) if item_id else f"{back_to(meeting_id)}#narvaro"
    return write_in_room(request, meeting_id, write, Ways(back, labels=labels))
