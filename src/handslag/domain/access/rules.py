"""Whether a viewer may do something with a thing, and the refusal in words when not."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.core.exceptions import PermissionDenied
from django.db.models import Q

from handslag.domain.access.permissions import PUBLIC, Permission
from handslag.domain.access.refusals import refusal
from handslag.domain.access.roles import MAY, Role
from handslag.domain.access.things import COUNTY, OF_THE_COUNTY, ScopeKind, Thing
from handslag.domain.base.states import PublicationState

if TYPE_CHECKING:
    from collections.abc import Mapping

    from handslag.domain.access.viewer import Viewer


def may(viewer: Viewer, permission: Permission, thing: Thing = OF_THE_COUNTY) -> bool:
    """Whether `viewer` has `permission` over `thing`. Pure: asks nothing but its arguments."""
    if permission in PUBLIC and thing.state == PublicationState.PUBLISHED and not thing.closed:
        return True
    had: set[Permission] = set()
    for role, scope in viewer.held:
        if scope == COUNTY or scope in thing.scopes:
            had |= MAY[role]
    if viewer.user_id is not None and viewer.user_id in thing.presenters:
        had |= MAY[Role.PRESENTER]
    return needed(permission, thing) <= had - viewer.withheld


def needed(permission: Permission, thing: Thing) -> frozenset[Permission]:
    """Everything that `permission` over `thing` takes, in view of the thing's state."""
    more = {permission}
    if thing.state == PublicationState.DRAFT:
        more.add(Permission.DRAFTS_READ)
    if thing.closed:
        more.add(Permission.CLOSED_READ)
    return frozenset(more)


def require(viewer: Viewer, permission: Permission, thing: Thing = OF_THE_COUNTY) -> None:
    """Let pass who may; raise PermissionDenied, with a reason for the user, for who may not."""
    if not may(viewer, permission, thing):
        raise PermissionDenied(refusal(viewer, permission, thing))


def require_somewhere(viewer: Viewer, permission: Permission) -> None:
    """Let pass who has `permission` over something or other; PermissionDenied for all others.

    For lists, which then show what of it the viewer reaches and nothing else.
    """
    if permission not in viewer.permissions:
        raise PermissionDenied(refusal(viewer, permission, OF_THE_COUNTY))


class _Settled(Q):
    """A condition that every row meets, or none; it falls out of whatever it is combined with.

    What a viewer sees is put together of many conditions, most of them settled by the viewer's
    roles alone. Those left standing would cost more than the query: Django builds each anew.
    An empty `Q()` beside it counts for nothing, as everywhere in Django.
    """

    def __or__(self, other: Q) -> Q:
        return EVERYTHING if self is EVERYTHING else other or self

    def __and__(self, other: Q) -> Q:
        return other or self if self is EVERYTHING else NOTHING

    def __invert__(self) -> Q:
        return NOTHING if self is EVERYTHING else EVERYTHING

    __ror__ = __or__
    __rand__ = __and__


NOTHING: Q = _Settled(pk__in=())
"""No row at all."""
EVERYTHING: Q = _Settled(~Q(pk__in=()))
"""Every row. An empty `Q()` will not do: Django drops it where it stands beside an "or"."""


class Reach(NamedTuple):
    """What some permissions are held for, as a query can ask for it."""

    everywhere: bool
    ids: Mapping[ScopeKind, frozenset[int]]

    def q(self, **columns: str) -> Q:
        """The rows reached; `columns` names the column that holds the id of each kind of scope.

        `reach(...).q(body="meeting__body_id", meeting="meeting_id")`
        """
        if self.everywhere:
            return EVERYTHING
        found = NOTHING
        for kind, column in columns.items():
            if ids := self.ids.get(ScopeKind(kind)):
                found |= Q(**{f"{column}__in": ids})
        return found


def reach(viewer: Viewer, *permissions: Permission) -> Reach:
    """Where `viewer` has every one of `permissions`. Pure."""
    had = [viewer.scopes_by_permission.get(one, frozenset()) for one in permissions]
    everywhere = all(COUNTY in scopes for scopes in had)
    limited = [scopes for scopes in had if COUNTY not in scopes]
    common = frozenset.intersection(*limited) if limited else frozenset()
    ids: dict[ScopeKind, set[int]] = {}
    for kind, id_ in common:
        ids.setdefault(kind, set()).add(id_)
    return Reach(everywhere, {kind: frozenset(found) for kind, found in ids.items()})
