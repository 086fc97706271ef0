"""Who a user is today: the roles they were given, and those that follow from where they sit."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from django.db.models import CharField, Value

from handslag.domain.access.permissions import Permission
from handslag.domain.access.roles import Role
from handslag.domain.access.rules import require
from handslag.domain.access.things import Scope, ScopeKind, of_body
from handslag.domain.access.viewer import Held, Viewer
from handslag.domain.accounts.models import Grant, User
from handslag.domain.base.prepared import Prepared
from handslag.domain.registry.models import Membership, MembershipRole

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from django.db.models import QuerySet

ROLE_OF = {
    MembershipRole.CHAIR: Role.CHAIR,
    MembershipRole.VICE_CHAIR: Role.CHAIR,
    MembershipRole.SECRETARY: Role.SECRETARY,
    MembershipRole.MEMBER: Role.MEMBER,
    MembershipRole.ALTERNATE: Role.ALTERNATE,
    MembershipRole.CO_OPTED: Role.READER,  # hears and speaks, but is not of the body
}
"""The role that follows from sitting in a body."""

_SITS = "membership"


def viewer_of(user: User, day: date) -> Viewer:
    """`user` with every role held on `day`. One query; one more for a principal's contact.

    A closed account holds none.
    """
    if not user.is_active:
        return Viewer(name=user.name)
    held = {_held(*row) for row in _roles_on(day)(user.pk, user.pk)}
    principals = [one.scope.id for one in held if one.scope.kind == ScopeKind.PRINCIPAL]
    held |= set(_where_they_sit(principals, day))
    return Viewer(user.name, frozenset(held), user.pk)


def accounts_with_address(viewer: Viewer) -> list[User]:
    """Every open account that can be written to. One query."""
    require(viewer, Permission.ACCOUNTS_READ)
    return list(User.objects.filter(is_active=True).exclude(email="").order_by("id"))


@lru_cache(maxsize=4)
def _roles_on(day: date) -> Prepared:
    """The roles that a user has on a day, for the user's id, told twice.

    Every request asks this: working the SQL out anew took Django longer than all else in a request
    that finds nothing new.
    """

    def make(given_to: int, sitting: int) -> QuerySet[Any, Any]:
        given = Grant.objects.filter(user_id=given_to).on(day).order_by()
        sits = Membership.objects.filter(person__user_id=sitting).on(day).order_by()
        return given.values_list("role", "scope_kind", "scope_id").union(
            sits.values_list("role", Value(_SITS, CharField()), "body_id"), all=True
        )

    return Prepared(make)


def _held(role: str, kind: str, scope_id: int) -> Held:
    if kind == _SITS:
        return Held(ROLE_OF[MembershipRole(role)], of_body(scope_id))
    return Held(Role(role), Scope(ScopeKind(kind), scope_id))


def _where_they_sit(principals: list[int], day: date) -> Iterable[Held]:
    """A contact follows the bodies in which somebody sits for the principal."""
    if not principals:
        return
    bodies = Membership.objects.filter(principal__in=principals).on(day).order_by()
    for body_id in bodies.values_list("body_id", flat=True).distinct():
        yield Held(Role.CONTACT, of_body(body_id))
