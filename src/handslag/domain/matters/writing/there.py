"""How many are there when an item is dealt with, for a vote's numbers to fit."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from handslag.domain.base.facts import Phase
from handslag.domain.meetings.models import (
    ItemAbsence,
    Participation,
    ParticipationRole,
    Presence,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from django.db.models import QuerySet

    from handslag.domain.meetings.models import AgendaItem


def present_at_each(meeting_id: int, item_ids: Collection[int]) -> Mapping[int, int]:
    """How many take part in each of these items, by the item's id. Two queries."""
    away = Counter(
        ItemAbsence.objects.filter(item__in=list(item_ids))
        .exclude(participation__presence=Presence.ABSENT)
        .values_list("item_id", flat=True)
    )
    attending = _attending(meeting_id).count()
    return {item_id: attending - away[item_id] for item_id in item_ids}


def present_at(item: AgendaItem) -> int:
    """How many of those who attend take part in an item; 0 where nobody is noted. One query.

    Who was there only for a part of the meeting may have been there for this one.
    """
    away = ItemAbsence.objects.filter(item=item).values("participation_id")
    return _attending(item.meeting_id).exclude(id__in=away).count()


def _attending(meeting_id: int) -> QuerySet[Participation, Participation]:
    attending = Participation.objects.filter(
        meeting_id=meeting_id, role=ParticipationRole.ATTENDING, phase=Phase.HELD
    )
    return attending.exclude(presence=Presence.ABSENT)
