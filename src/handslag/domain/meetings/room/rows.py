"""Rows of the room as forms carry them: what tells one state of a thing from another.

Shared by reads and writes, which have asked whether the viewer may.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from handslag.domain.meetings.agenda.rules import digest_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from handslag.domain.meetings.models import (
        AgendaItem,
        ItemAbsence,
        Meeting,
        Movement,
        Participation,
    )


def attendance_key(row_id: int) -> str:
    """What a row of the roll is called among what was seen."""
    return f"attendance-{row_id}"


def attendance_digest(row: Participation, moves: Iterable[Movement]) -> str:
    """What tells one state of a row of the roll from another."""
    duties = [row.chairs, row.keeps_minutes, row.checks]
    words = [row.presence, row.serves_for_id, row.title, row.organisation]
    return digest_of([words, duties, [[one.kind, one.item_id, one.time] for one in moves]])


def item_key(item_id: int) -> str:
    """What an item's heading and outcome are called among what was seen."""
    return f"item-{item_id}"


def item_digest(item: AgendaItem) -> str:
    """What tells one state of an item of the meeting from another."""
    return digest_of([item.heading, item.outcome, item.withdrawn_reason])


def presenters_key(item_id: int) -> str:
    """What an item's presenters are called among what was seen."""
    return f"presenters-{item_id}"


def presenters_digest(people: Iterable[tuple[str, str, str]]) -> str:
    """What tells presenters (name, title, organisation) from others."""
    return digest_of([list(one) for one in people])


def absence_key(item_id: int, participation_id: int) -> str:
    """What somebody's taking no part in an item is called among what was seen."""
    return f"absence-{item_id}-{participation_id}"


def absence_digest(row: ItemAbsence | None) -> str:
    """What tells whether and why somebody takes no part; empty for whom takes part."""
    return digest_of([row.reason, row.note]) if row else ""


SITTING = "sitting"
"""What the meeting's own time and place are called among what was seen."""
ORDER = "order"
"""What the order of items is called there."""
CLOCK = "clock"
"""What the item that the meeting is at is called there."""


def sitting_digest(meeting: Meeting) -> str:
    """What tells one time and place of the meeting from another."""
    return digest_of([meeting.start, meeting.end, meeting.place])


def clock_seen(item_id: int | None) -> str:
    """What a page has seen that saw the meeting at an item, or between items."""
    return "" if item_id is None else str(item_id)


def order_seen(item_ids: Iterable[int]) -> str:
    """What a page has seen that saw the items in this order."""
    return ",".join(map(str, item_ids))
