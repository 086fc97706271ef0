"""Assignments: lists of them, one with its life and all that is done with it, handing over."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_safe

from handslag.domain.base.meanwhile import ChangedMeanwhile
from handslag.domain.matters.assignments import actions, queries
from handslag.domain.matters.assignments.queries import Filters, Tab
from handslag.domain.matters.commissions.queries import commission
from handslag.intake.errors import NoRoom, NotTakenIn
from handslag.interfaces.web.desk.assignments_doing import DOING
from handslag.interfaces.web.desk.assignments_picture import drawn
from handslag.interfaces.web.desk.documents import NO_ROOM
from handslag.interfaces.web.desk.history import history_url, of_the_body
from handslag.interfaces.web.kit.downloads import download
from handslag.interfaces.web.kit.found import or_404
from handslag.interfaces.web.kit.rendering import page
from handslag.interfaces.web.kit.requests import known_id, number, page_asked_for

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from django.http import HttpResponse
    from django.http.response import HttpResponseBase

    from handslag.domain.matters.assignments.shapes import Counts
    from handslag.interfaces.web.kit.requests import PageRequest

LONGEST_WORDS = 200
_TABS = (
    (Tab.OPEN, gettext_lazy("Öppna"), "open"),
    (Tab.NEXT, gettext_lazy("Till nästa möte"), "next_meeting"),
    (Tab.LATE, gettext_lazy("Försenade"), "late"),
    (Tab.UNDATED, gettext_lazy("Utan dag"), "undated"),
    (Tab.UNOWNED, gettext_lazy("Utan mottagare"), "unowned"),
    (Tab.REPORTED, gettext_lazy("Rapporterade"), "reported"),
    (Tab.OVER, gettext_lazy("Avslutade"), "over"),
)
_HOLDERS = {"organ": "body", "organisation": "organisation", "person": "person"}


@require_safe
def assignments(request: PageRequest) -> HttpResponse:
    """Assignments by `visa` (which list), `organ` (who gave them), `har` ("organ:3") and `ord`."""
    asked = request.GET
    filters = Filters(
        tab=_tab(asked.get("visa", "")),
        body_id=number(asked.get("organ")),
        holder=_holder(asked.get("har", "")),
        words=asked.get("ord", "").strip()[:LONGEST_WORDS],
    )
    today = timezone.localdate()
    found = queries.assignment_list(
        request.viewer, filters, page=page_asked_for(request), today=today
    )
    context = {
        "noun": "assignments",
        "found": found,
        "listing": found.rows,
        "filters": filters,
        "tabs": _tabs(filters.tab, found.counts),
        "picture": drawn(found.months, today),
        "sifted": bool(filters.body_id or filters.holder or filters.words),
    }
    return page(request, "desk/assignments.html", context, fragment="listing")


def _tab(words: str) -> Tab:
    return Tab(words) if words in set(Tab) else Tab.OPEN


def _holder(words: str) -> tuple[str, int] | None:
    kind, _colon, id_ = words.partition(":")
    found = number(id_)
    return (_HOLDERS[kind], found) if kind in _HOLDERS and found is not None else None


def _tabs(chosen: Tab, counts: Counts) -> list[dict[str, Any]]:
    return [
        {
            "value": tab.value,
            "label": label,
            "count": getattr(counts, name),
            "chosen": tab == chosen,
        }
        for tab, label, name in _TABS
    ]


@require_http_methods(["GET", "HEAD", "POST"])
def assignment(request: PageRequest, assignment_id: int) -> HttpResponse:
    """One assignment. Each form says what it does with it in `gor`, and what it saw in `sedd`."""
    if request.method != "POST":
        return _shown(request, assignment_id)
    doing = request.POST.get("gor", "")
    if doing not in DOING:
        return _shown(request, assignment_id)
    try:
        with or_404():
            words = DOING[doing](request, known_id(assignment_id))
    except ChangedMeanwhile:
        return _shown(request, assignment_id, doing=doing, stale=True, status=409)
    except NotTakenIn as refusal:
        status = NO_ROOM if isinstance(refusal, NoRoom) else 422
        wrong = {"files": [str(refusal)]}
        return _shown(request, assignment_id, doing=doing, wrong=wrong, status=status)
    except ValidationError as refusal:
        return _shown(request, assignment_id, doing=doing, wrong=_wrong(refusal), status=422)
    messages.success(request, words)
    return redirect("desk:assignment", assignment_id)


def _wrong(refusal: ValidationError) -> Mapping[str, Sequence[str]]:
    if hasattr(refusal, "error_dict"):
        return refusal.message_dict
    return {"": refusal.messages}


def _shown(
    request: PageRequest,
    assignment_id: int,
    *,
    doing: str = "",
    wrong: Mapping[str, Sequence[str]] | None = None,
    stale: bool = False,
    status: int = 200,
) -> HttpResponse:
    with or_404():
        found = queries.assignment(request.viewer, known_id(assignment_id))
        choices = queries.choices(request.viewer, assignment_id)
    context = {
        "noun": "assignments",
        "page": found,
        "row": found.row,
        "stands": found.row.standing,
        "choices": choices,
        "commission": commission(request.viewer, assignment_id),
        "doing": doing,
        "said": request.POST if doing else {},
        "problems": [words for group in (wrong or {}).values() for words in group],
        "stale": stale,
        "today": timezone.localdate(),
        "four": range(1, 5),
        "history_url": history_url(
            request.viewer, "assignment-history", assignment_id, of_the_body(found.row.body_id)
        ),
    }
    return page(request, "desk/assignment.html", context, status=status)


@require_safe
def file(request: PageRequest, file_id: int) -> HttpResponseBase:
    """A file that goes with a report, to be saved and never shown as a page of ours."""
    with or_404():
        found = queries.assignment_file(request.viewer, known_id(file_id))
    try:
        data = found.path.open("rb")
    except FileNotFoundError as missing:
        raise Http404 from missing
    return download(data, name=found.name, media_type=found.media_type)


@require_http_methods(["GET", "HEAD", "POST"])
def hand_over(request: PageRequest, person_id: int) -> HttpResponse:
    """Everything that a person has, handed over to somebody else (`till`) in one go."""
    with or_404():
        found = queries.held_by_person(request.viewer, known_id(person_id))
    problems: list[str] = []
    if request.method == "POST":
        try:
            count = actions.hand_over_all(
                viewer=request.viewer,
                person_id=person_id,
                to=queries.who_named(request.viewer, request.POST.get("till", "")),
                reason=request.POST.get("skal", ""),
            )
        except ValidationError as refusal:
            problems = refusal.messages
        else:
            words = ngettext(
                "%(count)d uppdrag är överlämnat.", "%(count)d uppdrag är överlämnade.", count
            )
            messages.success(request, words % {"count": count})
            return redirect("desk:assignments")
    context = {
        "noun": "assignments",
        "found": found,
        "said": request.POST,
        "problems": problems,
    }
    status = 422 if problems else 200
    return page(request, "desk/hand_over.html", context, status=status)
