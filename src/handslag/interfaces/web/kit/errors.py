"""Pages for what went wrong: what happened, what was kept, what to do."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any, cast

from django.contrib.auth.views import redirect_to_login
from django.http import HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django_htmx.http import HttpResponseClientRedirect, reswap, retarget

from handslag.domain.access.viewer import ANONYMOUS
from handslag.interfaces.web.kit.everybody import frame_of
from handslag.interfaces.web.kit.faults import fault_of

if TYPE_CHECKING:
    from django.http import HttpRequest

    from handslag.interfaces.web.kit.faults import Fault


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400: the request could not be understood."""
    del exception
    return _page(
        request,
        400,
        _("Det gick inte att förstå vad som skickades"),
        _("Inget har ändrats. Gå tillbaka, ladda om sidan och försök igen."),
    )


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403: the viewer may not. A stranger who only wanted to read is asked to sign in instead."""
    stranger = not getattr(request, "viewer", ANONYMOUS).signed_in
    if stranger and (request.method in {"GET", "HEAD"} or getattr(request, "htmx", False)):
        return _to_sign_in(request)
    reason = str(exception or "") or _("Du saknar behörighet för det här.")
    return _refused(request, _("Det här får du inte göra"), reason)


def _refused(request: HttpRequest, heading: str, words: str) -> HttpResponse:
    """403: a page, or where only a part of one was asked for a message above what is there."""
    if not getattr(request, "htmx", False):
        return _page(request, 403, heading, words)
    response = render(request, "kit/refused.html", {"words": words}, status=403)
    # the library's types know the ways of swapping, not what may follow on them
    shown_at_the_top = cast("Any", "innerHTML show:window:top")
    return retarget(reswap(response, shown_at_the_top), "#besked")


def _to_sign_in(request: HttpRequest) -> HttpResponse:
    """To the page for signing in, and from there back to what was asked for."""
    htmx = getattr(request, "htmx", None)
    if not htmx:
        return redirect_to_login(request.get_full_path())
    # a part of a page: the whole page is what to come back to
    response = redirect_to_login(htmx.current_url_abs_path or request.get_full_path())
    return HttpResponseClientRedirect(response.url)


def form_expired(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403: a form without a valid mark of having come from one of our own pages."""
    del reason
    return _refused(
        request,
        _("Formuläret gick inte att ta emot"),
        _(
            "Sidan hade legat öppen för länge, eller så tillåter webbläsaren inga kakor. "
            "Inget har ändrats. Gå tillbaka, ladda om sidan och skicka igen."
        ),
    )


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404: nothing stands there."""
    del exception
    return _page(
        request,
        404,
        _("Här finns ingen sida"),
        _("Adressen kan vara felskriven, eller så har det som stod här flyttats. Sök efter det."),
    )


def too_large(request: HttpRequest) -> HttpResponse:
    """413: more bytes than anybody may send here; none of them was read."""
    return _page(
        request,
        413,
        _("Det som skickades är för stort"),
        _(
            "Inget av det togs emot, och inget har ändrats. Skicka färre eller mindre filer åt "
            "gången."
        ),
    )


def too_often(request: HttpRequest, seconds: int) -> HttpResponse:
    """429: so much was asked for that others would have to wait; free again in `seconds`."""
    words = ngettext(
        "Handslag fick många likadana förfrågningar härifrån på kort tid och tog inte emot den "
        "här. Inget har ändrats. Försök igen om %(count)d sekund.",
        "Handslag fick många likadana förfrågningar härifrån på kort tid och tog inte emot den "
        "här. Inget har ändrats. Försök igen om %(count)d sekunder.",
        seconds,
    )
    answer = _page(request, 429, _("Vänta en liten stund"), words % {"count": seconds})
    answer["Retry-After"] = str(seconds)
    return answer


def server_error(request: HttpRequest) -> HttpResponse:
    """500: the fault is ours; or 503 and 507, where disk or database does not do as it should.

    Django calls this while it handles what was raised, wherever that was: in a view, in a
    template, or before it was known who asks.
    """
    if fault := fault_of(sys.exception()):
        return _faulty(request, fault)
    return _page(
        request,
        500,
        _("Något gick fel hos Handslag"),
        _(
            "Det som redan var sparat finns kvar. Försök igen. Händer det på nytt, berätta vad "
            "du gjorde för den som sköter Handslag; felet står i serverns logg."
        ),
    )


def _faulty(request: HttpRequest, fault: Fault) -> HttpResponse:
    try:
        answer = _page(request, fault.status, fault.heading, fault.words)
    except Exception:  # noqa: BLE001  whatever a page asks of a database that does not answer
        context = {"status": fault.status, "heading": fault.heading, "advice": fault.words}
        answer = HttpResponse(render_to_string("kit/error.html", context), status=fault.status)
    answer["Retry-After"] = str(fault.wait)
    return answer


def _page(request: HttpRequest, status: int, heading: str, words: str) -> HttpResponse:
    context = {"status": status, "heading": heading, "advice": words, "frame": frame_of(request)}
    return render(request, "kit/error.html", context, status=status)
