"""Whole addresses, for those who follow them from elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings

if TYPE_CHECKING:
    from django.http import HttpRequest


def address_of(request: HttpRequest, path: str) -> str:
    """The whole address of the page at `path`.

    The one that the installation has been told (HANDSLAG_URL), since what a request calls the
    server is the client's own word.
    """
    return f"{settings.URL}{path}" if settings.URL else request.build_absolute_uri(path)
