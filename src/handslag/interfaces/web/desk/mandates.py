"""Mandates: who may decide what, by which clause; and decisions that had no ground."""

from __future__ import annotations

import datetime as dt
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from handslag.domain.access.permissions import Permission
from handslag.domain.access.rules import require_somewhere
from handslag.domain.matters.deciding import actions, queries
from handslag.domain.registry import queries as registry
from handslag.domain.registry.mandates import actions as mandate_actions
from handslag.domain.registry.mandates import queries as mandate_queries
from handslag.domain.registry.mandates.actions import HolderTold, MandateTold
from handslag.domain.registry.organisations import queries as organisations
from handslag.interfaces.web.kit.forms import Form, always_or_day, last_day
from handslag.interfaces.web.kit.found import or_404
from handslag.interfaces.web.kit.rendering import page
from handslag.interfaces.web.kit.requests import known_id, number

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.http import HttpResponse

    from handslag.domain.matters.deciding.shapes import Filled, MandateRow
    from handslag.interfaces.web.kit.requests import PageRequest

LONGEST_CODE = 16


class MandateForm(Form):
    """What a mandate is, what it rests on, and from when to when."""

    what = forms.CharField(
        label=gettext_lazy("Mandatet gäller"),
        max_length=mandate_actions.LONGEST_WHAT,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Till exempel: fylla vakanser i programområdena."),
    )
    effect = forms.ChoiceField(label=gettext_lazy("Ett beslut med stöd av mandatet"))
    kinds = forms.MultipleChoiceField(
        label=gettext_lazy("Bara för de här slagen av beslut"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Välj inget om mandatet räcker till alla slag."),
    )
    since = always_or_day()
    until = last_day()
    code = forms.CharField(
        label=gettext_lazy("Beslut som mandatet vilar på"),
        required=False,
        max_length=LONGEST_CODE,
        help_text=gettext_lazy("Det sista i beslutets adress: tio tecken efter /beslut/."),
    )
    ground = forms.CharField(
        label=gettext_lazy("Annan grund"),
        required=False,
        max_length=mandate_actions.LONGEST_GROUND,
        help_text=gettext_lazy("Om inget beslut här gav det: Samverkansavtalet 2019, 4 §."),
    )

    def __init__(self, request: PageRequest, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        effects = mandate_queries.effects(request.viewer)
        self.offer("effect", [(one.value, one.label) for one in effects])
        kinds = queries.action_choices(request.viewer)
        self.offer("kinds", [(one.value, one.label) for one in kinds])

    def mandate(self) -> MandateTold:
        """What the form says."""
        said = self.cleaned_data
        return MandateTold(
            what=said["what"],
            effect=said["effect"],
            actions=tuple(said["kinds"]),
            ground=said["ground"],
            since=said["since"],
            until=said["until"],
        )


class GivenForm(MandateForm):
    """The same, and whose it is: a body's, an organisation's or a person's."""

    body = forms.TypedChoiceField(
        label=gettext_lazy("Organ"), required=False, coerce=int, empty_value=None
    )
    organisation = forms.TypedChoiceField(
        label=gettext_lazy("eller organisation"), required=False, coerce=int, empty_value=None
    )
    person = forms.CharField(
        label=gettext_lazy("eller person"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("Namnet som det står i registret."),
    )
    field_order = ("body", "organisation", "person", "what", "effect", "kinds")

    def __init__(self, request: PageRequest, *args: Any, **kwargs: Any) -> None:
        super().__init__(request, *args, **kwargs)
        viewer = request.viewer
        self._viewer = viewer
        bodies = [(one.id, one.name) for one in registry.bodies(viewer)]
        rows = [(one.id, one.name) for one in organisations.organisations(viewer)]
        self.offer("body", [("", _("Inget organ")), *bodies])
        self.offer("organisation", [("", _("Ingen organisation")), *rows])

    def clean_person(self) -> int | None:
        """The person (id) who has the name; none where it is left out."""
        name = str(self.cleaned_data["person"]).strip()
        if not name:
            return None
        found = queries.person_called(self._viewer, name)
        if found is None:
            raise ValidationError(_("Ingen i registret heter så. Lägg till personen först."))
        return found

    def holder(self) -> HolderTold:
        """Whose it is."""
        said = self.cleaned_data
        return HolderTold(said["body"], said["organisation"], said["person"])


class EndForm(Form):
    """With which day a mandate ends, and by which decision."""

    until = forms.DateField(
        label=gettext_lazy("Sista dag"),
        required=False,
        help_text=gettext_lazy("Tomt betyder att det slutade i går."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    code = forms.CharField(
        label=gettext_lazy("Beslut som avslutar det"),
        required=False,
        max_length=LONGEST_CODE,
        help_text=gettext_lazy("Det sista i beslutets adress: tio tecken efter /beslut/."),
    )


@require_safe
def mandates(request: PageRequest) -> HttpResponse:
    """Who may decide what, on a day: `dag`, today where none is given."""
    day = _day(request.GET.get("dag", "")) or timezone.localdate()
    gives = Permission.MANDATES_CHANGE in request.viewer.permissions
    context = {
        "noun": "mandates",
        "mandates": queries.mandates(request.viewer, day),
        "today": day == timezone.localdate(),
        "suggestions": queries.mandate_suggestions(request.viewer) if gives else None,
        "longest_reason": actions.LONGEST_REASON,
    }
    return page(request, "desk/mandates.html", context)


def _day(words: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(words)
    except ValueError:
        return None


@require_safe
def findings(request: PageRequest) -> HttpResponse:
    """Decisions that had no ground, in a year (`ar`), of one body (`organ`) where it is given."""
    context = {
        "noun": "mandates",
        "findings": queries.findings(
            request.viewer,
            year=number(request.GET.get("ar")),
            body_id=number(request.GET.get("organ")),
        ),
        "body_id": number(request.GET.get("organ")),
    }
    return page(request, "desk/findings.html", context)


@require_POST
def suggestion(request: PageRequest, code: str) -> HttpResponse:
    """Dismiss what a decision is suggested as (`gor` is "inte"), or let it be suggested again."""
    require_somewhere(request.viewer, Permission.MANDATES_CHANGE)
    ways = {"inte": _dismiss, "igen": _suggest_again}
    way = ways.get(request.POST.get("gor", ""))
    if way is None:
        raise Http404
    try:
        with or_404():
            way(request, code[:LONGEST_CODE])
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    return redirect(f"{reverse('desk:mandates')}#forslag")


def _dismiss(request: PageRequest, code: str) -> None:
    reason = request.POST.get("reason", "")
    actions.dismiss_mandate(viewer=request.viewer, code=code, reason=reason)
    messages.success(
        request, _("Beslutet föreslås inte längre. Det står kvar bland dem som inte är mandat.")
    )


def _suggest_again(request: PageRequest, code: str) -> None:
    actions.suggest_mandate_again(viewer=request.viewer, code=code)
    messages.success(request, _("Beslutet föreslås igen."))


@require_http_methods(["GET", "HEAD", "POST"])
def give(request: PageRequest) -> HttpResponse:
    """Give somebody a mandate; `sats` is the decision (its code) that fills the form."""
    require_somewhere(request.viewer, Permission.MANDATES_CHANGE)
    code, filled = request.GET.get("sats", "")[:LONGEST_CODE], None
    if code:
        with or_404():
            filled = queries.filled(request.viewer, code)
    form = GivenForm(request, request.POST or None, initial=_initial(request, filled))
    if request.method == "POST" and form.is_valid():
        try:
            with _known_clause(form):
                made = actions.give_by_clause(
                    viewer=request.viewer,
                    holder=form.holder(),
                    told=form.mandate(),
                    code=form.cleaned_data["code"],
                )
        except ValidationError as refusal:
            form.told(refusal)
        if not form.errors:
            messages.success(request, _("Mandatet är inskrivet."))
            return redirect(f"{reverse('desk:mandates')}#mandat-{made}")
    context = {"noun": "mandates", "form": form, "filled": filled}
    return page(request, "desk/give_mandate.html", context, status=422 if form.errors else 200)


def _initial(request: PageRequest, filled: Filled | None) -> dict[str, Any]:
    if filled is None:
        return {"body": number(request.GET.get("organ"))}
    known = filled.body_id or filled.organisation_id or filled.person_id
    return {
        "body": filled.body_id,
        "organisation": filled.organisation_id,
        "person": filled.who if filled.person_id else "",
        "what": filled.what if known or not filled.who else f"{filled.who}: {filled.what}",
        "since": filled.clause.day,
        "code": filled.clause.code,
    }


@contextmanager
def _known_clause(form: Form) -> Iterator[None]:
    """Say beside its field that there is no decision with that code."""
    try:
        yield
    except ObjectDoesNotExist:
        form.add_error("code", _("Det finns inget beslut med den adressen."))


@require_http_methods(["GET", "HEAD", "POST"])
def mandate(request: PageRequest, mandate_id: int) -> HttpResponse:
    """One mandate: forms change it, end it and strike it."""
    with or_404():
        row = queries.mandate(request.viewer, known_id(mandate_id), timezone.localdate())
    if not row.changeable:
        if request.method == "POST":
            require_somewhere(request.viewer, Permission.MANDATES_CHANGE)
            raise Http404
        return page(request, "desk/mandate.html", {"noun": "mandates", "row": row})
    does = request.POST.get("gor", "") if request.method == "POST" else ""
    if does == "stryk":
        mandate_actions.remove_mandate(viewer=request.viewer, mandate_id=mandate_id)
        messages.success(request, _("Mandatet är struket ur registret."))
        return redirect("desk:mandates")
    form = MandateForm(request, request.POST if does == "andra" else None, initial=_initial_of(row))
    sats = request.GET.get("sats", "")[:LONGEST_CODE]
    ending = EndForm(
        request.POST if does == "avsluta" else None, initial={"code": sats}, prefix="slut"
    )
    if does in {"andra", "avsluta"} and _done(request, mandate_id, does, form, ending):
        messages.success(request, _("Sparat."))
        return redirect("desk:mandate", mandate_id)
    context = {"noun": "mandates", "row": row, "form": form, "ending": ending}
    wrong = form.errors or ending.errors
    return page(request, "desk/mandate.html", context, status=422 if wrong else 200)


def _done(
    request: PageRequest, mandate_id: int, does: str, form: MandateForm, ending: EndForm
) -> bool:
    """Do what the form says; False where it would not do, which the form tells."""
    told: Form = form if does == "andra" else ending
    if not told.is_valid():
        return False
    try:
        with _known_clause(told):
            if does == "andra":
                actions.change_by_clause(
                    viewer=request.viewer,
                    mandate_id=mandate_id,
                    told=form.mandate(),
                    code=form.cleaned_data["code"],
                )
            else:
                actions.end_by_clause(
                    viewer=request.viewer,
                    mandate_id=mandate_id,
                    until=ending.cleaned_data["until"],
                    code=ending.cleaned_data["code"],
                )
    except ValidationError as refusal:
        told.told(refusal)
    return not told.errors


def _initial_of(row: MandateRow) -> dict[str, Any]:
    return {
        "what": row.what,
        "effect": row.effect.value,
        "kinds": [one.value for one in row.actions],
        "since": row.since,
        "until": row.until,
        "ground": row.ground,
    }


@require_POST
def untie(request: PageRequest, mandate_id: int, ground_id: int) -> HttpResponse:
    """Take back that a decision gave, changed or ended a mandate."""
    require_somewhere(request.viewer, Permission.MANDATES_CHANGE)
    with or_404():
        row = queries.mandate(request.viewer, known_id(mandate_id), timezone.localdate())
    if ground_id not in {one.id for one in row.grounds}:
        raise Http404
    actions.untie_mandate(viewer=request.viewer, ground_id=ground_id)
    messages.success(request, _("Beslutet är inte längre mandatets grund. Mandatet står kvar."))
    return redirect("desk:mandate", mandate_id)
