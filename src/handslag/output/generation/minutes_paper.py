"""What minutes say, as plain data: what the PDF, the text, the Word file and excerpts are made of.

As in `paper`: all texts are plain Swedish without markup, days and clock times are local
(Europe/Stockholm), and what is empty or None has no place on the paper. Nothing here knows the
database. What was said is the exception from plain text: it comes as blocks (`rich_text`).

The values of `PaperAction`, `PaperVerdict`, `PaperStanceKind`, `PaperTransferKind` and
`MinutesState` are those of the domain's columns.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import datetime as dt

    from handslag.output.generation.paper import (
        Letterhead,
        PaperAttachment,
        PaperPerson,
        PaperPoint,
        PaperSitting,
    )
    from handslag.output.generation.rich_text import TextBlock


class MinutesForm(StrEnum):
    """In which form the body keeps its minutes; the value is the word in the paper's head."""

    NOTES = "Minnesanteckningar"
    """Of a body that is no authority of its own: items have plain numbers, nobody must sign."""
    SIGNED = "Protokoll"
    """Of a committee, a federation or an association: paragraphs, signatures, notice board."""


class MinutesState(StrEnum):
    """How far the version has come; the paper says it in its head, a draft on every page."""

    DRAFT = "draft"
    SHARED = "shared"
    FINALISED = "finalised"
    PUBLISHED = "published"


class PaperPresence(StrEnum):
    """Whether somebody was there."""

    PRESENT = "present"
    PARTLY = "partly"
    ABSENT = "absent"


class PaperMove(StrEnum):
    """Which way somebody went while the meeting was held."""

    ARRIVED = "arrived"
    LEFT = "left"


@dataclass(frozen=True, slots=True)
class PaperMovement:
    """Somebody came after the meeting had begun, or left before it was over.

    `item` is the number of the item dealt with, as the item has it ("4", "§ 12"): who arrived took
    part from it on, who left took part to it and with it. `time` is a clock time, where it was
    noted. One of the two is enough.
    """

    move: PaperMove
    item: str = ""
    time: dt.time | None = None


@dataclass(frozen=True, slots=True)
class PaperAttendee:
    """Somebody who sits there or was asked to come, and whether they were there."""

    person: PaperPerson
    """The organisation may be left empty where it is the group's."""
    presence: PaperPresence = PaperPresence.PRESENT
    movements: tuple[PaperMovement, ...] = ()
    """In the order they happened; somebody with any was there partly."""
    alternate: bool = False
    """Whether they are an alternate (ersättare)."""
    serves_for: str = ""
    """The name of the one an alternate serves in the stead of: "Eva Ek". An alternate without one
    was there without serving."""


@dataclass(frozen=True, slots=True)
class PaperGroup:
    """Those who were there, or should have been, for one principal; or the others.

    `name` is the principal as printed, "Region Tallmarken", or what they are, "Övriga".
    """

    name: str
    people: tuple[PaperAttendee, ...]
    principal: bool = True
    """Whether `name` is an organisation that those in the group come from."""


class PaperAction(StrEnum):
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


class PaperVerdict(StrEnum):
    """What became of a point of a proposal."""

    APPROVED = "approved"
    REJECTED = "rejected"
    TABLED = "tabled"
    REFERRED = "referred"
    NONE = "none"


class PaperStanceKind(StrEnum):
    """What a side or a principal thinks."""

    SUPPORTS = "supports"
    NOT_OPPOSED = "not-opposed"
    OPPOSES = "opposes"
    TAKES_NO_PART = "takes-no-part"
    CANNOT_DECIDE_YET = "cannot-decide-yet"


class PaperTransferKind(StrEnum):
    """Where an item goes on, or that it comes back."""

    TABLED = "tabled"
    REFERRED = "referred"
    RETURNED = "returned"
    TAKEN_BACK = "taken-back"


@dataclass(frozen=True, slots=True)
class PaperDue:
    """When something is to be done: a day, or words that name none ("till nästa möte").

    Where both are given the words are printed, and the day after them unless they say it.
    """

    date: dt.date | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class PaperPointOutcome:
    """What became of one point, for one side or, where `side` is empty, for all.

    `side` is as named in running text: "kommunerna", "regionen".
    """

    point: int
    verdict: PaperVerdict
    side: str = ""


@dataclass(frozen=True, slots=True)
class PaperDealtProposal:
    """What a body proposed under an item, point by point, and what became of each.

    `by` begins a sentence: "Styrgruppen".
    """

    by: str
    points: tuple[PaperPoint, ...]
    outcomes: tuple[PaperPointOutcome, ...] = ()


