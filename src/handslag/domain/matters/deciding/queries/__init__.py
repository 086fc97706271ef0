"""Reads of decisions at their addresses, of mandates, of findings, and of appointments."""

from handslag.domain.matters.deciding.queries.appointments import (
    leaving,
    membership_grounds,
    predecessors,
    seat_choice,
    waiting,
)
from handslag.domain.matters.deciding.queries.clause import clause_page, gone, public_place
from handslag.domain.matters.deciding.queries.findings import (
    ahead,
    findings,
    findings_of_meeting,
)
from handslag.domain.matters.deciding.queries.mandates import (
    action_choices,
    filled,
    mandate,
    mandate_suggestions,
    mandates,
    mandates_of_body,
    person_called,
)

__all__ = [
    "action_choices",
    "ahead",
    "clause_page",
    "filled",
    "findings",
    "findings_of_meeting",
    "gone",
    "leaving",
    "mandate",
    "mandate_suggestions",
    "mandates",
    "mandates_of_body",
    "membership_grounds",
    "person_called",
    "predecessors",
    "public_place",
    "seat_choice",
    "waiting",
]
