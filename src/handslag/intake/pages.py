"""What the review pages show, as plain frozen values. `intake.queries` fills them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import datetime as dt

    from handslag.domain.base.shapes import Listing
    from handslag.domain.documents.queries import DocumentPage


@dataclass(frozen=True, slots=True)
class ReviewRow:
    """One document on its way in, or already in, as a list shows it."""

    document_id: int
    name: str
    """The file's name."""
    kind: str
    """"notice", "minutes" or "unknown": as a reviewer says, otherwise as read."""
    kind_label: str
    title: str
    body: str
    """The body as the review has it now; empty where nobody knows."""
    date: dt.date | None
    """The day of the meeting as the review has it now."""
    findings: int
    """Findings that nobody has dismissed, of any severity."""
    errors: int
    warnings: int
    infos: int
    doubts: int
    """Facts that the reader was unsure of and nobody has touched."""
    state: str
    """"waiting" or "accepted"."""
    state_label: str
    changed_since: bool
    """Something was changed after it was accepted, and waits to be accepted too."""
    taken_in_at: dt.datetime
    accepted_at: dt.datetime | None
    meeting_id: int | None
    revision: int


@dataclass(frozen=True, slots=True)
class Choice:
    """One value to choose, and how it reads."""

    value: str
    label: str


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a fact as a form shows it."""

    name: str
    label: str
    value: str
    """As a form's input wants it: days as 2025-03-14, clock times as 09:00."""
    display: str
    """As a person reads it: "14 mars 2025", "godkänt", "ja". Empty where there is no value."""
    type: str
    """"text", "textarea", "date", "time", "int" or "choice"."""
    choices: tuple[Choice, ...] = ()
    required: bool = False
    help: str = ""
    read_display: str | None = None
    """What was read, where a person typed something else in this field."""


@dataclass(frozen=True, slots=True)
class FactNode:
    """One fact under review, with what hangs on it."""

    id: int
    kind: str
    label: str
    """The kind's Swedish name."""
    summary: str
    """The fact on one line, for lists and for a screen reader."""
    fields: tuple[Field, ...]
    state: str
    """"read", "confirmed", "corrected", "added" or "dropped". What hangs on a dropped fact is
    dropped too."""
    state_label: str
    start: int | None
    end: int | None
    quote: str
    page: int | None
    doubt: str
    children: tuple[FactNode, ...]
    addable: tuple[AddableKind, ...]
    """Kinds of facts that can be added under this one."""


@dataclass(frozen=True, slots=True)
class AddableKind:
    """A kind of fact that a person can add, with its empty fields."""

    kind: str
    label: str
    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of the canonical text that the same facts cover throughout."""

    text: str
    start: int
    end: int
    fact_ids: tuple[int, ...]
    """Outermost first. Dropped facts are left out."""
    finding_ids: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class PageStart:
    """Where a page of the document begins in the canonical text."""

    number: int
    start: int


@dataclass(frozen=True, slots=True)
class FindingRow:
    """Something the reviewer should look at."""

    id: int
    code: str
    severity: str
    """"error", "warning" or "info"."""
    severity_label: str
    message: str
    start: int | None
    end: int | None
    dismissed: bool


@dataclass(frozen=True, slots=True)
class BodyChoice:
    """A body that the document's meeting may belong to."""

    id: int
    name: str


@dataclass(frozen=True, slots=True)
class MeetingChoice:
    """A known meeting that the document may tell of."""

    id: int
    body_id: int
    body: str
    date: dt.date


@dataclass(frozen=True, slots=True)
class ReviewPage:
    """Everything the page of one document under review shows."""

    document: DocumentPage
    kind: str
    kind_label: str
    state: str
    state_label: str
    revision: int
    changed_since: bool
    meeting_id: int | None
    accepted_at: dt.datetime | None
    accepted_by: str
    findings: tuple[FindingRow, ...]
    facts: tuple[FactNode, ...]
    """Trees in the order of the document: facts of the meeting first, then its items."""
    segments: tuple[Segment, ...]
    """The canonical text from beginning to end, without gaps or overlaps; a new segment begins
    wherever a fact, a finding or a page begins or ends."""
    pages: tuple[PageStart, ...]
    bodies: tuple[BodyChoice, ...]
    body_id: int | None
    """The body known under the name that the document uses; None where no body has that name."""
    meetings: tuple[MeetingChoice, ...]
    """Known meetings of that body around the document's day, the likeliest first: a paper may have
    its year wrong. None where body or day is unknown."""
    addable: tuple[AddableKind, ...]
    """Kinds of facts that can be added at the top, beside the meeting's facts."""
    missing: tuple[str, ...]
    """What is needed before it can be accepted, in Swedish; empty where nothing is."""
    last_step: StepRow | None
    """What was done last, and can perhaps be undone."""
    changes: int
    """How many changes by a newer reading wait for somebody to say something of them."""


@dataclass(frozen=True, slots=True)
class StepRow:
    """Something that was done in a review."""

    id: int
    words: str
    """"rättade Plats: Rådhuset"."""
    by: str
    at: dt.datetime
    fact_id: int | None
    can_be_undone: bool


@dataclass(frozen=True, slots=True)
class ChangedField:
    """One field that a newer reading reads otherwise."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """What a newer reading made of one fact, and of what hangs on it."""

    id: int
    way: str
    """"new", "changed" or "gone"."""
    way_label: str
    label: str
    """The kind's Swedish name."""
    summary: str
    """The fact on one line, as it is now; as it was, where it is gone."""
    fields: tuple[ChangedField, ...]
    """What differs, in a changed one."""
    details: tuple[tuple[str, str], ...]
    """Labels and values of a new or a gone one that its line does not tell."""
    beneath: int
    """How many facts hang on it and are new or gone with it."""
    fact_id: int | None
    """None where it is gone."""
    start: int | None
    end: int | None
    quote: str
    """The words it rests on, in the text as it is now."""


@dataclass(frozen=True, slots=True)
class ChangesPage:
    """All that a newer reading changed in a document and nobody has settled."""

    document: DocumentPage
    revision: int
    rows: tuple[ChangeRow, ...]
    last_step: StepRow | None


@dataclass(frozen=True, slots=True)
class ReadyPage:
    """Documents that can be accepted together, and how many more wait."""

    listing: Listing[ReviewRow]
    others: int
    """Documents that wait and need to be opened."""
    unfinished: BatchPage | None
    """A batch that was begun and is not at its end."""


@dataclass(frozen=True, slots=True)
class BatchRow:
    """One document of a batch."""

    document_id: int
    name: str
    title: str
    outcome: str
    """"accepted" or "left"; empty while its turn has not come."""
    reason: str
    meeting_id: int | None


@dataclass(frozen=True, slots=True)
class BatchPage:
    """Documents that somebody chose to accept together, and how far it has come."""

    id: int
    by: str
    made_at: dt.datetime
    stopped: bool
    rows: tuple[BatchRow, ...]

    @property
    def accepted(self) -> tuple[BatchRow, ...]:
        """Those that were accepted."""
        return tuple(row for row in self.rows if row.outcome == "accepted")

    @property
    def left(self) -> tuple[BatchRow, ...]:
        """Those that were left, each with its reason."""
        return tuple(row for row in self.rows if row.outcome == "left")

    @property
    def waiting(self) -> tuple[BatchRow, ...]:
        """Those whose turn has not come."""
        return tuple(row for row in self.rows if not row.outcome)

    @property
    def done(self) -> int:
        """How many have had their turn."""
        return len(self.rows) - len(self.waiting)
