"""The character zero, which PostgreSQL takes in no text: it comes no farther than here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from handslag.interfaces.web.kit.errors import bad_request

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

ZERO = "\0"


class WithoutZeros:
    """Leave zeros out of what an address asks for, and refuse a path, a cookie or a form with one.

    Nobody types them. Without this, every field would have to be looked through by itself.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Look through what can be told without reading what was sent."""
        if ZERO in request.path_info or any(ZERO in value for value in request.COOKIES.values()):
            return bad_request(request)
        asked = request.META.get("QUERY_STRING", "")
        if "%00" in asked or ZERO in asked:
            request.META["QUERY_STRING"] = asked.replace("%00", "").replace(ZERO, "")
            request.__dict__.pop("GET", None)  # which Django keeps once it is read
        return self._get_response(request)

    def process_view(
        self, request: HttpRequest, _view: object, _args: object, _kwargs: object
    ) -> HttpResponse | None:
        """Look through the form. Not before: what is too large must be refused unread, and the
        check of CSRF has read it by now."""
        texts = (text for name, values in request.POST.lists() for text in (name, *values))
        return bad_request(request) if any(ZERO in str(text) for text in texts) else None
