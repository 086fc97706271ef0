"""What happens to every request: who looks, and in which language."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation

from handslag.domain.access.viewer import ANONYMOUS
from handslag.domain.registry.viewers import viewer_of
from handslag.interfaces.web.kit.everybody import is_for_everybody

Handler = Callable[[HttpRequest], HttpResponse]


def chosen_language(get_response: Handler) -> Handler:
    """Speak Swedish, unless the reader chose otherwise.

    The browser's own wish is left out on purpose: a Swedish authority's pages are in Swedish
    also on a computer that was set up in English.
    """

    def handle(request: HttpRequest) -> HttpResponse:
        wanted = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        language = wanted if wanted in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
        with translation.override(language):
            response = get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response

    return handle


def viewer(get_response: Handler) -> Handler:
    """Say who looks: the one who is signed in, with the roles of today, or a stranger.

    On the public side everybody is a stranger.
    """

    def handle(request: HttpRequest) -> HttpResponse:
        if is_for_everybody(request):
            request.viewer = ANONYMOUS  # type: ignore[attr-defined]  # ours to add
            return get_response(request)
        user = request.user
        request.viewer = (  # type: ignore[attr-defined]  # ours to add
            viewer_of(user, timezone.localdate()) if user.is_authenticated else ANONYMOUS
        )
        return get_response(request)

    return handle
