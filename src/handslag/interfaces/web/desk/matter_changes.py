"""Changing a matter: what happened between meetings, its name, its items, and what it is one with.

Every form works without JavaScript, keeps what was typed, and says in words what is wrong.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from handslag.domain.access.permissions import Permission
from handslag.domain.access.rules import require_somewhere
from handslag.domain.base.meanwhile import ChangedMeanwhile
from handslag.domain.documents import queries as documents
from handslag.domain.matters.history import actions, queries
from handslag.domain.matters.history.choosing import STEP_KINDS, STEP_WAYS, items_to_tie
from handslag.domain.matters.history.told import StepTold
from handslag.domain.registry import queries as registry
from handslag.interfaces.web.kit.forms import Form
from handslag.interfaces.web.kit.found import or_404
from handslag.interfaces.web.kit.rendering import page
from handslag.interfaces.web.kit.requests import known_id, number

if TYPE_CHECKING:
    from django.http import HttpResponse

    from handslag.domain.access.viewer import Viewer
    from handslag.domain.matters.history.shapes import MatterPage
    from handslag.domain.matters.history.stepping import StepForm as KnownStep
    from handslag.interfaces.web.kit.requests import PageRequest

LONGEST_WORDS = 200
SHOWN_MATTERS = 20


class StepForm(Form):
    """What happened to a matter outside every meeting."""

    kind = forms.ChoiceField(label=gettext_lazy("Vad hände?"))
    day = forms.DateField(
        label=gettext_lazy("Vilken dag?"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    way = forms.ChoiceField(label=gettext_lazy("Hur?"))
    text = forms.CharField(
        label=gettext_lazy("Vad sades, eller varför?"),
        required=False,
        max_length=5000,
        widget=forms.Textarea,
    )
    body = forms.TypedChoiceField(
        label=gettext_lazy("Vilket organ gjorde det?"), required=False, coerce=int, empty_value=None
    )
    by = forms.CharField(label=gettext_lazy("Vem?"), required=False, max_length=200)
    to_body = forms.TypedChoiceField(
        label=gettext_lazy("Till vilket organ går det?"),
        required=False,
        coerce=int,
        empty_value=None,
    )
    to_date = forms.DateField(
        label=gettext_lazy("Till vilken dag?"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    expected_date = forms.DateField(
        label=gettext_lazy("Väntas åter senast"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    expected_text = forms.CharField(
        label=gettext_lazy("Väntas åter, i ord"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("Till exempel: till höstens första möte."),
    )
    document = forms.TypedChoiceField(
        label=gettext_lazy("Handling som säger det"),
        required=False,
        coerce=int,
        empty_value=None,
        help_text=gettext_lazy("Ett brev eller ett utskrivet mejl som är inläst."),
    )

    def __init__(self, viewer: Viewer, *args: Any, kept: int | None = None, **kwargs: Any) -> None:
        """`kept` is a document that stands there and may be too old to be listed."""
        super().__init__(*args, **kwargs)
        self.offer("kind", [(value, str(label).capitalize()) for value, label in STEP_KINDS])
        self.offer("way", [(value, str(label).capitalize()) for value, label in STEP_WAYS])
        bodies = [(row.id, row.name) for row in registry.bodies(viewer)]
        self.offer("body", [("", _("Inget särskilt")), *bodies])
        self.offer("to_body", [("", _("Inget särskilt")), *bodies])
        papers = {row.id: row.title or row.name for row in documents.documents(viewer)}
        if kept is not None and kept not in papers:
            papers |= documents.document_names(viewer, [kept])
        self.offer("document", [("", _("Ingen")), *papers.items()])

    def happened(self) -> list[Any]:
        """The fields about what happened."""
        return [self[name] for name in ("kind", "day", "way", "text")]

    def who(self) -> list[Any]:
        """Those about who did so."""
        return [self[name] for name in ("body", "by", "document")]

    def where(self) -> list[Any]:
        """Those about where it goes and when it is back."""
        return [self[name] for name in ("to_body", "to_date", "expected_date", "expected_text")]

    def step(self) -> StepTold:
        """The step as the form says it."""
        said = self.cleaned_data
        return StepTold(
            kind=said["kind"],
            day=said["day"],
            way=said["way"],
            body_id=said["body"],
            by=said["by"],
            to_body_id=said["to_body"],
            to_date=said["to_date"],
            expected_date=said["expected_date"],
            expected_text=said["expected_text"],
            text=said["text"],
            document_id=said["document"],
        )


def _initial(told: StepTold) -> dict[str, Any]:
    return {
        "kind": told.kind,
        "day": told.day,
        "way": told.way,
        "body": told.body_id,
        "by": told.by,
        "to_body": told.to_body_id,
        "to_date": told.to_date,
        "expected_date": told.expected_date,
        "expected_text": told.expected_text,
        "text": told.text,
        "document": told.document_id,
    }


def _changed(request: PageRequest, matter_id: int) -> MatterPage:
    """The matter, for who may change it; who may change none is told so without its being read."""
    require_somewhere(request.viewer, Permission.MATTERS_CHANGE)
    with or_404():
        found = queries.matter_page(request.viewer, known_id(matter_id))
    if not found.may_change:
        raise PermissionDenied(_("Du får läsa ärendet men inte ändra det."))
    if found.id != matter_id:
        raise Http404
    return found


@require_http_methods(["GET", "HEAD", "POST"])
def add_step(request: PageRequest, matter_id: int) -> HttpResponse:
    """Tell what happened between meetings; `slag` in the address is what is chosen beforehand."""
    found = _changed(request, matter_id)
    asked = request.GET.get("slag", "")
    initial = {
        "kind": asked if asked in dict(STEP_KINDS) else "noted",
        "day": timezone.localdate(),
        "way": "elsewhere" if asked in {"closed", "reopened"} else "mail",
    }
    form = StepForm(request.viewer, request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            with or_404():
                step_id = actions.add_step(
                    viewer=request.viewer, matter_id=matter_id, told=form.step()
                )
        except ValidationError as refusal:
            form.told(refusal)
        else:
            messages.success(request, _("Det är antecknat. Ärendet visar nu hur det står."))
            return redirect(f"{reverse('desk:matter', args=[matter_id])}#steg-{step_id}")
    return _step_page(request, found, form)


@require_http_methods(["GET", "HEAD", "POST"])
def change_step(request: PageRequest, matter_id: int, step_id: int) -> HttpResponse:
    """Correct what was told between meetings, or take it away (`gor`)."""
    found = _changed(request, matter_id)
    known = _known_step(request, matter_id, step_id)
    removes = request.method == "POST" and request.POST.get("gor") == "ta-bort"
    if removes:
        return _removed(request, found, known)
    form = StepForm(
        request.viewer,
        request.POST or None,
        initial=_initial(known.told),
        kept=known.told.document_id,
    )
    stale = False
    if request.method == "POST" and form.is_valid():
        try:
            with or_404():
                actions.correct_step(
                    viewer=request.viewer,
                    step_id=step_id,
                    told=form.step(),
                    seen=request.POST.get("sedd", ""),
                )
        except ChangedMeanwhile:
            stale = True
        except ValidationError as refusal:
            form.told(refusal)
        else:
            messages.success(request, _("Rättelsen är sparad."))
            return redirect(f"{reverse('desk:matter', args=[matter_id])}#steg-{step_id}")
    return _step_page(request, found, form, known, stale=stale)


def _known_step(request: PageRequest, matter_id: int, step_id: int) -> KnownStep:
    with or_404():
        known = queries.step_to_correct(request.viewer, known_id(step_id))
    if known.matter_id != matter_id:
        raise Http404
    return known


def _removed(request: PageRequest, found: MatterPage, known: KnownStep) -> HttpResponse:
    reason = request.POST.get("skal", "")
    try:
        with or_404():
            actions.remove_step(viewer=request.viewer, step_id=known.id, reason=reason)
    except ValidationError as refusal:
        form = StepForm(
            request.viewer, None, initial=_initial(known.told), kept=known.told.document_id
        )
        return _step_page(request, found, form, known, problems=refusal.messages)
    messages.success(request, _("Anteckningen är borttagen. Loggen minns att den fanns."))
    return redirect("desk:matter", found.id)


def _step_page(
    request: PageRequest,
    found: MatterPage,
    form: StepForm,
    known: KnownStep | None = None,
    *,
    stale: bool = False,
    problems: list[str] | None = None,
) -> HttpResponse:
    context = {
        "noun": "matters",
        "matter": found,
        "form": form,
        "step": known,
        "stale": stale,
        "theirs": _side_by_side(form, known) if stale and known else [],
        "problems": problems or [],
        "reason": request.POST.get("skal", ""),
    }
    status = 409 if stale else 422 if form.errors or problems else 200
    return page(request, "desk/matter_step.html", context, status=status)


def _side_by_side(form: StepForm, known: KnownStep) -> list[tuple[str, str, str]]:
    """What differs between what was typed and what stands: label, typed, standing."""
    mine, theirs = _initial(form.step()), _initial(known.told)
    return [
        (str(form[name].label), _shown(form, name, mine[name]), _shown(form, name, theirs[name]))
        for name in mine
        if mine[name] != theirs[name]
    ]


def _shown(form: StepForm, name: str, value: Any) -> str:
    choices = getattr(form.fields[name], "choices", None)
    if choices is not None:
        return str(dict(choices).get(value, "")) if value is not None else ""
    return "" if value is None else str(value)


@require_http_methods(["GET", "HEAD", "POST"])
def name(request: PageRequest, matter_id: int) -> HttpResponse:
    """What a matter is called (`gor=namn`) and its number in the office's register (`nummer`)."""
    found = _changed(request, matter_id)
    doing, said = request.POST.get("gor", ""), request.POST
    title, reference = found.title if found.named else "", found.reference
    problems: list[str] = []
    stale = False
    if request.method == "POST":
        try:
            with or_404():
                done = _named(request, matter_id, doing)
        except ChangedMeanwhile:
            stale = True
        except ValidationError as refusal:
            problems = refusal.messages
        else:
            messages.success(request, done)
            return redirect("desk:matter", matter_id)
    context = {
        "noun": "matters",
        "matter": found,
        "title": said.get("title", "") if doing == "namn" else title,
        "reference": said.get("reference", "") if doing == "nummer" else reference,
        "seen_title": title,
        "seen_reference": reference,
        "theirs": (title if doing == "namn" else reference) or _("inget"),
        "stale": stale,
        "problems": problems,
    }
    status = 409 if stale else 422 if problems else 200
    return page(request, "desk/matter_name.html", context, status=status)


