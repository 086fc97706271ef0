"""What was said under an item of the meeting, saved as the secretary writes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from handslag.domain.meetings.room import actions
from handslag.interfaces.web.desk.room_writing import back_to, seen_of, write_in_room
from handslag.interfaces.web.kit.requests import known_id
from handslag.interfaces.web.kit.writes import Ways

if TYPE_CHECKING:
    from django.http import HttpResponse

    from handslag.interfaces.web.kit.requests import PageRequest


@require_POST
def discussion(request: PageRequest, meeting_id: int, item_id: int) -> HttpResponse:
    """Let the discussion under an item be `text`."""
    return write_in_room(
        request,
        meeting_id,
        lambda: actions.write_discussion(
            viewer=request.viewer,
            item_id=known_id(item_id),
            seen=seen_of(request),
            text=request.POST.get("text", ""),
        ),
        Ways(back_to(meeting_id, item_id), labels={"text": _("Diskussion")}),
    )
