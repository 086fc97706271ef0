"""What a principal, a body and a person owe and wait for: their pages, and the printed sheet."""

from __future__ import annotations

from dataclasses import dataclass, replace
from io import BytesIO
from typing import TYPE_CHECKING, Any

from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_safe

from handslag.domain.matters.owing import queries
from handslag.domain.matters.owing.queries import ALL, Room
from handslag.domain.matters.owing.shapes import LineKind
from handslag.interfaces.web.desk.assignments_picture import drawn
from handslag.interfaces.web.kit.downloads import download
from handslag.interfaces.web.kit.found import or_404
from handslag.interfaces.web.kit.rendering import page
from handslag.interfaces.web.kit.requests import known_id
from handslag.output.owing.sheets import sheet_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpResponse
    from django.http.response import HttpResponseBase

    from handslag.domain.matters.owing.shapes import Line, OwingPage
    from handslag.interfaces.web.kit.requests import PageRequest

SECTIONS = {
    "gora": "owes",
    "vantar": "waits",
    "platser": "seats",
    "stallning": "taken",
    "moten": "coming",
}
"""The sections by the word of the address that shows one of them whole."""
ON_PAPER = Room(owes=40, waits=24, seats=24, taken=10, coming=8)
"""Rows that are fetched for the sheet: more than ever find room on it."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A line with the address of what it is about."""

    line: Line
    url: str


def shown_organisation(request: PageRequest, organisation_id: int) -> dict[str, Any]:
    """What an organisation owes and waits for, as its page shows it."""
    found = queries.principal_page(
        request.viewer, organisation_id, timezone.localdate(), _room(request)
    )
    return _shown(request, found, reverse("desk:organisation-sheet", args=[organisation_id]))


@require_safe
def body(request: PageRequest, body_id: int) -> HttpResponse:
    """What a body owes and waits for."""
    with or_404():
        found = queries.body_page_of(
            request.viewer, known_id(body_id), timezone.localdate(), _room(request)
        )
    context = _shown(request, found, reverse("desk:body-sheet", args=[body_id]))
    return page(request, "desk/body_owing.html", {"noun": "bodies", "owing": context})


@require_safe
def person(request: PageRequest, person_id: int) -> HttpResponse:
    """What a person owes and waits for."""
    with or_404():
        found = queries.person_page_of(
            request.viewer, known_id(person_id), timezone.localdate(), _room(request)
        )
    context = _shown(request, found, reverse("desk:person-sheet", args=[person_id]))
    return page(request, "desk/person_owing.html", {"noun": "people", "owing": context})


@require_safe
@login_required
def me(request: PageRequest) -> HttpResponse:
    """What the viewer owes and waits for, and the ways to their principals."""
    today = timezone.localdate()
    own = queries.own_person(request.viewer)
    context: dict[str, Any] = {
        "noun": "mine",
        "principals": queries.own_principals(request.viewer, today),
    }
    if own is not None:
        found = queries.person_page_of(request.viewer, own, today, _room(request))
        context["owing"] = _shown(request, found, reverse("desk:my-sheet"), mine=True)
    return page(request, "desk/me.html", context)


@require_safe
def organisation_sheet(request: PageRequest, organisation_id: int) -> HttpResponseBase:
    """The page of an organisation on one sheet."""
    address = reverse("desk:organisation", args=[organisation_id])
    return _sheet(
        request,
        address,
        lambda: queries.principal_page(
            request.viewer, known_id(organisation_id), timezone.localdate(), ON_PAPER
        ),
    )


@require_safe
def body_sheet(request: PageRequest, body_id: int) -> HttpResponseBase:
    """The page of a body on one sheet."""
    address = reverse("desk:body-owing", args=[body_id])
    return _sheet(
        request,
        address,
        lambda: queries.body_page_of(
            request.viewer, known_id(body_id), timezone.localdate(), ON_PAPER
        ),
    )


@require_safe
def person_sheet(request: PageRequest, person_id: int) -> HttpResponseBase:
    """The page of a person on one sheet."""
    address = reverse("desk:person-owing", args=[person_id])
    return _sheet(
        request,
        address,
        lambda: queries.person_page_of(
            request.viewer, known_id(person_id), timezone.localdate(), ON_PAPER
        ),
    )


@require_safe
@login_required
def my_sheet(request: PageRequest) -> HttpResponseBase:
    """The viewer's own page on one sheet; nothing for who is nobody in the register."""
    own = queries.own_person(request.viewer)
    if own is None:
        raise Http404
    return _sheet(
        request,
        reverse("desk:me"),
        lambda: queries.person_page_of(request.viewer, own, timezone.localdate(), ON_PAPER),
    )


def _sheet(request: PageRequest, address: str, read: Callable[[], OwingPage]) -> HttpResponseBase:
    """The sheet, in Swedish as all papers are, with what the viewer may see and nothing else."""
    with override("sv"):
        with or_404():
            found = read()
        made = sheet_of(found, request.build_absolute_uri(address))
    name = f"{slugify(found.name)[:60] or 'blad'}-{found.today.isoformat()}.pdf"
    return download(BytesIO(made), name=name, media_type="application/pdf")


def _room(request: PageRequest) -> Room:
    """The usual room, but all of the section that is asked for."""
    whole = SECTIONS.get(request.GET.get("alla", ""))
    return replace(Room(), **{whole: ALL}) if whole else Room()


def _shown(
    request: PageRequest, found: OwingPage, sheet: str, *, mine: bool = False
) -> dict[str, Any]:
    return {
        "found": found,
        "owes": [Shown(line, _url(line, mine=mine)) for line in found.owes],
        "waits": [Shown(line, _url(line, mine=mine)) for line in found.waits],
        "next": next((line for line in found.owes if line.due and not line.late), None),
        "picture": drawn(
            found.owes.months,
            found.today,
            _("Att göra efter den månad det ska vara klart; samma siffror står i tabellen"),
        ),
        "whole": SECTIONS.get(request.GET.get("alla", ""), ""),
        "sheet": sheet,
        "mine": mine,
    }


_TO = {
    LineKind.ASSIGNMENT: "desk:assignment",
    LineKind.REPORT: "desk:assignment",
    LineKind.QUESTION: "desk:raised-matter",
    LineKind.PREPARING: "desk:raised-matter",
    LineKind.RAISED: "desk:raised-matter",
    LineKind.SEAT: "desk:body",
    LineKind.STANCE: "desk:matter",
    LineKind.REFERRED: "desk:matter",
    LineKind.RETURNING: "desk:matter",
    LineKind.REPLY: "desk:meeting",
}
"""Where lines lead, by their kind."""


def _url(line: Line, *, mine: bool) -> str:
    kind = LineKind(line.kind.value)
    if kind == LineKind.PRESENTING:
        meeting = reverse("desk:meeting", args=[line.due_meeting.id]) if line.due_meeting else ""
        return f"{meeting}#punkt-{line.id}"
    if kind == LineKind.REPLY and mine:
        return reverse("desk:my-meeting", args=[line.id])
    return reverse(_TO[kind], args=[line.id])
