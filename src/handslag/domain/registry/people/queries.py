"""Reads of where people work, how they are reached, and who sits in a body on a day."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import F, Q
from django.utils import timezone

from handslag.domain.access.permissions import Permission
from handslag.domain.access.rules import may, reach, require, require_somewhere
from handslag.domain.access.things import Thing, of_body
from handslag.domain.base.shapes import Labelled, labelled
from handslag.domain.registry.models import (
    Affiliation,
    Membership,
    MembershipRole,
    Person,
    PersonName,
)
from handslag.domain.registry.people.reaching import may_reach
from handslag.domain.registry.people.rules import side_of

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date

    from handslag.domain.access.viewer import Viewer
    from handslag.domain.base.sides import Side


@dataclass(frozen=True, slots=True)
class Affiliated:
    """A person works for an organisation under a title, from one day to another."""

    id: int
    person_id: int
    organisation_id: int
    organisation: str
    title: str
    """Empty where nobody has said it."""
    since: date | None
    """None where nobody knows since when."""
    until: date | None
    """The last day; None while it goes on."""


@dataclass(frozen=True, slots=True)
class Sitter:
    """Somebody who sits in a body on the day that was asked about, as it was on that day."""

    membership_id: int
    person_id: int
    name: str
    role: Labelled
    principal_id: int | None
    principal: str
    side: Side | None
    """Their principal's; None for whom no principal sent."""
    function: str
    title: str
    organisation_id: int | None
    organisation: str
    email: str
    """Where their papers are sent; empty where there is none, or the viewer may not know it."""
    user_id: int | None
    """The account that they sign in with."""
    since: date
    until: date | None


def affiliation_on(viewer: Viewer, person_ids: Collection[int], day: date) -> dict[int, Affiliated]:
    """Where each of these people works on a day, by the person's id. One query; none for nobody.

    Of several at once the one that began last counts. Those of whom nothing is known are left
    out.
    """
    require_somewhere(viewer, Permission.REGISTRY_READ)
    if not person_ids:
        return {}
    held = (
        Affiliation.objects.filter(
            Q(since__isnull=True) | Q(since__lte=day),
            Q(until__isnull=True) | Q(until__gte=day),
            person_id__in=person_ids,
        )
        .select_related("organisation")
        .order_by(F("since").asc(nulls_first=True), "id")
    )
    return {one.person_id: _affiliated(one) for one in held}


def affiliations_of(viewer: Viewer, person_id: int) -> tuple[Affiliated, ...]:
    """Where a person works and has worked, the latest first. One query."""
    require_somewhere(viewer, Permission.REGISTRY_READ)
    found = Affiliation.objects.filter(person_id=person_id).select_related("organisation")
    latest_first = found.order_by(F("since").desc(nulls_last=True), "-id")
    return tuple(_affiliated(one) for one in latest_first)


def sitting_on(viewer: Viewer, body_id: int, day: date) -> tuple[Sitter, ...]:
    """Who sits in a body on a day, the chairs first, and where they work then. Two queries.

    Addresses are told to those who change the register or who sits in the body, and to each their
    own. Somebody who sits there in two roles is told twice.
    """
    thing = Thing(scopes=frozenset({of_body(body_id)}))
    require(viewer, Permission.REGISTRY_READ, thing)
    sits = list(
        Membership.objects.filter(body_id=body_id)
        .on(day)
        .select_related("person__user", "principal")
        .order_by("person__order_key", "id")
    )
    works = affiliation_on(viewer, {one.person_id for one in sits}, day)
    told = may(viewer, Permission.REGISTRY_CHANGE) or may(
        viewer, Permission.MEMBERSHIPS_CHANGE, thing
    )
    found = [_sitter(viewer, one, works.get(one.person_id), told=told) for one in sits]
    return tuple(sorted(found, key=lambda one: _PLACE[one.role.value]))