def _named(request: PageRequest, matter_id: int, doing: str) -> str:
    """Do what the form says; what is told of it."""
    viewer, said, seen = request.viewer, request.POST, request.POST.get("sedd", "")
    if doing == "namn":
        title = said.get("title", "")
        actions.name_matter(viewer=viewer, matter_id=matter_id, title=title, seen=seen)
        return _("Namnet är sparat.")
    if doing == "nummer":
        reference = said.get("reference", "")
        actions.number_matter(viewer=viewer, matter_id=matter_id, reference=reference, seen=seen)
        return _("Diarienumret är sparat.")
    raise ValidationError(_("Välj vad som ska göras."))


@require_http_methods(["GET", "HEAD", "POST"])
def items(request: PageRequest, matter_id: int) -> HttpResponse:
    """What belongs to a matter: tie an item that words find (`ord`), untie one, part some."""
    found = _changed(request, matter_id)
    wanted = request.GET.get("ord", "").replace("\0", "").strip()[:LONGEST_WORDS]
    problems: list[str] = []
    if request.method == "POST":
        try:
            with or_404():
                return redirect("desk:matter", _tied(request, matter_id))
        except ValidationError as refusal:
            problems = refusal.messages
    context = {
        "noun": "matters",
        "matter": found,
        "wanted": wanted,
        "choices": items_to_tie(request.viewer, matter_id, wanted),
        "chosen": {number(one) for one in request.POST.getlist("punkt")},
        "title": request.POST.get("title", ""),
        "problems": problems,
    }
    return page(request, "desk/matter_items.html", context, status=422 if problems else 200)


