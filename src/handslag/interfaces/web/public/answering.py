"""How public pages are answered: asked anew cheaply, kept for a little while, listed or not.

No page sets a cookie. The one there may be tells the reader's language, so answers vary by it.
"""

from __future__ import annotations

from functools import wraps
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from django.http import HttpResponseNotModified
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from handslag import __version__
from handslag.domain.publications import queries
from handslag.interfaces.web.kit.links import address_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from django.http import HttpRequest, HttpResponse

    View = Callable[..., HttpResponse]

FRESH = 60
"""Seconds that anybody may keep a page: so long may a withdrawn one still be seen somewhere."""
LISTED, UNLISTED = "all", "noindex, follow"
"""What search engines are told of a page: list it; or follow its links and list it not."""


def public(*, listed: bool = True, fresh: int = FRESH) -> Callable[[View], View]:
    """Answer GET and HEAD for everybody alike; nothing but "the same as before" where it is.

    The mark of an answer tells of all that is published: whatever changes there changes it.
    """

    def around(view: View) -> View:
        @require_safe
        @wraps(view)
        def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            mark = _mark(request)
            known = request.headers.get("If-None-Match", "")
            response: HttpResponse
            if mark in {one.strip() for one in known.split(",")}:
                response = HttpResponseNotModified()
            else:
                response = view(request, *args, **kwargs)
            response["ETag"] = mark
            response.headers.setdefault("Cache-Control", f"public, max-age={fresh}")
            response.headers.setdefault("X-Robots-Tag", LISTED if listed else UNLISTED)
            patch_vary_headers(response, ["Cookie"])
            return response

        return answered

    return around


def _mark(request: HttpRequest) -> str:
    """The answer's entity tag. Weak: the same words, not the same bytes when they are packed."""
    told = (
        queries.state(),
        __version__,
        get_language(),
        request.build_absolute_uri(),  # feeds and canonical links name the server
    )
    return f'W/"{sha256(repr(told).encode()).hexdigest()[:32]}"'


def page(
    request: HttpRequest,
    template: str,
    context: Mapping[str, Any],
    *,
    status: int = 200,
    listed: bool = True,
) -> HttpResponse:
    """The page `template`. `canonical` in the context is the path that the page is known by."""
    whole = dict(context)
    path = whole.get("canonical", request.path)
    whole["canonical"] = address_of(request, path) if listed and path else ""
    response = render(request, f"public/{template}", whole, status=status)
    if not listed:
        response["X-Robots-Tag"] = UNLISTED
    return response
