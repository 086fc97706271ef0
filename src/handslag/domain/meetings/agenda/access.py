"""Which attachments a viewer sees.

An attachment goes where its meeting's plan goes. One that is closed itself, or serves closed items
alone, leaves no trace for others than those who see the items.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q

from handslag.domain.access.permissions import Permission
from handslag.domain.access.rules import reach
from handslag.domain.base.facts import Phase
from handslag.domain.meetings.access import presented, visible_accounts
from handslag.domain.meetings.models import AttachmentUse

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
