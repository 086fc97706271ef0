"""Writes of decisions while people speak: proposals, stances, clauses and what they make."""

from handslag.domain.matters.writing.actions.assignments import (
    change_assignment,
    note_assignment,
    remove_assignment,
)
from handslag.domain.matters.writing.actions.clauses import (
    change_clause,
    order_clauses,
    remove_clause,
    write_clause,
)
from handslag.domain.matters.writing.actions.decisions import (
    change_decision,
    change_reservation,
    open_decision,
    record_vote,
    remove_decision,
    remove_reservation,
    remove_vote,
    reserve,
)
from handslag.domain.matters.writing.actions.moving import move_item, move_to_next, undo_move
from handslag.domain.matters.writing.actions.phrases import (
    add_phrase,
    change_phrase,
    remove_phrase,
)
from handslag.domain.matters.writing.actions.proposals import (
    add_point,
    hold_proposals,
    name_proposer,
    put_proposal,
    remove_held_proposal,
    remove_point,
    reword_point,
    settle_point,
)
from handslag.domain.matters.writing.actions.stances import (
    change_stance,
    remove_stance,
    take_stance,
)

__all__ = [
    "add_phrase",
    "add_point",
    "change_assignment",
    "change_clause",
    "change_decision",
    "change_phrase",
    "change_reservation",
    "change_stance",
    "hold_proposals",
    "move_item",
    "move_to_next",
    "name_proposer",
    "note_assignment",
    "open_decision",
    "order_clauses",
    "put_proposal",
    "record_vote",
    "remove_assignment",
    "remove_clause",
    "remove_decision",
    "remove_held_proposal",
    "remove_phrase",
    "remove_point",
    "remove_reservation",
    "remove_stance",
    "remove_vote",
    "reserve",
    "reword_point",
    "settle_point",
    "take_stance",
    "undo_move",
    "write_clause",
]
