"""A notice or minutes at their lasting address: the newest version, each version, what changed.

What was withdrawn is answered with 410 and the reason, at every address it ever had.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpResponseNotModified
from django.urls import reverse
from django.views.decorators.http import require_safe

from handslag.domain.publications import queries
from handslag.interfaces.web.kit.downloads import download
from handslag.interfaces.web.kit.found import or_404
from handslag.interfaces.web.kit.requests import known_id
from handslag.interfaces.web.public.addresses import path_to
from handslag.interfaces.web.public.answering import LISTED, UNLISTED, page, public
from handslag.interfaces.web.public.labels import paper
from handslag.output.comparing.words import Difference, difference

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse
    from django.http.response import HttpResponseBase

    from handslag.domain.publications.queries.shapes import PublicationPage

KEPT = "public, max-age=31536000, s-maxage=300, immutable"
"""A version's files never change: a browser need not ask again. What stands between asks every five
minutes, so that a file that was withdrawn is gone there too."""


@public()
def publication(request: HttpRequest, slug: str, meeting: str, kind: str) -> HttpResponse:
    """The newest version that is shown."""
    with or_404():
        found = queries.publication(slug, meeting, kind)
    return _shown(request, found, newest=True)


@public(listed=False)
def version(request: HttpRequest, slug: str, meeting: str, kind: str, number: int) -> HttpResponse:
    """One version, with a word on top where it is not the newest."""
    found = _version(slug, meeting, kind, number)
    return _shown(request, found, newest=False)


@public(listed=False)
def changes(request: HttpRequest, slug: str, meeting: str, kind: str, number: int) -> HttpResponse:
    """What differs between a version and the nearest one before it that is shown."""
    found = _version(slug, meeting, kind, number)
    if _is_gone(found):
        return _gone(request, found)
    if found.before is None or found.shown is None:
        raise Http404
    context = {
        **_around(found),
        "difference": _difference(found.before.text, found.shown.text),
        "before": found.before.row,
        "later": found.shown.row,
    }
    return page(request, "difference.html", context, listed=False)


@require_safe
def file(
    request: HttpRequest, slug: str, meeting: str, kind: str, number: int, name: str
) -> HttpResponseBase:
    """A file of a version, to be saved. It is told to browsers as bytes from which nothing runs."""
    try:
        found = queries.file(slug, meeting, kind, known_id(number), name)
    except ObjectDoesNotExist:
        return _no_file(request, slug, meeting, kind, number)
    path = queries.bytes_of(found)
    if path is None:
        raise Http404
    mark = f'"{found.sha256}"'
    answer: HttpResponseBase
    if mark in {one.strip() for one in request.headers.get("If-None-Match", "").split(",")}:
        answer = HttpResponseNotModified()
    else:
        answer = download(path.open("rb"), name=found.name, media_type=found.media_type)
    answer["ETag"] = mark
    answer["Cache-Control"] = KEPT
    answer["X-Robots-Tag"] = LISTED if queries.is_newest(slug, meeting, kind, number) else UNLISTED
    return answer


def _version(slug: str, meeting: str, kind: str, number: int) -> PublicationPage:
    """What stands at a version's address; of a withdrawn publication its tombstone."""
    with or_404():
        try:
            return queries.version(slug, meeting, kind, known_id(number))
        except ObjectDoesNotExist:
            found = queries.publication(slug, meeting, kind)
    if found.withdrawn_at is None:
        raise Http404
    return found


def _is_gone(found: PublicationPage) -> bool:
    return found.shown is None or found.shown.content is None


def _shown(request: HttpRequest, found: PublicationPage, *, newest: bool) -> HttpResponse:
    if _is_gone(found):
        return _gone(request, found)
    context = _around(found)
    is_newest = context["shown_number"] == context["newest_number"]
    context["older"] = not is_newest
    # the newest version's own address says the same as the lasting one, which is the one to list
    return page(request, "paper.html", context, listed=newest)


def _around(found: PublicationPage) -> dict[str, object]:
    """What every page of a publication tells."""
    readable = [one.number for one in found.versions if one.suppressed_at is None]
    shown = found.shown
    content = shown.content if shown else None
    return {
        "noun": "bodies",
        "found": found,
        "shown": shown,
        "content": content,
        "paper": paper(found.address.kind, found.form),
        "shown_number": shown.row.number if shown else None,
        "newest_number": max(readable, default=None),
        "first_number": min(readable, default=None),
        "canonical": path_to(found.address),
        "feed": reverse("public:body-feed", args=[found.address.slug]),
    }


def _gone(request: HttpRequest, found: PublicationPage) -> HttpResponse:
    """410, with the reason: of the whole publication, of one version, or of all its versions."""
    context = {**_around(found), "alone": found.withdrawn_at is None and bool(found.versions)}
    return page(request, "gone.html", context, status=410, listed=False)


@public(listed=False)
def _no_file(request: HttpRequest, slug: str, meeting: str, kind: str, number: int) -> HttpResponse:
    """Of a file that is not shown: 410 where its version is gone, 404 where it never was."""
    found = _version(slug, meeting, kind, number)
    if not _is_gone(found):
        raise Http404
    return _gone(request, found)


@lru_cache(maxsize=64)
def _difference(before: str, after: str) -> Difference:
    return difference(before, after)
