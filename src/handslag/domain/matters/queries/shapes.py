"""What the pages about meetings, decisions and people show."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date, datetime, time
    from decimal import Decimal

    from handslag.domain.base.shapes import Labelled
    from handslag.domain.documents.queries import EvidenceRef
    from handslag.domain.meetings.queries import MeetingRow
    from handslag.domain.meetings.rules import Difference


@dataclass(frozen=True, slots=True)
class PersonView:
    """A person in one place: the name as printed there, and who that is."""

    name: str
    person_id: int
    title: str
    organisation: str
    evidence: tuple[EvidenceRef, ...]


@dataclass(frozen=True, slots=True)
class Attendance:
    """Who took part. `phase` is "held", or "plan" where only the notice has told so far."""

    phase: str
    present: tuple[PersonView, ...]
    partly: tuple[PersonView, ...]
    absent: tuple[PersonView, ...]


@dataclass(frozen=True, slots=True)
class PointView:
    """One point of a proposal; `number` as printed, empty where it has none."""

    id: int
    number: str
    text: str
    evidence: tuple[EvidenceRef, ...]


@dataclass(frozen=True, slots=True)
class ProposalView:
    """What somebody proposes; `by` is empty where the paper does not say who."""

    id: int
    by: str
    phase: str
    points: tuple[PointView, ...]
    evidence: tuple[EvidenceRef, ...]


@dataclass(frozen=True, slots=True)
class AssigneeView:
    """Who an assignment is given to, as named."""

    text: str
    evidence: tuple[EvidenceRef, ...]


@dataclass(frozen=True, slots=True)
class AssignmentView:
    """An assignment told in running text. `due_text` are the words, `due_date` the day in them."""

    id: int
    text: str
    due_date: date | None
    due_text: str
    assignees: tuple[AssigneeView, ...]
    evidence: tuple[EvidenceRef, ...]


@dataclass(frozen=True, slots=True)
class ClauseView:
    """An att-sats. `points` are the numbers it settles, `scope` the side it is limited to."""

    id: int
    text: str
    action: Labelled
    points: tuple[int, ...]
    scope: str
    side: str
    inline: bool
    due_date: date | None
    due_text: str
    appointees: tuple[PersonView, ...]
    assignees: tuple[AssigneeView, ...]
    evidence: tuple[EvidenceRef, ...]
    code: str = ""
    """What its lasting address is made of."""


@dataclass(frozen=True, slots=True)
class VoteView:
    """A vote before a decision; `text` says what was voted on, where it is told."""

    text: str
    in_favour: int
    against: int
    abstained: int
    evidence: tuple[EvidenceRef, ...]


@dataclass(frozen=True, slots=True)
class ReservationView:
    """Somebody's dissent from a decision; `text` has the reasons, where they are told."""

    by: str
    person_id: int | None
    """None where a side or a principal reserves itself."""
    title: str
    organisation: str
    text: str
    evidence: tuple[EvidenceRef, ...]


@dataclass(frozen=True, slots=True)
class DecisionView:
    """What one decider decides, or is proposed to, in one go."""

    id: int
    by: str
    phase: str
    abstaining: tuple[str, ...]
    clauses: tuple[ClauseView, ...]
    evidence: tuple[EvidenceRef, ...]
    vote: VoteView | None = None
    reservations: tuple[ReservationView, ...] = ()


@dataclass(frozen=True, slots=True)
class StanceView:
    """What a side or party thinks, of the item or of `points` of its proposal."""

    id: int
    by: str
    kind: Labelled
    points: tuple[int, ...]
    evidence: tuple[EvidenceRef, ...]


@dataclass(frozen=True, slots=True)
class TransferView:
    """The item goes on: `kind` says how, `to_body` and `to_date` where to, as far as told."""

    id: int
    kind: Labelled
    to_body: str
    to_date: date | None
    text: str
    evidence: tuple[EvidenceRef, ...]


@dataclass(frozen=True, slots=True)
class MentionView:
    """An attachment (label), a sum (`value` in kronor, `per`), or an earlier meeting (`date`)."""

    id: int
    text: str
    value: Decimal | None
    per: str
    date: date | None
    evidence: tuple[EvidenceRef, ...]


