"""Calendars as a calendar program reads them, for tests of what we send and publish.

told = read(answer.content)
(event,) = told.events
assert event["DTSTART"].dt == date(2031, 3, 6)
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from icalendar import Calendar

if TYPE_CHECKING:
    from icalendar import Timezone

Told = dict[str, Any]
"""Properties by name. What a value can be asked depends on its name: a moment has `dt`, an
address `params`; a name that was not told is not there."""


@dataclass(frozen=True, slots=True)
class Read:
    """What a calendar says of itself, with its events and time zones in the order they stand."""

    properties: Told
    events: list[Told]
    zones: list[Timezone]


def read(data: bytes | str) -> Read:
    """Read a calendar; ValueError where it is none."""
    calendar = Calendar.from_ical(data)
    return Read(dict(calendar), [dict(event) for event in calendar.events], calendar.timezones)
