"""The room of a meeting as a whole: opened, ended, and when and where the meeting was held."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from handslag.domain.meetings.room import actions
from handslag.interfaces.web.desk.room_writing import back_to, told
from handslag.interfaces.web.kit.requests import known_id
from handslag.interfaces.web.kit.writes import Ways, answered

if TYPE_CHECKING:
    from django.http import HttpResponse

    from handslag.interfaces.web.kit.requests import PageRequest


@require_POST
def open_(request: PageRequest, meeting_id: int) -> HttpResponse:
    """Begin to write the meeting's minutes here."""

    def write() -> dict[str, object]:
        return told(actions.open_room(viewer=request.viewer, meeting_id=known_id(meeting_id)))

    saved = _("Mötet är öppnat. Det som skrivs sparas medan du skriver.")
    return answered(request, write, Ways(back_to(meeting_id), saved))