@dataclass(frozen=True, slots=True)
class ItemView:
    """One item of a meeting, with everything told about it.

    Presenters, proposals and proposed decisions are the minutes' where they have any, else the
    notice's. `planned_...` are filled only where they differ from what was held.
    """

    id: int
    number: str
    heading: str
    planned_number: str
    planned_heading: str
    only_planned: bool
    """The minutes of the meeting do not have it, though there are minutes."""
    only_held: bool
    """The notice does not have it, though there is one, and not of additions alone."""
    late: bool
    closed: bool
    closed_ground: str
    """The statute that closes it."""
    outcome: Labelled
    presenters: tuple[PersonView, ...]
    proposals: tuple[ProposalView, ...]
    proposed_decisions: tuple[DecisionView, ...]
    decisions: tuple[DecisionView, ...]
    decided_as_proposed: bool
    """There were proposed clauses, and the decided ones say the same."""
    assignments: tuple[AssignmentView, ...]
    stances: tuple[StanceView, ...]
    transfers: tuple[TransferView, ...]
    attachments: tuple[MentionView, ...]
    amounts: tuple[MentionView, ...]
    references: tuple[MentionView, ...]
    differences: tuple[Difference, ...]
    """Those of this item; they stand in the page's `differences` too."""
    evidence: tuple[EvidenceRef, ...]


@dataclass(frozen=True, slots=True)
class PaperRef:
    """A document of the meeting; `phase` says which account it gives ("plan" or "held")."""

    document_id: int
    name: str
    kind: str
    phase: Labelled


@dataclass(frozen=True, slots=True)
class Neighbour:
    """The previous or next meeting of the same body."""

    id: int
    date: date


@dataclass(frozen=True, slots=True)
class Correcting:
    """Finalised minutes are being corrected: what a page shows of them may change meanwhile."""

    reason: str
    begun_at: datetime
    holds: int
    """The number of the version that holds until the correction is made."""


@dataclass(frozen=True, slots=True)
class MeetingPage:
    """Everything that a meeting's page shows."""

    id: int
    body_id: int
    body: str
    body_short: str
    planned_date: date | None
    date: date
    start: time | None
    end: time | None
    place: str
    held: bool
    """There are minutes of it."""
    planned: bool
    """There is a notice of it."""
    differences: tuple[Difference, ...]
    attendance: Attendance
    items: tuple[ItemView, ...]
    documents: tuple[PaperRef, ...]
    previous: Neighbour | None
    next: Neighbour | None
    evidence: tuple[EvidenceRef, ...]
    correcting: Correcting | None
    """The correction of its minutes that goes on, for whom they are there to read."""
    accounts: tuple[AccountView, ...]
    """The notice and the minutes, those of them that there are and the viewer sees."""
    may_close: bool
    """The viewer may close items of it, and open them again."""


@dataclass(frozen=True, slots=True)
class AccountView:
    """How far the notice or the minutes have come on their way to the public."""

    phase: Labelled
    state: Labelled
    next: tuple[Labelled, ...]
    """The states that the viewer may take it to."""


@dataclass(frozen=True, slots=True)
class ClauseRow:
    """A decided clause in a list, with the first place that says so."""

    id: int
    text: str
    action: Labelled
    scope: str
    side: str
    points: tuple[int, ...]
    due_date: date | None
    due_text: str
    by: str
    meeting_id: int
    date: date
    body_id: int
    body: str
    item_id: int
    item_number: str
    item_heading: str
    evidence: EvidenceRef | None
    code: str
    """What its lasting address is made of."""


@dataclass(frozen=True, slots=True)
class BodyChoice:
    """A body to choose among."""

    id: int
    name: str


@dataclass(frozen=True, slots=True)
class DecisionFilters:
    """What decisions can be sifted by: only what is there to be found. Years newest first."""

    bodies: tuple[BodyChoice, ...]
    years: tuple[int, ...]
    actions: tuple[Labelled, ...]
    sides: tuple[Labelled, ...]


@dataclass(frozen=True, slots=True)
class Latest:
    """What the start page shows of the domain."""

    meetings: tuple[MeetingRow, ...]
    decisions: tuple[ClauseRow, ...]


@dataclass(frozen=True, slots=True)
class Doing:
    """Something a person did or was given, at a meeting.

    `kind`: "attending", "presenting" or "appointed"; `presence` is labelled for attending only.
    `item_id`, `item_number` and `heading` are empty for attending. `text` is the clause that
    appointed.
    """

    kind: Labelled
    name: str
    """As printed there."""
    title: str
    organisation: str
    presence: Labelled | None
    phase: str
    """"plan" or "held"."""
    meeting_id: int
    date: date
    body: str
    item_id: int | None
    item_number: str
    heading: str
    text: str


@dataclass(frozen=True, slots=True)
class NameVariant:
    """One name as printed, that a reviewer said (or nobody denied) belongs to the person."""

    id: int
    text: str


@dataclass(frozen=True, slots=True)
class PersonPage:
    """A person with every name met and everything done, newest first.

    `titles` and `organisations` as printed, the most recent first, each once.
    """

    id: int
    name: str
    names: tuple[NameVariant, ...]
    titles: tuple[str, ...]
    organisations: tuple[str, ...]
    attended: tuple[Doing, ...]
    presented: tuple[Doing, ...]
    appointed: tuple[Doing, ...]
