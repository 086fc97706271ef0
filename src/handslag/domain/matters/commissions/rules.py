"""When a commission is to report, and which of its reports are still owed. Pure."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Sequence

MOST_MONTHS = 60
"""Months between two reports, at most."""
MOST_REPORTS = 240
"""Reports that are reckoned with: twenty years of one a month."""


@dataclass(frozen=True, slots=True)
class ReportDue:
    """A report that a commission is to give by a day."""

    day: dt.date
    final: bool
    """The last one, when the commission ends."""
    met_on: dt.date | None
    """The day it was given; None while it is owed."""

    def late(self, today: dt.date) -> bool:
        """Whether it is owed and its day has been."""
        return self.met_on is None and self.day < today


def after_months(day: dt.date, months: int) -> dt.date:
    """The same day of the month some months later, or the month's last where there is none."""
    month = day.month - 1 + months
    year, month = day.year + month // 12, month % 12 + 1
    return day.replace(
        year=year, month=month, day=min(day.day, calendar.monthrange(year, month)[1])
    )


def report_days(
    begins: dt.date, every: int | None, ends: dt.date | None, until: dt.date
) -> tuple[dt.date, ...]:
    """The days reports are due: `every` so many months from the beginning, and on the last day.

    Those after `until` are left out, but for the first of them. A recurring report less than a
    month before the last day is the final one.
    """
    days: list[dt.date] = []
    if every:
        for number in range(1, MOST_REPORTS + 1):
            day = after_months(begins, every * number)
            if ends is not None and after_months(day, 1) > ends:
                break
            days.append(day)
            if day > until:
                break
    if ends is not None and not (days and days[-1] > until):
        days.append(ends)
    return tuple(days)


def reports_due(
    days: Sequence[dt.date],
    given: Iterable[dt.date],
    begins: dt.date,
    ends: dt.date | None,
) -> tuple[ReportDue, ...]:
    """Each report that is due, and when it was given.

    A report answers to the first day that is not met yet, if it was given after the day before
    that one: so a late report meets what was owed, and one report never meets two.
    """
    left = sorted(given)
    found: list[ReportDue] = []
    before = begins
    for day in days:
        met = next((one for one in left if one >= before), None)
        if met is not None:
            left.remove(met)
        found.append(ReportDue(day, final=day == ends, met_on=met))
        before = day
    return tuple(found)
