"""Who may know how a person is reached, and say it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone

from handslag.domain.access.permissions import Permission
from handslag.domain.access.rules import may
from handslag.domain.access.things import Thing, of_body
from handslag.domain.registry.models import Membership

if TYPE_CHECKING:
    from handslag.domain.access.viewer import Viewer
    from handslag.domain.registry.models import Person


def may_reach(viewer: Viewer, person: Person) -> bool:
    """Whether the viewer may know and say how the person is reached. At most one query.

    That is for who changes the register, for who changes who sits in a body where the person sits
    today or will, and for the person.
    """
    if may(viewer, Permission.REGISTRY_CHANGE):
        return True
    if viewer.user_id is not None and viewer.user_id == person.user_id:
        return True
    if Permission.MEMBERSHIPS_CHANGE not in viewer.permissions:
        return False
    sits = Membership.objects.filter(person=person).exclude(until__lt=timezone.localdate())
    return any(
        may(viewer, Permission.MEMBERSHIPS_CHANGE, Thing(scopes=frozenset({of_body(body_id)})))
        for body_id in sits.values_list("body_id", flat=True)
    )
