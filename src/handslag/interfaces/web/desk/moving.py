"""What becomes of a planned meeting: moved, cancelled, on again, taken into the plan."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from handslag.domain.access.permissions import Permission
from handslag.domain.access.rules import require, require_somewhere
from handslag.domain.access.things import Thing, of_body
from handslag.domain.meetings.planning import actions, queries
from handslag.domain.meetings.planning.told import Wanted
from handslag.interfaces.web.desk.planning import clock_field
from handslag.interfaces.web.kit.forms import Form
from handslag.interfaces.web.kit.found import or_404
from handslag.interfaces.web.kit.rendering import page
from handslag.interfaces.web.kit.requests import known_id

if TYPE_CHECKING:
    from django.http import HttpResponse

    from handslag.domain.meetings.planning.queries.meeting import MeetingPlan
    from handslag.interfaces.web.kit.requests import PageRequest


class SeenForm(Form):
    """A form that knows what its page showed, so that two at once do not undo each other."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def refused(self, refusal: ValidationError, found: MeetingPlan) -> None:
        """Tell why, and have seen what the page shows now."""
        self.told(refusal)
        self.seen_now(found.seen)


class MoveForm(SeenForm):
    """When and where the meeting is to be."""

    day = forms.DateField(
        label=gettext_lazy("Dag"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    start = clock_field(gettext_lazy("Börjar"))
    end = clock_field(gettext_lazy("Slutar"))
    place = forms.CharField(label=gettext_lazy("Plats"), max_length=300, required=False)
    reason = forms.CharField(
        label=gettext_lazy("Varför"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("Får stå tomt. Det som står här läser de som berörs."),
    )
    pre_follows = forms.BooleanField(
        label=gettext_lazy("Förmötet flyttar med"), required=False, initial=True
    )


class CancelForm(SeenForm):
    """Why, and whether the pre-meeting goes too."""

    reason = forms.CharField(
        label=gettext_lazy("Varför ställs mötet in"),
        max_length=300,
        help_text=gettext_lazy("Läses av dem som berörs."),
    )
    pre_meetings = forms.ChoiceField(
        label=gettext_lazy("Förmötet"),
        widget=forms.RadioSelect,
        initial="stay",
        choices=[
            ("stay", gettext_lazy("Står kvar: sidan träffas ändå")),
            ("go", gettext_lazy("Ställs också in")),
        ],
    )


class ReinstateForm(SeenForm):
    """Whether the pre-meeting stands again too."""

    reason = forms.CharField(label=gettext_lazy("Varför"), max_length=300, required=False)
    pre_meetings = forms.BooleanField(
        label=gettext_lazy("Ta upp förmötet också"), required=False, initial=True
    )


class DeadlinesForm(SeenForm):
    """What is due before the meeting."""

    material = forms.DateField(
        label=gettext_lazy("Underlag senast"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    notice = forms.DateField(
        label=gettext_lazy("Kallelsen ut senast"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )


def _plan(request: PageRequest, meeting_id: int) -> MeetingPlan:
    """The plan of a meeting, for who plans it; others are refused."""
    require_somewhere(request.viewer, Permission.MEETINGS_PLAN)
    with or_404():
        found = queries.meeting_plan(request.viewer, known_id(meeting_id))
    thing = Thing(scopes=frozenset({of_body(found.row.body_id)}))
    require(request.viewer, Permission.MEETINGS_PLAN, thing)
    return found


def _shown(request: PageRequest, template: str, found: MeetingPlan, form: Form) -> HttpResponse:
    context = {"noun": "meetings", "plan": found, "row": found.row, "form": form}
    return page(request, template, context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def move(request: PageRequest, meeting_id: int) -> HttpResponse:
    """Another day, time or place."""
    found = _plan(request, meeting_id)
    row = found.row
    initial: dict[str, Any] = {"day": row.day, "start": row.start, "end": row.end}
    initial |= {"place": row.place, "seen": found.seen}
    form = MoveForm(request.POST or None, initial=initial)
    if not any(not one.cancelled for one in found.pre_meetings):
        del form.fields["pre_follows"]
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            moved = actions.move_meeting(
                viewer=request.viewer,
                meeting_id=row.id,
                to=Wanted(said["day"], said["start"], said["end"], said["place"]),
                reason=said["reason"],
                pre_follows=said.get("pre_follows", False),
                seen=said["seen"],
            )
        except ValidationError as refusal:
            found = _plan(request, meeting_id)
            form.refused(refusal, found)
        else:
            words = (
                _("Ändrat. Det förra står kvar i historiken.") if moved else _("Inget ändrades.")
            )
            messages.success(request, words)
            return redirect("desk:meeting", row.id)
    return _shown(request, "desk/move_meeting.html", found, form)


@require_http_methods(["GET", "HEAD", "POST"])
def cancel(request: PageRequest, meeting_id: int) -> HttpResponse:
    """Cancel the meeting; its pre-meeting may stay."""
    found = _plan(request, meeting_id)
    form = CancelForm(request.POST or None, initial={"seen": found.seen})
    if not any(not one.cancelled for one in found.pre_meetings):
        del form.fields["pre_meetings"]
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            actions.cancel_meeting(
                viewer=request.viewer,
                meeting_id=found.row.id,
                reason=said["reason"],
                pre_meetings=said.get("pre_meetings") == "go",
                seen=said["seen"],
            )
        except ValidationError as refusal:
            found = _plan(request, meeting_id)
            form.refused(refusal, found)
        else:
            messages.success(request, _("Mötet är inställt. Det kan tas upp igen."))
            return redirect("desk:meeting", found.row.id)
    return _shown(request, "desk/cancel_meeting.html", found, form)


@require_http_methods(["GET", "HEAD", "POST"])
def reinstate(request: PageRequest, meeting_id: int) -> HttpResponse:
    """Let a cancelled meeting stand again."""
    found = _plan(request, meeting_id)
    form = ReinstateForm(request.POST or None, initial={"seen": found.seen})
    if not any(one.cancelled for one in found.pre_meetings):
        del form.fields["pre_meetings"]
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            actions.reinstate_meeting(
                viewer=request.viewer,
                meeting_id=found.row.id,
                reason=said["reason"],
                pre_meetings=said.get("pre_meetings", False),
                seen=said["seen"],
            )
        except ValidationError as refusal:
            found = _plan(request, meeting_id)
            form.refused(refusal, found)
        else:
            messages.success(request, _("Mötet står i planen igen."))
            return redirect("desk:meeting", found.row.id)
    return _shown(request, "desk/reinstate_meeting.html", found, form)


@require_http_methods(["GET", "HEAD", "POST"])
def deadlines(request: PageRequest, meeting_id: int) -> HttpResponse:
    """What is due before the meeting, said by hand."""
    found = _plan(request, meeting_id)
    row = found.row
    initial = {"material": row.material_due, "notice": row.notice_due, "seen": found.seen}
    form = DeadlinesForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            actions.set_deadlines(
                viewer=request.viewer,
                meeting_id=row.id,
                material=said["material"],
                notice=said["notice"],
                seen=said["seen"],
            )
        except ValidationError as refusal:
            found = _plan(request, meeting_id)
            form.refused(refusal, found)
        else:
            messages.success(request, _("Sparat."))
            return redirect("desk:meeting", row.id)
    return _shown(request, "desk/deadlines.html", found, form)


@require_POST
def take_up(request: PageRequest, meeting_id: int) -> HttpResponse:
    """Take a meeting that papers told of into the plan."""
    try:
        with or_404():
            actions.take_up_meeting(viewer=request.viewer, meeting_id=known_id(meeting_id))
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(request, _("Mötet står nu i planen och kan flyttas och ställas in här."))
    return redirect("desk:meeting", meeting_id)
