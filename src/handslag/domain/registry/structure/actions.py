"""Writes of what a body is, where it stands among the others, and the seats in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from handslag.domain.access.permissions import Permission
from handslag.domain.access.rules import require
from handslag.domain.audit.actions import log
from handslag.domain.base.sides import Side
from handslag.domain.base.words import key_of
from handslag.domain.registry.actions import body_named, set_body_kind
from handslag.domain.registry.memberships.rules import sane
from handslag.domain.registry.models import (
    PRINCIPALS,
    Body,
    BodyKind,
    BodyLink,
    BodyName,
    DecisionEffect,
    DecisionRule,
    LegalForm,
    LinkKind,
    MembershipRole,
    Organisation,
    Seat,
)
from handslag.domain.registry.structure.rules import way_back

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date

    from handslag.domain.access.viewer import Viewer

BODY = "registry.body"
MOST_SEATS = 200
"""As many of one sort as any assembly has."""
MOST_OF_A_FUNCTION = 200
"""Letters of what a seat asks its holder to know of."""
MOST_ABOUT = 2_000
"""Letters of what a body is there for."""


@transaction.atomic
def add_body(*, viewer: Viewer, name: str, short_name: str = "", kind: str = "") -> int:
    """Add a body by hand; returns its id. Its kind is told by its name where `kind` is empty.

    Raises ValidationError without a name, and for one that is another body's.
    """
    require(viewer, Permission.REGISTRY_CHANGE)
    for field, text in (("name", name), ("short_name", short_name)):
        taken = BodyName.objects.select_related("body").filter(key=key_of(text)).first()
        if text.strip() and taken:
            words = _("Namnet används redan för %(body)s.") % {"body": taken.body.name}
            raise ValidationError({field: words})
    if not name.strip():
        raise ValidationError({"name": _("Skriv vad organet heter.")})
    if kind and kind not in BodyKind.values:
        raise ValidationError({"kind": _("Det slaget av organ finns inte. Välj ett i listan.")})
    body_id = body_named(viewer=viewer, name=name, short_name=short_name)
    if kind:
        set_body_kind(viewer=viewer, body_id=body_id, kind=kind)
    return body_id


@transaction.atomic
def describe_body(
    *,
    viewer: Viewer,
    body_id: int,
    kind: str,
    legal_form: str,
    decision_rule: str,
    effect: str,
    side: str = "",
    about: str = "",
    parent_id: int | None = None,
    owner_id: int | None = None,
    since: date | None = None,
    until: date | None = None,
    prepares_for: Collection[int] | None = None,
    reports_to: Collection[int] | None = None,
) -> None:
    """Say what a body is: all of it at once, as a form tells it. The same again changes nothing.

    The first words are values of BodyKind, LegalForm, DecisionRule, DecisionEffect and Side, which
    is empty for a body of both. Whom it prepares for and reports to is said where both are given:
    see `link_body`, whose errors it raises too. Raises Body.DoesNotExist, and ValidationError for
    other values, for days in disorder, for an organisation or a body that is not there, and for a
    place in the tree that would let a body stand under itself.
    """
    require(viewer, Permission.REGISTRY_CHANGE)
    # all of them are locked: two who move bodies at once could else close a circle together
    bodies = {one.id: one for one in Body.objects.select_for_update().order_by("id")}
    body = bodies.get(body_id)
    if body is None:
        raise Body.DoesNotExist(body_id)
    _refuse_choices(
        kind=(kind, BodyKind.values),
        legal_form=(legal_form, LegalForm.values),
        decision_rule=(decision_rule, DecisionRule.values),
        effect=(effect, DecisionEffect.values),
        side=(side, ["", *Side.values]),
    )
    _refuse_days(since, until)
    _refuse_place(body, parent_id, bodies)
    if owner_id is not None and not Organisation.objects.filter(id=owner_id).exists():
        raise ValidationError({"owner": _("Organisationen finns inte. Välj en i listan.")})
    about = about.strip()
    if len(about) > MOST_ABOUT:
        words = _("Texten är för lång: högst %d tecken får plats.") % MOST_ABOUT
        raise ValidationError({"about": words})
    before = _told(body)
    body.kind, body.legal_form, body.decision_rule = kind, legal_form, decision_rule
    body.effect, body.side, body.about = effect, side, about
    body.parent_id, body.owner_id, body.since, body.until = parent_id, owner_id, since, until
    after = _told(body)
    if after != before:
        body.save()
        _log(viewer, "registry.describe_body", body, before=before, after=after)
    if prepares_for is not None and reports_to is not None:
        link_body(viewer=viewer, body_id=body_id, prepares_for=prepares_for, reports_to=reports_to)


@transaction.atomic
def link_body(
    *,
    viewer: Viewer,
    body_id: int,
    prepares_for: Collection[int],
    reports_to: Collection[int],
) -> None:
    """Say for which bodies a body prepares matters, and to which it reports: all of them.

    The same again changes nothing. Raises Body.DoesNotExist, and ValidationError for a body that
    is not there, for the body itself, and where the way would lead back to it.
    """
    require(viewer, Permission.REGISTRY_CHANGE)
    bodies = {one.id: one for one in Body.objects.select_for_update().order_by("id")}
    body = bodies.get(body_id)
    if body is None:
        raise Body.DoesNotExist(body_id)
    wanted = {LinkKind.PREPARES: set(prepares_for), LinkKind.REPORTS: set(reports_to)}
    before = _linked(body)
    for kind, ids in wanted.items():
        field = "prepares_for" if kind == LinkKind.PREPARES else "reports_to"
        if not ids <= bodies.keys():
            raise ValidationError({field: _("Organet finns inte. Välj ett i listan.")})
        if circle := _circle(body, kind, ids):
            names = " → ".join(bodies[one].name for one in [body_id, *circle])
            words = _("Det blir en cirkel: %(way)s. Inget har ändrats.") % {"way": names}
            raise ValidationError({field: words})
        BodyLink.objects.filter(body=body, kind=kind).exclude(to__in=ids).delete()
        BodyLink.objects.bulk_create(
            (BodyLink(body=body, to_id=one, kind=kind) for one in sorted(ids)),
            ignore_conflicts=True,
        )
    after = _linked(body)
    if after != before:
        _log(viewer, "registry.link_body", body, before=before, after=after)


@transaction.atomic
def add_seat(
    *,
    viewer: Viewer,
    body_id: int,
    role: str,
    principal_id: int | None = None,
    side: str = "",
    function: str = "",
    count: int = 1,
) -> int:
    """Say that there is a seat in a body, or several alike; returns its id.

    `role` is a value of MembershipRole; the seat is a principal's, a side's or nobody's in
    particular. Raises Body.DoesNotExist, and ValidationError for values that will not do.
    """
    require(viewer, Permission.REGISTRY_CHANGE)
    body = Body.objects.get(id=body_id)
    seat = Seat(body=body)
    _fill_seat(seat, role, principal_id, side, function, count)
    seat.save()
    _log(viewer, "registry.add_seat", body, **_seat(seat))
    return seat.id


@transaction.atomic
def change_seat(
    *,
    viewer: Viewer,
    seat_id: int,
    role: str,
    principal_id: int | None = None,
    side: str = "",
    function: str = "",
    count: int = 1,
) -> None:
    """Correct what is told of a seat. Raises what `add_seat` raises; Seat.DoesNotExist."""
    require(viewer, Permission.REGISTRY_CHANGE)
    seat = Seat.objects.select_for_update().get(id=seat_id)
    before = _seat(seat)
    _fill_seat(seat, role, principal_id, side, function, count)
    if _seat(seat) == before:
        return
    seat.save()
    _log(viewer, "registry.change_seat", seat.body, before=before, after=_seat(seat))


@transaction.atomic
def remove_seat(*, viewer: Viewer, seat_id: int) -> None:
    """Say that there is no such seat. Who sits there goes on sitting. Seat.DoesNotExist."""
    require(viewer, Permission.REGISTRY_CHANGE)
    seat = Seat.objects.select_related("body").get(id=seat_id)
    told = _seat(seat)
    seat.delete()
    _log(viewer, "registry.remove_seat", seat.body, **told)


@transaction.atomic
def remove_body_name(*, viewer: Viewer, body_id: int, text: str) -> None:
    """Let documents no longer call the body `text`: a name that was given it by mistake.

    Nothing happens where they do not. Raises Body.DoesNotExist, and ValidationError for a name
    that the body is shown under.
    """
    require(viewer, Permission.REGISTRY_CHANGE)
    body = Body.objects.get(id=body_id)
    if key_of(text) in {key_of(body.name), key_of(body.short_name)}:
        raise ValidationError(
            _("Organet visas under det namnet. Ge det ett annat namn först. Inget har ändrats.")
        )
    gone, _kinds = BodyName.objects.filter(body=body, key=key_of(text)).delete()
    if gone:
        _log(viewer, "registry.remove_body_name", body, name=text)


def _refuse_choices(**told: tuple[str, Collection[str]]) -> None:
    for field, (value, known) in told.items():
        if value not in known:
            raise ValidationError({field: _("Det finns inte i listan. Välj något som gör det.")})


def _refuse_days(since: date | None, until: date | None) -> None:
    if since and until and until < since:
        raise ValidationError(
            {"until": _("Sista dagen kommer före den första. Ändra någon av dem.")}
        )
    today = timezone.localdate()
    if not all(sane(day, None, today) for day in (since, until) if day):
        raise ValidationError(
            {"since": _("Dagarna ligger för långt bort. Kontrollera att årtalen är rätt skrivna.")}
        )


def _refuse_place(body: Body, parent_id: int | None, bodies: dict[int, Body]) -> None:
    if parent_id is None:
        return
    if parent_id not in bodies:
        raise ValidationError({"parent": _("Organet finns inte. Välj ett i listan.")})
    above = {id_: [one.parent_id] for id_, one in bodies.items() if one.parent_id is not None}
    if parent_id == body.id:
        words = _("%(body)s kan inte stå under sig självt. Inget har ändrats.")
        raise ValidationError({"parent": words % {"body": body.name}})
    if way_back(body.id, parent_id, above):
        words = _(
            "%(parent)s står redan under %(body)s, och då kan inte %(body)s stå under "
            "%(parent)s. Inget har ändrats."
        )
        told = {"parent": bodies[parent_id].name, "body": body.name}
        raise ValidationError({"parent": words % told})


def _circle(body: Body, kind: LinkKind, ids: Collection[int]) -> list[int]:
    """The first way that leads back to the body if it is led on to these; empty where none does."""
    onward: dict[int, list[int]] = {}
    others = BodyLink.objects.filter(kind=kind).exclude(body=body)
    for from_id, to_id in others.values_list("body_id", "to_id"):
        onward.setdefault(from_id, []).append(to_id)
    ways = (way_back(body.id, one, onward) for one in sorted(ids))
    return next(filter(None, ways), [])


def _fill_seat(
    seat: Seat, role: str, principal_id: int | None, side: str, function: str, count: int
) -> None:
    function = " ".join(function.split())
    _refuse_choices(role=(role, MembershipRole.values), side=(side, ["", *Side.values]))
    principals = Organisation.objects.filter(kind__in=PRINCIPALS)
    if principal_id is not None and not principals.filter(id=principal_id).exists():
        raise ValidationError({"principal": _("Huvudmannen finns inte. Välj en i listan.")})
    if principal_id is not None and side:
        words = _("En plats är antingen en huvudmans eller en sidas. Välj det ena.")
        raise ValidationError({"side": words})
    if not 1 <= count <= MOST_SEATS:
        words = _("Skriv hur många platser det är: från 1 till %d.") % MOST_SEATS
        raise ValidationError({"count": words})
    if len(function) > MOST_OF_A_FUNCTION:
        words = _("Funktionen är för lång: högst %d tecken får plats.") % MOST_OF_A_FUNCTION
        raise ValidationError({"function": words})
    seat.role, seat.principal_id, seat.side = role, principal_id, side
    seat.function, seat.count = function, count


def _told(body: Body) -> dict[str, Any]:
    return {
        "kind": str(body.kind),
        "legal_form": str(body.legal_form),
        "decision_rule": str(body.decision_rule),
        "effect": str(body.effect),
        "side": str(body.side),
        "about": body.about,
        "parent_id": body.parent_id,
        "parent": body.parent.name if body.parent else "",
        "owner_id": body.owner_id,
        "owner": body.owner.name if body.owner else "",
        "since": body.since.isoformat() if body.since else None,
        "until": body.until.isoformat() if body.until else None,
    }


def _linked(body: Body) -> dict[str, list[str]]:
    """What the body is linked to, by kind: names, for the log to be read without looking up."""
    found: dict[str, list[str]] = {kind.value: [] for kind in LinkKind}
    rows = BodyLink.objects.filter(body=body).order_by("to__order_key", "to_id")
    for kind, name in rows.values_list("kind", "to__name"):
        found[kind].append(name)
    return found


def _seat(seat: Seat) -> dict[str, Any]:
    return {
        "role": str(seat.role),
        "principal_id": seat.principal_id,
        "principal": seat.principal.name if seat.principal else "",
        "side": str(seat.side),
        "function": seat.function,
        "count": seat.count,
    }


def _log(viewer: Viewer, verb: str, body: Body, **detail: object) -> None:
    log(viewer=viewer, verb=verb, thing_type=BODY, thing_id=body.id, detail=detail)
