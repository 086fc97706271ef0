"""Documents: the list, taking files in, one document under review, its file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from django.core.exceptions import ObjectDoesNotExist
from django.db import Error
from django.http import Http404, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from handslag.domain.access.permissions import Permission
from handslag.domain.access.rules import may
from handslag.domain.documents import queries as documents_read
from handslag.intake import actions, queries
from handslag.intake.comparing.queries import found_across
from handslag.intake.errors import NoRoom, NotTakenIn
from handslag.intake.recognising.queries import reading_of
from handslag.interfaces.web.desk import links, paper, pictures, queue, reading
from handslag.interfaces.web.desk.history import history_url
from handslag.interfaces.web.kit.downloads import download
from handslag.interfaces.web.kit.faults import fault_of
from handslag.interfaces.web.kit.found import or_404
from handslag.interfaces.web.kit.kept import kept
from handslag.interfaces.web.kit.rendering import page
from handslag.interfaces.web.kit.requests import known_id, number, page_asked_for
from handslag.interfaces.web.kit.templatetags.kit import icon

if TYPE_CHECKING:
    from django.http import HttpResponse
    from django.http.response import HttpResponseBase

    from handslag.intake.pages import ReviewPage
    from handslag.interfaces.web.kit.requests import PageRequest


NO_ROOM = 507
"""Status of the answer where a file does not fit on the disk."""


@dataclass(frozen=True)
class Upload:
    """What became of one file that was sent."""

    name: str
    document_id: int | None
    new: bool
    problem: str
    waits: bool = False
    """Whether it is kept, and is being read."""
    status: int = 200
    """Of the answer, where the disk or the database is at fault and not the file."""


@require_http_methods(["GET", "HEAD", "POST"])
def documents(request: PageRequest) -> HttpResponse:
    """Every document, the last taken in first. A form takes in more."""
    uploads = _take_in(request) if request.method == "POST" else []
    problem = _("Välj minst en fil först.") if request.method == "POST" and not uploads else ""
    context = {
        "noun": "documents",
        "listing": queries.all_documents(request.viewer, page_asked_for(request)),
        "uploads": uploads,
        "problem": problem,
    } | reading.underway_context(request)
    status = 422 if problem else max((upload.status for upload in uploads), default=200)
    return page(request, "desk/documents.html", context, status=status)


def _take_in(request: PageRequest) -> list[Upload]:
    found = []
    for file in request.FILES.getlist("filer"):
        name = file.name or _("namnlös fil")
        try:
            taken = actions.hand_in(viewer=request.viewer, name=name, data=file.read())
            found.append(Upload(name, taken.document_id, taken.new, "", taken.waits))
        except NotTakenIn as refusal:
            status = NO_ROOM if isinstance(refusal, NoRoom) else 200
            found.append(Upload(name, None, new=False, problem=str(refusal), status=status))
        except Error as error:
            # what came before it in the same form is kept, and is to be told of
            if (fault := fault_of(error)) is None:
                raise
            problem = f"{fault.heading}. {fault.words}"
            found.append(Upload(name, None, new=False, problem=problem, status=fault.status))
    return found


@require_safe
def document(request: PageRequest, document_id: int) -> HttpResponse:
    """One document: its text on one side, what was read in it on the other.

    While its pages are being recognised: how far that has come.
    """

    if not may(request.viewer, Permission.DOCUMENTS_REVIEW):
        return _to_read(request, document_id)

    def render() -> HttpResponse:
        review = queries.review_page(request.viewer, known_id(document_id))
        return page(request, "desk/document.html", page_of(request, review))

    with or_404():
        try:
            return kept(request, render)
        except ObjectDoesNotExist:
            one = reading_of(request.viewer, document_id)
            # it may have been read to its end in this very moment
            return kept(request, render) if one is None else reading.page_of_one(request, one)


def _to_read(request: PageRequest, document_id: int) -> HttpResponse:
    """A document's text for who may read it and not review it; `plats` marks a place in it."""
    with or_404():
        found = documents_read.document(request.viewer, known_id(document_id))
    start, end = paper.place_asked_for(request.GET.get("plats", ""), len(found.text)) or (0, 0)
    context = {
        "noun": "meetings",
        "document": found,
        "before": found.text[:start],
        "marked": found.text[start:end],
        "after": found.text[end:],
        "links": links.readable(request, links.DOCUMENT, document_id),
        "history_url": "",
    }
    if Permission.LOG_READ in request.viewer.permissions:
        access = documents_read.belongs_to(request.viewer, document_id)
        context["history_url"] = history_url(
            request.viewer, "document-history", document_id, access
        )
    return page(request, "desk/read_document.html", context)


