"""The public side: pages that are the same for everybody, whoever asks.

Nobody is asked who they are there. So no page can show more to one than to another, no session
is begun or prolonged by reading it, and what others on the way keep of it is right for all.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.http import HttpRequest

UNDER = "/offentligt/"
BESIDE = frozenset({"/robots.txt", "/sitemap.xml"})
"""Where search engines look for them, whatever else stands where."""
FRAME = "public/base.html"
OWN_FRAME = "kit/base.html"


def is_for_everybody(request: HttpRequest) -> bool:
    """Whether the address asked for belongs to the public side."""
    return request.path_info.startswith(UNDER) or request.path_info in BESIDE


def frame_of(request: HttpRequest) -> str:
    """The template that the page asked for stands in, also where it tells that nothing is there."""
    return FRAME if is_for_everybody(request) else OWN_FRAME
