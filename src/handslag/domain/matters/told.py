"""What one document tells of the matters under an item, as the write of them takes it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from handslag.domain.base.recording import Told

if TYPE_CHECKING:
    import datetime as dt

    from handslag.domain.meetings.told import PersonTold


@dataclass(frozen=True, slots=True, kw_only=True)
class PointTold(Told):
    """One point of a proposal, its number as printed."""

    number: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposalTold(Told):
    """What a body proposes to the meeting."""

    by: str = ""
    points: tuple[PointTold, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AssigneeTold(Told):
    """Who an assignment is given to, as named."""

    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AssignmentTold(Told):
    """Something somebody is to do, told in running text."""

    text: str
    due_date: dt.date | None = None
    due_text: str = ""
    assignees: tuple[AssigneeTold, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ClauseTold(Told):
    """An att-sats. One that assigns, or names assignees, gives an assignment too."""

    text: str
    action: str
    """A value of ClauseAction."""
    points: tuple[int, ...] = ()
    scope: str = ""
    inline: bool = False
    due_date: dt.date | None = None
    due_text: str = ""
    appointees: tuple[PersonTold, ...] = ()
    assignees: tuple[AssigneeTold, ...] = ()

    @property
    def assigns(self) -> bool:
        """Whether somebody is to do something by it."""
        return self.action == "assign" or bool(self.assignees)


@dataclass(frozen=True, slots=True, kw_only=True)
class VoteTold(Told):
    """How many voted for and against before a decision, and how many abstained."""

    in_favour: int
    against: int
    abstained: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionTold(Told):
    """What one decider decides in one go. `state` is a value of DecisionState."""

    state: str
    by: str = ""
    abstaining: tuple[str, ...] = ()
    clauses: tuple[ClauseTold, ...] = ()
    votes: tuple[VoteTold, ...] = ()
    """One at most that means anything: the first."""
    reservations: tuple[PersonTold, ...] = ()
    """Persons, sides and principals, as named."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StanceTold(Told):
    """What a side or party thinks. `kind` is a value of StanceKind."""

    by: str
    kind: str
    points: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TransferTold(Told):
    """The item goes on to a day or a body. `kind` is a value of TransferKind."""

    kind: str
    to_body: str = ""
    to_date: dt.date | None = None
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Proceedings:
    """Everything that is told under one item."""

    item_id: int
    proposals: tuple[ProposalTold, ...] = ()
    decisions: tuple[DecisionTold, ...] = ()
    assignments: tuple[AssignmentTold, ...] = ()
    stances: tuple[StanceTold, ...] = ()
    transfers: tuple[TransferTold, ...] = ()
