"""Writes of matters: steps between meetings, what a matter is called, and what belongs to it."""

from handslag.domain.matters.history.actions.belonging import part_matter, tie_item, untie_item
from handslag.domain.matters.history.actions.merging import merge_matters, undo_merger
from handslag.domain.matters.history.actions.naming import name_matter, number_matter
from handslag.domain.matters.history.actions.steps import add_step, correct_step, remove_step

__all__ = [
    "add_step",
    "correct_step",
    "merge_matters",
    "name_matter",
    "number_matter",
    "part_matter",
    "remove_step",
    "tie_item",
    "undo_merger",
    "untie_item",
]