@dataclass(frozen=True, slots=True)
class PaperStance:
    """What a side or principal thinks of an item, or of points of its proposal.

    `by` is as named: "regionen", "Kvarnbro kommun". `text` replaces the standing sentence where
    the secretary has written one.
    """

    by: str
    kind: PaperStanceKind
    points: tuple[int, ...] = ()
    text: str = ""


@dataclass(frozen=True, slots=True)
class PaperItemAbsence:
    """Somebody who attends took no part in one item.

    `conflict` tells whether for a conflict of interest (jäv); `note` is the ground, as noted.
    """

    person: PaperPerson
    conflict: bool = True
    note: str = ""


@dataclass(frozen=True, slots=True)
class PaperVote:
    """A vote that was taken before a decision. `text` is what was voted on, and how."""

    in_favour: int
    against: int
    abstained: int = 0
    text: str = ""


@dataclass(frozen=True, slots=True)
class PaperReservation:
    """A dissent that somebody has had written down.

    `by` is a person, or a side or principal as named ("Kvarnbro kommun"). `text` are the reasons,
    where any were given.
    """

    by: PaperPerson | str
    text: str = ""


@dataclass(frozen=True, slots=True)
class PaperClause:
    """One att-sats: the unit of decision.

    `text` begins with "att", or with "inte att" for what was turned down, and is what the meeting
    decided, word for word, without a full stop. The other values say the same as data. What they
    hold that `text` does not say (an assignee or a day that was picked beside it) is printed on a
    line under the clause; what it says is not said twice.
    """

    text: str
    action: PaperAction = PaperAction.OTHER
    points: tuple[int, ...] = ()
    """Numbers of the points of a proposal that it settles."""
    scope: str = ""
    """The side it is limited to: "kommunerna"; empty for all."""
    assignees: tuple[str, ...] = ()
    """Whom it gives something to do, as named: "Styrgruppen", "Eva Ek"."""
    appointees: tuple[PaperPerson, ...] = ()
    """Whom it appoints."""
    due: PaperDue | None = None
    effect: str = ""
    """What it does before anybody else has decided anything, where that is told: a sentence."""


@dataclass(frozen=True, slots=True)
class PaperDecision:
    """What one decider decided in one go. `by` begins a sentence: "Länsnätverket", "Kommunerna"."""

    by: str
    clauses: tuple[PaperClause, ...]
    abstaining: tuple[str, ...] = ()
    """Sides or principals that took no part in it: "regionen"."""
    vote: PaperVote | None = None
    reservations: tuple[PaperReservation, ...] = ()


@dataclass(frozen=True, slots=True)
class PaperAssignment:
    """Something to be done that was agreed outside the clauses.

    `text` follows on "att": "se över möjligheterna till en gemensam samordnare".
    """

    text: str
    assignees: tuple[str, ...]
    due: PaperDue | None = None


@dataclass(frozen=True, slots=True)
class PaperBack:
    """When and where what goes on is expected back: a day, or words that name none ("till hösten").

    `to` is the body, in the form that follows "i": "Länsnätverket". Alone it says nothing, so one
    of the other two is given.
    """

    date: dt.date | None = None
    text: str = ""
    to: str = ""


@dataclass(frozen=True, slots=True)
class PaperTransfer:
    """The item goes on: tabled to a day, or referred to a body and perhaps a day of its meeting.

    It is printed as a sentence of its own, unless a clause of the item already says it (a clause
    that tables or refers, with the same body and day in its text). `to_body` is as named, in the
    form that follows "till": "Välfärdsrådet".
    """

    kind: PaperTransferKind
    to_body: str = ""
    to_date: dt.date | None = None
    back: PaperBack | None = None
    clause: tuple[int, int] | None = None
    """The clause that decides it, where one does: the decision's place in the item and its own in
    that, counted from 0."""


