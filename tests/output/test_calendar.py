"""Invitations and feeds, as a calendar reads them."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from zoneinfo import ZoneInfo

import pytest

from handslag.output.calendar.events import CalendarEvent, Status
from handslag.output.calendar.feeds import feed
from handslag.output.calendar.invitations import Attendee, Method, content_type, invitation
from tests.calendars import read

EVENT = CalendarEvent(
    uid="4f6f0c3e-6a1e-4d0a-9a55-3f2f6a0b7c11",
    sequence=2,
    summary="Länsnätverket: möte; beredning, del 2",
    day=dt.date(2031, 3, 6),
    start=dt.time(9, 0),
    end=dt.time(12, 0),
    place="Stadshuset, sal A\nplan 2",
    description="Läs mer i Handslag. " * 10,
    url="https://handslag.exempel.se/moten/7/",
    changed=dt.datetime(2031, 1, 7, 8, 30, tzinfo=dt.UTC),
)
OFFICE = Attendee(name="Samverkanskansliet", address="kansli@exempel.se")
ASA = Attendee(name='Åsa "Öbo" Ek, chef', address="asa.ek@exempel.se")
HERE = ZoneInfo("Europe/Stockholm")


def invited(event=EVENT, method=Method.REQUEST, attendee=ASA, **more):
    data = invitation(event, method=method, attendee=attendee, organizer=OFFICE, **more)
    calendar = read(data)
    (told,) = calendar.events
    return calendar, told


def fed(*events):
    return read(feed("Länsnätverket", events)).events


def test_a_request_holds_what_the_standard_asks_for():
    calendar, told = invited()
    assert (calendar.properties["VERSION"], calendar.properties["METHOD"]) == ("2.0", "REQUEST")
    assert (told["UID"], told["SEQUENCE"], told["STATUS"]) == (EVENT.uid, 2, "CONFIRMED")
    assert told["SUMMARY"] == EVENT.summary
    assert told["LOCATION"] == EVENT.place
    assert told["DESCRIPTION"] == EVENT.description
    assert told["URL"] == EVENT.url
    assert told["DTSTAMP"].dt == EVENT.changed
    assert told["ORGANIZER"] == "mailto:kansli@exempel.se"
    asked = told["ATTENDEE"]
    assert asked == "mailto:asa.ek@exempel.se"
    assert asked.params["CN"] == "Åsa 'Öbo' Ek, chef"
    assert (asked.params["ROLE"], asked.params["RSVP"]) == ("REQ-PARTICIPANT", "FALSE")


def test_clock_times_are_the_wall_clocks_with_what_the_zone_means():
    calendar, told = invited()
    assert told["DTSTART"].dt == dt.datetime(2031, 3, 6, 9, 0, tzinfo=HERE)
    assert told["DTEND"].dt == dt.datetime(2031, 3, 6, 12, 0, tzinfo=HERE)
    assert told["DTSTART"].params["TZID"] == "Europe/Stockholm"
    (zone,) = calendar.zones
    assert zone["TZID"] == "Europe/Stockholm"


@pytest.mark.parametrize(
    ("day", "hours"),
    [
        (dt.date(2031, 3, 30), 1),  # summer time begins
        (dt.date(2031, 3, 29), 1),
        (dt.date(2031, 3, 31), 2),
        (dt.date(2031, 10, 26), 2),  # and ends
        (dt.date(2031, 10, 27), 1),
    ],
)
def test_the_zone_told_along_means_the_same_as_the_zone_by_name(day, hours):
    data = invitation(
        replace(EVENT, day=day, start=dt.time(0, 30), end=dt.time(1, 30)),
        method=Method.REQUEST,
        attendee=ASA,
        organizer=OFFICE,
    )
    (zone,) = read(data).zones
    start = dt.datetime.combine(day, dt.time(0, 30))
    assert zone.to_tz().utcoffset(start) == HERE.utcoffset(start) == dt.timedelta(hours=hours)


@pytest.mark.parametrize("day", [dt.date(2031, 3, 30), dt.date(2031, 10, 26)])
def test_a_meeting_on_the_night_of_the_clocks_keeps_its_wall_clock(day):
    (told,) = fed(replace(EVENT, day=day, start=dt.time(2, 30), end=dt.time(9, 0)))
    assert b"T023000" in told["DTSTART"].to_ical()
    assert told["DTEND"].dt.time() == dt.time(9, 0)


def test_a_meeting_that_ends_at_midnight_ends_on_the_next_day():
    (told,) = fed(replace(EVENT, start=dt.time(21, 0), end=dt.time(0, 0)))
    assert told["DTEND"].dt == dt.datetime(2031, 3, 7, 0, 0, tzinfo=HERE)


def test_a_meeting_without_a_time_takes_the_whole_day():
    calendar, told = invited(replace(EVENT, start=None, end=None))
    assert told["DTSTART"].dt == dt.date(2031, 3, 6)
    assert told["DTEND"].dt == dt.date(2031, 3, 7)
    assert calendar.zones == []


def test_a_meeting_whose_end_nobody_has_said_has_none():
    (told,) = fed(replace(EVENT, end=None))
    assert "DTEND" not in told


def test_a_cancellation_says_so_and_takes_nobodys_time():
    calendar, told = invited(method=Method.CANCEL)
    assert (calendar.properties["METHOD"], told["STATUS"], told["TRANSP"]) == (
        "CANCEL",
        "CANCELLED",
        "TRANSPARENT",
    )
    assert "RSVP" not in told["ATTENDEE"].params


def test_a_moved_meeting_is_the_same_to_a_calendar():
    moved = replace(EVENT, day=dt.date(2031, 4, 3), sequence=EVENT.sequence + 1)
    first, second = (invited(event)[1] for event in (EVENT, moved))
    assert first["UID"] == second["UID"]
    assert second["SEQUENCE"] > first["SEQUENCE"]
    assert second["DTSTART"].dt.date() == dt.date(2031, 4, 3)


def test_a_reinstated_meeting_stands_in_a_feed_with_a_higher_sequence():
    cancelled = replace(EVENT, status=Status.CANCELLED, sequence=3)
    again = replace(EVENT, sequence=4)
    assert [one["STATUS"] for one in fed(cancelled)] == ["CANCELLED"]
    (told,) = fed(again)
    assert (told["STATUS"], told["SEQUENCE"]) == ("CONFIRMED", 4)


def test_a_feed_says_what_it_is_called_and_how_often_to_look():
    told = read(feed("Länsnätverket, Norr", [EVENT])).properties
    for name in ("NAME", "X-WR-CALNAME"):
        assert told[name].to_ical().decode() == r"Länsnätverket\, Norr"
    assert told["REFRESH-INTERVAL"].dt == dt.timedelta(hours=4)
    assert "METHOD" not in told


def test_an_empty_feed_is_a_calendar_too():
    assert read(feed("Länsnätverket", [])).events == []


def test_the_same_meetings_give_the_same_bytes():
    bare = replace(EVENT, changed=None)
    assert feed("Norr", [EVENT, bare]) == feed("Norr", [EVENT, bare])


def test_no_line_is_longer_than_the_standard_lets_it_be():
    data = invitation(EVENT, method=Method.REQUEST, attendee=ASA, organizer=OFFICE)
    assert max(len(line) for line in data.split(b"\r\n")) <= 75
    assert b"\n" not in data.replace(b"\r\n", b"")


@pytest.mark.parametrize("words", ["\r\nATTENDEE:mailto:x@y.se", 'a";b', "x\x00y", "n:o,p;q\\r"])
def test_no_words_become_more_than_words(words):
    named = Attendee(name=words, address="asa.ek@exempel.se")
    calendar, told = invited(
        replace(EVENT, summary=words, place=words, description=words), attendee=named
    )
    assert len(calendar.events) == 1
    assert told["ATTENDEE"] == "mailto:asa.ek@exempel.se"


def test_the_mail_says_the_same_method_as_stands_inside():
    assert content_type(Method.CANCEL) == 'text/calendar; charset="utf-8"; method=CANCEL'
