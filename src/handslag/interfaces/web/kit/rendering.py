"""Rendering a whole page, or the part of it that htmx asks for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.shortcuts import render
from django.utils.cache import patch_vary_headers

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.http import HttpResponse

    from handslag.interfaces.web.kit.requests import PageRequest


def page(
    request: PageRequest,
    template: str,
    context: Mapping[str, Any],
    *,
    fragment: str = "",
    status: int = 200,
) -> HttpResponse:
    """The page `template`; only its partial `fragment` where htmx asks for a part of the page.

    A browser that goes back gets the whole page again, never a stored part.
    """
    part = fragment and request.htmx and not request.htmx.history_restore_request
    name = f"{template}#{fragment}" if part else template
    response = render(request, name, dict(context), status=status)
    patch_vary_headers(response, ["HX-Request"])
    return response
