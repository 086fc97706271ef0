"""A Django page with nothing in it: no middleware, no session, no database."""

from __future__ import annotations

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, HttpResponse
from django.urls import path


def empty(_request: HttpRequest) -> HttpResponse:
    """The least that Django can answer."""
    return HttpResponse("")


urlpatterns = [path("", empty)]
if not settings.configured:
    settings.configure(
        ROOT_URLCONF=__name__,
        ALLOWED_HOSTS=["127.0.0.1"],
        SECRET_KEY="bare",  # noqa: S106  it signs nothing
        MIDDLEWARE=[],
    )
application = get_wsgi_application()
