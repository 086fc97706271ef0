"""When a body meets, what is due before, and which days a rhythm gives. Pure."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from handslag.domain.base.dates import clock_from_words, day_from_words
from handslag.domain.meetings.planning.days import JULY, is_free, working_day_before

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

MOST_DAYS = 60
"""Meetings of one body planned at once: one a week and some."""
MOST_BEFORE = 120
"""Days before a meeting when something can be due."""
MOST_MINUTES = 720
"""Minutes before a meeting that its pre-meeting can begin."""
YEARS = range(2000, 2100)
"""Years that can be planned; others are slips of the pen."""
EVERY_WEEKS = range(1, 27)


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What a body's meetings have in common."""

    start: time | None = None
    end: time | None = None
    place: str = ""
    material_days: int = 14
    notice_days: int = 7
    pre_body_id: int | None = None
    pre_minutes: int = 60


@dataclass(frozen=True, slots=True)
class Deadlines:
    """The last day to hand in material, and the last to send the notice."""

    material: date
    notice: date


def deadlines(day: date, material_days: int, notice_days: int) -> Deadlines:
    """What is due before a meeting on `day`.

    A day on which nobody works moves to the working day before, as an office sees it: what is due
    on a Sunday must be ready on the Friday. (A time limit of the law would move to the day after,
    lag 1930:173; these are the body's own.)
    """
    return Deadlines(
        material=working_day_before(day - timedelta(days=material_days)),
        notice=working_day_before(day - timedelta(days=notice_days)),
    )


def pre_start(start: time | None, minutes: int) -> time | None:
    """When a pre-meeting begins that begins `minutes` before; None where that is not known, or
    would be the day before."""
    if start is None:
        return None
    of_day = start.hour * 60 + start.minute - minutes
    return time(of_day // 60, of_day % 60) if of_day >= 0 else None


def shifted(clock: time | None, before: time | None, after: time | None) -> time | None:
    """`clock`, as much later or earlier as `after` is than `before`.

    Unchanged where any of them is not known, or where it would leave the day.
    """
    if clock is None or before is None or after is None:
        return clock
    any_day = date(2001, 1, 1)
    moved = datetime.combine(any_day, clock) + (
        datetime.combine(any_day, after) - datetime.combine(any_day, before)
    )
    return moved.time() if moved.date() == any_day else clock


class Which(StrEnum):
    """Which of a month's five weekdays of a name."""

    FIRST = "1"
    SECOND = "2"
    THIRD = "3"
    FOURTH = "4"
    LAST = "-1"


def monthly(year: int, weekday: int, which: Which, months: Collection[int]) -> tuple[date, ...]:
    """The first (or second, or last) such weekday of each of `months`; Monday is 0."""
    found = []
    for month in sorted(set(months)):
        days = [
            week[weekday]
            for week in calendar.Calendar().monthdatescalendar(year, month)
            if week[weekday].month == month
        ]
        place = int(which)
        found.append(days[place - 1] if place > 0 else days[place])
    return tuple(found)


def every_weeks(first: date, weeks: int, *, months: Collection[int]) -> tuple[date, ...]:
    """From `first` to the end of its year, every so many weeks; days in other months are passed
    over, and the count goes on through them."""
    step = timedelta(weeks=weeks)
    found, day = [], first
    while day.year == first.year:
        if day.month in months:
            found.append(day)
        day += step
    return tuple(found)


def from_last_year(days: Iterable[date], year: int) -> tuple[date, ...]:
    """Another year's days in `year`: the same weekday, on the nearest day of the month to it."""
    return tuple(sorted({_nearest_weekday(day, year) for day in days}))


def _nearest_weekday(day: date, year: int) -> date:
    last = calendar.monthrange(year, day.month)[1]
    same = date(year, day.month, min(day.day, last))
    off = (day.weekday() - same.weekday()) % 7
    moved = same + timedelta(days=off if off <= 3 else off - 7)
    if moved.year != year:
        moved += timedelta(days=7 if moved.year < year else -7)
    return moved


ALL_BUT_JULY = frozenset(range(1, 13)) - {JULY}
"""The months in which bodies meet: July is empty."""


@dataclass(frozen=True, slots=True)
class ListedDay:
    """A day that somebody wrote, with clock times where they wrote them."""

    day: date
    start: time | None = None
    end: time | None = None


@dataclass(frozen=True, slots=True)
class Listed:
    """What a list of days holds, and the lines in it that name no day."""

    days: tuple[ListedDay, ...]
    unread: tuple[str, ...]


_TIMES = re.compile(
    r"(?:,|\s)\s*(?:kl(?:ockan|\.)?\s*)?(?P<start>\d{1,2}[.:]\d{2}|\d{1,2}(?=\s*[-–]))"
    r"(?:\s*[-–]\s*(?P<end>\d{1,2}(?:[.:]\d{2})?))?\s*$",
    re.IGNORECASE,
)
_LONGEST_LINE = 100


def listed(text: str, year: int) -> Listed:
    """The days of a pasted list, one on each line or parted by semicolons.

    A day without a year is of `year`: "14 januari", "4/2 kl. 13.00-15.00". Lines that name no day
    are handed back as they stand, for somebody to look at.
    """
    days: list[ListedDay] = []
    unread = []
    for line in re.split(r"[\n;]", text[:20_000]):
        words = " ".join(line.split()).strip(" .,•*-–")
        if not words:
            continue
        found = _listed_day(words, year) if len(words) <= _LONGEST_LINE else None
        if found is None:
            unread.append(words[:_LONGEST_LINE])
        elif found.day not in {known.day for known in days}:
            days.append(found)
    return Listed(tuple(sorted(days, key=lambda one: one.day)), tuple(unread))


def _listed_day(words: str, year: int) -> ListedDay | None:
    times = _TIMES.search(words)
    for part, clocks in (
        ((words[: times.start()], times), (words, None)) if times else ((words, None),)
    ):
        day = _day_of(part.rstrip(" ,"), year)
        if day is not None:
            start = clock_from_words(clocks["start"]) if clocks else None
            end = clock_from_words(clocks["end"] or "") if clocks else None
            return ListedDay(day, start, end)
    return None


def _day_of(words: str, year: int) -> date | None:
    found = day_from_words(words) or day_from_words(f"{words} {year}")
    if found is None and re.search(r"\d{1,2}/\d{1,2}$", words):
        found = day_from_words(f"{words}-{year}")
    return found if found and found.year in YEARS else None


def fits(start: time | None, end: time | None) -> bool:
    """Whether a meeting can last from `start` to `end`; either may be left out."""
    return start is None or end is None or start < end


__all__ = [
    "ALL_BUT_JULY",
    "EVERY_WEEKS",
    "MOST_BEFORE",
    "MOST_DAYS",
    "MOST_MINUTES",
    "YEARS",
    "Deadlines",
    "Listed",
    "ListedDay",
    "Terms",
    "Which",
    "deadlines",
    "every_weeks",
    "fits",
    "from_last_year",
    "is_free",
    "listed",
    "monthly",
    "pre_start",
    "shifted",
]
