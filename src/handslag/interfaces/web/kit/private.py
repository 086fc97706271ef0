"""Pages whose address is a secret: kept nowhere, found by nobody, and told to no other page."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Concatenate, ParamSpec, TypeVar, cast

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http.response import HttpResponseBase

    from handslag.interfaces.web.kit.requests import PageRequest

P = ParamSpec("P")
R = TypeVar("R", bound="HttpResponseBase")
HEADERS = {
    "Cache-Control": "no-store",
    # No path is told to any page. With "no-referrer" browsers would send forms as from nowhere,
    # and they would be taken for forged.
    "Referrer-Policy": "strict-origin",
    "X-Robots-Tag": "noindex, nofollow",
}


def private(
    view: Callable[Concatenate[PageRequest, P], R],
) -> Callable[Concatenate[PageRequest, P], R]:
    """Let no browser, search engine or other page keep the address of what `view` answers."""

    @wraps(view)
    def answered(request: PageRequest, *args: P.args, **kwargs: P.kwargs) -> R:
        response = view(request, *args, **kwargs)
        for name, value in HEADERS.items():
            response.headers[name] = value
        return response

    return cast("Callable[Concatenate[PageRequest, P], R]", answered)