def addresses_of(viewer: Viewer, person_ids: Collection[int]) -> dict[int, str]:
    """Where the papers of each of these people are sent, by the person's id. At most two queries.

    Left out are those without an address, and those whose address is not for the viewer to know:
    it is for who changes the register, for who changes who sits in a body where they sit today or
    will, and for themselves.
    """
    require_somewhere(viewer, Permission.REGISTRY_READ)
    if not person_ids:
        return {}
    people = Person.objects.filter(id__in=person_ids).select_related("user")
    if not may(viewer, Permission.REGISTRY_CHANGE):
        kept = Membership.objects.filter(
            reach(viewer, Permission.MEMBERSHIPS_CHANGE).q(body="body_id"),
            Q(until__isnull=True) | Q(until__gte=timezone.localdate()),
            person_id__in=person_ids,
        )
        known = {*kept.values_list("person_id", flat=True)}
        own = Q(user_id=viewer.user_id) if viewer.user_id is not None else Q(pk__in=())
        people = people.filter(Q(id__in=known) | own)
    return {one.id: address for one in people if (address := _address_of(one))}


@dataclass(frozen=True, slots=True)
class Reached:
    """How a person is reached, for whom that is to know."""

    email: str
    """Their own address; empty where they have none."""
    account_email: str
    """That of their open account, which is used where they have none; empty without an account."""


def reached(viewer: Viewer, person_id: int) -> Reached | None:
    """How a person is reached; None where that is not for the viewer to know. Two queries at most.

    Raises Person.DoesNotExist.
    """
    require_somewhere(viewer, Permission.REGISTRY_READ)
    person = Person.objects.select_related("user").get(id=person_id)
    if not may_reach(viewer, person):
        return None
    open_account = person.user is not None and person.user.is_active
    account_email = person.user.email if person.user is not None and open_account else ""
    return Reached(person.email, account_email)


def person_with_name(viewer: Viewer, name_id: int) -> int:
    """The person (id) whose a name is. One query. Raises PersonName.DoesNotExist."""
    require_somewhere(viewer, Permission.REGISTRY_READ)
    return PersonName.objects.values_list("person_id", flat=True).get(id=name_id)


def affiliation(viewer: Viewer, id: int) -> Affiliated:  # noqa: A002  the thing's id
    """Where somebody works. One query. Raises Affiliation.DoesNotExist."""
    require_somewhere(viewer, Permission.REGISTRY_READ)
    return _affiliated(Affiliation.objects.select_related("organisation").get(id=id))


def _address_of(person: Person) -> str:
    """Where a person's papers are sent: their own address, else that of their open account."""
    if person.email:
        return person.email
    user = person.user
    return user.email if user is not None and user.is_active else ""


def _affiliated(one: Affiliation) -> Affiliated:
    """An affiliation as reads tell it; its organisation must have been fetched with it."""
    return Affiliated(
        id=one.id,
        person_id=one.person_id,
        organisation_id=one.organisation_id,
        organisation=one.organisation.name,
        title=one.title,
        since=one.since,
        until=one.until,
    )


_PLACE = {role.value: place for place, role in enumerate(MembershipRole)}


def _sitter(viewer: Viewer, one: Membership, works: Affiliated | None, *, told: bool) -> Sitter:
    own = viewer.user_id is not None and one.person.user_id == viewer.user_id
    return Sitter(
        membership_id=one.id,
        person_id=one.person_id,
        name=one.person.name,
        role=labelled(MembershipRole, one.role),
        principal_id=one.principal_id,
        principal=one.principal.name if one.principal else "",
        side=side_of(one.principal.kind) if one.principal else None,
        function=one.function,
        title=works.title if works else "",
        organisation_id=works.organisation_id if works else None,
        organisation=works.organisation if works else "",
        email=_address_of(one.person) if told or own else "",
        user_id=one.person.user_id,
        since=one.since,
        until=one.until,
    )
