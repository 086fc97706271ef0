"""Reads of assignments: lists, one with its life, and what its forms offer."""

from handslag.domain.matters.assignments.queries.lists import (
    Filters,
    Tab,
    assignment_list,
    assignments,
    at_meeting,
    bodies_giving,
    counts,
    due,
    due_at,
    due_here,
    held_by_person,
    leaving,
    months,
    rows_of,
    standing_of,
)
from handslag.domain.matters.assignments.queries.page import (
    assignment,
    assignment_file,
    choices,
    who_named,
)

__all__ = [
    "Filters",
    "Tab",
    "assignment",
    "assignment_file",
    "assignment_list",
    "assignments",
    "at_meeting",
    "bodies_giving",
    "choices",
    "counts",
    "due",
    "due_at",
    "due_here",
    "held_by_person",
    "leaving",
    "months",
    "rows_of",
    "standing_of",
    "who_named",
]
