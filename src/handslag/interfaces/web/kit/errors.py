"""Pages for what went wrong: what happened, what was kept, what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


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
    """403: the viewer may not."""
    reason = str(exception or "") or _("Du saknar behörighet för det här.")
    return _page(request, 403, _("Det här får du inte göra"), reason)


def form_expired(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403: a form without a valid mark of having come from one of our own pages."""
    del reason
    return _page(
        request,
        403,
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


def server_error(request: HttpRequest) -> HttpResponse:
    """500: the fault is ours."""
    return _page(
        request,
        500,
        _("Något gick fel hos Handslag"),
        _(
            "Det som redan var sparat finns kvar. Försök igen. Händer det på nytt, berätta vad "
            "du gjorde för den som sköter Handslag; felet står i serverns logg."
        ),
    )


def _page(request: HttpRequest, status: int, heading: str, words: str) -> HttpResponse:
    context = {"status": status, "heading": heading, "advice": words}
    return render(request, "kit/error.html", context, status=status)
