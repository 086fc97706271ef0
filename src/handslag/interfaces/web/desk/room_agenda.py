"""The agenda as the meeting approved it, and what became of its items."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from handslag.domain.meetings.agenda.told import ItemTold, PresenterTold
from handslag.domain.meetings.room import actions
from handslag.interfaces.web.desk.room_writing import back_to, id_in, seen_of, write_in_room
from handslag.interfaces.web.kit.requests import known_id, number
from handslag.interfaces.web.kit.writes import Ways

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpResponse

    from handslag.domain.meetings.room.shapes import Written
    from handslag.interfaces.web.kit.requests import PageRequest

MOST_PRESENTERS = 20


@require_POST
def add(request: PageRequest, meeting_id: int) -> HttpResponse:
    """Take up a question that was on no notice.

    `heading`, `late_reason`, `late_by`, and `kind`, `minutes`, `after`, presenters where told.
    """

    def write() -> Written:
        said = request.POST
        return actions.add_extra_item(
            viewer=request.viewer,
            meeting_id=known_id(meeting_id),
            told=ItemTold(
                heading=said.get("heading", ""),
                kind=said.get("kind", ""),
                minutes=number(said.get("minutes")),
                presenters=_presenters(request),
            ),
            late_reason=said.get("late_reason", ""),
            late_by=said.get("late_by", ""),
            after=id_in(request, "after"),
        )

    return _write(request, meeting_id, write)


@require_POST
def item(request: PageRequest, meeting_id: int, item_id: int) -> HttpResponse:
    """Change an item of the meeting; `gor` tells what.

    "utga" (`reason`), "ta-upp", "utfall" (`outcome`), "rubrik" (`heading`), "foredragande"
    (`name_0`, `title_0`, `organisation_0` and so on), "ta-bort" or "ta-med".
    """
    write = _CHANGES.get(request.POST.get("gor", ""))
    if write is None:
        raise Http404
    found = known_id(item_id)
    return _write(request, meeting_id, lambda: write(request, found), item_id)


def _withdraw(request: PageRequest, item_id: int) -> Written:
    return actions.withdraw_item(
        viewer=request.viewer,
        item_id=item_id,
        seen=seen_of(request),
        reason=request.POST.get("reason", ""),
    )


def _put_back(request: PageRequest, item_id: int) -> Written:
    return actions.put_back_withdrawn(viewer=request.viewer, item_id=item_id, seen=seen_of(request))


def _outcome(request: PageRequest, item_id: int) -> Written:
    return actions.set_outcome(
        viewer=request.viewer,
        item_id=item_id,
        seen=seen_of(request),
        outcome=request.POST.get("outcome", ""),
    )


def _heading(request: PageRequest, item_id: int) -> Written:
    return actions.reword_item(
        viewer=request.viewer,
        item_id=item_id,
        seen=seen_of(request),
        heading=request.POST.get("heading", ""),
    )


def _present(request: PageRequest, item_id: int) -> Written:
    return actions.set_presenters(
        viewer=request.viewer,
        item_id=item_id,
        seen=seen_of(request),
        presenters=_presenters(request),
    )


def _remove(request: PageRequest, item_id: int) -> Written:
    return actions.remove_extra_item(viewer=request.viewer, item_id=item_id, seen=seen_of(request))


def _take_in(request: PageRequest, item_id: int) -> Written:
    return actions.take_in_item(viewer=request.viewer, item_id=item_id)


_CHANGES: dict[str, Callable[[PageRequest, int], Written]] = {
    "utga": _withdraw,
    "ta-upp": _put_back,
    "utfall": _outcome,
    "rubrik": _heading,
    "foredragande": _present,
    "ta-bort": _remove,
    "ta-med": _take_in,
}


@require_POST
def order(request: PageRequest, meeting_id: int) -> HttpResponse:
    """Deal with the items in another order: `ordning`, ids; `sett` those that the page saw.

    One step at a time too: `upp` or `ned`, the id of the item to move.
    """

    def write() -> Written:
        seen = _ids(seen_of(request))
        return actions.order_room(
            viewer=request.viewer,
            meeting_id=known_id(meeting_id),
            seen=seen,
            wanted=_stepped(request, seen) or _ids(request.POST.get("ordning", "")),
        )

    return _write(request, meeting_id, write)


def _stepped(request: PageRequest, seen: list[int]) -> list[int]:
    """The order where one item goes a step up or down; none where nothing is to."""
    for name, step in (("upp", -1), ("ned", 1)):
        moved = number(request.POST.get(name))
        if moved in seen:
            order, place = list(seen), seen.index(moved)
            order.insert(max(0, place + step), order.pop(place))
            return order
    return []


def _ids(words: str) -> list[int]:
    return [found for one in words.split(",") if (found := number(one.strip()))]


def _presenters(request: PageRequest) -> tuple[PresenterTold, ...]:
    said = request.POST
    return tuple(
        PresenterTold(
            name=said.get(f"name_{place}", ""),
            title=said.get(f"title_{place}", ""),
            organisation=said.get(f"organisation_{place}", ""),
        )
        for place in range(MOST_PRESENTERS + 1)
        if said.get(f"name_{place}", "").strip()
    )


def _write(
    request: PageRequest,
    meeting_id: int,
    write: Callable[[], Written],
    item_id: int | None = None,
) -> HttpResponse:
    labels = {
        "heading": _("Rubrik"),
        "reason": _("Skäl"),
        "late_reason": _("Varför läggs punkten till nu?"),
        "late_by": _("Vem har släppt in punkten?"),
        "name_0": _("Föredragande"),
        "title_0": _("Titel"),
        "organisation_0": _("Organisation"),
    }
    return write_in_room(
        request, meeting_id, write, Ways(back_to(meeting_id, item_id), labels=labels)
    )
