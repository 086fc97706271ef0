"""Bodies: the list, and one body with its names, its kind and its meetings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from handslag.domain.access.permissions import Permission
from handslag.domain.access.rules import may
from handslag.domain.access.things import Thing, of_body
from handslag.domain.matters.deciding import queries as deciding
from handslag.domain.matters.follows.queries import follows_body
from handslag.domain.meetings import actions as meetings_actions
from handslag.domain.meetings import queries as meetings
from handslag.domain.registry import actions, queries
from handslag.domain.registry.memberships import queries as memberships
from handslag.domain.registry.structure import actions as structure_actions
from handslag.domain.registry.structure import queries as structure
from handslag.intake.comparing import actions as comparing
from handslag.intake.errors import Invalid
from handslag.interfaces.web.desk.history import history_url, of_the_body
from handslag.interfaces.web.kit.found import or_404
from handslag.interfaces.web.kit.rendering import page
from handslag.interfaces.web.kit.requests import known_id, number, page_asked_for

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.http import HttpResponse

    from handslag.domain.registry.memberships.queries import Members
    from handslag.interfaces.web.kit.requests import PageRequest


SHOWN_COMING = 6
"""Coming meetings on a body's page; the year has them all."""


@require_safe
def bodies(request: PageRequest) -> HttpResponse:
    """Every body, with how often it has met."""
    context = {
        "noun": "bodies",
        "bodies": meetings.bodies(request.viewer),
        "changes": _changes(request),
        "alike": len(queries.suggested_body_names(request.viewer)) if _changes(request) else 0,
    }
    return page(request, "desk/bodies.html", context)


def _changes(request: PageRequest) -> bool:
    return may(request.viewer, Permission.REGISTRY_CHANGE)


@require_http_methods(["GET", "HEAD", "POST"])
def body(request: PageRequest, body_id: int) -> HttpResponse:
    """One body. A form on it changes its names and its kind."""
    with or_404():
        found = queries.body(request.viewer, known_id(body_id))
    context: dict[str, Any] = {
        "name": found.name,
        "short_name": found.short_name,
        "kind": found.kind.value,
        "other_name": "",
    }
    error = ""
    if request.method == "POST" and "skilj" in request.POST:
        return _separate(request, body_id)
    if request.method == "POST" and "bort" in request.POST:
        return _remove_name(request, body_id)
    if request.method == "POST":
        context = {field: request.POST.get(field, "").strip() for field in context}
        error = _change(request, body_id, context)
        if not error:
            messages.success(request, _("Sparat."))
            return redirect("desk:body", body_id)
    members = _members(request, body_id)
    may_follow = Permission.NEWS_FOLLOW in request.viewer.permissions
    context |= {
        "noun": "bodies",
        "body": found,
        "history_url": history_url(request.viewer, "body-history", body_id, of_the_body(body_id)),
        "error": error,
        "changes": _changes(request),
        "coming": meetings.coming(request.viewer, body_id=body_id, count=SHOWN_COMING),
        "plans": may(request.viewer, Permission.MEETINGS_PLAN, of_the_body(body_id)),
        "drafts": meetings.drafts_to_share(request.viewer, body_id),
        "may_follow": may_follow,
        "follows": may_follow and follows_body(request.viewer, body_id),
        "follow_url": reverse("desk:follow-body", args=[body_id]),
        "members": members,
        "grounds": _grounds(request, members),
        "body_mandates": deciding.mandates_of_body(request.viewer, body_id, timezone.localdate()),
        "gives_mandates": may(request.viewer, Permission.MANDATES_CHANGE, of_the_body(body_id)),
        "standing": structure.body_structure(request.viewer, body_id, timezone.localdate()),
        "mergers": queries.mergers(request.viewer, body_id) if _changes(request) else (),
        "kinds": queries.body_kinds(request.viewer) if _changes(request) else (),
        "listing": meetings.meetings(request.viewer, body_id=body_id, page=page_asked_for(request)),
    }
    return page(request, "desk/body.html", context, status=422 if error else 200)


