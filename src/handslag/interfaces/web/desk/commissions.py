"""Commissions: those that go on, and one with its terms of reference and reports."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.http import Http404
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from handslag.domain.base.meanwhile import ChangedMeanwhile
from handslag.domain.matters.assignments import queries as assignments
from handslag.domain.matters.commissions import actions, queries
from handslag.domain.matters.commissions.shapes import CommissionTold
from handslag.interfaces.web.kit.found import or_404
from handslag.interfaces.web.kit.rendering import page
from handslag.interfaces.web.kit.requests import known_id, number, page_asked_for

if TYPE_CHECKING:
    import datetime as dt

    from django.http import HttpResponse

    from handslag.interfaces.web.kit.requests import PageRequest


@require_safe
def commissions(request: PageRequest) -> HttpResponse:
    """Commissions that go on; with `visa=avslutade` those that have ended."""
    ended = request.GET.get("visa") == "avslutade"
    listing = queries.commissions(request.viewer, ended=ended, page=page_asked_for(request))
    context = {"noun": "assignments", "listing": listing, "ended": ended}
    return page(request, "desk/commissions.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def commission(request: PageRequest, assignment_id: int) -> HttpResponse:
    """The commission that an assignment is, or the form that makes it one.

    Each form says what it does in `gor` and what it saw in `sedd`.
    """
    assignment_id = known_id(assignment_id)
    if request.method != "POST":
        return _shown(request, assignment_id)
    doing = _DOING.get(request.POST.get("gor", ""))
    if doing is None:
        return _shown(request, assignment_id)
    try:
        with or_404():
            words = doing(request, assignment_id)
    except ChangedMeanwhile:
        return _shown(request, assignment_id, stale=True, status=409)
    except ValidationError as refusal:
        return _shown(request, assignment_id, problems=refusal.messages, status=422)
    messages.success(request, words)
    return redirect("desk:commission", assignment_id)


def _shown(
    request: PageRequest,
    assignment_id: int,
    *,
    problems: list[str] | None = None,
    stale: bool = False,
    status: int = 200,
) -> HttpResponse:
    with or_404():
        found = queries.commission(request.viewer, assignment_id)
        rows = assignments.rows_of(request.viewer, [assignment_id])
    row = rows[assignment_id]
    may_change = row.may_change
    if found is None and not may_change:
        raise Http404
    context = {
        "noun": "assignments",
        "row": row,
        "found": found,
        "may_change": may_change,
        "names": assignments.choices(request.viewer, assignment_id).names if may_change else (),
        "said": request.POST,
        "doing": request.POST.get("gor", ""),
        "problems": problems or [],
        "stale": stale,
        "today": timezone.localdate(),
    }
    return page(request, "desk/commission.html", context, status=status)


def _day(request: PageRequest, name: str, label: str) -> dt.date | None:
    words = request.POST.get(name, "").strip()
    try:
        found = parse_date(words) if words else None
    except ValueError:
        found = None
    if words and found is None:
        told = _("%(label)s är ingen dag i kalendern. Skriv den som 2026-03-31.")
        raise ValidationError({name: told % {"label": label}})
    return found


def _told(request: PageRequest) -> CommissionTold:
    asked = request.POST
    every = asked.get("manader", "").strip()
    if every and number(every) is None:
        raise ValidationError({"manader": _("Skriv antalet månader med siffror.")})
    return CommissionTold(
        title=asked.get("namn", ""),
        lead=asked.get("leder", ""),
        group=asked.get("grupp", ""),
        begins=_day(request, "borjar", _("Första dagen")),
        ends=_day(request, "slutar", _("Sista dagen")),
        report_every=number(every) if every else None,
    )


def _begin(request: PageRequest, assignment_id: int) -> str:
    actions.begin(
        viewer=request.viewer,
        assignment_id=assignment_id,
        told=_told(request),
        terms=request.POST.get("direktiv", ""),
    )
    return _("Uppdraget har nu ett direktiv.")


def _change(request: PageRequest, assignment_id: int) -> str:
    actions.change(
        viewer=request.viewer,
        assignment_id=assignment_id,
        told=_told(request),
        seen=request.POST.get("sedd", ""),
    )
    return _("Ändringen är sparad.")


def _terms(request: PageRequest, assignment_id: int) -> str:
    made = actions.set_terms(
        viewer=request.viewer,
        assignment_id=assignment_id,
        text=request.POST.get("direktiv", ""),
        seen=request.POST.get("sedd", ""),
        from_day=_day(request, "galler", _("Dagen då direktivet börjar gälla")),
        clause_code=request.POST.get("beslut", ""),
    )
    return _("Version %(number)d av direktivet är sparad. De tidigare står kvar.") % {
        "number": made
    }


def _end(request: PageRequest, assignment_id: int) -> str:
    actions.end(
        viewer=request.viewer,
        assignment_id=assignment_id,
        reason=request.POST.get("skal", ""),
        seen=request.POST.get("sedd", ""),
        day=_day(request, "dag", _("Dagen då det slutade")),
    )
    return _("Uppdraget är avslutat.")


def _again(request: PageRequest, assignment_id: int) -> str:
    try:
        actions.take_up_again(
            viewer=request.viewer,
            assignment_id=assignment_id,
            reason=request.POST.get("skal", ""),
            seen=request.POST.get("sedd", ""),
        )
    except ObjectDoesNotExist as missing:
        raise Http404 from missing
    return _("Uppdraget fortsätter.")


_DOING = {
    "ge-direktiv": _begin,
    "andra": _change,
    "ny-version": _terms,
    "avsluta": _end,
    "oppna": _again,
}
