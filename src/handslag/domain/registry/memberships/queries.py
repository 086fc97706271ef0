"""Reads of memberships and of the organisations that people sit for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils import timezone

from handslag.domain.access.permissions import Permission
from handslag.domain.access.rules import may, reach, require, require_somewhere
from handslag.domain.access.things import Thing, of_body
from handslag.domain.accounts.rules import has_all_of
from handslag.domain.base.shapes import Labelled, labelled
from handslag.domain.registry.models import (
    PRINCIPALS,
    Membership,
    MembershipRole,
    Organisation,
    OrganisationKind,
)
from handslag.domain.registry.viewers import ROLE_OF

if TYPE_CHECKING:
    from datetime import date

    from handslag.domain.access.viewer import Viewer


@dataclass(frozen=True, slots=True)
class MembershipRow:
    """Somebody sits in a body, or has."""

    id: int
    body_id: int
    body: str
    person_id: int
    person: str
    role: Labelled
    principal_id: int | None
    principal: str
    function: str
    """What they are there to know of, where it is said."""
    since: date
    until: date | None
    changeable: bool
    """Whether the viewer may change or end it."""


@dataclass(frozen=True, slots=True)
class Sitting:
    """Those who sit in a body for one principal, or for none (an empty name)."""

    principal: str
    rows: tuple[MembershipRow, ...]


@dataclass(frozen=True, slots=True)
class Members:
    """Who sits in a body today, who will, and who has, the last who left first."""

    now: tuple[Sitting, ...]
    coming: tuple[MembershipRow, ...]
    former: tuple[MembershipRow, ...]
    changeable: bool
    """Whether the viewer may add somebody."""


_ORDER = {role: place for place, role in enumerate(MembershipRole)}


def members(viewer: Viewer, body_id: int) -> Members:
    """Who sits in a body, by principal and role. One query."""
    require(viewer, Permission.REGISTRY_READ, Thing(scopes=frozenset({of_body(body_id)})))
    today = timezone.localdate()
    found = Membership.objects.filter(body_id=body_id)
    rows = [_row(viewer, one) for one in found.select_related("body", "person", "principal")]
    held = [row for row in rows if row.since <= today and (not row.until or row.until >= today)]
    former = [row for row in rows if row.until and row.until < today]
    return Members(
        now=_by_principal(held),
        coming=tuple(row for row in rows if row.since > today and row not in former),
        former=tuple(sorted(former, key=lambda row: row.until or row.since, reverse=True)),
        changeable=may(
            viewer, Permission.MEMBERSHIPS_CHANGE, Thing(scopes=frozenset({of_body(body_id)}))
        ),
    )


def _by_principal(rows: list[MembershipRow]) -> tuple[Sitting, ...]:
    by: dict[str, list[MembershipRow]] = {}
    for row in sorted(rows, key=lambda row: (_ORDER[MembershipRole(row.role.value)], row.id)):
        by.setdefault(row.principal, []).append(row)
    names = sorted(by, key=lambda name: (not name, name.casefold()))
    return tuple(Sitting(name, tuple(by[name])) for name in names)


def membership(viewer: Viewer, id: int) -> MembershipRow:  # noqa: A002  the thing's id
    """One membership. One query. Raises Membership.DoesNotExist."""
    require_somewhere(viewer, Permission.REGISTRY_READ)
    found = Membership.objects.select_related("body", "person", "principal").get(id=id)
    require(viewer, Permission.REGISTRY_READ, Thing(scopes=frozenset({of_body(found.body_id)})))
    return _row(viewer, found)


def memberships_of(viewer: Viewer, person_id: int) -> tuple[MembershipRow, ...]:
    """Where a person sits and has sat, what goes on first. One query.

    Only in bodies whose register the viewer may see.
    """
    require_somewhere(viewer, Permission.REGISTRY_READ)
    found = Membership.objects.filter(
        reach(viewer, Permission.REGISTRY_READ).q(body="body_id"), person_id=person_id
    )
    rows = [_row(viewer, one) for one in found.select_related("body", "person", "principal")]
    return tuple(sorted(rows, key=lambda row: (row.until is not None, row.since), reverse=False))


def _row(viewer: Viewer, found: Membership) -> MembershipRow:
    thing = Thing(scopes=frozenset({of_body(found.body_id)}))
    role = ROLE_OF[MembershipRole(found.role)]
    return MembershipRow(
        id=found.id,
        body_id=found.body_id,
        body=found.body.name,
        person_id=found.person_id,
        person=found.person.name,
        role=labelled(MembershipRole, found.role),
        principal_id=found.principal_id,
        principal=found.principal.name if found.principal else "",
        function=found.function,
        since=found.since,
        until=found.until,
        changeable=may(viewer, Permission.MEMBERSHIPS_CHANGE, thing)
        and has_all_of(viewer, role, of_body(found.body_id)),
    )


def role_names(viewer: Viewer) -> dict[str, str]:
    """What each role in a body is called, by its value. No query."""
    require_somewhere(viewer, Permission.REGISTRY_READ)
    return {role.value: str(role.label) for role in MembershipRole}


def roles_in(viewer: Viewer, body_id: int) -> list[Labelled]:
    """As what the viewer may let somebody sit in a body. No query."""
    require(viewer, Permission.REGISTRY_READ, Thing(scopes=frozenset({of_body(body_id)})))
    return [
        labelled(MembershipRole, role)
        for role in MembershipRole
        if has_all_of(viewer, ROLE_OF[role], of_body(body_id))
    ]


@dataclass(frozen=True, slots=True)
class OrganisationRow:
    """An organisation in a list."""

    id: int
    name: str
    kind: Labelled
    code: str


def principals(viewer: Viewer) -> list[OrganisationRow]:
    """Every principal, by name, the municipalities before the region. One query."""
    require_somewhere(viewer, Permission.REGISTRY_READ)
    found = Organisation.objects.filter(kind__in=PRINCIPALS)
    rows = [
        OrganisationRow(one.id, one.name, labelled(OrganisationKind, one.kind), one.code)
        for one in found
    ]
    return sorted(rows, key=lambda row: row.kind.value)


def principal_kinds(viewer: Viewer) -> list[Labelled]:
    """The kinds of principal, to choose among. No query."""
    require_somewhere(viewer, Permission.REGISTRY_READ)
    return [labelled(OrganisationKind, kind) for kind in PRINCIPALS]
