"""Reads of accounts with all that belongs to them: roles, memberships, the person, the trace."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _

from handslag.domain.access.permissions import Permission
from handslag.domain.access.roles import Role
from handslag.domain.access.rules import require
from handslag.domain.access.things import COUNTY, Scope, ScopeKind, of_body, of_principal
from handslag.domain.accounts.models import Grant, User
from handslag.domain.base.shapes import Labelled
from handslag.domain.base.words import key_of
from handslag.domain.registry.models import (
    PRINCIPALS,
    Body,
    Membership,
    MembershipRole,
    Organisation,
    Person,
    PersonName,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from datetime import date, datetime

    from handslag.domain.access.viewer import Viewer


@dataclass(frozen=True, slots=True)
class RoleRow:
    """A role that an account has, had or will have; given to it, or following from sitting."""

    grant_id: int | None
    """None where it follows from a membership."""
    label: str
    scope: Scope
    scope_name: str
    """The body's or the principal's; empty for the county."""
    since: date
    until: date | None
    holds: bool
    """Today."""
    over: bool
    """Its last day has been."""


@dataclass(frozen=True, slots=True)
class AccountRow:
    """An account in a list, with what holds today or will; what is over is left to its page."""

    id: int
    name: str
    email: str
    active: bool
    last_login: datetime | None
    person_id: int | None
    person: str
    roles: tuple[RoleRow, ...]


@dataclass(frozen=True, slots=True)
class AccountPage:
    """An account with every role it has had, what it was given first."""

    id: int
    name: str
    email: str
    active: bool
    made_at: datetime
    last_login: datetime | None
    person_id: int | None
    person: str
    given: tuple[RoleRow, ...]
    sits: tuple[RoleRow, ...]


def accounts(viewer: Viewer) -> tuple[AccountRow, ...]:
    """Every account by name, the closed ones last. Six queries."""
    require(viewer, Permission.ACCOUNTS_READ)
    users = list(User.objects.order_by("-is_active", "name", "id"))
    people = {person.user_id: person for person in Person.objects.filter(user__isnull=False)}
    given, sits = _given(Grant.objects.all()), _sits(people.values())
    return tuple(
        AccountRow(
            id=user.id,
            name=user.name,
            email=user.email,
            active=user.is_active,
            last_login=user.last_login,
            person_id=people[user.id].id if user.id in people else None,
            person=people[user.id].name if user.id in people else "",
            roles=tuple(
                row for row in (*given.get(user.id, ()), *sits.get(user.id, ())) if not row.over
            ),
        )
        for user in users
    )


def account(viewer: Viewer, id: int) -> AccountPage:  # noqa: A002  the thing's id, as everywhere
    """One account. Six queries. Raises User.DoesNotExist."""
    require(viewer, Permission.ACCOUNTS_READ)
    user = User.objects.get(id=id)
    person = Person.objects.filter(user=user).first()
    return AccountPage(
        id=user.id,
        name=user.name,
        email=user.email,
        active=user.is_active,
        made_at=user.created_at,
        last_login=user.last_login,
        person_id=person.id if person else None,
        person=person.name if person else "",
        given=tuple(_given(Grant.objects.filter(user=user)).get(id, ())),
        sits=tuple(_sits([person] if person else []).get(id, ())),
    )


def _given(grants: Iterable[Grant]) -> Mapping[int, list[RoleRow]]:
    names, today = _names(), timezone.localdate()
    found: dict[int, list[RoleRow]] = defaultdict(list)
    for grant in grants:
        scope = Scope(ScopeKind(grant.scope_kind), grant.scope_id)
        found[grant.user_id].append(
            RoleRow(
                grant_id=grant.pk,
                label=str(Role(grant.role).label),
                scope=scope,
                scope_name=names.get(scope, _("något som inte finns längre")),
                since=grant.since,
                until=grant.until,
                holds=_holds(grant.since, grant.until, today),
                over=_over(grant.since, grant.until, today),
            )
        )
    return found


def _sits(people: Collection[Person]) -> Mapping[int, list[RoleRow]]:
    today = timezone.localdate()
    users = {person.id: person.user_id for person in people}
    found: dict[int, list[RoleRow]] = defaultdict(list)
    rows = Membership.objects.filter(person_id__in=users).select_related("body")
    for row in rows:
        found[users[row.person_id] or 0].append(
            RoleRow(
                grant_id=None,
                label=str(MembershipRole(row.role).label),
                scope=of_body(row.body_id),
                scope_name=row.body.name,
                since=row.since,
                until=row.until,
                holds=_holds(row.since, row.until, today),
                over=_over(row.since, row.until, today),
            )
        )
    return found


def _holds(since: date, until: date | None, today: date) -> bool:
    return since <= today and (until is None or until >= today)


def _over(since: date, until: date | None, today: date) -> bool:
    return until is not None and (until < today or until < since)


def _names() -> dict[Scope, str]:
    """What everything that a role can be given for is called. Two queries."""
    named = {COUNTY: ""}
    named |= {of_body(id_): name for id_, name in Body.objects.values_list("id", "name")}
    principals = Organisation.objects.filter(kind__in=PRINCIPALS)
    return named | {of_principal(id_): name for id_, name in principals.values_list("id", "name")}


@dataclass(frozen=True, slots=True)
class Choice:
    """Something a role can be given for, as a form tells it: "body-3"."""

    value: str
    label: str


def scopes(viewer: Viewer) -> tuple[Choice, ...]:
    """Everything a role can be given for, the county first. Two queries."""
    require(viewer, Permission.ACCOUNTS_READ)
    return tuple(
        Choice(f"{scope.kind}-{scope.id}", name or _("hela länet"))
        for scope, name in _names().items()
    )


def scope_names(viewer: Viewer) -> Mapping[Scope, str]:
    """What everything that a role can be given for is called; the county nothing. Two queries."""
    require(viewer, Permission.ACCOUNTS_READ)
    return _names()


def person_named(viewer: Viewer, name: str) -> int | None:
    """The person (id) who is called `name`, letter case apart; None for nobody. One query."""
    require(viewer, Permission.ACCOUNTS_READ)
    found = PersonName.objects.filter(key=key_of(name))
    return found.values_list("person_id", flat=True).first()


def free_people(viewer: Viewer, name: str) -> list[Labelled]:
    """People without an account one of whose names has `name` in it, at most 20. One query."""
    require(viewer, Permission.ACCOUNTS_READ)
    found = Person.objects.called(name).filter(user=None)[:20]
    return [Labelled(str(person.id), person.name) for person in found]
