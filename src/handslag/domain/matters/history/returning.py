"""When a paper's words say that a matter is expected back: "återkommer till nätverket den 5 maj".

Pure. Notes and decisions say so in running text; where the written row has its own day, that
stands instead.
"""

from __future__ import annotations

import calendar
import re
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from handslag.domain.base.dates import MONTHS

if TYPE_CHECKING:
    from collections.abc import Iterable

_BACK = re.compile(
    r"\b(?:åter(?:kom(?:mer|ma|st)?|kopplas?|rapporter(?:as?|ing)|förs?|upptas?|redovisas?)?"
    r"|tillbaka|på nytt|igen)\b",
    re.IGNORECASE,
)
_NOT_BACK = re.compile(r"\båter(?:ta|tas|tar|tagit|taget)\b", re.IGNORECASE)
_MONTH_NAMES = "|".join(MONTHS)
_DAY = re.compile(
    rf"\b(?:(?:den|senast)\s+)*(?P<day>\d{{1,2}})\s+(?P<month>{_MONTH_NAMES})(?:\s+(?P<year>\d{{4}}))?\b"
    r"|\b(?P<iso>\d{4}-\d{2}-\d{2})\b"
    r"|\b(?:(?:den|senast)\s+)*(?P<d>\d{1,2})/(?P<m>\d{1,2})(?:[ -]+(?P<y>\d{4}))?\b",
    re.IGNORECASE,
)
_IN_MONTH = re.compile(
    rf"\b(?:i|under|senast i|till)\s+(?P<month>{_MONTH_NAMES})(?:\s+(?P<year>\d{{4}}))?\b",
    re.IGNORECASE,
)
_LATER = re.compile(
    r"\b(?:till|under|i|efter|på|vid)\s+(?:hösten|våren|vintern|sommaren|höstens|vårens|nästa|"
    r"kommande|senare|årsskiftet)\b(?:\s+[\wåäö]+){0,3}",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"[.;\n]+(?=\s|$)")


class Back(NamedTuple):
    """When something is expected back: the last day it can be, and the words."""

    day: date | None
    text: str


def expected_in(texts: Iterable[str], after: date) -> Back | None:
    """What the first of `texts` that says so says; None where none does.

    A day without a year is the first such day after `after`, the meeting's. A month alone
    ("i september") means its last day. Words alone ("till hösten") give no day.
    """
    for text in texts:
        for sentence in _SENTENCE.split(text):
            if _BACK.search(sentence) is None or _NOT_BACK.search(sentence):
                continue
            if (found := when_in(sentence, after)) is not None:
                return found
    return None


def when_in(words: str, after: date) -> Back | None:
    """The day, month or season that `words` name, as `expected_in` reads them."""
    for found in _DAY.finditer(words):
        if (day := _day_of(found, after)) is not None:
            return Back(day, found[0])
    if found_month := _IN_MONTH.search(words):
        number = MONTHS.index(found_month["month"].casefold()) + 1
        return Back(_month_end(number, found_month["year"], after), found_month[0])
    later = _LATER.search(words)
    return Back(None, later[0]) if later else None


def _day_of(found: re.Match[str], after: date) -> date | None:
    if found["iso"]:
        year, month, day = map(int, found["iso"].split("-"))
        return _existing(year, month, day)
    if found["month"]:
        month, day = MONTHS.index(found["month"].casefold()) + 1, int(found["day"])
    else:
        month, day = int(found["m"]), int(found["d"])
    told = found["year"] or found["y"]
    if told:
        return _existing(int(told), month, day)
    this_year = _existing(after.year, month, day)
    if this_year is not None and this_year > after:
        return this_year
    return _existing(after.year + 1, month, day)


def _month_end(month: int, told: str | None, after: date) -> date:
    year = int(told) if told else after.year + (month < after.month)
    return date(year, month, calendar.monthrange(year, month)[1])


def _existing(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
