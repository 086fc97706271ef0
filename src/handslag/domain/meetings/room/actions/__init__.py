"""Writes of a meeting while it is held."""

from handslag.domain.meetings.room.actions.discussion import write_discussion
from handslag.domain.meetings.room.actions.once import write_once
from handslag.domain.meetings.room.actions.opening import open_room

__all__ = ["open_room", "write_discussion", "write_once"]
