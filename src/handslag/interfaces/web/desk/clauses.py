"""A decision at its own address, and what came of it in the register: who sits by it, who left."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.http import Http404
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from handslag.domain.access.permissions import Permission
from handslag.domain.access.rules import require_somewhere
from handslag.domain.matters.deciding import actions, queries
from handslag.domain.registry import queries as registry
from handslag.domain.registry.memberships import queries as memberships
from handslag.interfaces.web.kit.forms import Form, last_day
from handslag.interfaces.web.kit.found import or_404
from handslag.interfaces.web.kit.rendering import page
from handslag.interfaces.web.kit.requests import known_id, number, page_asked_for

if TYPE_CHECKING:
    from django.http import HttpResponse

    from handslag.domain.matters.deciding.shapes import SeatChoice
    from handslag.interfaces.web.kit.requests import PageRequest


@require_safe
def clause(request: PageRequest, code: str) -> HttpResponse:
    """One decision. One that stands no more says so, to those who read the body's meetings."""
    try:
        shown = queries.clause_page(request.viewer, code)
    except ObjectDoesNotExist:
        with or_404():
            gone = queries.gone(request.viewer, code)
        return page(
            request, "desk/gone_clause.html", {"noun": "decisions", "gone": gone}, status=410
        )
    return page(request, "desk/clause.html", {"noun": "decisions", "clause": shown})


@require_safe
def waiting(request: PageRequest) -> HttpResponse:
    """Those who are appointed and have no seat by it yet."""
    context = {
        "noun": "decisions",
        "listing": queries.waiting(request.viewer, page_asked_for(request)),
    }
    return page(request, "desk/appointed.html", context)


class SeatForm(Form):
    """Where somebody who is appointed is to sit, as what, for whom, and after whom."""

    body = forms.TypedChoiceField(label=gettext_lazy("I organet"), coerce=int)
    role = forms.ChoiceField(label=gettext_lazy("Som"))
    principal = forms.TypedChoiceField(
        label=gettext_lazy("För"), required=False, coerce=int, empty_value=None
    )
    function = forms.CharField(
        label=gettext_lazy("Funktion"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("Vad de ska kunna, om det är sagt: skola, primärvård."),
    )
    since = forms.DateField(
        label=gettext_lazy("Från och med"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    until = last_day()
    after = forms.TypedChoiceField(
        label=gettext_lazy("Efterträder"),
        required=False,
        coerce=int,
        empty_value=None,
        help_text=gettext_lazy("Den platsen slutar dagen före, med samma beslut som grund."),
    )

    def __init__(self, request: PageRequest, chosen: SeatChoice, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        viewer = request.viewer
        bodies = [(one.id, one.name) for one in registry.bodies(viewer)]
        self.offer("body", [("", _("Välj ett organ")), *bodies])
        names = memberships.role_names(viewer)
        self.offer("role", [(value, label.capitalize()) for value, label in names.items()])
        rows = memberships.principals(viewer)
        self.offer("principal", [("", _("Ingen huvudman")), *((row.id, row.name) for row in rows)])
        body_id = number(str(self["body"].value() or ""))
        self.before: tuple[Any, ...] = ()
        if body_id is not None:
            self.before = queries.predecessors(
                viewer,
                body_id,
                chosen.since,
                role=str(self["role"].value() or ""),
                principal_id=number(str(self["principal"].value() or "")),
                besides=chosen.person_id,
            )
        known = [
            (
                one.membership_id,
                ", ".join(filter(None, (one.person, one.role.label, one.principal))),
            )
            for one in self.before
        ]
        self.offer("after", [("", _("Ingen")), *known])


@require_http_methods(["GET", "HEAD", "POST"])
def seat(request: PageRequest, appointment_id: int) -> HttpResponse:
    """Let somebody who is appointed sit in a body, with the decision as ground."""
    require_somewhere(request.viewer, Permission.MEMBERSHIPS_CHANGE)
    with or_404():
        chosen = queries.seat_choice(request.viewer, known_id(appointment_id))
    initial = {
        "body": number(request.GET.get("organ")) or chosen.body_id,
        "role": chosen.role,
        "principal": chosen.principal_id,
        "function": chosen.function,
        "since": chosen.since,
    }
    form = SeatForm(request, chosen, request.POST or None, initial=initial)
    likely = [one.membership_id for one in form.before if one.likely]
    if len(likely) == 1:
        form.initial["after"] = likely[0]
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            with or_404():
                actions.seat_appointed(
                    viewer=request.viewer,
                    appointment_id=appointment_id,
                    body_id=said["body"],
                    role=said["role"],
                    principal_id=said["principal"],
                    function=said["function"],
                    since=said["since"],
                    until=said["until"],
                    after_id=said["after"],
                )
        except ValidationError as refusal:
            form.told(refusal)
        else:
            words = _("%(name)s är inskriven, med beslutet som grund. Det går att ångra nedanför.")
            messages.success(request, words % {"name": chosen.name})
            return redirect("desk:clause", chosen.clause.code)
    context = {"noun": "decisions", "chosen": chosen, "form": form}
    return page(request, "desk/seat_appointed.html", context, status=422 if form.errors else 200)


class LeaveForm(Form):
    """Whose seat ends by a decision, and with which day."""

    membership = forms.TypedChoiceField(label=gettext_lazy("Plats som slutar"), coerce=int)
    until = forms.DateField(
        label=gettext_lazy("Sista dag"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, request: PageRequest, code: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known = queries.leaving(request.viewer, code)
        rows = [
            (
                one.membership_id,
                ", ".join(filter(None, (one.person, one.role.label, one.principal))),
            )
            for one in self.known
        ]
        self.offer("membership", [("", _("Välj en plats")), *rows])


@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: PageRequest, code: str) -> HttpResponse:
    """Let somebody's seat end by a decision."""
    require_somewhere(request.viewer, Permission.MEMBERSHIPS_CHANGE)
    with or_404():
        shown = queries.clause_page(request.viewer, code)
        form = LeaveForm(request, code, request.POST or None, initial={"until": shown.day})
    likely = [one.membership_id for one in form.known if one.likely]
    if len(likely) == 1:
        form.initial["membership"] = likely[0]
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            with or_404():
                actions.leave_by_clause(
                    viewer=request.viewer,
                    code=code,
                    membership_id=said["membership"],
                    until=said["until"],
                )
        except ValidationError as refusal:
            form.told(refusal)
        else:
            words = _("Platsen slutar, med beslutet som grund. Det går att ångra nedanför.")
            messages.success(request, words)
            return redirect("desk:clause", code)
    context = {"noun": "decisions", "clause": shown, "form": form}
    return page(request, "desk/leave_by_clause.html", context, status=422 if form.errors else 200)


@require_POST
def unseat(request: PageRequest, code: str, ground_id: int) -> HttpResponse:
    """Undo what was written into the register by a decision."""
    require_somewhere(request.viewer, Permission.MEMBERSHIPS_CHANGE)
    with or_404():
        shown = queries.clause_page(request.viewer, code)
    known = [one for person in shown.appointed for one in person.seated]
    if ground_id not in {one.ground_id for one in (*known, *shown.ended)}:
        raise Http404
    try:
        actions.unseat(viewer=request.viewer, ground_id=ground_id)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(request, _("Det är ångrat. Registret är som det var före beslutet."))
    return redirect("desk:clause", code)
