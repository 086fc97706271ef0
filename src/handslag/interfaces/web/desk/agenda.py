"""The agenda of a meeting while it is prepared: the whole of it, and the order of its items."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from handslag.domain.base.meanwhile import ChangedMeanwhile
from handslag.domain.matters.placing.queries import to_place
from handslag.domain.matters.preparing import actions as preparing
from handslag.domain.matters.preparing import queries
from handslag.domain.meetings.agenda import actions
from handslag.domain.meetings.agenda import queries as agendas
from handslag.interfaces.web.desk import agenda_words
from handslag.interfaces.web.desk.agenda_picture import picture_of
from handslag.interfaces.web.kit.found import or_404
from handslag.interfaces.web.kit.rendering import page
from handslag.interfaces.web.kit.requests import known_id, number

if TYPE_CHECKING:
    from django.http import HttpResponse

    from handslag.domain.matters.preparing.shapes import AgendaPage, ItemRow
    from handslag.interfaces.web.kit.requests import PageRequest

UP, DOWN = "upp", "ned"


@require_http_methods(["GET", "HEAD", "POST"])
def agenda(request: PageRequest, meeting_id: int) -> HttpResponse:
    """The agenda. Its form orders the items: by a button of one of them, or by dragging.

    `sedd` is the order that the page showed, as ids with commas between; `flytta` moves one item
    ("12:upp"), `ordning` is the whole order wanted.
    """
    with or_404():
        found = _page_of(request, meeting_id)
    if request.method != "POST":
        return _shown(request, found)
    seen = _ids(request.POST.get("sedd", ""))
    wanted, moved = _wanted(request, seen)
    try:
        actions.order_items(viewer=request.viewer, meeting_id=meeting_id, seen=seen, wanted=wanted)
    except ChangedMeanwhile:
        return _collided(request, found, seen, wanted)
    except ValidationError as refusal:
        return _shown(request, found, problem=" ".join(refusal.messages), status=422)
    found = _page_of(request, meeting_id)
    words = _place_words(found, moved)
    if request.htmx:
        return _shown(request, found, told=words, moved=moved)
    messages.success(request, words)
    return redirect(f"{request.path}#punkt-{moved}" if moved else request.path)


@require_POST
def gather(request: PageRequest, meeting_id: int) -> HttpResponse:
    """Put on the agenda what other meetings tabled to it: those that are marked (`bordlagt`)."""
    wanted = [found for words in request.POST.getlist("bordlagt") if (found := number(words))]
    try:
        with or_404():
            made = preparing.take_up(
                viewer=request.viewer, meeting_id=known_id(meeting_id), transfer_ids=wanted
            )
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(request, agenda_words.taken_up(len(made)))
    return redirect("desk:agenda", meeting_id)


def _page_of(request: PageRequest, meeting_id: int) -> AgendaPage:
    return queries.agenda_page(request.viewer, known_id(meeting_id), timezone.localdate())


def _ids(words: str) -> list[int]:
    return [found for word in words.split(",")[:1000] if (found := number(word)) is not None]


def _wanted(request: PageRequest, seen: list[int]) -> tuple[list[int], int | None]:
    """The order that is wanted, and the item that was moved where that is known."""
    item, _colon, way = request.POST.get("flytta", "").partition(":")
    moved = number(item)
    if moved is None or moved not in seen:
        return _ids(request.POST.get("ordning", "")), number(request.POST.get("flyttad"))
    order = list(seen)
    place = order.index(moved)
    to = max(0, place - 1) if way == UP else min(len(order) - 1, place + 1)
    order.insert(to, order.pop(place))
    return order, moved


def _place_words(found: AgendaPage, moved: int | None) -> str:
    order = found.agenda.order
    if moved not in order:
        return _("Ordningen är sparad.")
    item = found.agenda.items[order.index(moved)]
    words = _("%(heading)s står nu på plats %(place)d av %(count)d.")
    return words % {
        "heading": item.heading,
        "place": order.index(moved) + 1,
        "count": len(order),
    }


def _collided(
    request: PageRequest, found: AgendaPage, seen: list[int], wanted: list[int]
) -> HttpResponse:
    """Somebody else has ordered the agenda since: both orders, to choose between."""
    rows = {row.item.id: row for row in found.rows}
    mine = [rows[item_id] for item_id in wanted if item_id in rows]
    mine += [row for row in found.rows if row.item.id not in wanted]
    context = {
        "collision": {
            "mine": mine,
            "order": ",".join(str(row.item.id) for row in mine),
            "gone": sum(item_id not in rows for item_id in seen),
        }
    }
    return _shown(request, found, more=context, status=409)


def _shown(
    request: PageRequest,
    found: AgendaPage,
    *,
    told: str = "",
    moved: int | None = None,
    problem: str = "",
    more: dict[str, Any] | None = None,
    status: int = 200,
) -> HttpResponse:
    agenda = found.agenda
    context = {
        "noun": "meetings",
        "agenda": agenda,
        "rows": [_row(row) for row in found.rows],
        "order": ",".join(map(str, agenda.order)),
        "readiness": agenda_words.readiness(found.readiness),
        "tabled": found.tabled,
        "due": to_place(request.viewer, agenda.meeting_id),
        "begins": agendas.begins_from(request.viewer, agenda.meeting_id),
        "picture": picture_of(agenda),
        "time_words": agenda_words.time_words(agenda),
        "time_fits": agenda.length is None or agenda.allotted <= agenda.length,
        "told": told,
        "moved": moved,
        "problem": problem,
    } | (more or {})
    return page(request, "desk/agenda.html", context, fragment="items", status=status)


def _row(row: ItemRow) -> dict[str, Any]:
    return {
        "item": row.item,
        "proposals": row.proposals,
        "lacks": [agenda_words.LACKS[lack] for lack in row.lacks],
    }
