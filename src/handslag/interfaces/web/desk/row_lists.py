"""Lists of people and memberships on their way in: handed in, looked through, carried out."""

from __future__ import annotations

import datetime as dt
from time import monotonic
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from handslag.domain.access.permissions import Permission
from handslag.domain.access.rules import require
from handslag.intake.errors import Invalid, NotTakenIn
from handslag.intake.rows import actions, queries
from handslag.intake.rows.shapes import Kind
from handslag.interfaces.web.kit.found import or_404
from handslag.interfaces.web.kit.rendering import page
from handslag.interfaces.web.kit.requests import known_id, page_asked_for

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpResponse

    from handslag.interfaces.web.kit.requests import PageRequest

AT_ONCE = 4.0
"""Seconds that one request carries a list out for; at least one step is done."""
_ANSWER, _WORD = "rad-", "ord-"


@require_http_methods(["GET", "HEAD", "POST"])
def row_lists(request: PageRequest) -> HttpResponse:
    """Every list that is kept. A form hands one in."""
    require(request.viewer, Permission.REGISTRY_CHANGE)
    problem = ""
    if request.method == "POST":
        file = request.FILES.get("fil")
        if file is None:
            problem = _("Välj en fil först.")
        else:
            try:
                made = actions.hand_in(
                    viewer=request.viewer, name=file.name or "", data=file.read()
                )
            except NotTakenIn as refusal:
                problem = str(refusal)
            else:
                return redirect("desk:row-list", made)
    context = {"noun": "people", "lists": queries.lists(request.viewer), "problem": problem}
    return page(request, "desk/row_lists.html", context, status=422 if problem else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def row_list(request: PageRequest, list_id: int) -> HttpResponse:
    """A list held against the register, row by row. Forms on it decide, and carry it out."""
    require(request.viewer, Permission.REGISTRY_CHANGE)
    with or_404():
        if request.method == "POST":
            return _do(request, known_id(list_id))
        kind = request.GET.get("visa", "")
        kind = kind if kind in set(Kind) else ""
        found = queries.preview(request.viewer, known_id(list_id), page_asked_for(request), kind)
    context = {
        "noun": "people",
        "list": found,
        "counted": [
            (one, _counted(one, number), one == kind) for one, number in found.counts.items()
        ],
        "kind": kind,
        "listing": found.rows,
        "unclear": found.counts.get(Kind.UNCLEAR, 0),
        "unused": [
            f"”{heading.text}”"
            for sheet in found.sheets
            for heading in sheet.headings
            if heading.text and not heading.means
        ],
        "asks": any(not word.means for word in found.words)
        or not all(sheet.told for sheet in found.sheets),
        "word_choice": _("Ditt val för rad"),
        "word_row": _("Rad"),
    }
    return page(request, "desk/row_list.html", context)


def _do(request: PageRequest, list_id: int) -> HttpResponse:
    """Do what one of the forms says, and show the list again where it was."""
    what = request.POST.get("gor", "")
    if what not in _DOING:
        raise Http404
    try:
        _DOING[what](request, list_id)
    except Invalid as refusal:
        messages.error(request, " ".join(refusal.errors.values()))
    except actions.Moved as moved:
        messages.error(request, str(moved))
    if what == "tabort":
        return redirect("desk:row-lists")
    query = request.META.get("QUERY_STRING", "") if what == "valj" else ""
    address = reverse("desk:row-list", args=[list_id])
    return redirect(f"{address}?{query}" if query else address)


def _decide(request: PageRequest, list_id: int) -> None:
    answers = {
        int(name[len(_ANSWER) :]): str(said)
        for name, said in request.POST.items()
        if said and name.startswith(_ANSWER) and _is_id(name[len(_ANSWER) :])
    }
    if not answers:
        raise Invalid({"": _("Inget val var ändrat. Välj i listan vid en rad först.")})
    actions.decide(viewer=request.viewer, list_id=list_id, answers=answers)
    words = ngettext("Valet är sparat.", "%(count)d val är sparade.", len(answers))
    messages.success(request, words % {"count": len(answers)})


def _read_as(request: PageRequest, list_id: int) -> None:
    found = queries.preview(request.viewer, list_id)
    columns = [
        [
            str(request.POST.get(f"kolumn-{sheet.place}-{heading.place}", heading.means))
            for heading in sheet.headings
        ]
        for sheet in found.sheets
    ]
    meanings = {
        word.key: said
        for place, word in enumerate(found.words)
        if (said := request.POST.get(f"{_WORD}{place}")) is not None
        and request.POST.get(f"{_WORD}{place}-nyckel") == word.key
        and said in {"", *(choice.value for choice in word.choices)}
    }
    actions.read_as(
        viewer=request.viewer,
        list_id=list_id,
        columns=columns,
        meanings=meanings,
        since=_day(request.POST.get("fran", "")),
    )
    messages.success(request, _("Sparat. Raderna är lästa på nytt."))


def _carry_out(request: PageRequest, list_id: int) -> None:
    done, left, seen = 0, 1, request.POST.get("sett", "")
    end = monotonic() + AT_ONCE
    try:
        while left and (not done or monotonic() < end):
            step = actions.carry_out(viewer=request.viewer, list_id=list_id, seen=seen)
            done, left, seen = done + step.done, step.left, step.seen
    finally:
        if done:
            _tell(request, done, left)


def _tell(request: PageRequest, done: int, left: int) -> None:
    words = ngettext("%(count)d ändring är genomförd.", "%(count)d ändringar är genomförda.", done)
    told = words % {"count": done}
    if left:
        more = ngettext(
            "%(count)d är kvar: genomför dem också.", "%(count)d är kvar: genomför dem också.", left
        )
        told = f"{told} {more % {'count': left}}"
    messages.success(request, told)


def _look_again(request: PageRequest, list_id: int) -> None:
    actions.look_again(viewer=request.viewer, list_id=list_id)


def _remove(request: PageRequest, list_id: int) -> None:
    actions.remove(viewer=request.viewer, list_id=list_id)
    messages.success(
        request, _("Listan är borttagen. Det som har genomförts står kvar i registret.")
    )


_DOING: dict[str, Callable[[PageRequest, int], Any]] = {
    "valj": _decide,
    "tolka": _read_as,
    "genomfor": _carry_out,
    "titta": _look_again,
    "tabort": _remove,
}


def _is_id(words: str) -> bool:
    return words.isascii() and words.isdigit() and len(words) < 19


def _day(words: str) -> dt.date | None:
    if not words.strip():
        return None
    try:
        return dt.date.fromisoformat(words.strip())
    except ValueError as wrong:
        raise Invalid(
            {"": _("Dagen går inte att läsa. Skriv som 2026-01-31. Inget är sparat.")}
        ) from wrong


def _counted(kind: Kind, number: int) -> str:
    words = {
        Kind.NEW_PERSON: ngettext("%d ny person", "%d nya personer", number),
        Kind.NEW_SEAT: ngettext("%d nytt uppdrag", "%d nya uppdrag", number),
        Kind.CHANGED: ngettext("%d ändras", "%d ändras", number),
        Kind.UNCHANGED: ngettext("%d är som förut", "%d är som förut", number),
        Kind.UNCLEAR: ngettext("%d är oklar", "%d är oklara", number),
        Kind.LEFT: ngettext("%d tas inte med", "%d tas inte med", number),
    }
    return words[kind] % number
