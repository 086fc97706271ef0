"""Everything that can be done to a document on its way in, in one place to look."""

from handslag.domain.documents.actions import sweep
from handslag.intake.acceptance import Accepted, accept
from handslag.intake.batches import go_on, start_batch, stop_batch
from handslag.intake.changes import keep_changes, refuse_change
from handslag.intake.errors import ChangedMeanwhile, Invalid, NoRoom, NotTakenIn
from handslag.intake.recognising.actions import (
    forget_old_pages,
    hand_in,
    reread_in_turn,
)
from handslag.intake.rereading import Reread, reread
from handslag.intake.reviewing import add, confirm, correct, dismiss_finding, drop, restore
from handslag.intake.taking_in import TakenIn, take_in
from handslag.intake.undoing import Undone, undo

__all__ = [
    "Accepted",
    "ChangedMeanwhile",
    "Invalid",
    "NoRoom",
    "NotTakenIn",
    "Reread",
    "TakenIn",
    "Undone",
    "accept",
    "add",
    "confirm",
    "correct",
    "dismiss_finding",
    "drop",
    "forget_old_pages",
    "go_on",
    "hand_in",
    "keep_changes",
    "refuse_change",
    "reread",
    "reread_in_turn",
    "restore",
    "start_batch",
    "stop_batch",
    "sweep",
    "take_in",
    "undo",
]
