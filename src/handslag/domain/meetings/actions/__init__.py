"""Writes of meetings: what papers tell of them, and how they come to the public."""

from handslag.domain.meetings.actions.publication import (
    close_item,
    finalise,
    open_item,
    publish,
    share,
    share_drafts,
    withdraw,
)
from handslag.domain.meetings.actions.recording import (
    OtherMeetingThatDay,
    find_meeting,
    forget,
    record_meeting,
    release,
    unsay,
)

__all__ = [
    "OtherMeetingThatDay",
    "close_item",
    "finalise",
    "find_meeting",
    "forget",
    "open_item",
    "publish",
    "record_meeting",
    "release",
    "share",
    "share_drafts",
    "unsay",
    "withdraw",
]
