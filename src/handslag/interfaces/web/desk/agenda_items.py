"""One item of an agenda: adding it, changing it, letting it go, and what is proposed under it."""

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
from django.views.decorators.http import require_http_methods, require_POST

from handslag.domain.base.meanwhile import ChangedMeanwhile
from handslag.domain.matters.deciding import queries as deciding
from handslag.domain.matters.preparing import actions as preparing
from handslag.domain.matters.preparing import queries as prepared
from handslag.domain.meetings.agenda import actions, queries
from handslag.domain.meetings.agenda.shapes import ITEM_KINDS
from handslag.domain.meetings.agenda.told import ItemTold, PresenterTold
from handslag.interfaces.web.kit.forms import Form
from handslag.interfaces.web.kit.found import or_404
from handslag.interfaces.web.kit.rendering import page
from handslag.interfaces.web.kit.requests import known_id

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.http import HttpResponse

    from handslag.domain.matters.preparing.shapes import PlannedProposal
    from handslag.domain.meetings.agenda.shapes import Agenda, PlannedItem
    from handslag.interfaces.web.kit.requests import PageRequest

EMPTY_ROWS = 2
"""Rows for more presenters than there are."""
MOST_ROWS = 20
_PERSON = (
    ("name", gettext_lazy("Namn"), "presenters-known"),
    ("title", gettext_lazy("Titel"), ""),
    ("organisation", gettext_lazy("Organisation"), "organisations-known"),
)


class ItemForm(Form):
    """What an item says."""

    heading = forms.CharField(label=gettext_lazy("Rubrik"), max_length=500)
    kind = forms.ChoiceField(label=gettext_lazy("Punkten gäller"), required=False)
    minutes = forms.IntegerField(
        label=gettext_lazy("Minuter"),
        required=False,
        min_value=0,
        max_value=600,
        help_text=gettext_lazy("Hur lång tid punkten får ta."),
    )
    description = forms.CharField(
        label=gettext_lazy("Text i kallelsen"),
        required=False,
        max_length=20_000,
        widget=forms.Textarea,
        help_text=gettext_lazy("Bakgrund i korthet. En tom rad skiljer stycken åt."),
    )
    standing = forms.BooleanField(
        label=gettext_lazy("Återkommer på varje möte"),
        required=False,
        help_text=gettext_lazy("Punkten följer med till organets nästa dagordning."),
    )
    late_reason = forms.CharField(
        label=gettext_lazy("Varför läggs punkten till nu?"),
        max_length=300,
        help_text=gettext_lazy("Kallelsen är skickad. Skälet står i nästa version av den."),
    )
    late_by = forms.CharField(
        label=gettext_lazy("Vem har släppt in punkten?"),
        max_length=200,
        help_text=gettext_lazy("Till exempel: ordföranden Lena Berg."),
    )

    def __init__(self, *args: Any, rows: int, late: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer(
            "kind",
            [
                ("", _("Inte sagt")),
                *((value, str(label).capitalize()) for value, label in ITEM_KINDS),
            ],
        )
        if not late:
            del self.fields["late_reason"], self.fields["late_by"]
        self._rows = min(rows, MOST_ROWS)
        for place in range(self._rows):
            for name, label, known in _PERSON:
                attributes = {"list": known, "autocomplete": "off"} if known else {}
                self.fields[f"{name}_{place}"] = forms.CharField(
                    label=label,
                    required=False,
                    max_length=200,
                    widget=forms.TextInput(attrs=attributes),
                )

    def plain(self) -> list[Any]:
        """The fields that are about the item itself, as the page shows them."""
        return [self[name] for name in self.fields if "_" not in name or name.startswith("late")]

    def people(self) -> list[list[Any]]:
        """The fields about presenters, a row for each."""
        return [
            [self[f"{name}_{place}"] for name, _label, _known in _PERSON]
            for place in range(self._rows)
        ]

    def told(self, refusal: ValidationError) -> None:
        """Tell of presenters beside the first of them."""
        if hasattr(refusal, "error_dict") and "presenters" in refusal.message_dict:
            for words in refusal.message_dict["presenters"]:
                self.add_error("name_0", words)
        if hasattr(refusal, "error_dict"):
            rest = {k: v for k, v in refusal.message_dict.items() if k != "presenters"}
            if rest:
                super().told(ValidationError(rest))
            return
        super().told(refusal)

    def item(self) -> ItemTold:
        """The item as the form says it."""
        said = self.cleaned_data
        return ItemTold(
            heading=said["heading"],
            kind=said["kind"],
            minutes=said["minutes"],
            description=said["description"],
            standing=said["standing"],
            presenters=tuple(
                PresenterTold(
                    name=said[f"name_{place}"],
                    title=said[f"title_{place}"],
                    organisation=said[f"organisation_{place}"],
                )
                for place in range(self._rows)
            ),
        )


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: PageRequest, meeting_id: int) -> HttpResponse:
    """Put an item last on the agenda."""
    with or_404():
        agenda = queries.agenda_paper(request.viewer, known_id(meeting_id))
    form = ItemForm(request.POST or None, rows=_rows(request, 0), late=agenda.sent)
    if request.method == "POST" and form.is_valid():
        late = {
            name: form.cleaned_data[name]
            for name in ("late_reason", "late_by")
            if name in form.fields
        }
        try:
            item_id = actions.add_item(
                viewer=request.viewer, meeting_id=meeting_id, told=form.item(), **late
            )
        except ValidationError as refusal:
            form.told(refusal)
        else:
            messages.success(request, _("Punkten är tillagd, sist på dagordningen."))
            if "igen" in request.POST:
                return redirect("desk:add-item", meeting_id)
            return redirect(_address(meeting_id, item_id))
    return _form_page(request, agenda, None, form)