def _tied(request: PageRequest, matter_id: int) -> int:
    """Do what the form says; the matter to show then."""
    viewer, doing = request.viewer, request.POST.get("gor", "")
    chosen = [known_id(number(one) or 0) for one in request.POST.getlist("punkt")]
    if doing == "knyt" and chosen:
        instead = request.POST.get("i-stallet") == "ja"
        for item_id in chosen:
            actions.tie_item(viewer=viewer, matter_id=matter_id, item_id=item_id, instead=instead)
        messages.success(request, _("Punkten hör nu till ärendet."))
        return matter_id
    if doing == "skilj" and chosen:
        for item_id in chosen:
            actions.untie_item(viewer=viewer, matter_id=matter_id, item_id=item_id)
        messages.success(request, _("Punkten hör inte längre till ärendet."))
        return matter_id
    if doing == "dela":
        title = request.POST.get("title", "")
        new_id = actions.part_matter(
            viewer=viewer, matter_id=matter_id, item_ids=chosen, title=title
        )
        messages.success(request, _("Punkterna är nu ett eget ärende. Det visas här."))
        return new_id
    raise ValidationError(_("Välj minst en punkt."))


@require_http_methods(["GET", "HEAD", "POST"])
def merge(request: PageRequest, matter_id: int) -> HttpResponse:
    """Make another matter, that words find (`ord`), one with this; or make them two again."""
    found = _changed(request, matter_id)
    wanted = request.GET.get("ord", "").replace("\0", "").strip()[:LONGEST_WORDS]
    problems: list[str] = []
    if request.method == "POST":
        try:
            with or_404():
                return redirect("desk:matter", _merged(request, matter_id))
        except ValidationError as refusal:
            problems = refusal.messages
    rows = queries.matters(request.viewer, words=wanted).rows if wanted else ()
    context = {
        "noun": "matters",
        "matter": found,
        "wanted": wanted,
        "choices": [row for row in rows if row.id != matter_id][:SHOWN_MATTERS],
        "chosen": number(request.POST.get("arende")),
        "reason": request.POST.get("skal", ""),
        "problems": problems,
    }
    return page(request, "desk/matter_merge.html", context, status=422 if problems else 200)


def _merged(request: PageRequest, matter_id: int) -> int:
    """Do what the form says; the matter to show then."""
    viewer = request.viewer
    if request.POST.get("gor") == "skilj":
        merger_id = known_id(number(request.POST.get("ihop")) or 0)
        other = actions.undo_merger(viewer=viewer, merger_id=merger_id)
        messages.success(request, _("Ärendena är två igen. Det här är det som kom tillbaka."))
        return other
    other_id = number(request.POST.get("arende"))
    if other_id is None:
        raise ValidationError(_("Välj det ärende som är samma."))
    reason = request.POST.get("skal", "")
    actions.merge_matters(viewer=viewer, keep_id=matter_id, other_id=other_id, reason=reason)
    messages.success(request, _("Ärendena är nu ett. Det går att skilja dem åt igen."))
    return matter_id
