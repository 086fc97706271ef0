"""Days and clock times as people in Sweden write them."""

from __future__ import annotations

import re
from datetime import date, time

MONTHS = (
    "januari",
    "februari",
    "mars",
    "april",
    "maj",
    "juni",
    "juli",
    "augusti",
    "september",
    "oktober",
    "november",
    "december",
)
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_RUN = re.compile(r"(\d{4})(\d{2})(\d{2})")
_WORDS = re.compile(r"(?:den )?(\d{1,2})(?::?[ae])?\.? ([a-zåäö]{3,9})\.?,? (\d{4})")
_SLASH = re.compile(r"(\d{1,2})/(\d{1,2})[ -/]{1,2}(\d{4})")
_CLOCK = re.compile(r"(?:kl(?:ockan|\.)? ?)?(\d{1,2})(?:[:.](\d{2}))?")
_WEEKDAY = re.compile(r"(?:mån|tis|ons|tors|fre|lör|sön)[a-z]{0,4}\.?,? ")


def day_from_words(words: str) -> date | None:
    """The day that `words` name: "2025-03-14", "20250314", "14 mars 2025", "14/3 2025".

    A weekday before it is passed over. None where the words name no day, or one that the
    calendar does not have.
    """
    folded = " ".join(words.split()).casefold()
    folded = _WEEKDAY.sub("", folded, count=1) if _WEEKDAY.match(folded) else folded
    for pattern in (_ISO, _RUN):
        if found := pattern.fullmatch(folded):
            return _day(*map(int, found.groups()))
    if found := _SLASH.fullmatch(folded):
        day, month, year = map(int, found.groups())
        return _day(year, month, day)
    if (found := _WORDS.fullmatch(folded)) and (number := _month(found[2])):
        return _day(int(found[3]), number, int(found[1]))
    return None


def clock_from_words(words: str) -> time | None:
    """The clock time that `words` name: "09:00", "9.30", "kl 13". None where they name none."""
    found = _CLOCK.fullmatch(" ".join(words.split()).casefold())
    if not found:
        return None
    hour, minute = int(found[1]), int(found[2] or 0)
    return time(hour, minute) if hour < 24 and minute < 60 else None


def _month(name: str) -> int | None:
    """The month's number by its name or the beginning of it ("sept")."""
    return next((n for n, month in enumerate(MONTHS, 1) if month.startswith(name)), None)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
