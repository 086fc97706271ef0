"""Looking around the example county: as a coordinator, as a member, or as the public.

For whoever sits at the machine, where `handslag serve --example` was asked for, and nowhere else:
in production these addresses do not exist (see `handslag.config.urls`), and each request is asked
again where it comes from.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login, logout
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.http.request import split_domain_port
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from handslag.domain.accounts.entrances import user_with
from handslag.intake.example import look_around_as
from handslag.interfaces.web.kit.addresses import from_this_machine
from handslag.interfaces.web.kit.rendering import page

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from handslag.interfaces.web.kit.requests import PageRequest

THIS_MACHINE = ("127.0.0.1", "localhost", "[::1]")
PUBLIC = "public"
WAYS = {"samordnare": "coordinator", "ledamot": "member", "allmanhet": PUBLIC}
"""As what one can look around, as forms say it."""


def offered(request: HttpRequest) -> bool:
    """Whether the example may be looked around in by whoever asks this.

    Only with the demo asked for, from this very machine with no proxy between, to an address of
    this machine alone.
    """
    if not settings.DEMO or settings.PRODUCTION:
        return False
    host, _port = split_domain_port(request.get_host())
    return host in THIS_MACHINE and from_this_machine(request)


@require_http_methods(["GET", "HEAD", "POST"])
def look_around(request: PageRequest) -> HttpResponse:
    """Say what this is, and let whoever asks look around as one or another."""
    if not offered(request):
        raise Http404
    if request.method == "POST":
        return _look(request, WAYS.get(request.POST.get("som", ""), ""))
    return page(request, "desk/look_around.html", {"noun": "start"})


def _look(request: PageRequest, what: str) -> HttpResponse:
    if what not in WAYS.values():
        raise Http404
    email = look_around_as().get(what, "")
    user = user_with(email) if email else None
    if what != PUBLIC and user is None:
        raise PermissionDenied(_("Exempelkontot finns inte, eller så är det stängt."))
    logout(request)
    if user is not None:
        login(request, user, backend=settings.AUTHENTICATION_BACKENDS[0])
        words = _("Du ser dig omkring i exemplet som %(name)s.")
        messages.success(request, words % {"name": user.name})
    else:
        messages.success(request, _("Du ser exemplet som allmänheten gör."))
    return redirect("desk:start")
