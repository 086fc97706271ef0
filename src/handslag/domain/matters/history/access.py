"""Which matters and which steps between meetings a viewer sees, and who may change a matter."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q

from handslag.domain.access.permissions import Permission
from handslag.domain.access.rules import NOTHING, may, reach, require
from handslag.domain.access.things import Thing, of_body
from handslag.domain.matters.models import Raising, Treatment
from handslag.domain.meetings.access import visible_items
from handslag.domain.meetings.agenda.access import visible_raised
from handslag.domain.meetings.models import RaisedMatter

if TYPE_CHECKING:
    from collections.abc import Iterable

    from handslag.domain.access.viewer import Viewer


def visible_matters(viewer: Viewer, matter: str = "") -> Q:
    """The matters of which the viewer sees an item; without any item, those of their drafts.

    And those without any item that they raised, or that they prepare. `matter` is the way to the
    matter from the rows that are asked for, "matter__".
    """
    treated = Treatment.objects.filter(matter=OuterRef(f"{matter}pk"))
    seen = Exists(treated.filter(visible_items(viewer, "item__")))
    found = Q(seen)
    drafts = reach(viewer, Permission.DRAFTS_READ)
    prepared = drafts.q(body=f"{matter}body_id")
    if viewer.signed_in:
        raised = RaisedMatter.objects.filter(visible_raised(viewer)).order_by().values("id")
        theirs = Raising.objects.filter(matter=OuterRef(f"{matter}pk"), raised__in=raised)
        found |= ~Q(Exists(treated)) & (prepared | Q(Exists(theirs)))
    return found


def visible_steps(viewer: Viewer) -> Q:
    """The steps between meetings, of matters that the viewer sees, that the viewer sees.

    They belong to whoever did so, to where it went, and to the body where the matter began.
    """
    read = reach(viewer, Permission.MEETINGS_READ)
    drafts = reach(viewer, Permission.DRAFTS_READ)
    found = NOTHING
    for column in ("body_id", "to_body_id", "matter__body_id"):
        found |= read.q(body=column) | drafts.q(body=column)
    return found


def prepared_raisings(viewer: Viewer) -> Q:
    """The raised matters of which the viewer sees everything: what was asked and answered, too."""
    drafts = reach(viewer, Permission.DRAFTS_READ).q(body="raised__body_id")
    if not viewer.signed_in:
        return drafts
    own = RaisedMatter.objects.filter(visible_raised(viewer)).order_by().values("id")
    return drafts | Q(raised__in=own)


def of_bodies(ids: Iterable[int | None]) -> Thing:
    """What it takes permissions over: any of the bodies in which a matter began or was treated."""
    return Thing(scopes=frozenset(of_body(one) for one in ids if one is not None))


def may_change(viewer: Viewer, ids: Iterable[int | None]) -> bool:
    """Whether the viewer may change a matter of these bodies."""
    return may(viewer, Permission.MATTERS_CHANGE, of_bodies(ids))


def require_change(viewer: Viewer, ids: Iterable[int | None]) -> None:
    """Let pass who may change a matter of these bodies. Raises PermissionDenied."""
    require(viewer, Permission.MATTERS_CHANGE, of_bodies(ids))
