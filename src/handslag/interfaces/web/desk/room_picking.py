"""Picking while one writes: people, bodies, organisations and coming meetings, by what is typed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import JsonResponse
from django.views.decorators.http import require_safe

from handslag.domain.matters.writing import queries
from handslag.interfaces.web.desk.room_writing import back_to
from handslag.interfaces.web.kit.found import or_404
from handslag.interfaces.web.kit.rendering import page
from handslag.interfaces.web.kit.requests import known_id
from handslag.interfaces.web.kit.writes import asks_for_json

if TYPE_CHECKING:
    from django.http import HttpResponse

    from handslag.domain.matters.writing.shapes import Picked
    from handslag.interfaces.web.kit.requests import PageRequest

MOST = 8
"""Hits shown."""
_WAYS = {
    "body": queries.pick_bodies,
    "organisation": queries.pick_organisations,
    "person": queries.pick_people,
    "meeting": queries.pick_meetings,
}


@require_safe
def pick(request: PageRequest, meeting_id: int) -> HttpResponse:
    """What `?q=` may mean, of the kinds (`slag`) that are asked for: people where none is.

    As JSON for a field that suggests, `{"hits": [{id, kind, text, about}]}`; as a plain list
    without script.
    """
    words = request.GET.get("q", "")[:100]
    asked = request.GET.get("slag", "person").split()
    kinds = [kind for kind in _WAYS if kind in asked] or ["person"]
    with or_404():
        id_ = known_id(meeting_id)
        found = [hit for kind in kinds for hit in _WAYS[kind](request.viewer, id_, words)]
    hits = _best(found, words)
    if asks_for_json(request):
        told = [
            {"id": one.id, "kind": one.kind, "text": one.text, "about": one.about} for one in hits
        ]
        return JsonResponse({"hits": told})
    context = {
        "noun": "meetings",
        "back": back_to(meeting_id),
        "words": words,
        "slag": " ".join(kinds),
        "hits": hits,
    }
    return page(request, "desk/room_picking.html", context)


def _best(found: list[Picked], words: str) -> list[Picked]:
    """Of several kinds those first whose name begins as typed; each kind's order is kept."""
    sought = words.strip().casefold()
    return sorted(found, key=lambda one: not one.text.casefold().startswith(sought))[:MOST]
