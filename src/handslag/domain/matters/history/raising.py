"""A matter begins when it is raised, before there is any item; the item is its when it comes.

Part of writes of raised matters, which log.
"""

from __future__ import annotations

from handslag.domain.matters.linking.settling import settle
from handslag.domain.matters.models import LinkGround, Matter, Raising, Treatment
from handslag.domain.meetings.models import RaisedMatter


def follow_raised(raised_id: int) -> None:
    """Let a raised matter be a matter, and let it be dealt with under the item that it became.

    Where the item was taken for the beginning of another matter, that was this one all along;
    where it goes on with one that there was, the linking lets the two be one.
    """
    raised = RaisedMatter.objects.get(id=raised_id)
    raising = Raising.objects.filter(raised=raised).first()
    if raising is None:
        matter = Matter.objects.create(body_id=raised.body_id)
        raising = Raising.objects.create(matter=matter, raised=raised)
    if raised.item_id is None:
        return
    settle((), [raised.item_id], [raising.matter_id])
    if not Treatment.objects.filter(item_id=raised.item_id).exists():
        # a matter of form, which the linking leaves alone: somebody raised it all the same
        Treatment.objects.create(
            matter_id=raising.matter_id, item_id=raised.item_id, ground=LinkGround.RAISED
        )
