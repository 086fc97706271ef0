"""The shapes in which planning takes what somebody wants, and tells what became of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time
from hashlib import sha256
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from handslag.domain.meetings.models import Meeting


@dataclass(frozen=True, slots=True)
class Wanted:
    """A day on which a body shall meet; the times that it has, and where."""

    day: date
    start: time | None = None
    end: time | None = None
    place: str = ""


@dataclass(frozen=True, slots=True)
class Known:
    """A day on which the body has a meeting already."""

    day: date
    meeting_id: int
    cancelled: bool


@dataclass(frozen=True, slots=True)
class Planned:
    """What came of planning: meetings by id, and the days that were left as they are."""

    made: tuple[int, ...]
    known: tuple[Known, ...]
    pre_made: tuple[int, ...]
    """Pre-meetings that were planned along."""
    pre_joined: tuple[int, ...]
    """Meetings of the pre-meeting's body on the same day, which are the pre-meetings now."""
    pre_cancelled: tuple[date, ...]
    """Days on which the pre-meeting's body has a meeting that is cancelled: there is none."""


def shown_of(meeting: Meeting) -> dict[str, str]:
    """What calendars show of when and where a meeting is: ISO words, empty for what is not told."""
    day = meeting.planned_date or meeting.date
    values = {
        "date": day,
        "start": meeting.planned_start or meeting.start,
        "end": meeting.planned_end or meeting.end,
        "place": meeting.planned_place or meeting.place,
    }
    return {name: _word(value) for name, value in values.items()}


def _word(value: Any) -> str:
    if isinstance(value, time):
        return value.isoformat("minutes")
    return value.isoformat() if isinstance(value, date) else value or ""


def seen_of(meeting: Meeting) -> str:
    """A short digest of all that a form about the plan shows: another when somebody changed it."""
    due = (meeting.material_due, meeting.notice_due)
    return digest_of_plan(*shown_of(meeting).values(), *due, meeting.cancelled_at is not None)


def digest_of_plan(*values: Any) -> str:
    """The same of day, start, end, place, the two days when things are due, and cancelled."""
    words = [str(value) if isinstance(value, bool) else _word(value) for value in values]
    return sha256("\n".join(words).encode()).hexdigest()[:16]
