"""What a matter's history is made of, as plain rows: fetched by `gather`, read by `rules`.

Everything here is seen by the viewer already: what is hidden was never put in.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from datetime import date

    from handslag.domain.matters.history.shapes import BodyRef, PaperNamed


class MeetingRow(NamedTuple):
    """A meeting with its body."""

    id: int
    day: date
    body: BodyRef
    prepares: bool
    """The body prepares matters for another."""
    cancelled_on: date | None
    cancel_reason: str
    has_minutes: bool
    """There are minutes of it, and the viewer sees them."""


@dataclass(frozen=True, slots=True)
class ItemRow:
    """An item as the viewer sees it."""

    id: int
    meeting: MeetingRow
    number: str
    heading: str
    held: bool
    """It stands in the minutes, and the viewer sees them."""
    planned: bool
    """It stands in the notice or on the agenda, and the viewer sees that."""
    place: int
    """Where it stands among the meeting's items."""
    outcome: str
    pulled_on: date | None
    pulled_reason: str
    withdrawn_reason: str
    draft: bool
    closed: bool


class TreatmentRow(NamedTuple):
    """A matter is dealt with under an item."""

    matter_id: int
    item: ItemRow
    ground: str
    reason: dict[str, object]
    typed: bool


class ClauseRow(NamedTuple):
    """A clause with the decision that it stands in."""

    id: int
    code: str
    text: str
    action: str
    points: tuple[str, ...]
    scope: str
    side: str
    effect: str
    due: date | None
    decision_id: int
    decided: bool
    phase: str
    by: str
    abstaining: tuple[str, ...]
    appointees: tuple[str, ...]
    undivided: bool = False
    """Its item has several matters, and nobody can tell which of them it belongs to."""


class PointRow(NamedTuple):
    """A point of a proposal; `outcomes` are `(side, verdict)` as they were written."""

    id: int
    number: str
    text: str
    outcomes: tuple[tuple[str, str], ...]


class ProposalRow(NamedTuple):
    """A proposal with its points."""

    id: int
    phase: str
    by: str
    points: tuple[PointRow, ...]


class StanceRow(NamedTuple):
    """What a side thinks."""

    id: int
    by: str
    kind: str
    points: tuple[str, ...]


class TransferRow(NamedTuple):
    """Where an item goes."""

    id: int
    clause_id: int | None
    kind: str
    to_body: BodyRef | None
    to_day: date | None
    text: str
    expected_day: date | None
    expected_text: str


class AssignmentStepRow(NamedTuple):
    """What became of an assignment; `item` is where, if it was at a meeting."""

    id: int
    kind: str
    day: date
    text: str
    by: str
    says_due: bool
    """It says when it is due from then on."""
    other_id: int | None
    """The assignment that it goes on in."""
    due: date | None
    due_text: str
    was: str
    now: str
    meeting_id: int | None
    item_id: int | None
    item_number: str
    item_heading: str
    body: BodyRef | None
    draft: bool


@dataclass(slots=True)
class AssignmentRow:
    """An assignment with those who have it now and what became of it."""

    id: int
    clause_id: int | None
    text: str
    due: date | None
    due_text: str
    told_on: date
    """When it was given; a part of one that was split, when that was."""
    part_of: int | None = None
    """The assignment that it is a part of, which was split."""
    undivided: bool = False
    """As of a clause."""
    assignees: list[str] = field(default_factory=list)
    steps: list[AssignmentStepRow] = field(default_factory=list)


class StepRow(NamedTuple):
    """A step between meetings."""

    id: int
    kind: str
    day: date
    way: str
    body: BodyRef | None
    by: str
    to_body: BodyRef | None
    to_day: date | None
    expected_day: date | None
    expected_text: str
    text: str
    document: PaperNamed | None


class RaisedRow(NamedTuple):
    """What became of a matter that was raised for a coming meeting: one row a step."""

    id: int
    """The step's; 0 for the raising itself of one that is told without its steps."""
    raised_id: int
    state: str
    day: date
    by: str
    text: str
    heading: str
    body: BodyRef
    principal: str


@dataclass(slots=True)
class ItemFacts:
    """What is told under an item."""

    clauses: list[ClauseRow] = field(default_factory=list)
    proposals: list[ProposalRow] = field(default_factory=list)
    stances: list[StanceRow] = field(default_factory=list)
    transfers: list[TransferRow] = field(default_factory=list)
    assignments: list[AssignmentRow] = field(default_factory=list)
    elsewhere: bool = False
    """Something was decided under it that belongs to another of its matters."""


@dataclass(slots=True)
class MatterFacts:
    """All that a matter's history is told from."""

    treatments: list[TreatmentRow] = field(default_factory=list)
    of_item: dict[int, ItemFacts] = field(default_factory=dict)
    steps: list[StepRow] = field(default_factory=list)
    raised: list[RaisedRow] = field(default_factory=list)
