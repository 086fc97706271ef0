"""How much anybody may ask for: how often, and how large.

Only what costs is limited here: searching, handing in files, drawing pages, and guessing at
addresses that open without a password. Signing in has its own limits.
"""

from __future__ import annotations

import ipaddress
import logging
import math
import time
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings

from handslag.domain.access.permissions import Permission
from handslag.domain.access.viewer import ANONYMOUS
from handslag.interfaces.web.kit.addresses import client_address
from handslag.interfaces.web.kit.counting import Allowance, Counts
from handslag.interfaces.web.kit.errors import too_large, too_often
from handslag.interfaces.web.kit.lines import SECRET_ROUTES

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from django.http import HttpRequest, HttpResponse

log = logging.getLogger(__name__)

RATES: Mapping[tuple[str, str], Allowance] = {
    ("GET", "sok/"): Allowance(30, 1.0),
    ("GET", "sok/forslag/"): Allowance(60, 0.5),
    ("GET", "offentligt/sok/"): Allowance(30, 1.0),
    ("GET", "offentligt/<slug:slug>/<str:meeting>/<kind:kind>/skillnad/<int:number>/"): Allowance(
        60, 1.0
    ),
    ("POST", "offentligt/tillganglighet/rapportera/"): Allowance(5, 120.0),
    ("POST", "handlingar/"): Allowance(30, 2.0),
    # twenty pages are shown at once, and a reader turns many of them quickly
    ("GET", "handlingar/<int:document_id>/sidor/<int:page>"): Allowance(400, 0.1),
}
"""By method and route, for each who is signed in, or each address of strangers."""
GUESSED = Allowance(30, 2.0)
"""For each address, whoever it is: routes where the address itself is the key to the door."""

LARGEST = 3_000_000
"""Bytes in what anybody sends: a form with its fields."""
LARGEST_FILES = 1_000_000_000
"""Bytes in all the files that are handed in at once, by those who may."""
FILES: Mapping[str, Permission] = {
    "handlingar/": Permission.DOCUMENTS_TAKE_IN,
    "moten/<int:meeting_id>/bilagor/ny/": Permission.MEETINGS_PREPARE,
    "moten/<int:meeting_id>/bilagor/<int:attachment_id>/": Permission.MEETINGS_PREPARE,
}
"""Routes that take files, and what it takes to hand them in."""
_NETWORK = 64
"""Bits of an IPv6 address that tell whose network it is: the others are anybody's choice."""


class Limits:
    """Turn away what is too large, before a byte of it is read, and what comes too often."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Go on; the limits are asked once it is known where the request leads and who asks."""
        return self._get_response(request)

    def process_view(
        self, request: HttpRequest, _view: object, _args: object, _kwargs: object
    ) -> HttpResponse | None:
        """The refusal, or None where there is none. Runs before anything reads the body."""
        route = request.resolver_match.route.lstrip("^") if request.resolver_match else ""
        if _length(request) > _largest(request, route):
            return too_large(request)
        wait = max(_waits(request, route), default=0.0)
        return too_often(request, math.ceil(wait)) if wait > 0 else None


def _length(request: HttpRequest) -> int:
    """Bytes to come, as announced: no more are ever read. Nonsense counts as none, as in Django."""
    try:
        return int(request.META.get("CONTENT_LENGTH") or 0)
    except ValueError:
        return 0


def _largest(request: HttpRequest, route: str) -> int:
    permission = FILES.get(route)
    viewer = getattr(request, "viewer", ANONYMOUS)
    return LARGEST_FILES if permission and permission in viewer.permissions else LARGEST


def _waits(request: HttpRequest, route: str) -> list[float]:
    """Seconds to wait, by each limit that holds for the request."""
    found = []
    method = "GET" if request.method == "HEAD" else request.method or ""
    if (allowance := RATES.get((method, route))) is not None:
        found.append(_taken(f"{method} {route} {_who(request)}", allowance))
    if route.startswith(SECRET_ROUTES):
        found.append(_taken(f"secret {_network(request)}", GUESSED))
    return found


def _taken(key: str, allowance: Allowance) -> float:
    try:
        counts = _counts(str(settings.LIMITS_FILE), settings.SECRET_KEY)
        return counts.take(key, allowance, time.time())
    except OSError:
        # a full or broken disk must not close the pages too
        log.exception("The count of what visitors ask for cannot be kept")
        return 0.0


@lru_cache(maxsize=4)
def _counts(path: str, secret: str) -> Counts:
    return Counts(Path(path), secret)


def _who(request: HttpRequest) -> str:
    viewer = getattr(request, "viewer", ANONYMOUS)
    return f"user {viewer.user_id}" if viewer.user_id is not None else _network(request)


def _network(request: HttpRequest) -> str:
    """The client's address, or of an IPv6 address the network it lies in."""
    address = ipaddress.ip_address(client_address(request))
    if isinstance(address, ipaddress.IPv6Address):
        return str(ipaddress.ip_network((address, _NETWORK), strict=False))
    return str(address)
