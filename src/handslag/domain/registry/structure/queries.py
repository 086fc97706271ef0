"""Reads of what each body is, where it stands among the others, and the seats in it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from handslag.domain.access.permissions import Permission
from handslag.domain.access.rules import may, require, require_somewhere
from handslag.domain.access.things import Thing, of_body
from handslag.domain.base.shapes import Labelled, labelled
from handslag.domain.base.sides import Side
from handslag.domain.registry.models import (
    Body,
    BodyKind,
    BodyLink,
    DecisionEffect,
    DecisionRule,
    LegalForm,
    LinkKind,
    MembershipRole,
    Seat,
)
from handslag.domain.registry.people.queries import sitting_on
from handslag.domain.registry.structure.rules import Place, Taker, filled

if TYPE_CHECKING:
    from datetime import date

    from handslag.domain.access.viewer import Viewer
    from handslag.domain.registry.people.queries import Sitter


@dataclass(frozen=True, slots=True)
class BodyRef:
    """Another body, by its name."""

    id: int
    name: str


@dataclass(frozen=True, slots=True)
class SeatRow:
    """A seat in a body, or several alike: for whom, who takes them on the day, how many are empty.

    `takers` is empty and `empty` 0 where it is not for the viewer to know who sits there.
    """

    id: int
    role: Labelled
    principal_id: int | None
    principal: str
    side: Labelled
    """The side that fills it; an empty value where a principal does, or anybody."""
    function: str
    count: int
    takers: tuple[Sitter, ...]
    empty: int


@dataclass(frozen=True, slots=True)
class BodyStructure:
    """What a body is, where it stands, and its seats on a day."""

    id: int
    name: str
    kind: Labelled
    legal_form: Labelled
    decision_rule: Labelled
    effect: Labelled
    keeps: str
    """In which form it keeps minutes, in a sentence."""
    means: str
    """What its decisions do, in a sentence."""
    side: Labelled
    about: str
    parent: BodyRef | None
    children: tuple[BodyRef, ...]
    prepares_for: tuple[BodyRef, ...]
    prepared_by: tuple[BodyRef, ...]
    reports_to: tuple[BodyRef, ...]
    reported_by: tuple[BodyRef, ...]
    owner_id: int | None
    owner: str
    since: date | None
    until: date | None
    seats: tuple[SeatRow, ...]
    empty: int
    """Empty seats in all."""
    beside: tuple[Sitter, ...]
    """Those who sit there and take none of the seats; none where there are no seats at all."""


@dataclass(frozen=True, slots=True)
class Standing:
    """A body in the structure: its ways to others, by their ids."""

    id: int
    name: str
    short_name: str
    kind: Labelled
    effect: Labelled
    side: Labelled
    parent_id: int | None
    prepares_for: tuple[int, ...]
    reports_to: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Choices:
    """What there is to choose among where a body is described."""

    kinds: tuple[Labelled, ...]
    legal_forms: tuple[Labelled, ...]
    decision_rules: tuple[Labelled, ...]
    effects: tuple[Labelled, ...]
    sides: tuple[Labelled, ...]
    roles: tuple[Labelled, ...]


def body_structure(viewer: Viewer, body_id: int, day: date) -> BodyStructure:
    """What a body is and how it stands on a day. Seven queries, at most.

    Who sits where is for those who may see the body's register; the rest for whoever sees any.
    Raises Body.DoesNotExist.
    """
    require_somewhere(viewer, Permission.REGISTRY_READ)
    body = Body.objects.select_related("parent", "owner").get(id=body_id)
    onward, back = _links_of(body_id)
    thing = Thing(scopes=frozenset({of_body(body_id)}))
    knows = may(viewer, Permission.REGISTRY_READ, thing)
    sitters = sitting_on(viewer, body_id, day) if knows else ()
    places = list(Seat.objects.filter(body=body).select_related("principal"))
    seats = _seats(places, sitters, knows=knows)
    taken = {one.membership_id for seat in seats for one in seat.takers}
    return BodyStructure(
        id=body.id,
        name=body.name,
        kind=labelled(BodyKind, body.kind),
        legal_form=labelled(LegalForm, body.legal_form),
        decision_rule=labelled(DecisionRule, body.decision_rule),
        effect=labelled(DecisionEffect, body.effect),
        keeps=_keeps(LegalForm(body.legal_form)),
        means=_means(DecisionEffect(body.effect)),
        side=_side(body.side),
        about=body.about,
        parent=BodyRef(body.parent.id, body.parent.name) if body.parent else None,
        children=tuple(BodyRef(*row) for row in body.children.values_list("id", "name")),
        prepares_for=tuple(onward[LinkKind.PREPARES]),
        prepared_by=tuple(back[LinkKind.PREPARES]),
        reports_to=tuple(onward[LinkKind.REPORTS]),
        reported_by=tuple(back[LinkKind.REPORTS]),
        owner_id=body.owner_id,
        owner=body.owner.name if body.owner else "",
        since=body.since,
        until=body.until,
        seats=seats,
        empty=sum(seat.empty for seat in seats),
        beside=tuple(one for one in sitters if seats and one.membership_id not in taken),
    )


def structure(viewer: Viewer, day: date) -> tuple[Standing, ...]:
    """Every body that there is on a day, by name, with its ways to the others. Two queries."""
    require_somewhere(viewer, Permission.REGISTRY_READ)
    there = [
        body
        for body in Body.objects.all()
        if (body.since is None or body.since <= day) and (body.until is None or body.until >= day)
    ]
    ids = {body.id for body in there}
    ways: dict[tuple[int, str], list[int]] = defaultdict(list)
    links = BodyLink.objects.order_by("to__order_key", "to_id")
    for body_id, kind, to_id in links.values_list("body_id", "kind", "to_id"):
        if body_id in ids and to_id in ids:
            ways[body_id, kind].append(to_id)
    return tuple(
        Standing(
            id=body.id,
            name=body.name,
            short_name=body.short_name,
            kind=labelled(BodyKind, body.kind),
            effect=labelled(DecisionEffect, body.effect),
            side=_side(body.side),
            parent_id=body.parent_id if body.parent_id in ids else None,
            prepares_for=tuple(ways[body.id, LinkKind.PREPARES]),
            reports_to=tuple(ways[body.id, LinkKind.REPORTS]),
        )
        for body in there
    )


def choices(viewer: Viewer) -> Choices:
    """What there is to choose among where a body is described. No query."""
    require(viewer, Permission.REGISTRY_CHANGE)
    return Choices(
        *(
            tuple(labelled(sort, value) for value in sort.values)
            for sort in (BodyKind, LegalForm, DecisionRule, DecisionEffect, Side, MembershipRole)
        )
    )


def seat(viewer: Viewer, id: int) -> tuple[int, SeatRow]:  # noqa: A002  the thing's id
    """A body's id and one of its seats, as it is told, without who takes it. One query.

    Raises Seat.DoesNotExist.
    """
    require(viewer, Permission.REGISTRY_CHANGE)
    found = Seat.objects.select_related("principal").get(id=id)
    (row,) = _seats([found], (), knows=False)
    return found.body_id, row


def _links_of(
    body_id: int,
) -> tuple[dict[str, list[BodyRef]], dict[str, list[BodyRef]]]:
    """Where the body leads on to, and who leads on to it, by the kind of link. Two queries."""
    onward: dict[str, list[BodyRef]] = defaultdict(list)
    back: dict[str, list[BodyRef]] = defaultdict(list)
    links = BodyLink.objects.filter(body_id=body_id).order_by("to__order_key", "to_id")
    for kind, id_, name in links.values_list("kind", "to_id", "to__name"):
        onward[kind].append(BodyRef(id_, name))
    links = BodyLink.objects.filter(to_id=body_id).order_by("body__order_key", "body_id")
    for kind, id_, name in links.values_list("kind", "body_id", "body__name"):
        back[kind].append(BodyRef(id_, name))
    return onward, back


def _seats(places: list[Seat], sitters: tuple[Sitter, ...], *, knows: bool) -> tuple[SeatRow, ...]:
    asked = [
        Place(one.id, one.role, one.principal_id, one.side, one.function, one.count)
        for one in places
    ]
    who = {one.membership_id: one for one in sitters}
    takers = [
        Taker(id_, one.role.value, one.principal_id, str(one.side or ""), one.function)
        for id_, one in who.items()
    ]
    taken = filled(asked, takers)
    order = {role.value: number for number, role in enumerate(MembershipRole)}
    return tuple(
        SeatRow(
            id=one.id,
            role=labelled(MembershipRole, one.role),
            principal_id=one.principal_id,
            principal=one.principal.name if one.principal else "",
            side=_side(one.side),
            function=one.function,
            count=one.count,
            takers=tuple(who[id_] for id_ in taken[one.id]),
            empty=one.count - len(taken[one.id]) if knows else 0,
        )
        for one in sorted(places, key=lambda one: (order[one.role], one.id))
    )


def _side(value: str) -> Labelled:
    return labelled(Side, value) if value else Labelled("", "")


def _keeps(form: LegalForm) -> str:
    """In which form such a body keeps minutes (KL 5 kap. 65-69 §§, 6 kap. 35 §, 8 kap. 12 §)."""
    if form == LegalForm.NETWORK:
        return _("Det för minnesanteckningar, som varken justeras, anslås eller överklagas.")
    if form == LegalForm.ASSOCIATION:
        return _("Det för protokoll enligt sina stadgar. Besluten anslås inte och överklagas inte.")
    return _("Det för protokoll, som justeras och anslås. Besluten kan överklagas.")


def _means(effect: DecisionEffect) -> str:
    """What such a body's decisions do, before anybody else has decided anything."""
    if effect == DecisionEffect.INTERNAL:
        return _("Det som beslutas gäller organets eget arbete och binder ingen huvudman.")
    if effect == DecisionEffect.RECOMMENDATION:
        return _("Det som beslutas är en rekommendation: varje huvudman avgör om den följs.")
    return _("Det som beslutas binder de huvudmän som själva har antagit det, och inga andra.")
