"""Writes of what becomes of assignments."""

from handslag.domain.matters.assignments.actions.days import carry_over, move_due
from handslag.domain.matters.assignments.actions.hands import (
    give,
    hand_over,
    hand_over_all,
    say_who,
)
from handslag.domain.matters.assignments.actions.parting import join, keep_apart, split
from handslag.domain.matters.assignments.actions.reporting import (
    MOST_FILES,
    drop,
    finish,
    reopen,
    report,
    require_reporting,
)

__all__ = [
    "MOST_FILES",
    "carry_over",
    "drop",
    "finish",
    "give",
    "hand_over",
    "hand_over_all",
    "join",
    "keep_apart",
    "move_due",
    "reopen",
    "report",
    "require_reporting",
    "say_who",
    "split",
]
