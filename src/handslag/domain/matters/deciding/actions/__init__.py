"""Writes of what clauses did to the register: mandates and memberships, with the clause as ground.

A person decides each; nothing is done because a clause reads as if it should be.
"""

from handslag.domain.matters.deciding.actions.mandates import (
    LONGEST_REASON,
    change_by_clause,
    dismiss_mandate,
    end_by_clause,
    give_by_clause,
    suggest_mandate_again,
    untie_mandate,
)
from handslag.domain.matters.deciding.actions.memberships import (
    ground_membership,
    leave_by_clause,
    seat_appointed,
    unseat,
)

__all__ = [
    "LONGEST_REASON",
    "change_by_clause",
    "dismiss_mandate",
    "end_by_clause",
    "give_by_clause",
    "ground_membership",
    "leave_by_clause",
    "seat_appointed",
    "suggest_mandate_again",
    "unseat",
    "untie_mandate",
]
