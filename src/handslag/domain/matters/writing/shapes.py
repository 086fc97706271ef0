"""The shapes that reads of written decisions return. Each `digest` goes with a write as `seen`."""

from __future__ import annotations

import datetime as dt  # noqa: TC003  fields of dataclasses
from dataclasses import dataclass
from typing import TYPE_CHECKING

from handslag.domain.base.sides import Side
from handslag.domain.matters.models import PointVerdict, StanceKind
from handslag.domain.matters.writing.phrases import day_words, shown
from handslag.domain.registry.models import DecisionEffect

if TYPE_CHECKING:
    from handslag.domain.base.shapes import Labelled
    from handslag.domain.matters.writing.rules import Clash, Suggested, VoteFit


VERDICTS = tuple(PointVerdict.choices)
"""What can become of a point: values with their labels, as a form offers them."""
SIDES = tuple(Side.choices)
"""The two sides, likewise."""
STANCES = tuple(StanceKind.choices)
"""What can be thought of a proposal, likewise."""
EFFECTS = tuple(DecisionEffect.choices)
"""What a decision can do, likewise."""


@dataclass(frozen=True, slots=True)
class OutcomeView:
    """What became of a point for one side; `side` is empty for all."""

    side: str
    verdict: Labelled
    clause_id: int | None
    """The clause that settles it."""

    @property
    def side_label(self) -> str:
        """The side in words; empty for all."""
        return str(Side(self.side).label).capitalize() if self.side else ""


@dataclass(frozen=True, slots=True)
class PointWritten:
    """One point of a proposal that is before the meeting."""

    id: int
    number: str
    figure: int
    """The number as clauses name it."""
    text: str
    outcomes: tuple[OutcomeView, ...]
    digest: str
    """Of its text."""
    settled: str
    """Of what became of it: goes with a write of its outcome."""

    def verdict(self, side: str) -> str:
        """The verdict for a side, or for all (""); empty where there is none."""
        return next((one.verdict.value for one in self.outcomes if one.side == side), "")

    @property
    def verdict_for_all(self) -> str:
        """The verdict that holds for both sides; empty where there is none."""
        return self.verdict("")

    @property
    def verdict_for_region(self) -> str:
        """The verdict of the region alone."""
        return self.verdict(Side.REGION)

    @property
    def verdict_for_municipalities(self) -> str:
        """The verdict of the municipalities alone."""
        return self.verdict(Side.MUNICIPALITIES)


@dataclass(frozen=True, slots=True)
class ProposalWritten:
    """A proposal before the meeting."""

    id: int
    by: str
    points: tuple[PointWritten, ...]
    digest: str
    """Of who proposes."""
    suggested: tuple[Suggested, ...]
    """The clauses that its points' outcomes ask for and no clause says yet."""


@dataclass(frozen=True, slots=True)
class WhoView:
    """Who is to do something: as named, and who in the register that is, where it was picked."""

    text: str
    body_id: int | None
    organisation_id: int | None
    person_id: int | None

    @property
    def pick(self) -> str:
        """Who was picked, as a form carries it ("body-3"); empty where nobody was."""
        picked = (
            ("body", self.body_id),
            ("organisation", self.organisation_id),
            ("person", self.person_id),
        )
        return next((f"{kind}-{id_}" for kind, id_ in picked if id_ is not None), "")


@dataclass(frozen=True, slots=True)
class AppointedView:
    """Somebody whom a clause appoints, with title and organisation on the day."""

    name: str
    person_id: int
    title: str
    organisation: str

    @property
    def pick(self) -> str:
        """Who that is, as a form carries it."""
        return f"person-{self.person_id}"


@dataclass(frozen=True, slots=True)
class WhitherView:
    """Where an item goes, decided by a clause (`clause_id`) or without one."""

    id: int
    kind: Labelled
    to_body: str
    to_date: dt.date | None
    text: str
    clause_id: int | None
    digest: str
    back_date: dt.date | None = None
    back_words: str = ""

    @property
    def back(self) -> str:
        """When it is expected back, as a form says it: a day, or words."""
        return day_words(self.back_date) if self.back_date else self.back_words


