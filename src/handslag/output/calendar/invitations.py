"""Invitations to meetings by mail: requests, updates and cancellations (RFC 5546, RFC 6047).

An invitation is one meeting for one attendee, so that no letter tells who else was asked. A later
one of the same meeting has the same UID and a higher SEQUENCE, and calendars put it in the place
of the first.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

from icalendar import vCalAddress, vText

from handslag.output.calendar.events import (
    CalendarEvent,
    Status,
    component,
    new_calendar,
    summer_and_winter,
)


class Method(StrEnum):
    """What an invitation asks a calendar to do (RFC 5546, 3.2)."""

    REQUEST = "REQUEST"
    """Take it in, or put it in the place of an earlier one."""
    CANCEL = "CANCEL"


@dataclass(frozen=True, slots=True, kw_only=True)
class Attendee:
    """Somebody by name and address: who asks, or who is asked."""

    name: str
    address: str
    optional: bool = False
    """Asked to know of it, such as an alternate, and not to come."""


def invitation(
    event: CalendarEvent,
    *,
    method: Method,
    attendee: Attendee,
    organizer: Attendee,
    asks_for_reply: bool = False,
) -> bytes:
    """One meeting for one attendee, as the calendar part of a mail.

    The mail says `text/calendar; charset=utf-8; method=REQUEST` (or CANCEL) of it, the same method
    as stands inside (RFC 6047, 2.4). `asks_for_reply` lets calendars offer answers, which are then
    mailed to the organizer; where answers are given in Handslag they are better not offered.
    """
    if method == Method.CANCEL:
        event = replace(event, status=Status.CANCELLED)
    calendar = new_calendar(method.value)
    if event.start is not None:
        calendar.add_component(summer_and_winter())
    made = component(event)
    made.add("organizer", _person(organizer))
    asked = _person(attendee)
    asked.params["ROLE"] = vText("OPT-PARTICIPANT" if attendee.optional else "REQ-PARTICIPANT")
    asked.params["CUTYPE"] = vText("INDIVIDUAL")
    if method == Method.REQUEST:
        asked.params["PARTSTAT"] = vText("NEEDS-ACTION")
        asked.params["RSVP"] = vText("TRUE" if asks_for_reply else "FALSE")
    made.add("attendee", asked)
    calendar.add_component(made)
    return bytes(calendar.to_ical())


def content_type(method: Method) -> str:
    """What the mail says of the calendar part."""
    return f'text/calendar; charset="utf-8"; method={method.value}'


def _person(one: Attendee) -> vCalAddress:
    made = vCalAddress(f"mailto:{one.address}")
    if one.name:
        made.params["CN"] = vText(_quotable(one.name))
    return made


def _quotable(name: str) -> str:
    """A name as a parameter may hold it: no double quote and no control sign (RFC 5545, 3.1)."""
    return "".join("'" if sign == '"' else sign for sign in name if sign.isprintable())
