"""What a commission's row is read as, by who shows it and by who changes it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from handslag.domain.matters.writing.rules import state_of

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable

    from handslag.domain.matters.models import Commission, TermsOfReference


def digest_of(row: Commission, terms: Iterable[TermsOfReference]) -> str:
    """What a form carries of a commission: another after anything of it is changed."""
    columns = ("title", "lead_id", "group_id", "begins", "ends", "report_every", "ended_at")
    return state_of(*(str(getattr(row, name)) for name in columns), [one.id for one in terms])


def began(row: Commission) -> dt.date:
    """From when reports are reckoned: the day it begins, or else that of the meeting."""
    day: dt.date = row.begins or row.assignment.item.meeting.date
    return day