@require_http_methods(["GET", "HEAD", "POST"])
def item(request: PageRequest, meeting_id: int, item_id: int) -> HttpResponse:
    """Change what an item says. Where somebody else has since, both texts are shown."""
    agenda, found = _found(request, meeting_id, item_id)
    initial = _initial(found)
    form = ItemForm(
        request.POST or None, rows=_rows(request, len(found.presenters)), initial=initial
    )
    stale = False
    if request.method == "POST" and form.is_valid():
        try:
            with or_404():
                actions.change_item(
                    viewer=request.viewer,
                    item_id=item_id,
                    seen=request.POST.get("sedd", ""),
                    told=form.item(),
                )
        except ChangedMeanwhile:
            agenda, found = _found(request, meeting_id, item_id)
            stale = True
        except ValidationError as refusal:
            form.told(refusal)
        else:
            messages.success(request, _("Punkten är sparad."))
            return redirect(_address(meeting_id, item_id))
    return _form_page(request, agenda, found, form, stale=stale)


@require_POST
def let_go(request: PageRequest, meeting_id: int, item_id: int) -> HttpResponse:
    """Remove an item (`gor` is "ta-bort"), let it be pulled ("utga") or put it back."""
    viewer = request.viewer
    what = request.POST.get("gor", "")
    try:
        with or_404():
            if what == "ta-bort":
                actions.remove_item(viewer=viewer, item_id=known_id(item_id))
                messages.success(request, _("Punkten är borttagen."))
                return redirect("desk:agenda", meeting_id)
            if what == "utga":
                reason = request.POST.get("skal", "")
                actions.pull_item(viewer=viewer, item_id=known_id(item_id), reason=reason)
                messages.success(request, _("Punkten utgår. Den står kvar överstruken med skälet."))
            elif what == "tillbaka":
                actions.put_back_item(viewer=viewer, item_id=known_id(item_id))
                messages.success(request, _("Punkten är tillbaka på dagordningen."))
            else:
                raise Http404
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    return redirect(_address(meeting_id, item_id))


