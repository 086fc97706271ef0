"""A meeting's attachments: adding a file, changing what it serves, versions, and downloads."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from handslag.domain.base.meanwhile import ChangedMeanwhile
from handslag.domain.meetings.agenda import actions, queries
from handslag.intake.attaching import AttachmentTold, attach, attach_version
from handslag.intake.errors import NoRoom, NotTakenIn
from handslag.interfaces.web.desk.documents import NO_ROOM
from handslag.interfaces.web.kit.downloads import download
from handslag.interfaces.web.kit.forms import Form
from handslag.interfaces.web.kit.found import or_404
from handslag.interfaces.web.kit.rendering import page
from handslag.interfaces.web.kit.requests import known_id, number

if TYPE_CHECKING:
    from django.http import HttpResponse
    from django.http.response import HttpResponseBase

    from handslag.domain.meetings.agenda.shapes import Agenda, AttachmentRow
    from handslag.interfaces.web.kit.requests import PageRequest


class AttachmentForm(Form):
    """What an attachment is called and which items it serves."""

    title = forms.CharField(label=gettext_lazy("Rubrik"), max_length=300)
    items = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Hör till punkterna"),
        required=False,
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
    )
    closed_ground = forms.CharField(
        label=gettext_lazy("Sluten enligt"),
        required=False,
        max_length=200,
        help_text=gettext_lazy(
            "Bestämmelsen, till exempel OSL 26 kap. 1 §. Tomt betyder att bilagan är öppen."
        ),
    )
    late_reason = forms.CharField(label=gettext_lazy("Varför kommer bilagan nu?"), max_length=300)
    late_by = forms.CharField(label=gettext_lazy("Vem har släppt in den?"), max_length=200)

    def __init__(self, agenda: Agenda, *args: Any, late: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("items", [(item.id, f"{item.number}. {item.heading}") for item in agenda.items])
        if not late:
            del self.fields["late_reason"], self.fields["late_by"]

    def attachment(self) -> AttachmentTold:
        """The attachment as the form says it."""
        said = self.cleaned_data
        return AttachmentTold(
            title=said["title"],
            item_ids=tuple(said["items"]),
            closed_ground=said["closed_ground"],
            late_reason=said.get("late_reason", ""),
            late_by=said.get("late_by", ""),
        )


class NewAttachmentForm(AttachmentForm):
    """The same of a file that comes now."""

    file = forms.FileField(
        label=gettext_lazy("Fil"),
        help_text=gettext_lazy("PDF går att läsa för alla och kommer med i samlingsfilen."),
        widget=forms.ClearableFileInput(),
    )
    field_order = ("file", "title", "items", "closed_ground", "late_reason", "late_by")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["title"].required = False
        self.fields["title"].help_text = _("Tomt betyder filens namn.")


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: PageRequest, meeting_id: int) -> HttpResponse:
    """Attach a file to the meeting; `punkt` in the address is the item it is for."""
    with or_404():
        agenda = queries.agenda_paper(request.viewer, known_id(meeting_id))
    initial = {"items": [number(request.GET.get("punkt"))]}
    form = NewAttachmentForm(
        agenda, request.POST or None, request.FILES or None, late=agenda.sent, initial=initial
    )
    status = 200
    if request.method == "POST" and form.is_valid():
        sent = form.cleaned_data["file"]
        try:
            attach(
                viewer=request.viewer,
                meeting_id=meeting_id,
                name=sent.name or "",
                data=sent.read(),
                told=form.attachment(),
            )
        except NotTakenIn as refusal:
            form.add_error("file", str(refusal))
            status = NO_ROOM if isinstance(refusal, NoRoom) else 422
        except ValidationError as refusal:
            form.told(refusal)
        else:
            messages.success(request, _("Bilagan är tillagd."))
            return redirect(f"{reverse('desk:agenda', args=[meeting_id])}#bilagor")
    context = {"noun": "meetings", "agenda": agenda, "form": form}
    status = max(status, 422 if form.errors else 200)
    return page(request, "desk/add_attachment.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def attachment(request: PageRequest, meeting_id: int, attachment_id: int) -> HttpResponse:
    """One attachment: what it is called and serves, its versions, and letting it go."""
    agenda, row = _found(request, meeting_id, attachment_id)
    doing = request.POST.get("gor", "") if request.method == "POST" else ""
    if doing in _DOING:
        return _do(request, meeting_id, attachment_id, doing)
    initial = {"title": row.title, "items": row.item_ids, "closed_ground": row.closed_ground}
    form = AttachmentForm(agenda, request.POST or None, initial=initial)
    stale = False
    if request.method == "POST" and form.is_valid():
        try:
            with or_404():
                actions.change_attachment(
                    viewer=request.viewer,
                    attachment_id=attachment_id,
                    seen=request.POST.get("sedd", ""),
                    told=form.attachment(),
                )
        except ChangedMeanwhile:
            agenda, row = _found(request, meeting_id, attachment_id)
            stale = True
        except ValidationError as refusal:
            form.told(refusal)
        else:
            messages.success(request, _("Bilagan är sparad."))
            return redirect(f"{reverse('desk:agenda', args=[meeting_id])}#bilagor")
    return _shown(request, agenda, row, form, stale=stale)


def _shown(
    request: PageRequest,
    agenda: Agenda,
    row: AttachmentRow,
    form: AttachmentForm,
    *,
    stale: bool = False,
) -> HttpResponse:
    context = {
        "noun": "meetings",
        "agenda": agenda,
        "row": row,
        "versions": row.versions[::-1],
        "form": form,
        "stale": stale,
        "theirs": [item for item in agenda.items if item.id in row.item_ids] if stale else [],
    }
    status = 409 if stale else 422 if form.errors else 200
    return page(request, "desk/attachment.html", context, status=status)


def _do(request: PageRequest, meeting_id: int, attachment_id: int, doing: str) -> HttpResponse:
    back = reverse("desk:attachment", args=[meeting_id, attachment_id])
    agenda = f"{reverse('desk:agenda', args=[meeting_id])}#bilagor"
    try:
        with or_404():
            if doing == "version":
                _new_version(request, attachment_id)
                return redirect(back)
            if doing == "ta-bort":
                actions.remove_attachment(viewer=request.viewer, attachment_id=attachment_id)
                messages.success(request, _("Bilagan är borttagen."))
                return redirect(agenda)
            actions.withdraw_attachment(
                viewer=request.viewer,
                attachment_id=attachment_id,
                reason=request.POST.get("skal", ""),
            )
            messages.success(request, _("Bilagan är tillbakadragen. Skälet står kvar."))
    except (ValidationError, NotTakenIn) as refusal:
        words = " ".join(refusal.messages) if isinstance(refusal, ValidationError) else str(refusal)
        messages.error(request, words)
    return redirect(back)


_DOING = {"version", "ta-bort", "dra-tillbaka"}


def _new_version(request: PageRequest, attachment_id: int) -> None:
    sent = request.FILES.get("file")
    if sent is None:
        raise ValidationError(_("Välj en fil först. Inget har ändrats."))
    new = attach_version(
        viewer=request.viewer,
        attachment_id=attachment_id,
        name=sent.name or "",
        data=sent.read(),
    )
    if new:
        messages.success(request, _("Den nya versionen är sparad. Den förra går att hämta ännu."))
    else:
        messages.info(request, _("Det är samma fil som förut. Inget har ändrats."))


@require_POST
def order(request: PageRequest, meeting_id: int) -> HttpResponse:
    """Move an attachment one place up or down (`flytta`, "12:upp"); labels follow the order."""
    seen = [found for word in request.POST.get("sedd", "").split(",") if (found := number(word))]
    one, _colon, way = request.POST.get("flytta", "").partition(":")
    moved = number(one)
    wanted = list(seen)
    if moved in wanted:
        place = wanted.index(moved)
        to = max(0, place - 1) if way == "upp" else min(len(wanted) - 1, place + 1)
        wanted.insert(to, wanted.pop(place))
    try:
        with or_404():
            actions.order_attachments(
                viewer=request.viewer,
                meeting_id=known_id(meeting_id),
                seen=seen,
                wanted=wanted,
            )
    except ChangedMeanwhile:
        words = _("Någon annan har ändrat bilagorna sedan du öppnade sidan. Inget har flyttats.")
        messages.error(request, words)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(request, _("Bilagornas ordning är sparad."))
    return redirect(f"{reverse('desk:agenda', args=[meeting_id])}#bilagor")


@require_safe
def file(request: PageRequest, version_id: int) -> HttpResponseBase:
    """One version's file, to be saved and never shown as a page of ours."""
    with or_404():
        found = queries.attachment_file(request.viewer, known_id(version_id))
    try:
        data = found.path.open("rb")
    except FileNotFoundError as missing:
        raise Http404 from missing
    return download(data, name=found.name, media_type=found.media_type)


def _found(
    request: PageRequest, meeting_id: int, attachment_id: int
) -> tuple[Agenda, AttachmentRow]:
    with or_404():
        agenda = queries.agenda_paper(request.viewer, known_id(meeting_id))
    for row in agenda.attachments:
        if row.id == attachment_id:
            return agenda, row
    raise Http404
