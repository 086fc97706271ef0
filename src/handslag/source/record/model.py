"""The meeting record, as types. Its JSON form is the contract `handslag:meeting-record:1`.

A record says what one notice, set of notes or signed minutes says, before anyone has reviewed
it. Spans are places in the document's canonical text. Times are local (Europe/Stockholm).
Where the text does not say, a value is None and a finding tells why; nothing is guessed.

`doubt` tells the reviewer in Swedish why a rule is unsure of a fact; None where it is sure. The
reasons and what they are worth stand in `docs/reference/doubts.md`.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from handslag.source.text import Span

RECORD_VERSION = 1


class Kind(StrEnum):
    """What a document is: it tells the plan (notice) or what happened (minutes)."""

    NOTICE = "notice"
    MINUTES = "minutes"
    UNKNOWN = "unknown"


class Presence(StrEnum):
    """Whether a named person was there."""

    PRESENT = "present"
    ABSENT = "absent"
    PARTLY = "partly"


class Action(StrEnum):
    """What a clause does, by its main verb."""

    APPROVE = "approve"
    REJECT = "reject"
    NOTE = "note"
    ENDORSE = "endorse"
    APPOINT = "appoint"
    ASSIGN = "assign"
    REFER = "refer"
    TABLE = "table"
    POSTPONE = "postpone"
    OTHER = "other"


class Outcome(StrEnum):
    """What became of an item at the meeting."""

    DECIDED = "decided"
    NOTED = "noted"
    TABLED = "tabled"
    REFERRED = "referred"
    WITHDRAWN = "withdrawn"
    PROPOSED = "proposed"
    NONE = "none"


class StanceKind(StrEnum):
    """What a side thinks of a proposal or a point of it."""

    SUPPORTS = "supports"
    NOT_OPPOSED = "not-opposed"
    OPPOSES = "opposes"
    TAKES_NO_PART = "takes-no-part"
    CANNOT_DECIDE_YET = "cannot-decide-yet"


class Severity(StrEnum):
    """How much a finding asks of the person who reviews."""

    INFO = "info"
    WARNING = "warning"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class Source:
    """The file that was read."""

    name: str
    sha256: str
    media_type: str
    characters: int
    text_sha256: str
    reader: str
    pages: int | None = None
    recognised: bool = False


@dataclass(frozen=True, slots=True)
class Named:
    """A body, organisation or person told by name only."""

    name: str
    short_name: str | None = None
    span: Span | None = None
    doubt: str | None = None


@dataclass(frozen=True, slots=True)
class Person:
    """A person as printed in one place of the document."""

    name: str
    title: str | None = None
    organisation: str | None = None
    presence: Presence | None = None
    span: Span | None = None
    doubt: str | None = None


@dataclass(frozen=True, slots=True)
class When:
    """A day or a meeting that the text points at; `date` is None where the text gives no day."""

    text: str
    date: dt.date | None = None
    body: str | None = None
    span: Span | None = None
    doubt: str | None = None


@dataclass(frozen=True, slots=True)
class Clause:
    """One att-sats: the unit of decision. A negation before it is part of its text."""

    text: str
    action: Action
    span: Span
    points: tuple[int, ...] = ()
    scope: str | None = None
    assignees: tuple[Named, ...] = ()
    appointees: tuple[Person, ...] = ()
    due: When | None = None
    inline: bool = False
    pieces: tuple[Span, ...] = ()
    """The ranges that belong to it, where page furniture stands inside its span."""
    doubt: str | None = None


@dataclass(frozen=True, slots=True)
class Votes:
    """A counted vote."""

    for_: int
    against: int
    abstained: int = 0


@dataclass(frozen=True, slots=True)
class Decision:
    """What one decider decides in one go: clause after clause."""

    clauses: tuple[Clause, ...]
    by: str | None = None
    abstaining: tuple[str, ...] = ()
    votes: Votes | None = None
    reservations: tuple[Person, ...] = ()


@dataclass(frozen=True, slots=True)
class Point:
    """One point of a proposal, `number` as printed."""

    number: str | None
    text: str
    span: Span
    doubt: str | None = None


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a body proposes to the meeting, point by point."""

    points: tuple[Point, ...]
    by: str | None = None


@dataclass(frozen=True, slots=True)
class Assignment:
    """An assignment told in running text, not among the clauses."""

    text: str
    span: Span
    assignees: tuple[Named, ...] = ()
    due: When | None = None
    doubt: str | None = None


@dataclass(frozen=True, slots=True)
class Stance:
    """What a side or party thinks, told in running text."""

    by: str
    stance: StanceKind
    span: Span
    points: tuple[int, ...] = ()
    doubt: str | None = None


@dataclass(frozen=True, slots=True)
class Attachment:
    """An attachment's label without the word bilaga ("18a")."""

    label: str
    span: Span | None = None
    doubt: str | None = None


@dataclass(frozen=True, slots=True)
class Amount:
    """A sum of money in kronor; `per` is what it is for each of, such as "år"."""

    value: Decimal
    text: str
    per: str | None = None
    span: Span | None = None
    doubt: str | None = None


@dataclass(frozen=True, slots=True)
class Sitting:
    """A part of the meeting with a time of its own, such as one side's pre-meeting."""

    label: str
    start: dt.time | None = None
    end: dt.time | None = None
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Item:
    """One item of the agenda. `span` reaches from its number to where the next item begins."""

    order: int
    number: str | None
    heading: str
    span: Span
    heading_span: Span
    outcome: Outcome
    text: str = ""
    presenters: tuple[Person, ...] = ()
    proposals: tuple[Proposal, ...] = ()
    proposed_decisions: tuple[Decision, ...] = ()
    decisions: tuple[Decision, ...] = ()
    assignments: tuple[Assignment, ...] = ()
    stances: tuple[Stance, ...] = ()
    late: bool = False
    adjourned_to: When | None = None
    referred_to: When | None = None
    attachments: tuple[Attachment, ...] = ()
    references: tuple[When, ...] = ()
    amounts: tuple[Amount, ...] = ()
    doubt: str | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """Something wrong or doubtful in the document or in the reading of it.

    `code` is kebab-case and documented in `docs/reference/findings.md`; `message` is Swedish,
    for the person who reviews.
    """

    code: str
    severity: Severity
    message: str
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class MeetingRecord:
    """What one meeting document says."""

    source: Source
    kind: Kind
    title: str | None = None
    body: Named | None = None
    date: dt.date | None = None
    date_span: Span | None = None
    date_doubt: str | None = None
    document_date: dt.date | None = None
    start: dt.time | None = None
    end: dt.time | None = None
    time_span: Span | None = None
    time_doubt: str | None = None
    place: str | None = None
    place_span: Span | None = None
    place_doubt: str | None = None
    sittings: tuple[Sitting, ...] = ()
    attendees: tuple[Person, ...] = ()
    items: tuple[Item, ...] = ()
    findings: tuple[Finding, ...] = ()
