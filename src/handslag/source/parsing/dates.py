"""Swedish days and times of day in running text.

A day without a year is kept as it stands; `resolve` finds its year from the day of the meeting
and the direction the text looks in.
"""

from __future__ import annotations

import datetime as dt
import re
from bisect import bisect_left
from typing import NamedTuple

from handslag.source.parsing.lexicon import MONTHS, WEEKDAYS


class DayMention(NamedTuple):
    """A day as the text names it."""

    start: int
    end: int
    year: int | None
    month: int
    day: int
    weekday: int | None = None
    """0 is Monday, where the text names the weekday."""
    weak: bool = False
    """Whether the form could be something else too, such as a fraction."""

    @property
    def date(self) -> dt.date | None:
        """The day where the text gives its year."""
        return day_or_none(self.year, self.month, self.day) if self.year else None


class ClockRange(NamedTuple):
    """A time of day, or a stretch from one to another."""

    start: int
    end: int
    begins: dt.time
    ends: dt.time | None
    certain: bool
    """Whether 'kl' or minutes show that it is a time."""


_MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
_NAMED = re.compile(
    rf"(?:\s?(?:[-–]|och|:?[ae])\s?(?:den\s)?(?P<day2>\d{{1,2}})?(?=\s|:))?\s{{0,3}}"
    rf"(?P<month>{_MONTH})(?![a-zåäö])(?:\.(?=\s\d{{4}}))?"
    r"(?:,?\s{1,3}(?P<year>\d{4})(?!\d)|\s?[-–´'’](?P<short>\d{2})(?!\d))?",
    re.IGNORECASE,
)
_ISO = re.compile(r"(?:-|\s-\s?|-\s|\.|–)(\d{2})(?:-|\s-\s?|-\s|\.|–)(\d{2})(?!\d)")
_SLASH = re.compile(
    r"\s?/\s?(?P<month>\d{1,2})(?![\d/])(?:\s?[-–]\s?(?P<short>\d{2})(?!\d)"
    r"|(?:\s|\s?[-–/]\s?)(?P<year>20\d{2}|19\d{2})(?!\d))?"
)
_WEEKDAY = re.compile(rf"({'|'.join(WEEKDAYS)})(?:en)?s?,?\s+(?:den\s+)?$", re.IGNORECASE)
_BEFORE_WEAK = re.compile(
    r"(?:\b(?:den|dag|mån|tis|ons|tors|fre|lör|sön|möte[t]?|sammanträde[t]?|till|senast|datum:?)\s"
    r"|\w+dag(?:en)?(?:\sden)?\s|\()$",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"\d+")
_FULL_WIDTH = 8
_SHORT = 6


def find_days(text: str, start: int = 0, end: int | None = None) -> list[DayMention]:
    """Every day named in `text[start:end]`, in order."""
    stop = len(text) if end is None else end
    found: list[DayMention] = []
    last = start
    for match in _NUMBER.finditer(text, start, stop):
        at = match.start()
        if at < last:
            continue
        mention = day_at(text, at, match.end(), stop)
        if mention:
            found.append(mention)
            last = mention.end
    return found


_MAY_BE_DAY = re.compile(
    r"\d(?<!\d\d)(?:\d?(?!\d)(?=\s{0,3}[-–:/aejfmsondAEJFMSOND]|\.\d{1,2}\.[12])"
    r"|\d{3}(?!\d)(?=[-–.\s])|\d{5}(?:\d\d)?(?!\d))"
)
"""A number that a day may begin with: what follows it is the beginning of what `day_at` reads."""


