"""Swedish days: public holidays, the eves that count as such, half days and days between. Pure.

Which days are public holidays the law says (lag 1989:253 om allmänna helgdagar); Midsummer Eve,
Christmas Eve and New Year's Eve count as such by agreement (semesterlagen 1977:480, 3 a §, puts
them with the Sundays). Sundays are told as Sundays here, not as holidays.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache

_DAY = timedelta(days=1)
JULY = 7
SATURDAY = 5


class DayKind(StrEnum):
    """How a day stands out."""

    HOLIDAY = "holiday"
    """Nobody works: a public holiday, or an eve that counts as one."""
    HALF_DAY = "half-day"
    """Many leave early: the day before a holiday, as banks and offices have it."""
    BETWEEN = "between"
    """A single working day between days off (klämdag)."""
    WEEKEND = "weekend"
    JULY = "july"


@dataclass(frozen=True, slots=True)
class DayMark:
    """Why a day stands out; `name` is empty where its kind says it all."""

    kind: DayKind
    name: str = ""


def is_free(day: date) -> bool:
    """Whether nobody is expected to work: a weekend, or a holiday."""
    return day.weekday() >= SATURDAY or day in holidays_in(day.year)


def working_day_before(day: date) -> date:
    """`day` itself where somebody works then; else the nearest earlier day when somebody does."""
    while is_free(day):
        day -= _DAY
    return day


@lru_cache(maxsize=200)
def marks(day: date) -> tuple[DayMark, ...]:
    """Everything that makes a day stand out, the weightiest first; empty for most days."""
    found = []
    if name := holidays_in(day.year).get(day):
        found.append(DayMark(DayKind.HOLIDAY, name))
    if day.weekday() >= SATURDAY:
        found.append(DayMark(DayKind.WEEKEND))
    if not found:
        if name := _half_days_in(day.year).get(day):
            found.append(DayMark(DayKind.HALF_DAY, name))
        if is_free(day - _DAY) and is_free(day + _DAY):
            found.append(DayMark(DayKind.BETWEEN))
    if day.month == JULY:
        found.append(DayMark(DayKind.JULY))
    return tuple(found)


@lru_cache(maxsize=20)
def holidays_in(year: int) -> dict[date, str]:
    """The holidays of a year and their names in Swedish, Sundays without a name left out."""
    from holidays.constants import DE_FACTO, PUBLIC

    return _named(year, PUBLIC, DE_FACTO)


@lru_cache(maxsize=20)
def _half_days_in(year: int) -> dict[date, str]:
    """Eves on which many leave early; Saturdays among them are found as weekends first.

    The library counts days between among these; they are worked out here, for it has few of them.
    """
    from holidays.constants import OPTIONAL

    known = _named(year, OPTIONAL)
    return {day: name.partition(" (")[0] for day, name in known.items() if name != "Klämdag"}


def _named(year: int, *categories: str) -> dict[date, str]:
    # it loads every country there is: whoever asks for no day need not wait for that
    from holidays.countries.sweden import Sweden

    found = Sweden(years=year, include_sundays=False, categories=categories, language="sv")
    return dict(sorted(found.items()))
