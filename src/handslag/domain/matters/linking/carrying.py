"""Letting an item that stands in another's place belong where that one does.

Part of actions, which have asked whether the viewer may, and log.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from handslag.domain.matters.linking.settling import matters_of, settle
from handslag.domain.matters.models import LinkGround, Treatment

if TYPE_CHECKING:
    from handslag.domain.access.viewer import Viewer


def carry(*, viewer: Viewer, item_id: int, from_item_id: int) -> None:
    """Let an item that was put on an agenda in place of another belong to that one's matters.

    Part of actions, in their transaction, which have asked whether the viewer may and log.
    """
    for part, matter_id in enumerate(sorted(matters_of([from_item_id]))):
        Treatment.objects.update_or_create(
            matter_id=matter_id,
            item_id=item_id,
            defaults={
                "ground": LinkGround.CARRIED,
                "reason": {"item": from_item_id, "part": part},
                "typed": True,
                "by": viewer.name[:200],
            },
        )
    settle((), {item_id, from_item_id}, ())
