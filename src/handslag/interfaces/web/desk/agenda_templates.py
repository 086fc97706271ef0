"""Templates of agendas: making one, changing it, and beginning an agenda from it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from handslag.domain.base.meanwhile import ChangedMeanwhile
from handslag.domain.meetings.agenda import actions, queries
from handslag.domain.meetings.agenda.shapes import ITEM_KINDS
from handslag.domain.meetings.agenda.told import ItemTold
from handslag.interfaces.web.kit.found import or_404
from handslag.interfaces.web.kit.rendering import page
from handslag.interfaces.web.kit.requests import known_id, number

if TYPE_CHECKING:
    from django.http import HttpResponse

    from handslag.domain.meetings.agenda.shapes import TemplatePage
    from handslag.interfaces.web.kit.requests import PageRequest

EMPTY_ROWS = 3
MOST_ROWS = 200


@require_POST
def begin(request: PageRequest, meeting_id: int) -> HttpResponse:
    """Put a template's items on the agenda (`mall`), the standing ones it lacks where none is
    named, or make a template of the agenda (`namn`)."""
    viewer = request.viewer
    try:
        with or_404():
            if "namn" in request.POST:
                template_id = actions.make_template(
                    viewer=viewer, meeting_id=known_id(meeting_id), name=request.POST["namn"]
                )
                messages.success(request, _("Mallen är sparad. Du kan ändra den här."))
                return redirect("desk:agenda-template", template_id)
            begun = actions.begin_agenda(
                viewer=viewer,
                meeting_id=known_id(meeting_id),
                template_id=number(request.POST.get("mall")),
            )
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        words = ngettext(
            "%(count)d punkt är tillagd.", "%(count)d punkter är tillagda.", begun.items
        )
        none = _("Allt stod redan på dagordningen. Inget har ändrats.")
        messages.success(request, words % {"count": begun.items} if begun.items else none)
    return redirect("desk:agenda", meeting_id)


@require_http_methods(["GET", "HEAD", "POST"])
def template(request: PageRequest, template_id: int) -> HttpResponse:
    """Change a template: its name, and its items in the order that their places say."""
    with or_404():
        found = queries.template(request.viewer, known_id(template_id))
    if request.method != "POST":
        return _shown(request, found, _rows_of(found), found.name)
    if request.POST.get("gor") == "ta-bort":
        with or_404():
            actions.remove_template(viewer=request.viewer, template_id=template_id)
        messages.success(request, _("Mallen är borttagen. Dagordningar som gjorts av den är kvar."))
        return redirect("desk:body", found.body_id)
    rows, name = _rows_sent(request), request.POST.get("namn", "")
    try:
        with or_404():
            actions.change_template(
                viewer=request.viewer,
                template_id=template_id,
                seen=request.POST.get("sedd", ""),
                name=name,
                items=[_told(row) for row in sorted(rows, key=lambda row: row["place"])],
            )
    except ChangedMeanwhile:
        found = queries.template(request.viewer, template_id)
        return _shown(request, found, rows, name, stale=True, status=409)
    except ValidationError as refusal:
        problem = " ".join(refusal.messages)
        return _shown(request, found, rows, name, problem=problem, status=422)
    messages.success(request, _("Mallen är sparad."))
    return redirect("desk:agenda-template", template_id)


def _shown(
    request: PageRequest,
    found: TemplatePage,
    rows: list[dict[str, Any]],
    name: str,
    *,
    stale: bool = False,
    problem: str = "",
    status: int = 200,
) -> HttpResponse:
    empty = [{"place": len(rows) + more} for more in range(1, EMPTY_ROWS + 1)]
    context = {
        "noun": "bodies",
        "template": found,
        "name": name,
        "rows": [*rows, *empty][:MOST_ROWS],
        "kinds": ITEM_KINDS,
        "stale": stale,
        "problem": problem,
    }
    return page(request, "desk/agenda_template.html", context, status=status)


def _rows_of(found: TemplatePage) -> list[dict[str, Any]]:
    return [
        {
            "place": place,
            "heading": one.heading,
            "kind": one.kind,
            "minutes": one.minutes,
            "description": one.description,
            "standing": one.standing,
        }
        for place, one in enumerate(found.items, 1)
    ]


def _rows_sent(request: PageRequest) -> list[dict[str, Any]]:
    said = request.POST
    rows = []
    for place in range(1, MOST_ROWS + 1):
        if f"rubrik-{place}" not in said:
            break
        if not said[f"rubrik-{place}"].strip():
            continue
        rows.append(
            {
                "place": number(said.get(f"plats-{place}")) or place,
                "heading": said[f"rubrik-{place}"],
                "kind": said.get(f"slag-{place}", ""),
                "minutes": _minutes(said.get(f"minuter-{place}", "")),
                "description": said.get(f"text-{place}", ""),
                "standing": f"aterkommer-{place}" in said,
            }
        )
    return rows


def _minutes(words: str) -> int | None:
    return 0 if words.strip() == "0" else number(words.strip())


def _told(row: dict[str, Any]) -> ItemTold:
    if row["kind"] and row["kind"] not in dict(ITEM_KINDS):
        raise Http404
    return ItemTold(**{name: value for name, value in row.items() if name != "place"})
