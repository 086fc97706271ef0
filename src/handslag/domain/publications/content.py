"""What a published version shows, as plain data that is frozen when it is made.

It is kept as JSON and read back to the same, so that a page made of it says the same for ever.
All words are the paper's own, in Swedish; what a value means (`action`, `verdict`, `outcome`) is
told as code, for the page to say in its reader's language. Nothing closed stands here: of a closed
item there is its place and the statute, of a closed attachment its label. Days and clock times are
local. Texts that may hold a few marks of Markdown are named `..._marked`.
"""

from __future__ import annotations

import datetime as dt  # noqa: TC003  read when the JSON is
from dataclasses import dataclass, field
from typing import Any

from handslag.domain.base.frozen import LATER, digest_of, plain, read_as


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody named in the paper, in their role there."""

    name: str
    role: str = ""
    """The title, or as what they sit: "förvaltningschef", "ordförande"."""
    organisation: str = ""
    note: str = ""
    """When they came or went: "från och med punkt 4"."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Attendance:
    """Who took part."""

    present: tuple[Person, ...] = ()
    partly: tuple[Person, ...] = ()
    absent: tuple[Person, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """An attachment in its place. Of one that is closed, or gone, only the label is told."""

    label: str
    """Without the word bilaga: "4a"; empty where it has none."""
    title: str = ""
    file: str = ""
    """The name of its file in this version (`PublishedFile.name`); empty where no file is shown."""
    closed: bool = False
    withdrawn: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """One point of a proposal; `number` as printed, empty where it has none."""

    text: str
    number: str = ""
    outcomes: tuple[Outcome, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of a point, for one side or (`side` empty) for all."""

    verdict: str
    """A value of `matters.PointVerdict`."""
    side: str = ""
    """A value of `base.Side`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """What somebody proposes, point by point; `by` empty where nobody is named."""

    by: str = ""
    points: tuple[Point, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Stance:
    """What a side or principal thinks, of the item or of `points` of its proposal."""

    by: str
    kind: str
    """A value of `matters.StanceKind`."""
    points: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Assignment:
    """Something somebody is to do."""

    text: str
    assignees: tuple[str, ...] = ()
    due: dt.date | None = None
    due_text: str = ""
    """The words of the paper: "till nästa möte"."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Transfer:
    """The item goes on, to a body or to a day."""

    kind: str
    """A value of `matters.TransferKind`."""
    to_body: str = ""
    to_date: dt.date | None = None
    text: str = ""
    back_date: dt.date | None = field(default=None, metadata=LATER)
    """When it is expected back in the body whose paper this is."""
    back_text: str = field(default="", metadata=LATER)
    """The same in words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """An att-sats, the unit of decision."""

    text: str
    anchor: str
    """Its place on the page: "beslut-7-2"."""
    action: str = "other"
    """A value of `matters.ClauseAction`."""
    effect: str = ""
    """A value of `registry.DecisionEffect`; empty where nobody has said."""
    scope: str = ""
    """The side it is limited to, as named."""
    points: tuple[str, ...] = ()
    """Numbers of the points it settles."""
    due: dt.date | None = None
    due_text: str = ""
    appointed: tuple[Person, ...] = ()
    assignments: tuple[Assignment, ...] = ()
    transfers: tuple[Transfer, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Vote:
    """A vote that was taken before a decision."""

    text: str = ""
    in_favour: int = 0
    against: int = 0
    abstained: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Reservation:
    """Somebody, or a side, has their dissent written into the minutes."""

    by: Person
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What one decider decides in one go."""

    clauses: tuple[Clause, ...]
    by: str = ""
    abstaining: tuple[str, ...] = ()
    """Sides or parties that take no part, as named."""
    vote: Vote | None = None
    reservations: tuple[Reservation, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Absence:
    """Somebody who attends took no part in the item."""

    person: Person
    reason: str = ""
    """A value of `meetings.AbsenceReason`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One item. Of a closed one only `anchor`, `number`, `closed` and `closed_ground` are told."""

    anchor: str
    """Its place on the page: "punkt-7"."""
    heading: str = ""
    number: str = ""
    kind: str = ""
    """A value of `meetings.ItemKind`; empty where nobody has said."""
    outcome: str = ""
    """A value of `meetings.ItemOutcome`; empty in a notice, and where none is told."""
    presenters: tuple[Person, ...] = ()
    minutes: int | None = None
    """Minutes of the meeting's time that it was allotted."""
    text_marked: str = ""
    """What the notice says beneath the heading, or what was said at the meeting."""
    proposals: tuple[Proposal, ...] = ()
    stances: tuple[Stance, ...] = ()
    proposed: tuple[Decision, ...] = ()
    """Clauses that are proposed to be decided, in a notice."""
    decisions: tuple[Decision, ...] = ()
    assignments: tuple[Assignment, ...] = ()
    """Those told in running text, of no clause."""
    transfers: tuple[Transfer, ...] = ()
    """Those of no clause."""
    absences: tuple[Absence, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    late: bool = False
    late_reason: str = ""
    withdrawn: bool = False
    withdrawn_reason: str = ""
    closed: bool = False
    closed_ground: str = ""
    """The statute: "OSL 26 kap. 1 §"."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """Somebody who has signed the minutes, as what, and when."""

    name: str
    role: str
    """A value of `meetings.SignerRole`."""
    on: dt.date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """All that a published version shows, but its number and why it came (`PublishedVersion`)."""

    body: str
    kind: str
    """A value of `PublicationKind`."""
    day: dt.date
    """The day the meeting was, or is to be, held: the address keeps the first it was told for."""
    body_short: str = ""
    form: str = ""
    """A value of `meetings.MinutesForm`: notes or signed minutes; empty for a notice."""
    start: dt.time | None = None
    end: dt.time | None = None
    place: str = ""
    cancelled: bool = False
    cancelled_reason: str = ""
    attendance: Attendance = Attendance()
    items: tuple[Item, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    """Those of the meeting as a whole; those of an item stand with it."""
    signatures: tuple[Signature, ...] = ()
    papers_left_out: bool = False
    """The paper it was made of is not shown, since something in it is closed."""

    @property
    def closed_items(self) -> int:
        """How many items are closed: their places are told, and nothing else of them."""
        return sum(item.closed for item in self.items)


def as_json(content: Content) -> dict[str, Any]:
    """The content as JSON can say it."""
    found: dict[str, Any] = plain(content)
    return found


def from_json(told: dict[str, Any]) -> Content:
    """The content that `as_json` gave. What it does not tell is as if it had not been said."""
    return read_as(Content, told)


def fingerprint(content: Content) -> str:
    """A digest of all that is said: two contents that say the same have the same."""
    return digest_of(content)
