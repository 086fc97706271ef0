"""Which kinds of news there are, and on which days somebody is told of them. Pure."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from handslag.output.news.models import Frequency

if TYPE_CHECKING:
    from collections.abc import Iterable

LONGEST_BEFORE = 30
"""Days."""
MORNING = dt.time(6)
"""From when on a day's digests are made ready, at the county's own clock."""
SATURDAY = 5


class Kind(TextChoices):
    """What a digest can tell of: three sorts of reminders, three of news."""

    MATERIAL = "material", _("Underlag som ska in till ett möte")
    ASSIGNMENT = "assignment", _("Uppdrag som snart ska vara klara eller är sena")
    ANSWER = "answer", _("Kallelser som du inte har svarat på")
    MATTER = "matter", _("Nytt i ärenden du följer")
    BODY = "body", _("Nytt från organ du följer")
    SEARCH = "search", _("Nya träffar i sparade sökningar")


REMINDERS = (Kind.MATERIAL, Kind.ASSIGNMENT, Kind.ANSWER)


def last_day(frequency: str, weekday: int, today: dt.date) -> dt.date | None:
    """The last day on which a digest should have been made ready, today with it; None for never.

    On Saturdays and Sundays it is a day before: nobody is told of anything then.
    """
    if frequency == Frequency.NEVER:
        return None
    if frequency == Frequency.WEEKLY:
        return today - dt.timedelta(days=(today.weekday() - weekday) % 7)
    return today - dt.timedelta(days=max(0, today.weekday() - SATURDAY + 1))


def is_due(frequency: str, weekday: int, looked_on: dt.date | None, today: dt.date) -> bool:
    """Whether a digest is to be made ready today.

    One whose day was missed, since the machine was down, comes on the next weekday instead.
    """
    last = last_day(frequency, weekday, today)
    if last is None or today.weekday() >= SATURDAY:
        return False
    if looked_on is None:
        return frequency == Frequency.WEEKDAYS or last == today
    return looked_on < last


def next_day(
    frequency: str, weekday: int, looked_on: dt.date | None, today: dt.date
) -> dt.date | None:
    """The day of the next digest, today at the earliest; None for never."""
    if frequency == Frequency.NEVER:
        return None
    days = (today + dt.timedelta(days=ahead) for ahead in range(8))
    return next((day for day in days if is_due(frequency, weekday, looked_on, day)), None)


def wanted(muted: Iterable[str]) -> frozenset[Kind]:
    """The kinds that are told of."""
    silent = set(muted)
    return frozenset(kind for kind in Kind if kind.value not in silent)
