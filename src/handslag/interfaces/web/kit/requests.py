"""What a view knows of its request, and how it reads what was asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404, HttpRequest

if TYPE_CHECKING:
    from django_htmx.middleware import HtmxDetails

    from handslag.domain.access.viewer import Viewer

LARGEST_ID = 2**63 - 1


class PageRequest(HttpRequest):
    """A request as the middleware leaves it: with the viewer and what htmx says."""

    viewer: Viewer
    htmx: HtmxDetails


def number(words: str | None) -> int | None:
    """A positive whole number that somebody asked for; None where they gave none or nonsense."""
    if not words or not words.isascii() or not words.isdigit():
        return None
    value = int(words[:19])
    return value if 0 < value <= LARGEST_ID else None


def page_asked_for(request: HttpRequest) -> int:
    """Which page of a list: `?sida=2`; the first where nothing sensible is said."""
    return min(number(request.GET.get("sida")) or 1, 1_000_000)


def known_id(value: int) -> int:
    """`value` as an id; Http404 for a number no database can hold."""
    if value > LARGEST_ID:
        raise Http404
    return value
