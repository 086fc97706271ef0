"""A meeting's minutes: as they would be, the versions that were made, their papers and excerpts.

Notes and signed minutes alike; the address says "uppteckning", which is right for both.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from handslag.domain.access.things import Thing, of_body
from handslag.domain.matters.minutes import queries
from handslag.interfaces.web.desk.history import history_url
from handslag.interfaces.web.desk.notices import file_of
from handslag.interfaces.web.kit.found import or_404
from handslag.interfaces.web.kit.headers import FOR_FILES
from handslag.interfaces.web.kit.rendering import page
from handslag.interfaces.web.kit.requests import known_id, number
from handslag.output.minutes import making
from handslag.output.minutes.differences import differences
from handslag.output.minutes.shown import shown_of

if TYPE_CHECKING:
    from django.http.response import HttpResponseBase

    from handslag.domain.matters.minutes.queries import Checked, Head
    from handslag.interfaces.web.kit.requests import PageRequest
    from handslag.output.generation.minutes_paper import MinutesPaper

FILES = {"uppteckning.pdf": "pdf", "uppteckning.docx": "docx"}
_CLAUSE = re.compile(r"(\d{1,3})-(\d{1,3})")


@require_safe
def minutes(request: PageRequest, meeting_id: int) -> HttpResponse:
    """The minutes as they would be now, for who writes them; the last version for all others."""
    return whole_page(request, known_id(meeting_id))


def whole_page(
    request: PageRequest, meeting_id: int, more: dict[str, Any] | None = None, status: int = 200
) -> HttpResponse:
    """The page, with what a form that was refused has to say."""
    with or_404():
        head = queries.head(request.viewer, meeting_id)
        context = about(request, head) | (more or {})
        if head.may_write:
            written = queries.written(request.viewer, meeting_id)
            paper = making.draft_of(written)
            context |= {
                "written": written,
                "checked": [
                    (one, mend_url(meeting_id, one))
                    for one in sorted(written.checked, key=lambda one: not one.is_error)
                ],
                "shown": shown_of(paper),
                "stopped": written.stopped,
                "as_shared": head.last is not None and head.last.fingerprint == written.fingerprint,
            }
        elif head.last is not None:
            found = queries.version(request.viewer, meeting_id)
            context |= {"shown": shown_of(making.version_paper(found)), "found": found}
    return page(request, "desk/minutes.html", context, status=status)


def about(request: PageRequest, head: Head) -> dict[str, Any]:
    """What every page about a meeting's minutes shows."""
    thing = Thing(scopes=frozenset({of_body(head.body_id)}))
    return {
        "noun": "meetings",
        "meeting_id": head.meeting_id,
        "head": head,
        "comments": {
            item_id: [one for one in head.comments if one.item_id == item_id]
            for item_id in {one.item_id for one in head.comments}
        },
        "history_url": history_url(request.viewer, "meeting-history", head.meeting_id, thing),
    }


def mend_url(meeting_id: int, checked: Checked) -> str:
    """Where a finding is mended: at its item in the room, or among those who attend."""
    room = reverse("desk:room", args=[meeting_id])
    item_id = checked.finding.item_id
    return f"{room}?punkt={item_id}#rum-punkt" if item_id else f"{room}#narvaro"


@require_safe
def version(request: PageRequest, meeting_id: int, version: int) -> HttpResponse:
    """A version of the minutes, as it was made."""
    with or_404():
        head = queries.head(request.viewer, known_id(meeting_id))
        found = queries.version(request.viewer, meeting_id, known_id(version))
    paper = making.version_paper(found)
    earlier = [one.version for one in head.versions if one.version < version]
    context = about(request, head) | {
        "found": found,
        "shown": shown_of(paper),
        "earlier": earlier[0] if earlier else None,
    }
    return page(request, "desk/minutes_version.html", context)


@require_safe
def compare(request: PageRequest, meeting_id: int, version: int) -> HttpResponse:
    """What differs between a version and another (`mot`), or the one before it."""
    with or_404():
        head = queries.head(request.viewer, known_id(meeting_id))
        after = queries.version(request.viewer, meeting_id, known_id(version))
        earlier = [one.version for one in head.versions if one.version < version]
        against = number(request.GET.get("mot")) or (earlier[0] if earlier else 0)
        before = queries.version(request.viewer, meeting_id, against)
    sections = differences(making.version_paper(before), making.version_paper(after))
    context = about(request, head) | {"before": before, "after": after, "sections": sections}
    return page(request, "desk/minutes_differences.html", context)


@require_safe
def version_file(
    request: PageRequest, meeting_id: int, version: int, name: str
) -> HttpResponseBase:
    """The archival PDF of a version, or its Word file."""
    if name not in FILES:
        raise Http404
    with or_404():
        found = queries.version_file(
            request.viewer, known_id(meeting_id), known_id(version), FILES[name]
        )
    return file_of(found)


@require_safe
def version_text(request: PageRequest, meeting_id: int, version: int) -> HttpResponse:
    """A version as plain text."""
    with or_404():
        found = queries.version(request.viewer, known_id(meeting_id), known_id(version))
    return _text(making.as_text(making.version_paper(found)), f"version-{version}")


@require_safe
def draft(request: PageRequest, meeting_id: int) -> HttpResponse:
    """The PDF of the minutes as they would be now."""
    with or_404():
        paper = making.draft_paper(request.viewer, known_id(meeting_id))
    return _pdf(paper, "utkast")


@require_safe
def excerpt(
    request: PageRequest, meeting_id: int, version: int, item_id: int, form: str
) -> HttpResponse:
    """An excerpt of one item of a version, or of one of its clauses (`sats`), as PDF or text."""
    if form not in {"pdf", "txt"}:
        raise Http404
    clause = None
    if said := request.GET.get("sats"):
        places = _CLAUSE.fullmatch(said)
        if places is None:
            raise Http404
        clause = (int(places[1]), int(places[2]))
    with or_404():
        found = queries.version(request.viewer, known_id(meeting_id), known_id(version))
    try:
        paper = making.excerpt_of(making.version_paper(found), item_id, clause)
    except LookupError as missing:
        raise Http404 from missing
    name = f"utdrag-version-{version}-punkt-{item_id}"
    return _pdf(paper, name) if form == "pdf" else _text(making.as_text(paper), name)


def _pdf(paper: MinutesPaper, name: str) -> HttpResponse:
    try:
        data = making.as_pdf(paper)
    except making.NotMade as told:
        return HttpResponse(str(told), status=409, content_type="text/plain; charset=utf-8")
    return _sent(HttpResponse(data, content_type="application/pdf"), f"{name}.pdf")


def _text(words: str, name: str) -> HttpResponse:
    return _sent(HttpResponse(words, content_type="text/plain; charset=utf-8"), f"{name}.txt")


def _sent(answer: HttpResponse, name: str) -> HttpResponse:
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer["Content-Security-Policy"] = FOR_FILES
    answer["Cache-Control"] = "private, no-store"
    return answer
