"""Calendars that somebody subscribes to: the meetings of a body, of the county, or one's own."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from icalendar import vDuration, vText

from handslag.output.calendar.events import component, new_calendar, summer_and_winter

if TYPE_CHECKING:
    from collections.abc import Iterable

    from handslag.output.calendar.events import CalendarEvent

REFRESH = dt.timedelta(hours=4)
"""How often a calendar is asked to look for news; most decide for themselves."""
MEDIA_TYPE = "text/calendar; charset=utf-8"


def feed(name: str, events: Iterable[CalendarEvent], *, about: str = "") -> bytes:
    """A calendar called `name` with these events in the order given.

    The same events give the same bytes, so that their digest tells whether anything is new.
    Refreshing is asked for both by the standard (RFC 7986, 5.7) and as older calendars know it.
    """
    calendar = new_calendar()
    for key in ("name", "x-wr-calname"):
        calendar.add(key, vText(name))
    if about:
        for key in ("description", "x-wr-caldesc"):
            calendar.add(key, vText(about))
    calendar.add("x-wr-timezone", vText("Europe/Stockholm"))
    calendar.add("refresh-interval", vDuration(REFRESH), parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", vText("PT4H"))
    made = [component(event) for event in events]
    calendar.add_component(summer_and_winter())
    for one in made:
        calendar.add_component(one)
    return bytes(calendar.to_ical())