class DayPlaces:
    """Where days may stand in a text, found once; for any stretch of it the same as `find_days`."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._numbers = [match.span() for match in _MAY_BE_DAY.finditer(text)]

    def between(self, start: int, end: int) -> list[DayMention]:
        """Every day named from `start` to `end`, in order."""
        text, numbers = self._text, self._numbers
        if text[start - 1 : start + 1].isdigit() or text[end - 1 : end + 1].isdigit():
            return find_days(text, start, end)  # a number is cut in two
        found: list[DayMention] = []
        last = start
        for i in range(bisect_left(numbers, (start, 0)), len(numbers)):
            at, after = numbers[i]
            if at >= end:
                break
            mention = day_at(text, at, after, end) if at >= last else None
            if mention:
                found.append(mention)
                last = mention.end
        return found


def day_at(text: str, at: int, after: int, stop: int) -> DayMention | None:
    """The day that the number `text[at:after]` begins, if it begins one."""
    width = after - at
    if width <= 2:
        mention = _named_day(text, at, after, stop) or _slash_day(text, at, after, stop)
        mention = mention or _dotted_day(text, at, after, stop)
    elif width == 4:
        mention = _iso_day(text, at, after, stop)
    elif width in (_SHORT, _FULL_WIDTH):
        mention = _compact_day(text, at, after)
    else:
        mention = None
    if mention is None:
        return None
    before = _WEEKDAY.search(text, max(0, at - 24), at)
    if before:
        return mention._replace(
            start=before.start(), weekday=WEEKDAYS.index(before.group(1).lower())
        )
    return mention


def _named_day(text: str, at: int, after: int, stop: int) -> DayMention | None:
    following = text[after : after + 1]
    if not following or following not in " \t\xa0\n-–:aeojfmasond":
        return None
    match = _NAMED.match(text, after, min(stop, after + 48))
    if not match:
        return None
    year = match.group("year")
    short = match.group("short")
    number = int(year) if year else 2000 + int(short) if short else None
    if year and not 1900 <= int(year) <= 2199:
        return None
    month = MONTHS[match.group("month").lower()]
    return _checked(DayMention(at, match.end(), number, month, int(text[at:after])))


def _slash_day(text: str, at: int, after: int, stop: int) -> DayMention | None:
    if text[after : after + 2].lstrip()[:1] != "/" or text[at - 1 : at] in {
        "/",
        "§",
        "-",
        ",",
        ".",
    }:
        return None
    match = _SLASH.match(text, after, min(stop, after + 16))
    if not match or not 1 <= int(match.group("month")) <= 12:
        return None
    year, short = match.group("year"), match.group("short")
    number = int(year) if year else 2000 + int(short) if short else None
    weak = number is None and _BEFORE_WEAK.search(text, max(0, at - 16), at) is None
    mention = DayMention(
        at, match.end(), number, int(match.group("month")), int(text[at:after]), None, weak
    )
    return _checked(mention)


_DOTTED = re.compile(r"\.(?P<month>\d{1,2})\.(?P<year>20\d{2}|19\d{2})(?![\d.])")


def _dotted_day(text: str, at: int, after: int, stop: int) -> DayMention | None:
    """A day such as '3.5.2012'."""
    if text[after : after + 1] != "." or text[at - 1 : at] in {".", "§", "/", "-"}:
        return None
    match = _DOTTED.match(text, after, min(stop, after + 9))
    if not match or not 1 <= int(match.group("month")) <= 12:
        return None
    month, year = int(match.group("month")), int(match.group("year"))
    return _checked(DayMention(at, match.end(), year, month, int(text[at:after])))


def _iso_day(text: str, at: int, after: int, stop: int) -> DayMention | None:
    year = int(text[at:after])
    if not 1900 <= year <= 2199:
        return None
    match = _ISO.match(text, after, min(stop, after + 10))
    if not match:
        return None
    return _checked(DayMention(at, match.end(), year, int(match.group(1)), int(match.group(2))))


def _compact_day(text: str, at: int, after: int) -> DayMention | None:
    digits = text[at:after]
    if text[at - 1 : at] in {"-", "/", ".", ","} or text[after : after + 1] in {"/", ":"}:
        return None
    if re.match(r"[-–+]\d{4}(?!\d)|\s?(?:kr|tkr|:-|invånare|personer)", text[after : after + 12]):
        return None
    century = 2000 if len(digits) == _SHORT else int(digits[:2]) * 100
    digits = digits[-6:]
    year = century + int(digits[:2])
    if not 1900 <= year <= 2199:
        return None
    return _checked(DayMention(at, after, year, int(digits[2:4]), int(digits[4:])))


def _checked(mention: DayMention) -> DayMention | None:
    """The mention, unless no year has such a day."""
    return mention if day_or_none(mention.year or 2000, mention.month, mention.day) else None


def day_or_none(year: int, month: int, day: int) -> dt.date | None:
    """The day, or None where the calendar has none such."""
    try:
        return dt.date(year, month, day)
    except (ValueError, OverflowError):
        return None


_LEAP_CYCLE = 9
"""So many years hold a 29 February for certain."""


def resolve(mention: DayMention, meeting: dt.date | None, *, future: bool) -> dt.date | None:
    """The day meant: without a year, the nearest before the meeting, or from it on.

    None where neither the text nor the day of the meeting gives a year.
    """
    if mention.year:
        return mention.date
    if meeting is None:
        return None
    step = 1 if future else -1
    for years in range(_LEAP_CYCLE):
        day = day_or_none(meeting.year + step * years, mention.month, mention.day)
        if day and (day >= meeting if future else day < meeting):
            return day
    return None


_CLOCK = re.compile(
    r"(?P<kl>\b(?:kl(?:ockan)?)\b\.?:?\s{0,2})?(?<![\d.,:/§-])(?P<h1>\d{1,2})"
    r"(?:(?(kl)[.:]?|[.:])(?P<m1>[0-5]\d))?(?![\d])"
    r"(?:\s{0,2}(?:[-–—−]{1,2}|till|to)\s{0,2}(?:ca\.?\s{0,2}|cirka\s|kl\.?\s{0,2}|klockan\s)?"
    r"(?P<h2>\d{1,2})(?:(?(kl)[.:]?|[.:])(?P<m2>[0-5]\d))?(?!\d))?",
    re.IGNORECASE,
)


def find_clocks(text: str) -> list[ClockRange]:
    """Times of day in `text`; a bare hour counts only after 'kl' or in a stretch with minutes."""
    found: list[ClockRange] = []
    for match in _CLOCK.finditer(text):
        begins = _clock(match.group("h1"), match.group("m1"))
        if begins is None:
            continue
        ends = _clock(match.group("h2"), match.group("m2")) if match.group("h2") else None
        minutes = bool(match.group("m1") or (match.group("m2") and ends))
        if match.group("h2") and ends is None:
            continue
        certain = bool(match.group("kl")) or minutes
        if not certain and ends is None:
            continue
        following = text[match.end() : match.end() + 2]
        if following[:1] in "-–/" and following[1:].isdigit():
            continue
        found.append(ClockRange(match.start(), match.end(), begins, ends, certain))
    return _joined(found, text) if len(found) > 1 else found


_LOST_DASH = re.compile(r"\s{1,2}(?:ca\.?\s|cirka\s)?|(?P<both>\soch\s(?:kl\.?\s)?)")
_BETWEEN = re.compile(r"mellan\s(?:kl\.?\s)?$", re.IGNORECASE)


def _joined(clocks: list[ClockRange], text: str) -> list[ClockRange]:
    """Two times side by side as one stretch: 'kl 9.00 11.30', whose dash is lost."""
    found = clocks[:1]
    for clock in clocks[1:]:
        last = found[-1]
        gap = _LOST_DASH.fullmatch(text, last.end, clock.start)
        if (
            gap
            and last.ends is None
            and clock.ends is None
            and last.begins < clock.begins
            and last.certain
            and text[clock.start].isdigit()
            and (not gap.group("both") or _BETWEEN.search(text, 0, last.start))
        ):
            found[-1] = last._replace(end=clock.end, ends=clock.begins)
        else:
            found.append(clock)
    return found


def _clock(hour: str | None, minute: str | None) -> dt.time | None:
    if hour is None or int(hour) > 24:
        return None
    return dt.time(int(hour) % 24, int(minute or 0))
