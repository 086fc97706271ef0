"""Matters raised for coming meetings: raising one, one's own, and preparing what others raised."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from handslag.domain.access.permissions import Permission
from handslag.domain.matters.history.finding import matter_of_raised
from handslag.domain.meetings.agenda import actions, queries
from handslag.domain.meetings.agenda.actions.raised import MatterTold
from handslag.domain.meetings.agenda.shapes import ITEM_KINDS
from handslag.interfaces.web.kit.forms import Form
from handslag.interfaces.web.kit.found import or_404
from handslag.interfaces.web.kit.rendering import page
from handslag.interfaces.web.kit.requests import known_id, number
from handslag.interfaces.web.kit.words import short_day

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.http import HttpResponse

    from handslag.domain.meetings.agenda.shapes import BodyToRaiseIn, ComingMeeting, RaisedPage
    from handslag.interfaces.web.kit.requests import PageRequest


class MatterForm(Form):
    """What somebody wants taken up."""

    meeting = forms.CharField(
        label=gettext_lazy("Till vilket möte?"), widget=forms.Select, required=False
    )
    heading = forms.CharField(label=gettext_lazy("Vad gäller det?"), max_length=500)
    text = forms.CharField(
        label=gettext_lazy("Bakgrund"), required=False, max_length=20_000, widget=forms.Textarea
    )
    kind = forms.ChoiceField(label=gettext_lazy("Vad ska mötet göra?"))
    minutes = forms.IntegerField(
        label=gettext_lazy("Minuter"), required=False, min_value=0, max_value=600
    )
    presenter = forms.CharField(label=gettext_lazy("Vem föredrar?"), required=False, max_length=200)
    principal = forms.TypedChoiceField(
        label=gettext_lazy("För vilken huvudman?"), required=False, coerce=int, empty_value=None
    )

    def __init__(self, request: PageRequest, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("kind", [(value, str(label).capitalize()) for value, label in ITEM_KINDS])
        principals = queries.principals_to_raise_for(request.viewer)
        self.offer("principal", [("", _("Ingen särskild")), *principals])

    def choose_meeting(self, choices: Iterable[tuple[str, Any]]) -> None:
        """Say which meetings there are to choose among."""
        widget = self.fields["meeting"].widget
        assert isinstance(widget, forms.Select)  # noqa: S101  as declared above
        widget.choices = list(choices)

    def matter(self) -> MatterTold:
        """The matter as the form says it."""
        said = self.cleaned_data
        return MatterTold(
            heading=said["heading"],
            text=said["text"],
            kind=said["kind"],
            minutes=said["minutes"],
            presenter=said["presenter"],
            meeting_id=number(said["meeting"].partition(":")[2]),
            principal_id=said["principal"],
        )


class AnswerForm(MatterForm):
    """The same, with the answer to a question."""

    answer = forms.CharField(
        label=gettext_lazy("Ditt svar"), max_length=20_000, widget=forms.Textarea
    )
    field_order = ("answer",)


@require_safe
def raised(request: PageRequest) -> HttpResponse:
    """What the viewer raised, and what awaits their preparation."""
    prepares = Permission.MEETINGS_PREPARE in request.viewer.permissions
    context = {
        "noun": "raised",
        "own": queries.raised_by(request.viewer),
        "to_prepare": queries.to_prepare(request.viewer) if prepares else (),
        "prepares": prepares,
        "today": timezone.localdate(),
    }
    return page(request, "desk/raised.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def raise_matter(request: PageRequest) -> HttpResponse:
    """Raise a matter for a coming meeting; `organ` in the address is the body it is for."""
    bodies = queries.bodies_to_raise_in(request.viewer)
    chosen = number(request.GET.get("organ"))
    initial = {"meeting": f"{chosen}:"} if chosen else None
    form = MatterForm(request, request.POST or None, initial=initial)
    form.choose_meeting(_choices(bodies))
    if request.method == "POST" and form.is_valid():
        body_id = number(form.cleaned_data["meeting"].partition(":")[0])
        try:
            with or_404():
                raised_id = actions.raise_matter(
                    viewer=request.viewer, body_id=known_id(body_id or 0), told=form.matter()
                )
        except ValidationError as refusal:
            form.told(refusal)
        else:
            messages.success(request, _("Ärendet är anmält. Du ser här vad som händer med det."))
            return redirect("desk:raised-matter", raised_id)
    context = {"noun": "raised", "form": form, "bodies": bodies}
    return page(request, "desk/raise_matter.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def matter(request: PageRequest, raised_id: int) -> HttpResponse:
    """One raised matter: its history, and what the viewer may do with it (`gor`)."""
    with or_404():
        found = queries.raised_matter(request.viewer, known_id(raised_id))
    doing = request.POST.get("gor", "") if request.method == "POST" else ""
    form = _answer_form(request, found, answering=doing == "svara")
    problem = ""
    if doing == "svara" and found.answers:
        if form.is_valid() and not (problem := _answered(request, found, form)):
            return redirect("desk:raised-matter", raised_id)
    elif doing:
        with or_404():
            problem = _done(request, found, doing)
        if not problem:
            return redirect("desk:raised-matter", raised_id)
    context = {
        "noun": "raised",
        "page": found,
        "row": found.row,
        "form": form,
        "problem": problem,
        "said": request.POST,
        "became": matter_of_raised(request.viewer, raised_id),
    }
    status = 422 if problem or (doing and form.errors) else 200
    return page(request, "desk/raised_matter.html", context, status=status)


def _answer_form(request: PageRequest, found: RaisedPage, *, answering: bool) -> AnswerForm:
    row = found.row
    initial = {
        "heading": row.heading,
        "text": found.text,
        "kind": found.kind.value,
        "minutes": found.minutes,
        "presenter": found.presenter,
        "principal": found.principal_id,
        "meeting": f"{row.body_id}:{row.meeting_id or ''}",
    }
    form = AnswerForm(request, request.POST if answering else None, initial=initial)
    form.choose_meeting(_of_body(row.body_id, found.meetings))
    return form


def _answered(request: PageRequest, found: RaisedPage, form: AnswerForm) -> str:
    try:
        actions.answer_question(
            viewer=request.viewer,
            matter_id=found.row.id,
            answer=form.cleaned_data["answer"],
            told=form.matter(),
        )
    except ValidationError as refusal:
        form.told(refusal)
        return " ".join(refusal.messages)
    messages.success(request, _("Svaret är skickat, och ärendet väntar på beredning igen."))
    return ""


def _done(request: PageRequest, found: RaisedPage, doing: str) -> str:
    """Do what a button says; what it was refused with, empty where it went well."""
    viewer, matter_id, said = request.viewer, found.row.id, request.POST.get("text", "")
    try:
        if doing == "aterlamna":
            actions.return_matter(viewer=viewer, matter_id=matter_id, question=said)
            messages.success(request, _("Frågan är skickad till den som anmälde ärendet."))
        elif doing == "avboj":
            actions.decline_matter(viewer=viewer, matter_id=matter_id, reason=said)
            messages.success(request, _("Ärendet är avböjt. Skälet står kvar."))
        elif doing == "aterta":
            actions.withdraw_matter(viewer=viewer, matter_id=matter_id)
            messages.success(request, _("Ärendet är återtaget."))
        elif doing == "ta-upp":
            actions.accept_matter(
                viewer=viewer,
                matter_id=matter_id,
                meeting_id=known_id(number(request.POST.get("mote")) or 0),
                presenter=request.POST.get("foredragande", ""),
                late_reason=request.POST.get("late_reason", ""),
                late_by=request.POST.get("late_by", ""),
            )
            messages.success(request, _("Ärendet står nu sist på dagordningen."))
        else:
            return _("Välj vad som ska göras.")
    except ValidationError as refusal:
        return " ".join(refusal.messages)
    return ""


def _choices(bodies: Iterable[BodyToRaiseIn]) -> list[tuple[str, Any]]:
    return [(body.name, _of_body(body.id, body.meetings)) for body in bodies]


def _of_body(body_id: int, meetings: Iterable[ComingMeeting]) -> list[tuple[str, str]]:
    rows = [(f"{body_id}:", _("Nästa möte där det finns plats"))]
    for meeting in meetings:
        words = short_day(meeting.date)
        if meeting.material_due:
            told = {"day": words, "due": short_day(meeting.material_due)}
            words = _("%(day)s, underlag senast %(due)s") % told
        rows.append((f"{body_id}:{meeting.id}", words))
    return rows
