"""The desk's addresses and the empty page that they are measured against."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import include, path

_nothing = engines["django"].from_string("")


def empty(request: HttpRequest) -> HttpResponse:
    """A template with nothing in it, rendered as every page is."""
    return HttpResponse(_nothing.render({}, request))


urlpatterns = [path("tom/", empty), path("", include("handslag.config.urls"))]
