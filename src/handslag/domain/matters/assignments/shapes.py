"""What is shown of assignments."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping
    from pathlib import Path

    from handslag.domain.base.shapes import Labelled, Listing
    from handslag.domain.documents.queries import EvidenceRef
    from handslag.domain.matters.assignments.rules import Standing


@dataclass(frozen=True, slots=True)
class Holder:
    """Somebody who has an assignment, or had it."""

    id: int
    """Of the row (an Assignee)."""
    text: str
    """As named where it was told."""
    kind: str
    """"body", "organisation" or "person"; empty where the register does not know them."""
    ref_id: int | None
    """The id of that body, organisation or person."""
    name: str
    """As the register has it; as named where it has not."""
    since: dt.date | None
    """When it was handed over to them; None for those who had it from the beginning."""
    until: dt.date | None
    """When it was handed over to somebody else; None for those who have it."""
    picked: bool
    """Somebody has said who it is."""

    @property
    def known(self) -> bool:
        """Whether the register knows who it is."""
        return self.ref_id is not None


@dataclass(frozen=True, slots=True)
class DueView:
    """When something is due, as it is shown."""

    kind: Labelled
    """A value of DueKind."""
    day: dt.date | None
    meeting_id: int | None
    """The meeting that it is due at, where the viewer sees it."""
    body: str
    """That meeting's body."""
    text: str
    """The words that say so."""


@dataclass(frozen=True, slots=True)
class ItemRef:
    """An item that the viewer sees, and its meeting."""

    item_id: int
    number: str
    heading: str
    meeting_id: int
    body: str
    date: dt.date


@dataclass(frozen=True, slots=True)
class AssignmentRow:
    """An assignment as lists show it."""

    id: int
    text: str
    body_id: int
    """The body at whose meeting it was given."""
    body: str
    date: dt.date
    """That meeting's day."""
    item: ItemRef | None
    """Where it stands; None for those who have it and do not see the meeting."""
    item_id: int
    item_meeting_id: int
    """The meeting that gave it."""
    clause_id: int | None
    """The clause that gave it; None for one told in running text, or split from another."""
    clause_code: str
    """What that clause's address is made of."""
    holders: tuple[Holder, ...]
    """Those who have it now."""
    due: DueView
    standing: Standing
    state: Labelled
    may_change: bool

    @property
    def late_since(self) -> dt.date | None:
        """The day it was due, where that has been and it is open."""
        return self.standing.late_since

    @property
    def over(self) -> bool:
        """Whether nothing more is to be done with it."""
        return self.standing.over

    @property
    def owned(self) -> bool:
        """Whether the register knows somebody who has it."""
        return any(one.known for one in self.holders)


@dataclass(frozen=True, slots=True)
class FileView:
    """A file that goes with a report. `size` in bytes."""

    id: int
    name: str
    media_type: str
    size: int


@dataclass(frozen=True, slots=True)
class OtherRef:
    """Another assignment that this one goes on in, or came from."""

    id: int
    text: str


@dataclass(frozen=True, slots=True)
class StepView:
    """One thing that happened to an assignment."""

    id: int
    kind: Labelled
    """A value of AssignmentStepKind."""
    day: dt.date
    text: str
    by: str
    at: dt.datetime
    item: ItemRef | None
    """Under which item it happened, where it did at a meeting."""
    due: DueView | None
    """When it is due from then on, where it says."""
    was: str
    """Who had it, where it was handed over."""
    now: str
    other: OtherRef | None
    files: tuple[FileView, ...]


@dataclass(frozen=True, slots=True)
class AlikeView:
    """Another assignment that seems to say the same."""

    other: AssignmentRow
    degree: float


@dataclass(frozen=True, slots=True)
class MatterRef:
    """A matter that the assignment's item is a treatment of."""

    id: int
    title: str


@dataclass(frozen=True, slots=True)
class AssignmentPage:
    """All that the page of one assignment shows."""

    row: AssignmentRow
    clause: str
    """The text of the clause that gave it; empty where none did, or it says the same."""
    had: tuple[Holder, ...]
    """Those who had it before they handed it over."""
    steps: tuple[StepView, ...]
    """Its life, the earliest first."""
    parts: tuple[OtherRef, ...]
    """What it was split into."""
    part_of: OtherRef | None
    joined: tuple[OtherRef, ...]
    """What was joined with it."""
    alike: tuple[AlikeView, ...]
    """What seems to say the same; only for those who may join them."""
    matters: tuple[MatterRef, ...]
    evidence: tuple[EvidenceRef, ...]
    may_report: bool
    may_change: bool
    kinds: frozenset[str]
    """What may happen next: values of AssignmentStepKind."""
    seen: str
    """What a form of the page is to carry, for a change by somebody else meanwhile to show."""


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file to be handed out. Whether it lies there is for who opens it to find."""

    name: str
    media_type: str
    path: Path


@dataclass(frozen=True, slots=True)
class MeetingChoice:
    """A coming meeting to choose."""

    id: int
    body: str
    date: dt.date


@dataclass(frozen=True, slots=True)
class AssignmentChoices:
    """What the forms of an assignment offer."""

    meetings: tuple[MeetingChoice, ...]
    """Coming meetings of the body whose meeting gave it."""
    items: tuple[ItemRef, ...]
    """Items of its meetings since then, to have reported under."""
    names: tuple[str, ...]
    """Bodies, organisations and people; empty for those who do not change it."""
    others: tuple[OtherRef, ...]
    """Other open assignments of the body's meetings, to be joined with; empty as above."""


@dataclass(frozen=True, slots=True)
class Counts:
    """How many open assignments there are of each sort; each may count in several."""

    open: int
    next_meeting: int
    """Due at the next meeting of the body whose meeting gave it."""
    late: int
    undated: int
    """Without a day: nobody has said, later, or in words alone."""
    unowned: int
    """Nobody whom the register knows has it."""
    reported: int
    """Reported on, and not said to be finished."""
    over: int
    """Finished, dropped, split or joined."""


@dataclass(frozen=True, slots=True)
class Month:
    """How many open assignments are due in one month."""

    month: dt.date
    """Its first day."""
    due: int
    late: int


@dataclass(frozen=True, slots=True)
class BodyCount:
    """How many open assignments a body has given, or has."""

    id: int
    name: str
    count: int


@dataclass(frozen=True, slots=True)
class Leaving:
    """Somebody who sits and works nowhere any more, and still has open assignments."""

    person_id: int
    name: str
    since: dt.date
    """The last day that they sat or worked anywhere."""
    count: int


@dataclass(frozen=True, slots=True)
class AssignmentList:
    """The coordinator's page: one list of assignments, and how many there are in each."""

    rows: Listing[AssignmentRow]
    counts: Counts
    months: tuple[Month, ...]
    """Month by month, from the first with something due to the last; empty where nothing is."""
    bodies: tuple[BodyCount, ...]
    """By the body whose meeting gave them."""
    leaving: tuple[Leaving, ...]
    """People who have left and still have some that the viewer may hand over."""


@dataclass(frozen=True, slots=True)
class HeldByPerson:
    """What a person has, to be handed over in one go."""

    name: str
    person_id: int
    rows: tuple[AssignmentRow, ...]
    names: tuple[str, ...]
    """Whom it can be handed over to."""


@dataclass(frozen=True, slots=True)
class AtMeeting:
    """The assignments that a meeting gave, and those that are due at it."""

    given: Mapping[int, AssignmentRow]
    """By id; parts of those that were split since, too."""
    of_clause: Mapping[int, AssignmentRow]
    """Those that clauses gave, by the clause's id."""
    due: tuple[AssignmentRow, ...]
