"""The secretary's page: a meeting while it is held, in one view that follows its agenda.

Every form on it is a small write of its own, sent to an address of its own; the page is only read.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import JsonResponse
from django.middleware.csrf import get_token
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from handslag.domain.matters.assignments import queries as assignments
from handslag.domain.meetings.room import actions, queries, shapes
from handslag.interfaces.web.desk import room_decided, room_phrases, room_rows
from handslag.interfaces.web.desk.room_writing import back_to, id_in, seen_of, write_in_room
from handslag.interfaces.web.kit.found import or_404
from handslag.interfaces.web.kit.rendering import page
from handslag.interfaces.web.kit.requests import known_id, number
from handslag.interfaces.web.kit.writes import Ways

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.http import HttpResponse

    from handslag.domain.meetings.room.shapes import RoomPage
    from handslag.interfaces.web.desk.room_rows import ItemShown
    from handslag.interfaces.web.kit.requests import PageRequest


@require_safe
def room(request: PageRequest, meeting_id: int) -> HttpResponse:
    """The room at one item (`punkt`); the one that the meeting is at, where none is asked for.

    A script asks for the parts that change, and once for those of every item (`alla`). It tells
    which roll it has (`narvaro`), and gets none where that is the one that stands.
    """
    now = timezone.now()
    with or_404():
        found = queries.room_page(request.viewer, known_id(meeting_id), now)
        done = room_decided.decided(request.viewer, meeting_id)
    rows = room_rows.items(found, done, now)
    offered = room_decided.offered(request.viewer, found.body_id)
    phrases = room_phrases.buttons(offered["phrases"])
    wanted = request.GET.get("fras")
    every = bool(request.htmx) and "alla" in request.GET
    shown = rows if every else _asked_for(request, found, rows)
    roll = room_rows.roll(found)
    context = {
        "noun": "meetings",
        "room": found,
        "rows": rows,
        "every": every,
        "shown": shown,
        "roll": roll,
        "same_roll": request.htmx and request.GET.get("narvaro") == roll.digest,
        "presences": shapes.PRESENCES,
        "absence_reasons": shapes.ABSENCE_REASONS,
        "outcomes": shapes.OUTCOMES,
        "buttons": phrases,
        "button": next((one for one in phrases if one.key and one.key == wanted), None),
        "leads": _leads(found),
        "now": room_rows.milliseconds(now),
        # outside the parts that are fetched again while somebody writes
        "due_here": ()
        if request.htmx
        else assignments.due_here(request.viewer, found.meeting_id, found.body_id, found.date),
    }
    return page(request, "desk/room.html", offered | context, fragment="parts")


@require_safe
def pulse(request: PageRequest, meeting_id: int) -> HttpResponse:
    """Who is signed in and how much has been written, for a page that is open.

    With the mark that its forms must carry: signing in again in another tab has changed it.
    """
    with or_404():
        revision = queries.revision_of(request.viewer, known_id(meeting_id))
    told = {
        "account": request.viewer.user_id,
        "token": get_token(request),
        "revision": revision,
        "now": room_rows.milliseconds(timezone.now()),
    }
    return JsonResponse(told)


@require_POST
def absence(request: PageRequest, meeting_id: int, item_id: int) -> HttpResponse:
    """Say that somebody who is chosen in the form (`attendance`) takes no part in an item."""
    return write_in_room(
        request,
        meeting_id,
        lambda: actions.set_absence(
            viewer=request.viewer,
            item_id=known_id(item_id),
            attendance_id=id_in(request, "attendance") or 0,
            seen=seen_of(request),
            reason=request.POST.get("reason", ""),
            note=request.POST.get("note", ""),
        ),
        Ways(back_to(meeting_id, item_id)),
    )


def _leads(found: RoomPage) -> list[tuple[str, str]]:
    """The other pages of the meeting: addresses and words."""
    pages = (
        ("desk:follow-meeting", _("Följ mötet")),
        ("desk:screen", _("Skärmen i rummet")),
        ("desk:minutes", _("Anteckningar och protokoll")),
    )
    return [(reverse(name, args=[found.meeting_id]), words) for name, words in pages]


def _asked_for(request: PageRequest, found: RoomPage, rows: Sequence[ItemShown]) -> list[ItemShown]:
    wanted = number(request.GET.get("punkt")) or found.item_id
    return [row for row in rows if row.item.id == wanted] or list(rows[:1])