@dataclass(frozen=True, slots=True)
class ClauseView:
    """An att-sats with all that it makes."""

    id: int
    text: str
    action: Labelled
    points: tuple[int, ...]
    scope: str
    side: str
    inline: bool
    effect: str
    """Said for this clause; empty where the body's own holds."""
    due_date: dt.date | None
    due_text: str
    assignees: tuple[WhoView, ...]
    appointees: tuple[AppointedView, ...]
    transfer: WhitherView | None
    digest: str

    @property
    def due(self) -> str:
        """When it is due, as a form says it: a day, or words."""
        return day_words(self.due_date) if self.due_date else self.due_text

    @property
    def to_day(self) -> str:
        """The day that the item goes to, as a form says it."""
        to_date = self.transfer.to_date if self.transfer else None
        return day_words(to_date) if to_date else ""


@dataclass(frozen=True, slots=True)
class VoteView:
    """A vote before a decision, and whether its numbers fit those who are there."""

    text: str
    in_favour: int
    against: int
    abstained: int
    fit: VoteFit
    digest: str


@dataclass(frozen=True, slots=True)
class ReservationView:
    """Somebody's dissent. `person_id` is empty where a side or a principal reserves itself."""

    id: int
    by: str
    person_id: int | None
    title: str
    organisation: str
    text: str
    digest: str


@dataclass(frozen=True, slots=True)
class DecisionView:
    """What one decider decides in one go."""

    id: int
    by: str
    """As named; empty for the body itself."""
    abstaining: tuple[str, ...]
    clauses: tuple[ClauseView, ...]
    vote: VoteView | None
    reservations: tuple[ReservationView, ...]
    digest: str
    """Of who decides and who takes no part."""


@dataclass(frozen=True, slots=True)
class StanceView:
    """What a side or a principal thinks, of the item or of points."""

    id: int
    by: str
    kind: Labelled
    points: tuple[int, ...]
    digest: str


@dataclass(frozen=True, slots=True)
class AssignmentView:
    """An assignment in running text."""

    id: int
    text: str
    due_date: dt.date | None
    due_text: str
    assignees: tuple[WhoView, ...]
    digest: str

    @property
    def due(self) -> str:
        """When it is due, as a form says it: a day, or words."""
        return day_words(self.due_date) if self.due_date else self.due_text


@dataclass(frozen=True, slots=True)
class ItemDecisions:
    """Everything written of decisions under one item."""

    item_id: int
    meeting_id: int
    body_id: int
    outcome: Labelled
    proposals: tuple[ProposalWritten, ...]
    planned: tuple[tuple[str, tuple[str, ...]], ...]
    """Who proposes what on the plan, while the meeting has not taken it up."""
    decisions: tuple[DecisionView, ...]
    stances: tuple[StanceView, ...]
    assignments: tuple[AssignmentView, ...]
    transfers: tuple[WhitherView, ...]
    """Where the item goes without a clause that decides it."""
    clashes: tuple[Clash, ...]
    """Where clauses and the points' outcomes disagree."""


@dataclass(frozen=True, slots=True)
class PhraseView:
    """Words that a clause begins from. `key` goes with the write; `places` are to be filled in."""

    key: str
    action: Labelled
    text: str
    places: tuple[str, ...]
    own_id: int | None
    """Of one that the body added itself and may change."""
    learnt: bool = False
    """The body has decided so before, in the same words."""

    @property
    def shown(self) -> str:
        """The phrase with an ellipsis for each place."""
        return shown(self.text)


@dataclass(frozen=True, slots=True)
class Phrases:
    """The phrases of a body: its own, those that all have, and what it has decided before."""

    own: tuple[PhraseView, ...]
    """Its own, and those that the county has added for all."""
    standing: tuple[PhraseView, ...]
    learnt: tuple[PhraseView, ...]

    @property
    def all(self) -> tuple[PhraseView, ...]:
        """Every phrase, its own first."""
        return (*self.own, *self.standing, *self.learnt)


@dataclass(frozen=True, slots=True)
class Picked:
    """One hit of a picker: what is shown, what tells it from its like, and the register's id."""

    id: int
    text: str
    about: str
    """Title and organisation, a body's short name, or what sort of organisation it is."""
    kind: str
    """"person", "body", "organisation" or "meeting"."""
    date: dt.date | None = None
    """A meeting's day."""