class ProposalForm(Form):
    """Who proposes, and in which points."""

    by = forms.CharField(
        label=gettext_lazy("Vem föreslår?"),
        max_length=200,
        help_text=gettext_lazy("Organet som föreslår, till exempel Styrgruppen."),
        widget=forms.TextInput(attrs={"list": "bodies-known", "autocomplete": "off"}),
    )
    points = forms.CharField(
        label=gettext_lazy("Punkter"),
        max_length=100_000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=gettext_lazy(
            "En punkt på varje rad, till exempel: att anta överenskommelsen. De numreras i ordning."
        ),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def proposal(
    request: PageRequest, meeting_id: int, item_id: int, proposal_id: int | None = None
) -> HttpResponse:
    """What a body proposes under an item: a new proposal, or one that stands there."""
    _agenda, found = _found(request, meeting_id, item_id)
    known = _proposal(request, meeting_id, item_id, proposal_id)
    initial = {"by": known.by, "points": _lines(known)} if known else None
    form = ProposalForm(request.POST or None, initial=initial)
    removes = request.POST.get("gor") == "ta-bort"
    stale = False
    if request.method == "POST" and (removes or form.is_valid()):
        try:
            with or_404():
                _save_proposal(request, item_id, known, form)
        except ChangedMeanwhile:
            known = _proposal(request, meeting_id, item_id, proposal_id)
            stale = True
        except ValidationError as refusal:
            form.told(refusal)
        else:
            done = _("Förslaget är borttaget.") if removes else _("Förslaget är sparat.")
            messages.success(request, done)
            return redirect(_address(meeting_id, item_id))
    context = {
        "noun": "meetings",
        "agenda": _agenda,
        "item": found,
        "form": form,
        "proposal": known,
        "stale": stale,
        "theirs": _lines(known) if stale and known else "",
    }
    status = 409 if stale else 422 if form.errors and not removes else 200
    return page(request, "desk/proposal.html", context, status=status)


def _save_proposal(
    request: PageRequest, item_id: int, known: PlannedProposal | None, form: ProposalForm
) -> None:
    seen = request.POST.get("sedd", "")
    if known is not None and request.POST.get("gor") == "ta-bort":
        preparing.remove_proposal(viewer=request.viewer, proposal_id=known.id, seen=seen)
        return
    by, points = form.cleaned_data["by"], form.cleaned_data["points"].splitlines()
    if known is None:
        preparing.propose(viewer=request.viewer, item_id=item_id, by=by, points=points)
    else:
        preparing.change_proposal(
            viewer=request.viewer, proposal_id=known.id, seen=seen, by=by, points=points
        )


def _proposal(
    request: PageRequest, meeting_id: int, item_id: int, proposal_id: int | None
) -> PlannedProposal | None:
    if proposal_id is None:
        return None
    told = prepared.proposals(request.viewer, meeting_id).get(item_id, ())
    for one in told:
        if one.id == proposal_id:
            return one
    raise Http404


def _lines(proposal: PlannedProposal) -> str:
    return "\n".join(" ".join(point.text.split()) for point in proposal.points)


def _found(request: PageRequest, meeting_id: int, item_id: int) -> tuple[Agenda, PlannedItem]:
    with or_404():
        agenda = queries.agenda_paper(request.viewer, known_id(meeting_id))
    for one in agenda.items:
        if one.id == item_id:
            return agenda, one
    raise Http404


def _rows(request: PageRequest, known: int) -> int:
    """How many rows of presenters: those there are, those that were sent, and some empty ones."""
    sent = sum(name.startswith("name_") for name in request.POST)
    return max(known + EMPTY_ROWS, sent)


def _initial(found: PlannedItem) -> dict[str, Any]:
    initial: dict[str, Any] = {
        "heading": found.heading,
        "kind": found.kind.value,
        "minutes": found.minutes,
        "description": found.description,
        "standing": found.standing,
    }
    for place, one in enumerate(found.presenters):
        initial |= {
            f"name_{place}": one.name,
            f"title_{place}": one.title,
            f"organisation_{place}": one.organisation,
        }
    return initial


def _form_page(
    request: PageRequest,
    agenda: Agenda,
    found: PlannedItem | None,
    form: ItemForm,
    *,
    stale: bool = False,
) -> HttpResponse:
    context = {
        "noun": "meetings",
        "agenda": agenda,
        "item": found,
        "form": form,
        "stale": stale,
        "theirs": _side_by_side(form, found) if stale and found else [],
        "known": queries.known_presenters(request.viewer, agenda.body_id),
        "attachments": [row for row in agenda.attachments if found and found.id in row.item_ids],
        "proposals": prepared.proposals(request.viewer, agenda.meeting_id).get(found.id, ())
        if found
        else (),
        "ahead": deciding.ahead(request.viewer, found.id) if found else None,
    }
    status = 409 if stale else 422 if form.errors else 200
    return page(request, "desk/agenda_item.html", context, status=status)


def _side_by_side(form: ItemForm, found: PlannedItem) -> list[tuple[str, str, str]]:
    """What differs between what was typed and what stands: label, typed, standing."""
    told, rows = form.item(), []
    pairs = (
        (_("Rubrik"), told.heading, found.heading),
        (_("Punkten gäller"), _kind(told.kind), found.kind.label),
        (_("Minuter"), _or_empty(told.minutes), _or_empty(found.minutes)),
        (_("Text i kallelsen"), told.description, found.description),
        (_("Återkommer på varje möte"), _yes(told.standing), _yes(found.standing)),
        (_("Föredragande"), _people(told.presenters), _people(found.presenters)),
    )
    for label, mine, theirs in pairs:
        if mine.split() != theirs.split():
            rows.append((label, mine, theirs))
    return rows


def _kind(value: str) -> str:
    return str(dict(ITEM_KINDS).get(value, ""))


def _or_empty(value: int | None) -> str:
    return "" if value is None else str(value)


def _yes(value: bool) -> str:  # noqa: FBT001  a value in a table, no switch
    return _("ja") if value else _("nej")


def _people(people: Sequence[Any]) -> str:
    return "; ".join(
        ", ".join(filter(None, (one.name, one.title, one.organisation)))
        for one in people
        if one.name.strip()
    )


def _address(meeting_id: int, item_id: int) -> str:
    return f"{reverse('desk:agenda', args=[meeting_id])}#punkt-{item_id}"
