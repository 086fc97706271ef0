"""Which attachments and which raised matters a viewer sees.

An attachment goes where its meeting's plan goes. One that is closed itself, or serves closed items
alone, leaves no trace for others than those who see the items.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q

from handslag.domain.access.permissions import Permission
from handslag.domain.access.rules import NOTHING, may, reach, require
from handslag.domain.access.things import Thing, of_body
from handslag.domain.base.facts import Phase
from handslag.domain.meetings.access import presented, visible_accounts
from handslag.domain.meetings.models import AttachmentUse
from handslag.domain.registry.models import BodyLink, LinkKind

if TYPE_CHECKING:
    from handslag.domain.access.viewer import Viewer


def visible_attachments(viewer: Viewer) -> Q:
    """The attachments that the viewer sees, of drafts only where drafts are seen."""
    uses = AttachmentUse.objects.filter(attachment=OuterRef("pk"))
    closed = reach(viewer, Permission.MEETINGS_READ, Permission.CLOSED_READ)
    own = uses.filter(presented(viewer, "item__"))
    seen = closed.q(body="meeting__body_id") | open_to_all()
    return visible_accounts(viewer, Phase.PLAN, "meeting__") & seen | Q(Exists(own))


def open_to_all() -> Q:
    """The attachments that are not closed, and serve no item or one at least that is not."""
    uses = AttachmentUse.objects.filter(attachment=OuterRef("pk"))
    serves_open = Exists(uses.filter(item__closed=False))
    return Q(closed=False) & (Q(serves_open) | ~Q(Exists(uses)))


def raises_for(body_id: int) -> Thing:
    """What it takes `matters.raise` over to raise a matter in a body.

    A principal's contact holds the role for the bodies in which the principal sits, as for all
    else that is the body's.
    """
    return Thing(scopes=frozenset({of_body(body_id)}))


def bodies_prepared(viewer: Viewer) -> Q:
    """The raised matters of bodies that the viewer prepares, or whose preparing body they do.

    Whoever prepares the meetings of a steering group prepares what is raised for the bodies that
    the group prepares matters for (the register's links between bodies).
    """
    reached = reach(viewer, Permission.MEETINGS_PREPARE)
    through = BodyLink.objects.filter(
        reached.q(body="body_id"), kind=LinkKind.PREPARES, to_id=OuterRef("body_id")
    )
    return reached.q(body="body_id") | Q(Exists(through))


def raised_here(viewer: Viewer) -> Q:
    """The raised matters that the viewer raised."""
    return NOTHING if viewer.user_id is None else Q(raised_by_id=viewer.user_id)


def visible_raised(viewer: Viewer) -> Q:
    """The raised matters that the viewer sees: their own, and those that they prepare."""
    return raised_here(viewer) | bodies_prepared(viewer)


def require_preparing(viewer: Viewer, body_id: int) -> None:
    """Let pass who prepares matters for a body, in it or in a body that prepares for it."""
    links = BodyLink.objects.filter(to_id=body_id, kind=LinkKind.PREPARES)
    bodies = [body_id, *links.values_list("body_id", flat=True)]
    if not any(may(viewer, Permission.MEETINGS_PREPARE, raises_for(one)) for one in bodies):
        require(viewer, Permission.MEETINGS_PREPARE, raises_for(body_id))
