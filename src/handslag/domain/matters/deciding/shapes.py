"""What pages about decisions, mandates and appointments show."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date, datetime

    from handslag.domain.base.shapes import Labelled
    from handslag.domain.documents.queries import EvidenceRef
    from handslag.domain.matters.deciding.effects import Finding
    from handslag.domain.matters.history.shapes import MatterRef


@dataclass(frozen=True, slots=True)
class ClauseRef:
    """A decided clause where it is pointed at: its words, and which meeting of which body."""

    code: str
    text: str
    day: date
    body_id: int
    body: str


@dataclass(frozen=True, slots=True)
class GroundRef:
    """What a clause did to a mandate or a membership."""

    id: int
    change: Labelled
    clause: ClauseRef


@dataclass(frozen=True, slots=True)
class Holder:
    """Who has a mandate; `kind` is "body", "organisation" or "person"."""

    kind: str
    id: int
    name: str


@dataclass(frozen=True, slots=True)
class MandateRow:
    """A mandate, as it stands on a day."""

    id: int
    holder: Holder
    what: str
    effect: Labelled
    actions: tuple[Labelled, ...]
    """The kinds of decision it is good for; empty for all."""
    ground: str
    """What it rests on where no clause here gave it."""
    since: date | None
    until: date | None
    holds: bool
    """On the day that is asked about."""
    to_come: bool
    grounds: tuple[GroundRef, ...]
    """The clauses that gave, changed and ended it, as far as the viewer sees them."""
    changeable: bool


@dataclass(frozen=True, slots=True)
class MandatesOf:
    """The mandates of one holder: those that hold on the day and those that are to come, and those
    that have ended."""

    holder: Holder
    now: tuple[MandateRow, ...]
    ended: tuple[MandateRow, ...]


@dataclass(frozen=True, slots=True)
class Mandates:
    """Who may decide what, on a day."""

    day: date
    bodies: tuple[MandatesOf, ...]
    organisations: tuple[MandatesOf, ...]
    people: tuple[MandatesOf, ...]
    may_give: bool

    @property
    def any(self) -> bool:
        """Whether there are any at all."""
        return bool(self.bodies or self.organisations or self.people)


@dataclass(frozen=True, slots=True)
class MandateSuggestion:
    """A clause that reads as if it gave a mandate, and what it seems to say."""

    clause: ClauseRef
    who: str
    what: str
    ends: bool
    """It reads as if it ended one instead; `who` and `what` are empty then."""
    dismissible: bool = False
    """The viewer may say that it gives none."""


@dataclass(frozen=True, slots=True)
class Dismissal:
    """A clause that reads as if it gave a mandate, and of which somebody has said that it does not.

    `dismissible` tells whether the viewer may let it be suggested again.
    """

    clause: ClauseRef
    reason: str
    by: str
    at: datetime
    dismissible: bool


@dataclass(frozen=True, slots=True)
class MandateSuggestions:
    """Clauses that read as if they gave or ended a mandate, the newest first."""

    waiting: tuple[MandateSuggestion, ...]
    dismissed: tuple[Dismissal, ...]


@dataclass(frozen=True, slots=True)
class Filled:
    """What the form for a mandate says when it is filled in from a clause; a person decides."""

    clause: ClauseRef
    body_id: int | None
    organisation_id: int | None
    person_id: int | None
    who: str
    what: str
    ends: bool


@dataclass(frozen=True, slots=True)
class EffectView:
    """What a decision does: in a word and a sentence, and the mandate that it rests on."""

    effect: Labelled
    source: str
    """A value of `effects.Source`."""
    means: str
    mandate: MandateRow | None
    unseen: bool
    """It rests on a mandate that is not for the viewer to see."""


@dataclass(frozen=True, slots=True)
class FindingRow:
    """A decision without a ground; `clause` is None where it is about all of a meeting's."""

    finding: Finding
    clause: ClauseRef | None
    meeting_id: int
    day: date
    body_id: int
    body: str
    item_id: int | None
    heading: str


@dataclass(frozen=True, slots=True)
class BodyFindings:
    """What of a body's decisions had no ground."""

    body_id: int
    body: str
    wrong: tuple[FindingRow, ...]
    unregistered: tuple[FindingRow, ...]
    """The latest of those where all that is found is that no mandate is registered."""
    count: int
    """How many those are in all."""

    @property
    def more(self) -> int:
        """How many of them are not shown."""
        return self.count - len(self.unregistered)


@dataclass(frozen=True, slots=True)
class Findings:
    """What of a year's decisions had no ground; None for a county that has decided nothing."""

    year: int | None
    years: tuple[int, ...]
    bodies: tuple[BodyFindings, ...]

    @property
    def wrong(self) -> int:
        """How many findings say that something is wrong."""
        return sum(len(one.wrong) for one in self.bodies)