@dataclass(frozen=True, slots=True)
class PaperDealtItem:
    """One item as it was dealt with."""

    heading: str
    number: str = ""
    """As printed, without dot: "7", "7.1", "§ 12"; empty for an item without one."""
    key: str = ""
    """By which the caller knows the item again, where an excerpt is asked for; never printed."""
    kind: str = ""
    """What sort of item it is, a word: "Beslut", "Information". It is not printed on minutes, where
    what became of the item shows."""
    presenters: tuple[PaperPerson, ...] = ()
    about: str = ""
    """A line under the heading: "Gäller minnesanteckningarna från den 6 mars 2026"."""
    late: bool = False
    """Whether it came onto the agenda after the first notice had been sent."""
    late_reason: str = ""
    admitted_by: str = ""
    """Who let a late item in: "ordföranden Lena Brøyen"."""
    withdrawn: bool = False
    """Whether it was taken off the agenda; where it went is told by `transfers`."""
    withdrawn_reason: str = ""
    absences: tuple[PaperItemAbsence, ...] = ()
    discussion: tuple[TextBlock, ...] = ()
    proposals: tuple[PaperDealtProposal, ...] = ()
    stances: tuple[PaperStance, ...] = ()
    decisions: tuple[PaperDecision, ...] = ()
    assignments: tuple[PaperAssignment, ...] = ()
    transfers: tuple[PaperTransfer, ...] = ()
    attachments: tuple[str, ...] = ()
    """Labels of the attachments that serve the item, each among the paper's `attachments`."""
    closed: bool = False
    """Whether only those who sit there may read it. In an open edition nothing is printed of a
    closed item but its number and that it is closed, whatever else it holds."""
    closed_ground: str = ""
    """The statute that closes it: "OSL 26 kap. 1 §"; printed where the item itself is."""


@dataclass(frozen=True, slots=True)
class PaperSignature:
    """Somebody who signs. `role` is a word: "Ordförande", "Sekreterare", "Justerare"."""

    role: str
    person: PaperPerson
    signed_on: dt.date | None = None
    """Empty until they have: the paper leaves a line to sign on."""


@dataclass(frozen=True, slots=True)
class PaperNoticeBoard:
    """Proof that the signing was announced on the notice board (KL 8 kap. 11 §).

    Days that are not known yet leave a line to write on.
    """

    posted_on: dt.date | None = None
    taken_down_on: dt.date | None = None
    """The first day that it may be taken down (KL 8 kap. 12 §)."""
    kept_at: str = ""
    """Where the minutes are kept: "Samverkanskansliet, Slussgatan 4, Almstad"."""
    by: PaperPerson | None = None
    """Who proves it."""


@dataclass(frozen=True, slots=True)
class PaperCorrection:
    """This version corrects an earlier one, for a reason; both are kept."""

    corrects: int
    """The number of the version it corrects."""
    reason: str
    made_on: dt.date | None = None
    by: str = ""


@dataclass(frozen=True, slots=True)
class MinutesPaper:
    """A version of a meeting's minutes, whole; or an excerpt of it, where `excerpt` is True."""

    form: MinutesForm
    body: str
    """The body's full name: "Länsnätverket för förvaltningschefer"."""
    date: dt.date
    letterhead: Letterhead
    body_short: str = ""
    """Its short name in the form that begins a sentence: "Chefsnätverket"."""
    start: dt.time | None = None
    end: dt.time | None = None
    """When the meeting was opened and closed, the body's own sitting."""
    place: str = ""
    sittings: tuple[PaperSitting, ...] = ()
    """Parts of the meeting with times of their own, such as a side's pre-meeting."""
    diary: str = ""
    """Diary number: "SK 2025/0012"."""
    version: int = 1
    state: MinutesState = MinutesState.DRAFT
    shared_on: dt.date | None = None
    finalised_at: dt.datetime | None = None
    """When it was finalised, with its time zone; printed as local time."""
    published_on: dt.date | None = None
    fingerprint: str = ""
    """The hash that finalised minutes are known by, as hexadecimal digits."""
    correction: PaperCorrection | None = None
    chair: PaperPerson | None = None
    secretary: PaperPerson | None = None
    checkers: tuple[PaperPerson, ...] = ()
    """Those chosen to check the minutes beside the chair (justerare)."""
    attendance: tuple[PaperGroup, ...] = ()
    """By principal, in the order they are printed; those absent stand in their groups too."""
    items: tuple[PaperDealtItem, ...] = ()
    """As they were dealt with; items that were withdrawn stand in their places."""
    attachments: tuple[PaperAttachment, ...] = ()
    """Each once, in the order of their labels, also those of a closed item."""
    signatures: tuple[PaperSignature, ...] = ()
    notice_board: PaperNoticeBoard | None = None
    appeal: str = ""
    """How to appeal, for statutory forms: paragraphs parted by blank lines."""
    open_edition: bool = False
    """Whether what is closed is left out: its place is told and nothing more."""
    excerpt: bool = False
    """Whether this is an excerpt: see `excerpt` in `minutes_excerpt`."""
