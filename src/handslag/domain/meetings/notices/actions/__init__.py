"""Writes of notices: versions, letters, answers, and how papers look."""

from handslag.domain.meetings.notices.actions.answering import (
    answer,
    answer_by_link,
    call_in,
)
from handslag.domain.meetings.notices.actions.letterhead import change_letterhead
from handslag.domain.meetings.notices.actions.own import keep_note, mark_read
from handslag.domain.meetings.notices.actions.sending import (
    Made,
    Papers,
    Sent,
    keep_paper,
    make_notice,
    send_again,
    send_notice,
    tell_of_change,
)

__all__ = [
    "Made",
    "Papers",
    "Sent",
    "answer",
    "answer_by_link",
    "call_in",
    "change_letterhead",
    "keep_note",
    "keep_paper",
    "make_notice",
    "mark_read",
    "send_again",
    "send_notice",
    "tell_of_change",
]