def page_of(
    request: PageRequest, review: ReviewPage, *, at: str = "", after: str = ""
) -> dict[str, Any]:
    """What the document's page shows, with nothing opened in it.

    The bar stands `at` a fact or a finding, or at what is asked next `after` one. What takes long
    is worked out only if the template asks for it: a part of the page needs little.
    """
    place = paper.place_asked_for(request.GET.get("plats", ""), len(review.document.text))
    groups = paper.groups(review.facts)
    shown = shown_as(request, review)
    bar = queue.bar(review, groups, at=at or asked_for(request), after=after, shown=shown)
    return {
        "noun": "documents",
        "review": review,
        "document": review.document,
        "groups": groups,
        "looks": paper.to_look_at(review),
        "bar": bar,
        "shown": shown,
        "history_url": history_url(request.viewer, "document-history", review.document.id),
        "across": lambda: found_across(request.viewer, review.document.id),
        "has_pictures": pictures.has_pictures(review),
        "sheets": lambda: pictures.sheets(request, review, groups, bar.current),
        "text": lambda: paper.marked_up(paper.pieces(review, place)),
        # Said on every row: looked up once a page.
        "facts_url": f"{reverse('desk:document', args=[review.document.id])}uppgifter/",
        "add_url": reverse("desk:add-fact", args=[review.document.id]),
        "place_prefix": "b" if shown == pictures.PICTURE else "s",
        "quote_icon": icon("quote"),
        "pen_icon": icon("pen"),
        "word_show": _("Visa på sidan") if shown == pictures.PICTURE else _("Visa i texten"),
        "word_correct": _("Rätta"),
        "word_right": _("Stämmer"),
        "word_add": _("Lägg till"),
        "word_read_as": _("Lästes som"),
    }


def asked_for(request: PageRequest) -> str:
    """The key of the fact or the finding that the address names; empty where it names none."""
    for name, letter in (("uppgift", "f"), ("anmarkning", "a")):
        if (found := number(request.GET.get(name))) is not None:
            return f"{letter}{found}"
    return ""


def shown_as(request: PageRequest, review: ReviewPage) -> str:
    """How the paper is shown: as the address or the form says, the page that htmx came from, or
    else as a picture where there is one and no place in the text is asked for."""
    if not pictures.has_pictures(review):
        return pictures.TEXT
    came_from = QueryDict(urlsplit(request.htmx.current_url or "").query)
    for asked in (request.GET, request.POST, came_from):
        if (found := str(asked.get("papper", ""))) in {pictures.PICTURE, pictures.TEXT}:
            return found
    return pictures.TEXT if "plats" in request.GET else pictures.PICTURE


@require_safe
def file(request: PageRequest, document_id: int) -> HttpResponseBase:
    """The file as it came, to be saved and never shown as a page of ours."""
    with or_404():
        found = documents_read.document(request.viewer, known_id(document_id))
        path = documents_read.file_path(request.viewer, document_id)
    try:
        bytes_of_it = path.open("rb")
    except FileNotFoundError as missing:
        raise Http404 from missing
    return download(bytes_of_it, name=found.name, media_type=found.media_type)
