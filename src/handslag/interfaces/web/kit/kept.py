"""Pages kept as they were rendered, for as long as nothing has changed.

Rendering a large page takes many times longer than asking whether anything has changed since: the
log's last number tells that, since every change writes the log in its own transaction.
"""

from __future__ import annotations

import re
from collections import OrderedDict
from dataclasses import dataclass
from hashlib import sha256
from threading import Lock
from typing import TYPE_CHECKING

from django.contrib.messages import get_messages
from django.http import HttpResponse
from django.middleware.csrf import get_token
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from handslag.domain.audit import queries as audit

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

    from handslag.interfaces.web.kit.requests import PageRequest

MOST_BYTES = 40_000_000
"""Of pages kept at once; a meeting's is some 60 kB, a long document's 1 MB."""

MOST_PARTS = 100
"""Parts kept at once: of the few meetings that are held at the same time."""

_FORM_MARK = re.compile(rb'(?<=name="csrfmiddlewaretoken" value=")[^"]*(?=")')
_pages: OrderedDict[Hashable, tuple[list[bytes], str]] = OrderedDict()
_parts: OrderedDict[Hashable, Part] = OrderedDict()
_lock = Lock()


def kept(request: PageRequest, render: Callable[[], HttpResponse]) -> HttpResponse:
    """What `render` gives; the same as last time where nothing has changed since then.

    A page is kept for one viewer with the roles held today: who may see what follows from them,
    and from the day, since memberships begin and end with days.

    The mark that each form carries is the reader's own, and is put in anew each time. A page
    with a message on it is for one reader once, and is never kept.
    """
    key = (
        request.get_full_path(),
        get_language(),
        request.viewer,  # with the roles held today, and the name that stands at the top
        timezone.localdate(),
        audit.state(request.viewer),
    )
    with _lock:
        known = _pages.get(key)
        if known is not None:
            _pages.move_to_end(key)
    if known is not None and not len(get_messages(request)):
        parts, content_type = known
        page = get_token(request).encode().join(parts)
        response = HttpResponse(page, content_type=content_type)
        patch_vary_headers(response, ["HX-Request"])
        return response
    for_one_reader = len(get_messages(request)) > 0
    response = render()
    if response.status_code == HttpResponse.status_code and not for_one_reader:
        with _lock:
            _pages[key] = (_FORM_MARK.split(response.content), response["Content-Type"])
            while sum(len(part) for parts, _type in _pages.values() for part in parts) > MOST_BYTES:
                _pages.popitem(last=False)
    return response


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a page that many ask for again and again, and the tag that tells it from others."""

    html: SafeString
    tag: str
    """As it stands in ETag and If-None-Match."""


def kept_part(key: Hashable, render: Callable[[], str]) -> Part:
    """The part that is known by `key`, rendered where it is not.

    All that the part hangs on belongs to the key, and what the reader may see of it: it is the
    same for everybody who asks by that key. It holds no form. The last few are kept.
    """
    with _lock:
        known = _parts.get(key)
    if known is not None:
        return known
    html = render()
    part = Part(mark_safe(html), f'"{sha256(html.encode()).hexdigest()[:20]}"')  # noqa: S308  of a template
    with _lock:
        _parts[key] = part
        while len(_parts) > MOST_PARTS:
            _parts.popitem(last=False)
    return part


def forget() -> None:
    """Keep nothing any more."""
    with _lock:
        _pages.clear()
        _parts.clear()
