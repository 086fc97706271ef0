"""What comes first, when a report is due, which side words name, and what fits a sheet. Pure."""

from __future__ import annotations

import datetime as dt
from calendar import monthrange
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from handslag.domain.base.sides import Side
from handslag.domain.base.words import key_of
from handslag.domain.matters.assignments.shapes import Month

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from handslag.domain.matters.owing.shapes import Line

T = TypeVar("T")

ENDING_WITHIN = dt.timedelta(days=90)
"""A seat whose last day is this near is told to be ending."""
_SIDES: Mapping[str, Side] = {
    **dict.fromkeys(
        ("kommunerna", "kommunernas", "kommuner", "kommunsidan", "kommunsidans"),
        Side.MUNICIPALITIES,
    ),
    **dict.fromkeys(("regionen", "regionens", "regionsidan", "regionsidans"), Side.REGION),
}


def side_told(words: str) -> str:
    """The side (a value of Side) whose name stands in `words`; empty where none or both do.

    "Norrviks kommun" is a principal, not a side.
    """
    found = {_SIDES[word.strip(".,:;()")] for word in key_of(words).split() if _is_side(word)}
    return str(found.pop()) if len(found) == 1 else ""


def _is_side(word: str) -> bool:
    return word.strip(".,:;()") in _SIDES


def soonest_first(lines: Iterable[Line]) -> list[Line]:
    """Late ones first, then by the day they are due, what has no day last."""
    return sorted(lines, key=_urgency)


def _urgency(line: Line) -> tuple[bool, dt.date, str, int]:
    return (line.due is None, line.due or dt.date.max, line.kind.value, line.id)


@dataclass(slots=True)
class Days:
    """How many things are due on each day; None for those without one."""

    due: Counter[dt.date | None]

    @property
    def total(self) -> int:
        """All of them."""
        return self.due.total()

    def late(self, today: dt.date) -> int:
        """Those whose day has been."""
        return sum(count for day, count in self.due.items() if day is not None and day < today)


def months_of(days: Days, late: Counter[dt.date]) -> tuple[Month, ...]:
    """How many are due in each month, the first with something due first; `late` by the day."""
    due: Counter[dt.date] = Counter()
    overdue: Counter[dt.date] = Counter()
    for day, count in days.due.items():
        if day is not None:
            due[day.replace(day=1)] += count
    for day, count in late.items():
        overdue[day.replace(day=1)] += count
    return tuple(Month(month, due[month], overdue[month]) for month in sorted(due))


def next_report(
    begins: dt.date | None, ends: dt.date | None, every: int | None, last: dt.date | None
) -> dt.date | None:
    """When a commission's next report is due: every so many months from its beginning, at its end
    at the latest; None where nothing says so.

    `last` is the day of the last report: it answers for the day that came next then, also where
    it came before that day.
    """
    if begins is None or not every:
        return ends
    number = 1
    while last is not None and months_after(begins, number * every) <= last:
        number += 1
    if last is not None:
        number += _answered_early(begins, every, number, last)
    due = months_after(begins, number * every)
    return due if ends is None or due <= ends else ends


def _answered_early(begins: dt.date, every: int, number: int, last: dt.date) -> int:
    """1 where the last report came within a month before a day that it answers for."""
    coming = months_after(begins, number * every)
    return int((coming - last).days <= 31)


def months_after(day: dt.date, count: int) -> dt.date:
    """The same day `count` months later; the month's last where it has no such day."""
    years, month = divmod(day.month - 1 + count, 12)
    year, month = day.year + years, month + 1
    return dt.date(year, month, min(day.day, monthrange(year, month)[1]))


def shared_out(wanted: Sequence[int], least: Sequence[int], room: int) -> list[int]:
    """How many rows of each part get a place where there is `room` for so many in all.

    Each gets its least first, in order, as long as there is room; what is left goes to the first
    that wants more, then to the next: the most urgent stands first.
    """
    given = []
    for want, few in zip(wanted, least, strict=True):
        got = min(want, few, max(0, room))
        given.append(got)
        room -= got
    for place, want in enumerate(wanted):
        more = min(want - given[place], max(0, room))
        given[place] += more
        room -= more
    return given
