"""How many are there when an item is dealt with, for a vote's numbers to fit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from handslag.domain.base.facts import Phase
from handslag.domain.meetings.models import (
    ItemAbsence,
    Participation,
    ParticipationRole,
    Presence,
)

if TYPE_CHECKING:
    from handslag.domain.meetings.models import AgendaItem


def present_at(item: AgendaItem) -> int:
    """How many of those who attend take part in an item; 0 where nobody is noted. One query.

    Who was there only for a part of the meeting may have been there for this one.
    """
    attending = Participation.objects.filter(
        meeting_id=item.meeting_id, role=ParticipationRole.ATTENDING, phase=Phase.HELD
    )
    away = ItemAbsence.objects.filter(item=item).values("participation_id")
    return attending.exclude(presence=Presence.ABSENT).exclude(id__in=away).count()
