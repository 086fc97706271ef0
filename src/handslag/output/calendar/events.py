"""A meeting as a calendar shows it, as plain data and as a VEVENT.

The data is frozen and knows nothing of the database: feeds and mails are made of the same.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from typing import cast
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, Timezone, vText, vUri

ZONE = "Europe/Stockholm"
"""Where the meetings are: clock times are the wall clock's there."""
PRODUCT = "-//Handslag//Handslag//SV"
_HERE = ZoneInfo(ZONE)

_SUMMER_AND_WINTER = b"""\
BEGIN:VTIMEZONE
TZID:Europe/Stockholm
BEGIN:DAYLIGHT
DTSTART:19960331T020000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
TZNAME:CEST
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
END:DAYLIGHT
BEGIN:STANDARD
DTSTART:19961027T030000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
TZNAME:CET
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
END:STANDARD
END:VTIMEZONE
""".replace(b"\n", b"\r\n")
"""Summer time as the Union has had it since 1996 (directive 2000/84/EC), as a rule and not as a
list of years: calendars go on knowing it, and a mail stays small."""


class Status(StrEnum):
    """How sure a meeting is (RFC 5545, 3.8.1.11)."""

    TENTATIVE = "TENTATIVE"
    """Planned, and told to nobody but those who plan."""
    CONFIRMED = "CONFIRMED"
    CANCELLED = "CANCELLED"


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarEvent:
    """One meeting, or one day to remember, as a calendar shows it."""

    uid: str
    """The same for ever, wherever it is moved."""
    sequence: int
    """How many times what is shown has changed."""
    summary: str
    day: dt.date
    start: dt.time | None = None
    """Clock times where the meetings are; all day where there is none."""
    end: dt.time | None = None
    """At or before the start means that it ends on the next day; None that nobody has said."""
    place: str = ""
    description: str = ""
    url: str = ""
    status: Status = Status.CONFIRMED
    changed: dt.datetime | None = None
    """When what is shown last changed; None where nobody has written it down."""
    busy: bool = True
    """Whether it takes somebody's time: a day to remember does not."""


def new_calendar(method: str = "") -> Calendar:
    """An empty calendar, with what every one must have (RFC 5545, 3.6 and 3.7)."""
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    if method:
        calendar.add("method", method)
    return calendar


def summer_and_winter() -> Timezone:
    """What the zone's name means, for calendars that do not know it."""
    return cast("Timezone", Timezone.from_ical(_SUMMER_AND_WINTER))


def component(event: CalendarEvent) -> Event:
    """The event as a VEVENT. The same data gives the same bytes."""
    made = Event()
    made.add("uid", event.uid)
    made.add("sequence", event.sequence)
    made.add("dtstamp", _stamp(event))
    made.add("summary", event.summary)
    _add_time(made, event)
    made.add("status", event.status.value)
    made.add("transp", "OPAQUE" if _takes_time(event) else "TRANSPARENT")
    if event.changed:
        made.add("last-modified", _stamp(event))
    for name, words in (("location", event.place), ("description", event.description)):
        if words:
            made.add(name, vText(words))
    if event.url:
        made.add("url", vUri(event.url))
    return made


def _takes_time(event: CalendarEvent) -> bool:
    return event.busy and event.status != Status.CANCELLED


def _stamp(event: CalendarEvent) -> dt.datetime:
    """When it was written: needed by the standard, and never the moment of asking, or every
    fetch of a feed would look like news."""
    if event.changed:
        return event.changed.astimezone(dt.UTC).replace(microsecond=0)
    return dt.datetime(event.day.year, 1, 1, tzinfo=dt.UTC)


def _add_time(made: Event, event: CalendarEvent) -> None:
    if event.start is None:
        made.add("dtstart", event.day)
        made.add("dtend", event.day + dt.timedelta(days=1))
        return
    made.add("dtstart", _moment(event.day, event.start))
    if event.end is not None:
        later = event.end > event.start
        last = event.day if later else event.day + dt.timedelta(days=1)
        made.add("dtend", _moment(last, event.end))


def _moment(day: dt.date, clock: dt.time) -> dt.datetime:
    return dt.datetime.combine(day, clock.replace(second=0, microsecond=0, fold=0), _HERE)
