"""The viewer: everybody who reads or acts, a person or the system itself."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from handslag.domain.access.roles import MAY, Role
from handslag.domain.access.things import COUNTY, Scope

if TYPE_CHECKING:
    from handslag.domain.access.permissions import Permission


class Held(NamedTuple):
    """A role, and what it is held for."""

    role: Role
    scope: Scope = COUNTY


@dataclass(frozen=True)
class Viewer:
    """Who looks, with every role held today.

    `name` goes into the log; `user_id` is None for a stranger and for Handslag itself.
    """

    name: str
    held: frozenset[Held] = frozenset()
    user_id: int | None = None
    withheld: frozenset[Permission] = frozenset()
    """What this viewer may not do now, whatever the roles say: see `without`."""

    def without(self, permission: Permission) -> Viewer:
        """The same viewer, who for once may not do this: what is written into a letter, say, is
        what they see without what is closed."""
        return replace(self, withheld=self.withheld | {permission})

    @cached_property
    def permissions(self) -> frozenset[Permission]:
        """All that this viewer may do with something or other: what is worth offering."""
        had = frozenset(permission for held in self.held for permission in MAY[held.role])
        return had - self.withheld

    @cached_property
    def scopes_by_permission(self) -> dict[Permission, frozenset[Scope]]:
        """What each permission is held for; permissions that are not held are left out."""
        found: dict[Permission, set[Scope]] = {}
        for role, scope in self.held:
            for permission in MAY[role] - self.withheld:
                found.setdefault(permission, set()).add(scope)
        return {permission: frozenset(scopes) for permission, scopes in found.items()}

    @property
    def signed_in(self) -> bool:
        """Whether it is anybody at all: a stranger is not."""
        return self.user_id is not None or bool(self.held)


ANONYMOUS = Viewer(name="")
"""A stranger: may read nothing that is not published."""


def coordinator(name: str, user_id: int | None = None) -> Viewer:
    """A coordinator at the county's office, who may do everything at the desk."""
    return Viewer(name, frozenset({Held(Role.COORDINATOR)}), user_id)


SYSTEM = Viewer("Handslag", frozenset({Held(Role.SYSTEM)}))
"""Handslag itself, when it acts on a command at the machine."""
