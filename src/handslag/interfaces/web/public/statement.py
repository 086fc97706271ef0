"""The accessibility statement, and a way to report a fault without an account.

The law (2018:1937) om tillgänglighet till digital offentlig service asks for both: 13 § for the
statement, and that anybody can tell of what falls short.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django import forms
from django.core import signing
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from handslag.domain.access.viewer import ANONYMOUS
from handslag.domain.publications import actions, queries
from handslag.interfaces.web.kit.forms import Form
from handslag.interfaces.web.public.answering import page, public

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

LAST_LOOKED = date(2026, 11, 22)
"""The day on which the pages were last gone through against the guidelines."""
SALT = "handslag.public.fault"
OLDEST = 24 * 3600
"""Seconds in which a fetched form can be sent."""
SOONEST = 2
"""Seconds that a person takes at least."""


@public()
def statement(request: HttpRequest) -> HttpResponse:
    """How far the pages keep to the law, what falls short, and where to turn."""
    owners = sorted({body.owner for body in queries.bodies() if body.owner})
    context = {"noun": "accessibility", "owners": owners, "looked": LAST_LOOKED}
    return page(request, "statement.html", context)


class FaultForm(Form):
    """What is wrong, where, and how to answer."""

    text = forms.CharField(
        label=gettext_lazy("Vad fungerar inte?"),
        help_text=gettext_lazy(
            "Berätta gärna vilket hjälpmedel eller vilken webbläsare du använder. Skriv inget om "
            "din hälsa."
        ),
        widget=forms.Textarea(attrs={"rows": 6, "maxlength": 5000}),
        max_length=5000,
    )
    page = forms.CharField(
        label=gettext_lazy("Vilken sida eller fil gäller det?"),
        required=False,
        max_length=500,
    )
    contact = forms.CharField(
        label=gettext_lazy("E-post eller telefon"),
        help_text=gettext_lazy("Bara om du vill ha svar. Tomt går bra."),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "email"}),
    )


# Whose form it is stands in a signed word in it instead of in a cookie: nobody is anybody here,
# so there is nothing that another page could make a reader do with powers of their own.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest) -> HttpResponse:
    """The form, what became of it, or thanks."""
    form = FaultForm(request.POST or None, initial={"page": request.GET.get("sida", "")[:500]})
    if request.method == "POST" and _taken(request, form):
        return _kept_by_nobody(redirect(f"{reverse('public:report-fault')}?skickat=ja"))
    context = {
        "noun": "accessibility",
        "form": form,
        "mark": signing.dumps("fault", salt=SALT),
        "sent": request.method != "POST" and request.GET.get("skickat") == "ja",
    }
    status = 422 if form.errors else 200
    return _kept_by_nobody(page(request, "report.html", context, status=status, listed=False))


def _taken(request: HttpRequest, form: FaultForm) -> bool:
    """Whether the report is kept. What a program filled in blindly is passed over in silence."""
    if request.headers.get("Sec-Fetch-Site") == "cross-site":
        raise PermissionDenied(_("Formuläret måste skickas från Handslags egen sida."))
    if request.POST.get("webbplats"):  # a field that nobody sees
        return True
    if not form.is_valid():
        return False
    if trouble := _trouble_with(request.POST.get("marke", "")):
        form.add_error(None, trouble)
        return False
    told = form.cleaned_data
    try:
        actions.report_fault(
            viewer=ANONYMOUS, text=told["text"], page=told["page"], contact=told["contact"]
        )
    except ValidationError as refusal:
        form.told(refusal)
        return False
    return True


def _trouble_with(mark: str) -> str:
    """What is wrong with the form's signed word; empty where nothing is."""
    again = _("Formuläret hade legat öppet för länge. Det du skrev står kvar. Skicka det igen.")
    try:
        signing.loads(mark, salt=SALT, max_age=OLDEST)
    except signing.BadSignature:
        return again
    try:
        signing.loads(mark, salt=SALT, max_age=SOONEST)
    except signing.SignatureExpired:
        return ""
    return _("Det gick väldigt fort. Läs igenom det du skrev och skicka igen.")


def _kept_by_nobody(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "no-store"
    return response
