"""What every answer tells the browser: what it may load, keep, show and pass on.

Here is what must hold for every address at once, so that no page can forget it. Django's own
`SecurityMiddleware` adds the rest: no guessing of types, a window of its own, HTTPS from now on.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.utils.cache import patch_vary_headers

from handslag.domain.access.viewer import ANONYMOUS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from django.http import HttpRequest, HttpResponse

    Handler = Callable[[HttpRequest], HttpResponse]

FOR_FILES = "default-src 'none'; sandbox; frame-ancestors 'none'"
"""For what somebody has uploaded: shown, it may load nothing, run nothing and belong nowhere."""

NEEDED = ("publickey-credentials-create", "publickey-credentials-get")
"""What our own pages ask of the browser: passkeys."""
REFUSED = (
    *("accelerometer", "autoplay", "bluetooth", "browsing-topics", "camera", "display-capture"),
    *("encrypted-media", "fullscreen", "geolocation", "gyroscope", "hid", "idle-detection"),
    *("local-fonts", "magnetometer", "microphone", "midi", "payment", "picture-in-picture"),
    *("screen-wake-lock", "serial", "usb", "xr-spatial-tracking"),
)
PERMISSIONS = ", ".join(
    [*(f"{name}=(self)" for name in NEEDED), *(f"{name}=()" for name in REFUSED)]
)


def policy(form_origins: Iterable[str] = ()) -> str:
    """The content security policy of our pages: our own files alone, and nothing written into a
    page runs or styles it.

    `form_origins` are origins that a form of ours may lead on to beside our own pages: browsers
    count where its answer redirects, as signing in at an identity provider does.
    """
    return "; ".join(
        (
            "default-src 'none'",
            "script-src 'self'",
            "style-src 'self'",
            "font-src 'self'",
            # codes to take a picture of and small marks in style sheets stand in their addresses
            "img-src 'self' data:",
            "connect-src 'self'",
            " ".join(("form-action 'self'", *form_origins)),
            "base-uri 'none'",
            "frame-ancestors 'none'",
        )
    )


def protect(get_response: Handler) -> Handler:
    """Put the headers on every answer; a view that says something stricter is left alone.

    A page of somebody who is signed in is kept by nobody: not by a proxy on the way, nor by the
    browser for whoever sits down next. Other pages are asked for anew each time, since they too
    carry a form's mark.
    """
    of_pages = policy(settings.FORM_ORIGINS)

    def handle(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        headers = response.headers
        headers.setdefault("Content-Security-Policy", of_pages)
        headers.setdefault("Permissions-Policy", PERMISSIONS)
        headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        # a search engine may list what says so itself, on the public side, and nothing else
        headers.setdefault("X-Robots-Tag", "noindex, nofollow")
        if "Cache-Control" not in headers:
            signed_in = getattr(request, "viewer", ANONYMOUS).signed_in
            headers["Cache-Control"] = "private, no-store" if signed_in else "private, no-cache"
            patch_vary_headers(response, ["Cookie"])
        return response

    return handle