def _members(request: PageRequest, body_id: int) -> Members | None:
    """Who sits in the body; None for whom that is not for."""
    thing = Thing(scopes=frozenset({of_body(body_id)}))
    if not may(request.viewer, Permission.REGISTRY_READ, thing):
        return None
    return memberships.members(request.viewer, body_id)


def _grounds(request: PageRequest, members: Members | None) -> Mapping[int, Any]:
    """The decisions by which those who sit in the body came there and left, by membership."""
    if members is None:
        return {}
    rows = [row for sitting in members.now for row in sitting.rows]
    ids = [row.id for row in (*rows, *members.coming, *members.former)]
    return deciding.membership_grounds(request.viewer, ids) if ids else {}


@require_POST
def share(request: PageRequest, body_id: int) -> HttpResponse:
    """Share every draft of the body's meetings with its own."""
    count = meetings_actions.share_drafts(viewer=request.viewer, body_id=known_id(body_id))
    words = ngettext(
        "%(count)d handling är delad med organets egna.",
        "%(count)d handlingar är delade med organets egna.",
        count,
    )
    messages.success(request, words % {"count": count})
    return redirect("desk:body", body_id)


@require_http_methods(["GET", "HEAD", "POST"])
def alike(request: PageRequest) -> HttpResponse:
    """Names that may be a body's, to answer about one by one."""
    if request.method == "POST":
        return _answer(request)
    context = {"noun": "bodies", "names": queries.suggested_body_names(request.viewer)}
    return page(request, "desk/alike_bodies.html", context)


def _answer(request: PageRequest) -> HttpResponse:
    asked, said = number(request.POST.get("fraga")), request.POST.get("svar")
    if asked is None or said not in {"samma", "inte"}:
        raise Http404
    try:
        with or_404():
            comparing.answer_body_name(
                viewer=request.viewer, suggestion_id=asked, same=said == "samma"
            )
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    except Invalid as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(
            request,
            _(
                "Namnet hör nu till organet och känns igen i nästa handling. Blev två organ ett "
                "kan du skilja dem åt igen på organets sida."
            )
            if said == "samma"
            else _("De hålls isär. Vi frågar inte igen."),
        )
    return redirect("desk:alike-bodies")


def _separate(request: PageRequest, body_id: int) -> HttpResponse:
    """Make a body that was made one with this one its own again, and go there."""
    asked = number(request.POST.get("skilj"))
    known = {one.id: one for one in queries.mergers(request.viewer, body_id)}
    if asked not in known:
        raise Http404
    try:
        parted = comparing.separate_bodies(viewer=request.viewer, merger_id=asked)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
        return redirect("desk:body", body_id)
    except Invalid as refusal:
        messages.error(request, str(refusal))
        return redirect("desk:body", body_id)
    words = _("%(name)s är ett eget organ igen, med sina namn och sina möten.")
    messages.success(request, words % {"name": known[asked].name})
    return redirect("desk:body", parted)


def _remove_name(request: PageRequest, body_id: int) -> HttpResponse:
    """Take away a name that documents are not to find the body by."""
    try:
        structure_actions.remove_body_name(
            viewer=request.viewer, body_id=body_id, text=request.POST["bort"]
        )
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(request, _("Namnet är borttaget. Handlingar känns inte igen på det."))
    return redirect("desk:body", body_id)


def _change(request: PageRequest, body_id: int, typed: dict[str, Any]) -> str:
    """Do what the form says; the reason where something could not be done."""
    try:
        actions.change_body(
            viewer=request.viewer,
            body_id=body_id,
            name=typed["name"],
            short_name=typed["short_name"],
            kind=typed["kind"],
            other_name=typed["other_name"],
        )
    except ValidationError as refusal:
        return " ".join(refusal.messages)
    return ""
