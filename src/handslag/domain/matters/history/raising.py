"""A matter begins when it is raised, before there is any item; the item is its when it comes.

Part of writes of raised matters, which log.
"""

from __future__ import annotations

from handslag.domain.matters.history.merging import stands_alone
from handslag.domain.matters.models import LinkGround, Matter, Raising, Treatment
from handslag.domain.meetings.models import RaisedMatter


def follow_raised(raised_id: int) -> None:
    """Let a raised matter be a matter, and let it be dealt with under the item that it became.

    Where the item was taken for the beginning of another matter, that was this one all along;
    where it goes on with one that there was, what was raised is that one.
    """
    raised = RaisedMatter.objects.get(id=raised_id)
    raising = Raising.objects.filter(raised=raised).select_related("matter").first()
    if raising is None:
        matter = Matter.objects.create(body_id=raised.body_id)
        raising = Raising.objects.create(matter=matter, raised=raised)
    if raised.item_id is None:
        return
    own = raising.matter
    for other in Matter.objects.filter(treatments__item_id=raised.item_id).exclude(id=own.pk):
        if stands_alone(other, raised.item_id) and not other.raisings.exists():
            other.delete()
        elif _only_raised(own, raising):
            raising.matter, own.merged_into = other, other
            raising.save(update_fields=["matter"])
            own.save(update_fields=["merged_into"])
            own = other
    Treatment.objects.get_or_create(
        matter=own, item_id=raised.item_id, defaults={"ground": LinkGround.RAISED}
    )


def _only_raised(matter: Matter, raising: Raising) -> bool:
    """Whether nothing but that it was raised is known of a matter."""
    more = matter.treatments.exists() or matter.steps.exists()
    again = matter.raisings.exclude(pk=raising.pk).exists()
    return not more and not again and not matter.title and not matter.reference