@dataclass(frozen=True, slots=True)
class Ahead:
    """What a decision under a planned item will do, for who prepares it."""

    body: str
    day: date
    formal: bool
    """It is a formality: the body's own work."""
    effect: EffectView
    rule: Labelled
    """What the body's decisions do in general."""
    findings: tuple[Finding, ...]
    adopts: str
    """What is proposed that only the principals can take; empty where nothing is."""
    onward: tuple[str, ...]
    """Whom the body prepares for, and whom they prepare for, nearest first."""


@dataclass(frozen=True, slots=True)
class PointOutcomeView:
    """What became of a point for a side, or for all (an empty value)."""

    side: Labelled
    verdict: Labelled
    code: str
    """Of the clause that says so; empty where none does."""
    own: bool
    """This clause says so."""


@dataclass(frozen=True, slots=True)
class PointView:
    """A point that a clause settles, with what became of it for every side."""

    number: int
    text: str
    by: str
    outcomes: tuple[PointOutcomeView, ...]


@dataclass(frozen=True, slots=True)
class OtherClause:
    """Another clause under the same item."""

    code: str
    text: str
    action: Labelled
    scope: str
    by: str
    same_decision: bool
    other_side: bool
    """It settles the same points for the other side."""


@dataclass(frozen=True, slots=True)
class StanceView:
    """What a side or party thinks of the item or of points of its proposal."""

    by: str
    kind: Labelled
    points: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Appointed:
    """Somebody whom a clause appoints, and what came of it in the register."""

    id: int
    person_id: int
    name: str
    title: str
    organisation: str
    seated: tuple[Seated, ...]


@dataclass(frozen=True, slots=True)
class Seated:
    """A membership that a clause opened or ended."""

    ground_id: int
    change: Labelled
    membership_id: int
    person_id: int
    person: str
    body_id: int
    body: str
    role: Labelled
    principal: str
    since: date
    until: date | None
    changeable: bool


@dataclass(frozen=True, slots=True)
class Assigned:
    """An assignment that a clause gives."""

    id: int
    text: str
    due_date: date | None
    due_text: str
    to: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sent:
    """Where a clause sends the item."""

    kind: Labelled
    to_body: str
    to_date: date | None
    body_id: int | None


@dataclass(frozen=True, slots=True)
class ClausePage:
    """A decision at its own address."""

    id: int
    code: str
    text: str
    decided: bool
    """It was decided; otherwise it was proposed to be."""
    phase: Labelled
    action: Labelled
    scope: str
    side: str
    points: tuple[int, ...]
    due_date: date | None
    due_text: str
    by: str
    abstaining: tuple[str, ...]
    meeting_id: int
    day: date
    body_id: int
    body: str
    item_id: int
    item_number: str
    heading: str
    effect: EffectView
    finding: Finding | None
    body_finding: Finding | None
    settled: tuple[PointView, ...]
    unknown_points: tuple[int, ...]
    """Numbers it settles that no proposal under the item has."""
    others: tuple[OtherClause, ...]
    stances: tuple[StanceView, ...]
    appointed: tuple[Appointed, ...]
    ended: tuple[Seated, ...]
    assigned: tuple[Assigned, ...]
    sent: tuple[Sent, ...]
    mandates: tuple[GroundedMandate, ...]
    """What it did to mandates."""
    matters: tuple[MatterRef, ...]
    evidence: tuple[EvidenceRef, ...]
    reads_like_mandate: bool
    dismissal: Dismissal | None
    """Of one that reads so: what somebody has said against it."""
    of_meeting: bool
    """It gives whom it appoints something to do at the meeting itself, and no seat."""
    lets_leave: bool
    may_seat: bool
    """The viewer may let people sit in some body."""
    may_give: bool
    """The viewer may give mandates."""


@dataclass(frozen=True, slots=True)
class GroundedMandate:
    """A mandate, and what a clause did to it."""

    change: Labelled
    mandate: MandateRow


@dataclass(frozen=True, slots=True)
class Gone:
    """A decision that stood at an address and stands no more."""

    body_id: int
    body: str
    day: date
    meeting_id: int | None
    """The body's meeting that day, where the viewer sees one."""


@dataclass(frozen=True, slots=True)
class SeatChoice:
    """What the form that lets an appointed person sit says at first; a person decides."""

    appointment_id: int
    person_id: int
    name: str
    clause: ClauseRef
    body_id: int | None
    role: str
    principal_id: int | None
    function: str
    since: date


@dataclass(frozen=True, slots=True)
class SeatPredecessor:
    """One who sits where the appointed person is to, and may be the one who leaves."""

    membership_id: int
    person: str
    role: Labelled
    principal: str
    since: date
    likely: bool
    """They sit there as the same, for the same principal."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """Somebody who was appointed and has no seat by it yet."""

    appointment_id: int
    person_id: int
    name: str
    organisation: str
    clause: ClauseRef
    body_id: int | None
    body: str
    """The body that the clause seems to name; empty where it names none."""
    role: Labelled
