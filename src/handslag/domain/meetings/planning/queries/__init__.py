"""Reads of the plan: a body's terms, what a year would come to, the year, and one meeting."""

from handslag.domain.meetings.planning.queries.due import next_notice
from handslag.domain.meetings.planning.queries.feeds import feed_meetings, feeds, public_calendar
from handslag.domain.meetings.planning.queries.meeting import meeting_plan
from handslag.domain.meetings.planning.queries.preview import last_years_days, preview, terms
from handslag.domain.meetings.planning.queries.year import year

__all__ = [
    "feed_meetings",
    "feeds",
    "last_years_days",
    "meeting_plan",
    "next_notice",
    "preview",
    "public_calendar",
    "terms",
    "year",
]
