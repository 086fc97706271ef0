"""A meeting while it is held: for members who follow it, and for the screen in the room.

Pages that stand open ask every few seconds for the part that changes, with the tag of what they
show. Where nothing has changed that is one small query beside the viewer's own. Where something
has, the part is rendered once for all who see the same, and not once for each.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from handslag.domain.matters.followed import followed_page
from handslag.domain.meetings.room.polling import standing_of
from handslag.interfaces.web.kit.found import or_404
from handslag.interfaces.web.kit.headers import PERMISSIONS
from handslag.interfaces.web.kit.kept import kept_part
from handslag.interfaces.web.kit.rendering import page
from handslag.interfaces.web.kit.requests import known_id

if TYPE_CHECKING:
    from handslag.interfaces.web.kit.kept import Part
    from handslag.interfaces.web.kit.requests import PageRequest


@require_safe
@login_required
def follow(request: PageRequest, meeting_id: int) -> HttpResponse:
    """The meeting for who follows it: the agenda, the item, proposals and clauses, who is there."""
    return _answer(request, meeting_id, "follow")


@require_safe
@login_required
def screen(request: PageRequest, meeting_id: int) -> HttpResponse:
    """The screen in the room: the item that the meeting is at, in letters read from the back."""
    answer = _answer(request, meeting_id, "screen")
    answer["Permissions-Policy"] = PERMISSIONS.replace("fullscreen=()", "fullscreen=(self)")
    return answer


def _answer(request: PageRequest, meeting_id: int, name: str) -> HttpResponse:
    with or_404():
        part = _part(request, known_id(meeting_id), name)
    asked = request.headers.get("If-None-Match", "").removeprefix("W/")
    if request.htmx and asked == part.tag:
        answer = HttpResponse(status=304)
    elif request.htmx:
        answer = HttpResponse(part.html)
    else:
        context = {"noun": "meetings", "meeting_id": meeting_id, "part": part}
        answer = page(request, f"desk/{name}.html", context)
    answer["ETag"] = part.tag
    answer["Vary"] = "Cookie, HX-Request"
    return answer


def _part(request: PageRequest, meeting_id: int, name: str) -> Part:
    """The part of the page that changes: as it was rendered for the last who sees the same.

    It holds nothing of the viewer beyond their standing, and no form. What is told of time is told
    in whole minutes, so a part is good for the minute.
    """
    standing = standing_of(request.viewer, meeting_id)
    minute = timezone.localtime().replace(second=0, microsecond=0)

    def render() -> str:
        found = followed_page(request.viewer, meeting_id)
        return render_to_string(f"desk/{name}_part.html", {"meeting": found, "now": minute})

    return kept_part((name, get_language(), standing, minute), render)
