"""People: the list, and one person with every name and everything done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from handslag.domain.access.permissions import Permission
from handslag.domain.access.rules import may
from handslag.domain.matters import queries as matters
from handslag.domain.matters.deciding import queries as deciding
from handslag.domain.meetings import queries as meetings
from handslag.domain.registry import actions, queries
from handslag.domain.registry.memberships import queries as memberships
from handslag.domain.registry.people import queries as people_queries
from handslag.interfaces.web.desk.history import history_url
from handslag.interfaces.web.kit.found import or_404
from handslag.interfaces.web.kit.rendering import page
from handslag.interfaces.web.kit.requests import known_id, number, page_asked_for

if TYPE_CHECKING:
    from django.http import HttpResponse

    from handslag.interfaces.web.kit.requests import PageRequest

LONGEST_WORDS = 200


@require_safe
def people(request: PageRequest) -> HttpResponse:
    """Everybody met in a document that was accepted; `namn` keeps those called so."""
    words = request.GET.get("namn", "").strip()[:LONGEST_WORDS]
    listing = matters.people(request.viewer, page_asked_for(request), words=words)
    changes = may(request.viewer, Permission.REGISTRY_CHANGE)
    context = {
        "noun": "people",
        "listing": listing,
        "wanted": words,
        "changes": changes,
        "alike": meetings.alike_people_count(request.viewer) if changes else 0,
    }
    return page(request, "desk/people.html", context, fragment="listing")


@require_http_methods(["GET", "HEAD", "POST"])
def person(request: PageRequest, person_id: int) -> HttpResponse:
    """One person. Forms on it say who is the same, and which name to show."""
    with or_404():
        found = matters.person_page(request.viewer, known_id(person_id))
        if request.method == "POST":
            return _change(request, person_id)
        changes = may(request.viewer, Permission.REGISTRY_CHANGE)
        similar = queries.similar_people(request.viewer, person_id) if changes else []
    works = people_queries.affiliations_of(request.viewer, person_id)
    today = people_queries.affiliation_on(request.viewer, [person_id], timezone.localdate())
    sits = memberships.memberships_of(request.viewer, person_id)
    context = {
        "noun": "people",
        "works": works,
        "work": today.get(person_id),
        "sits": sits,
        "grounds": deciding.membership_grounds(request.viewer, [row.id for row in sits])
        if sits
        else {},
        "reached": people_queries.reached(request.viewer, person_id),
        "person": found,
        "similar": similar,
        "changes": changes,
        "history_url": history_url(request.viewer, "person-history", person_id),
    }
    return page(request, "desk/person.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def alike(request: PageRequest) -> HttpResponse:
    """Names that may be one person's, to answer about one by one."""
    if request.method == "POST":
        return _answer(request)
    listing = meetings.alike_people(request.viewer, page_asked_for(request))
    return page(request, "desk/alike_people.html", {"noun": "people", "listing": listing})


def _answer(request: PageRequest) -> HttpResponse:
    asked, said = number(request.POST.get("fraga")), request.POST.get("svar")
    if asked is None or said not in {"samma", "inte"}:
        raise Http404
    try:
        with or_404():
            actions.answer_pair(viewer=request.viewer, pair_id=asked, same=said == "samma")
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(
            request,
            _("Namnen hör nu till samma person. Du kan skilja dem åt igen.")
            if said == "samma"
            else _("De hålls isär. Vi frågar inte igen."),
        )
    return redirect("desk:alike-people")


def _change(request: PageRequest, person_id: int) -> HttpResponse:
    """Do what one of the forms says, and show the person again."""
    what, chosen = request.POST.get("gor"), number(request.POST.get("vald"))
    if chosen is None:
        raise Http404
    try:
        if what == "sammanfor":
            actions.merge_people(viewer=request.viewer, keep_id=person_id, other_id=chosen)
            messages.success(
                request, _("Namnen hör nu till samma person. Du kan skilja dem åt igen.")
            )
        elif what == "skilj":
            new_id = actions.separate_name(viewer=request.viewer, name_id=chosen)
            messages.success(request, _("Namnet hör nu till en egen person."))
            return redirect("desk:person", new_id)
        elif what == "visa":
            actions.show_person_as(viewer=request.viewer, person_id=person_id, name_id=chosen)
            messages.success(request, _("Personen visas nu under det namnet."))
        else:
            raise Http404
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    return redirect("desk:person", person_id)
