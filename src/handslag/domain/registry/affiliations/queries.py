"""Everybody in the register with where they work and sit, at once: for lists that come and go."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import F, Q

from handslag.domain.access.permissions import Permission
from handslag.domain.access.rules import may, reach, require, require_somewhere
from handslag.domain.access.things import Thing, of_body
from handslag.domain.base.shapes import Labelled, labelled
from handslag.domain.registry.models import (
    PRINCIPALS,
    Affiliation,
    Body,
    BodyName,
    Membership,
    MembershipRole,
    Organisation,
    Person,
    PersonName,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from handslag.domain.access.viewer import Viewer


@dataclass(frozen=True, slots=True)
class KnownBody:
    """A body and every name that it goes by."""

    id: int
    name: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class KnownOrganisation:
    """An organisation, and whether people can sit for it."""

    id: int
    name: str
    principal: bool


@dataclass(frozen=True, slots=True)
class KnownPerson:
    """A person, every name they are met under, and how they are reached."""

    id: int
    name: str
    names: tuple[str, ...]
    email: str
    """Their own address; empty where they have none."""
    account_email: str
    """That of their account; empty where they have none."""


@dataclass(frozen=True, slots=True)
class KnownAffiliation:
    """A person works for an organisation under a title."""

    id: int
    person_id: int
    organisation_id: int
    title: str
    since: date | None
    until: date | None


@dataclass(frozen=True, slots=True)
class KnownMembership:
    """A person sits in a body. `role` is a value of MembershipRole."""

    id: int
    body_id: int
    person_id: int
    role: str
    principal_id: int | None
    function: str
    since: date
    until: date | None


@dataclass(frozen=True, slots=True)
class Roll:
    """All that the register says of who there is, where they work and where they sit."""

    bodies: tuple[KnownBody, ...]
    organisations: tuple[KnownOrganisation, ...]
    people: tuple[KnownPerson, ...]
    affiliations: tuple[KnownAffiliation, ...]
    memberships: tuple[KnownMembership, ...]


def roll(viewer: Viewer) -> Roll:
    """Everything at once, to hold a list against. Seven queries, however much there is."""
    require(viewer, Permission.REGISTRY_CHANGE)
    names = _grouped(PersonName.objects.order_by("id").values_list("person_id", "text"))
    called = _grouped(BodyName.objects.order_by("id").values_list("body_id", "text"))
    people = Person.objects.values_list("id", "name", "email", "user__email").order_by(
        "order_key", "id"
    )
    return Roll(
        bodies=tuple(
            KnownBody(id_, name, tuple(dict.fromkeys(filter(None, (name, short, *called[id_])))))
            for id_, name, short in Body.objects.values_list("id", "name", "short_name")
        ),
        organisations=tuple(
            KnownOrganisation(id_, name, kind in PRINCIPALS)
            for id_, name, kind in Organisation.objects.values_list("id", "name", "kind")
        ),
        people=tuple(
            KnownPerson(id_, name, tuple(dict.fromkeys((name, *names[id_]))), email, account or "")
            for id_, name, email, account in people
        ),
        affiliations=tuple(
            KnownAffiliation(*row)
            for row in Affiliation.objects.order_by("id").values_list(
                "id", "person_id", "organisation_id", "title", "since", "until"
            )
        ),
        memberships=tuple(
            KnownMembership(*row)
            for row in Membership.objects.order_by("id").values_list(
                "id", "body_id", "person_id", "role", "principal_id", "function", "since", "until"
            )
        ),
    )


@dataclass(frozen=True, slots=True)
class RollRow:
    """One row of a list of people: somebody, where they work, and one body that they sit in.

    What the viewer may not know is empty, as is what nobody has said. Somebody who sits in no
    body has no membership and no role.
    """

    person_id: int
    name: str
    email: str
    title: str
    organisation: str
    """Where they work."""
    membership_id: int | None
    body: str
    role: Labelled | None
    principal: str
    function: str
    since: date | None
    """From when they sit there; where they sit in nothing, from when they work there."""
    until: date | None


def roll_on(viewer: Viewer, day: date, body_id: int | None = None) -> tuple[RollRow, ...]:
    """Who sits in which body on a day, body by body, and where they work then.

    Those who sit in none come last, for who may see the register of the whole county, where no
    one body is asked for; so does whatever else somebody works with beside the first. Addresses
    are told to who changes the register, or who sits in that body. At most three queries.
    Raises Body.DoesNotExist.
    """
    if body_id is not None:
        require(viewer, Permission.REGISTRY_READ, Thing(scopes=frozenset({of_body(body_id)})))
        Body.objects.only("id").get(id=body_id)
    require_somewhere(viewer, Permission.REGISTRY_READ)
    sits = _sits(viewer, day, body_id)
    everybody = body_id is None and may(viewer, Permission.REGISTRY_READ)
    works = _works(day, None if everybody else {one.person_id for one in sits})
    rows, shown = [], set[int]()
    for one in sits:
        beside = works.get(one.person_id, [])
        told = _reached(viewer, one.body_id)
        rows.append(_row(one.person, beside[0] if beside else None, one, told=told))
        shown.add(one.person_id)
    if body_id is None:
        rows += _beside(works, shown, told=may(viewer, Permission.REGISTRY_CHANGE))
    if everybody and may(viewer, Permission.REGISTRY_CHANGE):
        rows += _only_reached(shown | set(works))
    return tuple(rows)


def _sits(viewer: Viewer, day: date, body_id: int | None) -> list[Membership]:
    found = Membership.objects.on(day).filter(
        reach(viewer, Permission.REGISTRY_READ).q(body="body_id")
    )
    if body_id is not None:
        found = found.filter(body_id=body_id)
    return list(
        found.select_related("body", "person__user", "principal").order_by(
            "body__order_key", "body_id", "person__order_key", "id"
        )
    )


def _works(day: date, people: set[int] | None) -> Mapping[int, list[Affiliation]]:
    """Where people work on a day, what began last first; everybody where `people` is None."""
    held = Affiliation.objects.filter(
        Q(since__isnull=True) | Q(since__lte=day), Q(until__isnull=True) | Q(until__gte=day)
    )
    if people is not None:
        held = held.filter(person_id__in=people)
    found: dict[int, list[Affiliation]] = defaultdict(list)
    for one in held.select_related("organisation", "person__user").order_by(
        "person__order_key", "person_id", F("since").desc(nulls_last=True), "-id"
    ):
        found[one.person_id].append(one)
    return found


def _beside(
    works: Mapping[int, list[Affiliation]], shown: set[int], *, told: bool
) -> Iterable[RollRow]:
    """Rows for what has none yet: who sits nowhere, and what they work with beside the first."""
    for person_id, held in works.items():
        for one in held[1:] if person_id in shown else held:
            yield _row(one.person, one, None, told=told)


def _only_reached(shown: set[int]) -> Iterable[RollRow]:
    """Rows for those of whom nothing is known but how they are reached. One query."""
    people = Person.objects.exclude(email="").exclude(id__in=shown).select_related("user")
    return [_row(one, None, None, told=True) for one in people]


def _row(
    person: Person, work: Affiliation | None, seat: Membership | None, *, told: bool
) -> RollRow:
    dated = seat or work
    return RollRow(
        person_id=person.id,
        name=person.name,
        email=_address(person) if told else "",
        title=work.title if work else "",
        organisation=work.organisation.name if work else "",
        membership_id=seat.id if seat else None,
        body=seat.body.name if seat else "",
        role=labelled(MembershipRole, seat.role) if seat else None,
        principal=seat.principal.name if seat and seat.principal else "",
        function=seat.function if seat else "",
        since=dated.since if dated else None,
        until=dated.until if dated else None,
    )


def _address(person: Person) -> str:
    if person.email:
        return person.email
    user = person.user
    return user.email if user is not None and user.is_active else ""


def _reached(viewer: Viewer, body_id: int) -> bool:
    return may(viewer, Permission.REGISTRY_CHANGE) or may(
        viewer, Permission.MEMBERSHIPS_CHANGE, Thing(scopes=frozenset({of_body(body_id)}))
    )


def _grouped(rows: Iterable[tuple[int, str]]) -> Mapping[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    for id_, text in rows:
        found[id_].append(text)
    return found
