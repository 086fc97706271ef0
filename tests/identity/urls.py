"""The provider's addresses: signing in as somebody there, and the protocol."""

from __future__ import annotations

from django.contrib.auth import authenticate, login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import include, path


def enter(request: HttpRequest) -> HttpResponse:
    """A form for signing in, and what is sent with it."""
    if request.method == "POST":
        user = authenticate(username=request.POST["user"], password=request.POST["password"])
        if user is not None:
            login(request, user)
            return redirect(request.GET["next"])
    return HttpResponse(
        "<!doctype html><html lang=sv><title>Region</title><h1>Regionens inloggning</h1>"
        "<form method=post><label>Namn <input name=user></label>"
        "<label>Kod <input name=password type=password></label>"
        "<button>Fortsätt</button></form>"
    )


urlpatterns = [
    path("in/", enter),
    path("favicon.ico", lambda _request: HttpResponse(status=204)),  # browsers ask for it
    path("o/", include("oauth2_provider.urls", namespace="oauth2_provider")),
]
