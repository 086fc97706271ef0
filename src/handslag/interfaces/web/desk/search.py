"""Searching everything, and what is suggested meanwhile."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import JsonResponse
from django.urls import NoReverseMatch, reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from handslag.domain.access.permissions import Permission
from handslag.domain.base.shapes import Labelled, labelled
from handslag.domain.base.sides import Side
from handslag.domain.matters.rules import clause_actions
from handslag.domain.meetings import queries as meetings
from handslag.interfaces.web.kit.rendering import page
from handslag.interfaces.web.kit.requests import page_asked_for
from handslag.output.search import queries
from handslag.output.search.question import KINDS, LONGEST_WORDS, from_address
from handslag.output.search.suggesting import suggest

if TYPE_CHECKING:
    from django.http import HttpResponse

    from handslag.interfaces.web.kit.requests import PageRequest
    from handslag.output.search.queries import Hit
    from handslag.output.search.suggesting import Suggested


def kinds() -> dict[str, str]:
    """What each kind of hit is called where there are many."""
    return {
        "meeting": _("Möten"),
        "matter": _("Ärenden"),
        "item": _("Punkter"),
        "clause": _("Beslut"),
        "assignment": _("Uppdrag"),
        "document": _("Handlingar"),
        "person": _("Personer"),
    }


def _one() -> dict[str, str]:
    """What one of each kind is called."""
    return {
        "meeting": _("möte"),
        "matter": _("ärende"),
        "item": _("punkt"),
        "body": _("organ"),
        "clause": _("beslut"),
        "assignment": _("uppdrag"),
        "document": _("handling"),
        "person": _("person"),
        "word": _("sök"),
    }


@require_safe
def search(request: PageRequest) -> HttpResponse:
    """What answers `q`, sifted by whatever else is asked; see `question.from_address`."""
    question = from_address(request.GET)
    asked = bool(question.words) or question.sifted
    found = queries.search(request.viewer, question, page=page_asked_for(request))
    counts = {one.kind: one for one in found.kinds}
    called = kinds()
    context = {
        "noun": "search",
        "words": question.words,
        "question": question,
        "listing": found if asked else None,
        "kinds": [(one, called[one], counts.get(one)) for one in KINDS if one in counts],
        "choices": [(one, called[one]) for one in KINDS if _offered(request, one)],
        "hits": [(hit, _one()[hit.kind], _hit_address(hit)) for hit in found],
        "bodies": meetings.bodies_that_met(request.viewer),
        "actions": clause_actions(),
        "sides": [labelled(Side, one) for one in Side.values],
        "stands": [Labelled("oppna", _("Pågår")), Labelled("avslutade", _("Avslutade"))],
        "stand": question.to_address().get("lage", ""),
        "may_save": asked and Permission.NEWS_FOLLOW in request.viewer.permissions,
        "to_save": urlencode(question.to_address()),
    }
    return page(request, "desk/search.html", context)


def _offered(request: PageRequest, kind: str) -> bool:
    return kind != "person" or Permission.REGISTRY_READ in request.viewer.permissions


@require_safe
def suggestions(request: PageRequest) -> JsonResponse:
    """What `q` may go on as: words to search for, and things to go to."""
    typed = request.GET.get("q", "")[:LONGEST_WORDS]
    called = _one()
    told = [
        {
            "text": one.text,
            "about": " · ".join(filter(None, (called[one.kind], one.about))),
            "address": _address(one),
        }
        for one in suggest(request.viewer, typed)
    ]
    return JsonResponse({"suggestions": told})


def _address(one: Suggested) -> str:
    """Where a suggestion leads."""
    if one.kind == "word":
        return f"{reverse('desk:search')}?{urlencode({'q': one.text})}"
    if one.kind in ("body", "person"):
        return reverse(f"desk:{one.kind}", args=[one.thing])
    return _place(one.kind, one.thing, one.meeting_id, one.item_id)


def _hit_address(hit: Hit) -> str:
    """Where a hit leads: to its own page, or to its place on the meeting's."""
    if hit.kind == "document":
        place = f"?plats={hit.place[0]}-{hit.place[1]}#plats" if hit.place else ""
        return f"{reverse('desk:document', args=[hit.document_id])}{place}"
    return _place(hit.kind, hit.thing, hit.meeting_id, hit.item_id)


_OWN_PAGES = {"matter": "desk:matter", "assignment": "desk:assignment"}


def _place(kind: str, thing: int | None, meeting_id: int | None, item_id: int | None) -> str:
    if own := _OWN_PAGES.get(kind):
        try:
            return reverse(own, args=[thing])
        except NoReverseMatch:
            pass
    anchor = f"#beslut-{thing}" if kind == "clause" else f"#punkt-{item_id}" if item_id else ""
    return f"{reverse('desk:meeting', args=[meeting_id])}{anchor}"
