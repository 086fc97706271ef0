"""How the papers look: the county's letterhead, and those of bodies that have their own."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from handslag.domain.meetings.notices import actions, queries
from handslag.domain.meetings.notices.actions.letterhead import HeadConflict
from handslag.domain.meetings.notices.content import Head
from handslag.interfaces.web.kit.forms import Form
from handslag.interfaces.web.kit.found import or_404
from handslag.interfaces.web.kit.headers import FOR_FILES
from handslag.interfaces.web.kit.rendering import page
from handslag.interfaces.web.kit.requests import number
from handslag.output.generation import PaperError
from handslag.output.notices import samples

if TYPE_CHECKING:
    from handslag.domain.meetings.notices.queries import LetterheadShown
    from handslag.interfaces.web.kit.requests import PageRequest

LARGEST_LOGO = 1_000_000
DEFAULT_ACCENT = "#1f5c4d"


def _text(label: Any, rows: int = 3, help_text: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        required=False,
        help_text=help_text,
        widget=forms.Textarea(attrs={"rows": rows}),
    )


class LetterheadForm(Form):
    """What stands on the papers. What is wrong with it is said by the papers' own check."""

    organisation = forms.CharField(label=gettext_lazy("Avsändare"), max_length=200)
    sender = _text(
        gettext_lazy("Avsändarens uppgifter"),
        help_text=gettext_lazy("En rad för varje uppgift: enhet, adress, e-post."),
    )
    accent = forms.CharField(
        label=gettext_lazy("Färg på linjer och rubriker"),
        widget=forms.TextInput(attrs={"type": "color"}),
        max_length=7,
    )
    logo = forms.FileField(
        label=gettext_lazy("Logotyp"),
        required=False,
        help_text=gettext_lazy("PNG eller SVG, högst 1 MB. Utan ny fil behålls den som är."),
    )
    logo_text = forms.CharField(
        label=gettext_lazy("Vad logotypen visar"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("För den som får kallelsen uppläst."),
    )
    without_logo = forms.BooleanField(label=gettext_lazy("Ta bort logotypen"), required=False)
    opening = _text(gettext_lazy("Text före dagordningen"), 4)
    closing = _text(gettext_lazy("Text efter dagordningen"), 4)
    footer = forms.CharField(label=gettext_lazy("Sidfot"), required=False, max_length=300)

    def head(self, before: Head) -> Head:
        """What was typed, upon what held before."""
        said = self.cleaned_data
        logo = "" if said["without_logo"] else before.logo_sha256
        return Head(
            organisation=said["organisation"],
            sender=tuple(line.strip() for line in said["sender"].splitlines() if line.strip()),
            accent=said["accent"],
            logo_sha256=logo,
            logo_text=said["logo_text"],
            opening=said["opening"].replace("\r\n", "\n"),
            closing=said["closing"].replace("\r\n", "\n"),
            footer=said["footer"],
        )


@require_http_methods(["GET", "HEAD", "POST"])
def letterhead(request: PageRequest) -> HttpResponse:
    """The letterhead of the county, or of the body `organ`, to see and change."""
    body_id = number(request.GET.get("organ"))
    with or_404():
        found = queries.letterhead(request.viewer, body_id)
    form, status = LetterheadForm(initial=_initial(found)), 200
    revision = found.revision
    if request.method == "POST":
        form = LetterheadForm(request.POST, request.FILES)
        if _saved(request, form, found):
            return redirect(_address(body_id))
        status = 422
        if any(isinstance(one, HeadConflict) for one in form.non_field_errors().as_data()):
            status = 409
    context = {
        "noun": "letterhead",
        "found": found,
        "form": form,
        "revision": revision,
        "own": queries.letterheads(request.viewer) if body_id is None else (),
        "sample": samples.content_of(found.head),
        "lightness": samples.contrast_in_words(found.head.accent or DEFAULT_ACCENT),
        "address": _address(body_id),
        "sample_address": reverse("desk:letterhead-sample")
        + (f"?organ={body_id}" if body_id else ""),
    }
    return page(request, "desk/letterhead.html", context, status=status)


def _address(body_id: int | None) -> str:
    return reverse("desk:letterhead") + (f"?organ={body_id}" if body_id else "")


def _initial(found: LetterheadShown) -> dict[str, Any]:
    head = found.head
    return {
        "organisation": head.organisation,
        "sender": "\n".join(head.sender),
        "accent": head.accent or DEFAULT_ACCENT,
        "logo_text": head.logo_text,
        "opening": head.opening,
        "closing": head.closing,
        "footer": head.footer,
    }


def _saved(request: PageRequest, form: LetterheadForm, found: LetterheadShown) -> bool:
    """Whether it was saved; where it was not, the form says why."""
    revision = number(request.POST.get("revision")) or 0
    try:
        if "ta-bort" in request.POST and found.body_id is not None:
            actions.change_letterhead(
                viewer=request.viewer, body_id=found.body_id, head=None, revision=revision
            )
            messages.success(request, _("Organet har länets brevmall igen."))
            return True
        if not form.is_valid():
            return False
        head, logo = form.head(found.head), _logo(form)
        for trouble in samples.troubles(head, logo):
            form.add_error(trouble.field if trouble.field in form.fields else None, trouble.message)
        if form.errors:
            return False
        actions.change_letterhead(
            viewer=request.viewer,
            body_id=found.body_id,
            head=replace(head, logo_sha256="") if logo else head,
            logo=logo,
            revision=revision,
        )
    except HeadConflict as conflict:
        form.is_valid()
        form.add_error(None, conflict)
        return False
    except ValidationError as refusal:
        form.told(refusal)
        return False
    messages.success(request, _("Brevmallen är sparad. Nya kallelser ser ut så här."))
    return True


def _logo(form: LetterheadForm) -> bytes | None:
    file = form.cleaned_data["logo"]
    return file.read(LARGEST_LOGO + 1) if file else None


@require_safe
def sample(request: PageRequest) -> HttpResponse:
    """A made-up notice as PDF, with the letterhead that holds."""
    with or_404():
        found = queries.letterhead(request.viewer, number(request.GET.get("organ")))
    try:
        data = samples.pdf_of(found.head)
    except PaperError as error:
        messages.error(request, str(error))
        return redirect(_address(found.body_id))
    answer = HttpResponse(data, content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="prov-{timezone.localdate()}.pdf"'
    answer["Content-Security-Policy"] = FOR_FILES
    answer["Cache-Control"] = "private, no-store"
    return answer


@require_safe
def logo(request: PageRequest, digest: str) -> HttpResponse:
    """A logo as a picture, which can run and fetch nothing."""
    path = queries.logo(request.viewer, digest)
    if path is None or not path.exists():
        raise Http404
    data = path.read_bytes()
    kind = "image/png" if data.startswith(b"\x89PNG") else "image/svg+xml"
    answer = HttpResponse(data, content_type=kind)
    answer["Content-Security-Policy"] = FOR_FILES + "; style-src 'unsafe-inline'"
    answer["Cache-Control"] = "private, no-store"
    return answer
