"""What comes first, what is due in which month, and which side words name. Pure."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from handslag.domain.base.sides import Side
from handslag.domain.base.words import key_of
from handslag.domain.matters.assignments.shapes import Month

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from handslag.domain.matters.owing.shapes import Line

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
