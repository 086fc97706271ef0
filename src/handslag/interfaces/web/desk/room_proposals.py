"""Proposals before the meeting, what becomes of each point, and what sides think."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from handslag.domain.matters.writing import actions
from handslag.domain.matters.writing.phrases import points_from
from handslag.interfaces.web.desk.room_writing import back_to, seen_of, write_in_room
from handslag.interfaces.web.kit.requests import known_id
from handslag.interfaces.web.kit.writes import Ways

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpResponse

    from handslag.domain.meetings.room.shapes import Written
    from handslag.interfaces.web.kit.requests import PageRequest

    Write = Callable[[PageRequest, int], Written]


@require_POST
def under_item(request: PageRequest, meeting_id: int, item_id: int) -> HttpResponse:
    """Put a proposal before the meeting; `gor` tells how.

    "ta-over" takes the plan's proposals over as they stand; "nytt" puts a new one: `by`, and
    `points`, one a line.
    """
    ways: dict[str, Write] = {"ta-over": _hold, "nytt": _put}
    return chosen(request, meeting_id, item_id, ways, item_id)


def _hold(request: PageRequest, item_id: int) -> Written:
    return actions.hold_proposals(viewer=request.viewer, item_id=item_id)


def _put(request: PageRequest, item_id: int) -> Written:
    return actions.put_proposal(
        viewer=request.viewer,
        item_id=item_id,
        by=request.POST.get("by", ""),
        points=request.POST.get("points", "").splitlines(),
    )


@require_POST
def proposal(request: PageRequest, meeting_id: int, proposal_id: int) -> HttpResponse:
    """Change a proposal; `gor` tells what: "namn" (`by`), "punkt" (`text`), "ta-bort"."""
    ways: dict[str, Write] = {"namn": _name, "punkt": _add_point, "ta-bort": _remove}
    return chosen(request, meeting_id, proposal_id, ways)


def _name(request: PageRequest, proposal_id: int) -> Written:
    return actions.name_proposer(
        viewer=request.viewer,
        proposal_id=proposal_id,
        seen=seen_of(request),
        by=request.POST.get("by", ""),
    )


def _add_point(request: PageRequest, proposal_id: int) -> Written:
    return actions.add_point(
        viewer=request.viewer, proposal_id=proposal_id, text=request.POST.get("text", "")
    )


def _remove(request: PageRequest, proposal_id: int) -> Written:
    return actions.remove_held_proposal(
        viewer=request.viewer, proposal_id=proposal_id, seen=seen_of(request)
    )


@require_POST
def point(request: PageRequest, meeting_id: int, point_id: int) -> HttpResponse:
    """Change a point; `gor` tells what.

    "text" (`text`), "utfall" (`side`, `verdict`; `sett` is of its outcomes), or "ta-bort".
    """
    ways: dict[str, Write] = {"text": _reword, "utfall": _settle, "ta-bort": _remove_point}
    return chosen(request, meeting_id, point_id, ways)


def _reword(request: PageRequest, point_id: int) -> Written:
    return actions.reword_point(
        viewer=request.viewer,
        point_id=point_id,
        seen=seen_of(request),
        text=request.POST.get("text", ""),
    )


def _settle(request: PageRequest, point_id: int) -> Written:
    return actions.settle_point(
        viewer=request.viewer,
        point_id=point_id,
        side=request.POST.get("side", ""),
        seen=seen_of(request),
        verdict=request.POST.get("verdict", ""),
    )


def _remove_point(request: PageRequest, point_id: int) -> Written:
    return actions.remove_point(viewer=request.viewer, point_id=point_id, seen=seen_of(request))


@require_POST
def stances(request: PageRequest, meeting_id: int, item_id: int) -> HttpResponse:
    """Note what somebody thinks of an item: `by`, `kind`, `points`."""
    ways: dict[str, Write] = {"": _take_stance}
    return chosen(request, meeting_id, item_id, ways, item_id)


def _take_stance(request: PageRequest, item_id: int) -> Written:
    said = request.POST
    return actions.take_stance(
        viewer=request.viewer,
        item_id=item_id,
        by=said.get("by", ""),
        kind=said.get("kind", ""),
        points=points_from(said.get("points", "")),
    )


@require_POST
def stance(request: PageRequest, meeting_id: int, stance_id: int) -> HttpResponse:
    """Change what somebody thinks; `gor`: "andra" (`by`, `kind`, `points`) or "ta-bort"."""
    ways: dict[str, Write] = {"andra": _change_stance, "ta-bort": _remove_stance}
    return chosen(request, meeting_id, stance_id, ways)


def _change_stance(request: PageRequest, stance_id: int) -> Written:
    said = request.POST
    return actions.change_stance(
        viewer=request.viewer,
        stance_id=stance_id,
        seen=seen_of(request),
        by=said.get("by", ""),
        kind=said.get("kind", ""),
        points=points_from(said.get("points", "")),
    )


def _remove_stance(request: PageRequest, stance_id: int) -> Written:
    return actions.remove_stance(viewer=request.viewer, stance_id=stance_id, seen=seen_of(request))


def chosen(
    request: PageRequest,
    meeting_id: int,
    thing_id: int,
    ways: dict[str, Write],
    item_id: int | None = None,
) -> HttpResponse:
    """Do the one of `ways` that the form's `gor` names; 404 for any other word.

    Where there is one way alone, the form need not name it.
    """
    name = request.POST.get("gor", "")
    write = next(iter(ways.values())) if len(ways) == 1 else ways.get(name)
    if write is None:
        raise Http404
    back = back_to(meeting_id, item_id)
    return write_in_room(
        request,
        meeting_id,
        lambda: write(request, known_id(thing_id)),
        Ways(back, labels=_labels()),
    )


def _labels() -> dict[str, str]:
    """What the fields are called where a page without script shows them again."""
    return {
        "text": _("Text"),
        "what": _("Fyll i frasen"),
        "by": _("Av"),
        "points": _("Punkter"),
        "scope": _("Gäller"),
        "due": _("Klart"),
        "assignees": _("Mottagare"),
        "appointees": _("Utsedda"),
        "body": _("Organ"),
        "date": _("Dag"),
        "back": _("Väntas åter"),
        "abstaining": _("Deltar inte"),
        "in_favour": _("Ja"),
        "against": _("Nej"),
        "abstained": _("Avstår"),
    }
