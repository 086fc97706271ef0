"""The room of a meeting as a whole: opened, ended, and when and where the meeting was held."""

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
    told,
    write_in_room,
)
from handslag.interfaces.web.kit.found import or_404
from handslag.interfaces.web.kit.requests import known_id, number
from handslag.interfaces.web.kit.writes import Ways, answered

if TYPE_CHECKING:
    from django.http import HttpResponse

    from handslag.domain.meetings.room.shapes import Written
    from handslag.interfaces.web.kit.requests import PageRequest


@require_POST
def open_(request: PageRequest, meeting_id: int) -> HttpResponse:
    """Begin to write the meeting's minutes here."""

    def write() -> dict[str, object]:
        return told(actions.open_room(viewer=request.viewer, meeting_id=known_id(meeting_id)))

    saved = _("Mötet är öppnat. Det som skrivs sparas medan du skriver.")
    return answered(request, write, Ways(back_to(meeting_id), saved))


@require_POST
def clock(request: PageRequest, meeting_id: int) -> HttpResponse:
    """Go on with the meeting; `gor` tells how.

    "borja" (`item`) goes on to an item, "paus" leaves it, "sluta" ends the meeting and "oppna"
    lets it go on. `sett` is the item (id) that the page saw the meeting at, empty for none.
    """
    viewer, what, meeting = request.viewer, request.POST.get("gor", ""), known_id(meeting_id)

    def write() -> Written:
        if what == "borja":
            item_id = id_in(request, "item") or 0
            return actions.begin_item(
                viewer=viewer, meeting_id=meeting, item_id=item_id, seen=seen_of(request)
            )
        if what == "paus":
            return actions.leave_item(viewer=viewer, meeting_id=meeting, seen=seen_of(request))
        if what == "sluta":
            return actions.end_meeting(viewer=viewer, meeting_id=meeting)
        return actions.reopen_meeting(viewer=viewer, meeting_id=meeting)

    if what not in {"borja", "paus", "sluta", "oppna"}:
        raise Http404
    place = number(request.POST.get("item")) if what == "borja" else None
    return write_in_room(request, meeting_id, write, Ways(back_to(meeting_id, place)))


@require_POST
def sitting(request: PageRequest, meeting_id: int) -> HttpResponse:
    """Say when the meeting began (`start`) and ended (`end`), and where it was held (`place`)."""

    def write() -> Written:
        return actions.set_sitting(
            viewer=request.viewer,
            meeting_id=known_id(meeting_id),
            seen=seen_of(request),
            start=clock_in(request, "start"),
            end=clock_in(request, "end"),
            place=request.POST.get("place", ""),
        )

    labels = {"start": _("Började"), "end": _("Slutade"), "place": _("Plats")}
    return write_in_room(request, meeting_id, write, Ways(back_to(meeting_id), labels=labels))


@require_safe
def revision(request: PageRequest, meeting_id: int) -> HttpResponse:
    """The room's revision, as JSON: whether anything is new. For who writes and who follows."""
    with or_404():
        found = queries.revision_of(request.viewer, known_id(meeting_id))
    return JsonResponse({"revision": found})
