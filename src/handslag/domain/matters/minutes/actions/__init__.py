"""Writes of minutes: versions, corrections, comments, signatures, and warnings that may stand."""

from handslag.domain.matters.minutes.actions.correcting import (
    begin_correction,
    give_up_correction,
)
from handslag.domain.matters.minutes.actions.reading import (
    acknowledge,
    answer_comment,
    comment,
    note_signed,
    sign,
)
from handslag.domain.matters.minutes.actions.versions import (
    Made,
    Papers,
    finalise_minutes,
    keep_paper,
    make_correction,
    share_minutes,
)

__all__ = [
    "Made",
    "Papers",
    "acknowledge",
    "answer_comment",
    "begin_correction",
    "comment",
    "finalise_minutes",
    "give_up_correction",
    "keep_paper",
    "make_correction",
    "note_signed",
    "share_minutes",
    "sign",
]
