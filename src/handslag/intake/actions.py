"""Everything that can be done to a document on its way in, in one place to look."""

from handslag.domain.documents.actions import sweep
from handslag.intake.acceptance import Accepted, accept
from handslag.intake.batches import go_on, start_batch, stop_batch
from handslag.intake.changes import keep_changes, refuse_change
from handslag.intake.errors import ChangedMeanwhile, Invalid, NotTakenIn
from handslag.intake.rereading import Reread, reread
from handslag.intake.reviewing import add, confirm, correct, dismiss_finding, drop, restore
from handslag.intake.taking_in import TakenIn, take_in
from handslag.intake.undoing import Undone, undo

__all__ = [
    "Accepted",
    "ChangedMeanwhile",
    "Invalid",
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
    "go_on",
    "keep_changes",
    "refuse_change",
    "reread",
    "restore",
    "start_batch",
    "stop_batch",
    "sweep",
    "take_in",
    "undo",
]
