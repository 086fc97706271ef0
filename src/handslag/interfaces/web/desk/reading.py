"""Documents that take long to read: how far that has come, and what one can do about it."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode
from zlib import crc32

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from handslag.domain.access.permissions import Permission
from handslag.domain.access.rules import require
from handslag.domain.documents import queries as documents_read
from handslag.intake import queries as reviews
from handslag.intake.errors import Invalid
from handslag.intake.recognising import actions, queries
from handslag.interfaces.web.kit.found import or_404
from handslag.interfaces.web.kit.rendering import page
from handslag.interfaces.web.kit.requests import known_id, number, page_asked_for

if TYPE_CHECKING:
    from handslag.intake.recognising.queries import BeingRead
    from handslag.interfaces.web.kit.requests import PageRequest

STEPS = 4
"""How many times a reading is told of aloud on its way: at each quarter."""
MOST_SHOWN = 100
"""Documents that one page follows."""


@require_http_methods(["GET", "HEAD", "POST"])
def reading(request: PageRequest, document_id: int) -> HttpResponse:
    """How far the reading of one document has come. The form stops it, goes on or removes it."""
    require(request.viewer, Permission.DOCUMENTS_REVIEW)
    with or_404():
        found = documents_read.document(request.viewer, known_id(document_id))
    if request.method == "POST":
        return _done(request, document_id, found.name)
    one = queries.reading_of(request.viewer, document_id)
    if one is None:
        return _to_document(request, document_id)
    return page_of_one(request, one)


def page_of_one(request: PageRequest, one: BeingRead) -> HttpResponse:
    """The page of a document that is being read; nothing where htmx has it as it is."""
    context = {"noun": "documents", "one": one} | _polled(request, (one,))
    if _known(request, context):
        return HttpResponse(status=HTTPStatus.NO_CONTENT)
    return page(request, "desk/reading.html", context, fragment="progress")


@require_safe
def underway(request: PageRequest) -> HttpResponse:
    """What is being read, for the list of documents to fetch; the list too where it changed."""
    if not request.htmx:
        return redirect("desk:documents")
    context = underway_context(request)
    if _known(request, context):
        return HttpResponse(status=HTTPStatus.NO_CONTENT)
    gone = _shown(request) - {one.document_id for one in context["underway"]}
    if gone:
        context["listing"] = reviews.all_documents(request.viewer, page_asked_for(request))
        context["said"] = f"{_said_done(len(gone))} {context['said']}"
    return page(request, "desk/documents.html", context | {"fetched": True}, fragment="underway")


def underway_context(request: PageRequest) -> dict[str, Any]:
    """What the list of documents shows of those that are being read."""
    found = queries.being_read(request.viewer)
    return {"underway": found} | _polled(request, found.rows)


def _polled(request: PageRequest, rows: tuple[BeingRead, ...]) -> dict[str, Any]:
    """Whether and with which address to ask again, and what to say aloud now.

    The address tells what was shown and said last, so that the same is never said twice.
    """
    said = _aloud(rows)
    query = {
        "visade": ",".join(str(one.document_id) for one in rows[:MOST_SHOWN]),
        "sedan": _mark(repr(rows)),
        "sagt": _mark(said),
        "sida": page_asked_for(request),
    }
    return {
        "moves": any(one.moves for one in rows),
        "left_alone": any(one.left_alone for one in rows),
        "mark": query["sedan"],
        "poll": urlencode(query),
        "said": said if query["sagt"] != request.GET.get("sagt") else "",
    }


def _mark(words: str) -> str:
    """Stands for these words in an address, short."""
    return f"{crc32(words.encode()):x}"


def _known(request: PageRequest, context: dict[str, Any]) -> bool:
    """Whether the page that asks shows this already, and may stay untouched."""
    return bool(request.htmx) and request.GET.get("sedan") == context["mark"]


def _aloud(rows: tuple[BeingRead, ...]) -> str:
    """What a person who listens is told of how a reading goes on: a quarter of it at a time."""
    told = []
    for one in rows:
        if one.state == "failed":
            told.append(_("%(name)s kunde inte läsas.") % {"name": one.name})
        elif one.state == "reading":
            quarters = STEPS * one.done // max(one.pages, 1)
            part = 100 * quarters // STEPS
            told.append(
                _("%(name)s läses, %(part)s procent klart.") % {"name": one.name, "part": part}
            )
    return " ".join(told[:3])


def _said_done(count: int) -> str:
    if count == 1:
        return _("En handling är färdigläst.")
    return _("%(count)s handlingar är färdiglästa.") % {"count": count}


def _shown(request: PageRequest) -> set[int]:
    words = request.GET.get("visade", "").split(",")[:MOST_SHOWN]
    return {found for word in words if (found := number(word)) is not None}


def _done(request: PageRequest, document_id: int, name: str) -> HttpResponse:
    wish = request.POST.get("gor", "")
    if wish == "stanna":
        actions.stop(viewer=request.viewer, document_id=document_id)
    elif wish == "vidare":
        actions.go_on(viewer=request.viewer, document_id=document_id)
    elif wish == "ta-bort":
        return _removed(request, document_id, name)
    return redirect("desk:reading", document_id)


def _removed(request: PageRequest, document_id: int, name: str) -> HttpResponse:
    with or_404():
        try:
            kept = actions.remove(viewer=request.viewer, document_id=document_id)
        except Invalid as refusal:
            messages.error(request, str(refusal))
            return redirect("desk:document", document_id)
    if kept:
        messages.success(request, _("Handlingen läses inte om. Den är kvar som den var."))
        return redirect("desk:document", document_id)
    messages.success(request, _("%(name)s är borttagen, och filen med den.") % {"name": name})
    return redirect("desk:documents")


def _to_document(request: PageRequest, document_id: int) -> HttpResponse:
    address = reverse("desk:document", args=[document_id])
    if request.htmx:
        return HttpResponse(headers={"HX-Redirect": address})
    return redirect(address)
