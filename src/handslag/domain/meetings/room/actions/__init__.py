"""Writes of a meeting while it is held."""

from handslag.domain.meetings.room.actions.agenda import (
    add_extra_item,
    order_room,
    put_back_withdrawn,
    remove_extra_item,
    reword_item,
    set_outcome,
    set_presenters,
    take_in_item,
    withdraw_item,
)
from handslag.domain.meetings.room.actions.clock import (
    begin_item,
    end_meeting,
    leave_item,
    reopen_meeting,
    set_sitting,
)
from handslag.domain.meetings.room.actions.discussion import write_discussion
from handslag.domain.meetings.room.actions.moves import (
    note_movement,
    remove_movement,
    set_absence,
)
from handslag.domain.meetings.room.actions.once import write_once
from handslag.domain.meetings.room.actions.opening import open_room
from handslag.domain.meetings.room.actions.roll import (
    add_attendee,
    change_attendee,
    give_duty,
    let_serve,
    mark_presence,
    remove_attendee,
)

__all__ = [
    "add_attendee",
    "add_extra_item",
    "begin_item",
    "change_attendee",
    "end_meeting",
    "give_duty",
    "leave_item",
    "let_serve",
    "mark_presence",
    "note_movement",
    "open_room",
    "order_room",
    "put_back_withdrawn",
    "remove_attendee",
    "remove_extra_item",
    "remove_movement",
    "reopen_meeting",
    "reword_item",
    "set_absence",
    "set_outcome",
    "set_presenters",
    "set_sitting",
    "take_in_item",
    "withdraw_item",
    "write_discussion",
    "write_once",
]
