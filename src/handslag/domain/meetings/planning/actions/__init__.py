"""Writes of the plan: the year in one step, what becomes of its meetings, and who is told."""

from handslag.domain.meetings.planning.actions.feeds import follow_feed, make_feed, revoke_feed
from handslag.domain.meetings.planning.actions.moves import (
    cancel_meeting,
    change_meeting,
    move_meeting,
    reinstate_meeting,
    set_deadlines,
)
from handslag.domain.meetings.planning.actions.showing import show_plan
from handslag.domain.meetings.planning.actions.terms import set_terms
from handslag.domain.meetings.planning.actions.year import (
    plan_meeting,
    plan_year,
    take_up_meeting,
)

__all__ = [
    "cancel_meeting",
    "change_meeting",
    "follow_feed",
    "make_feed",
    "move_meeting",
    "plan_meeting",
    "plan_year",
    "reinstate_meeting",
    "revoke_feed",
    "set_deadlines",
    "set_terms",
    "show_plan",
    "take_up_meeting",
]
