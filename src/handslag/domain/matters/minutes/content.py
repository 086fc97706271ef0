"""What a version of minutes says, as plain data that is frozen when it is made.

It is kept as JSON and read back to the same: so minutes can be shown, compared, checked, published
and printed long after the rows they were composed of have changed. Days and clock times are local.
Coded values (`outcome`, `action`, `verdict`, ...) are those of the domain's columns.
"""

from __future__ import annotations

import datetime as dt  # noqa: TC003  read with the types of fields
from dataclasses import dataclass, field, replace
from typing import Any

from handslag.domain.base.frozen import LATER, digest_of, plain, read_as
from handslag.domain.meetings.notices.content import Before, Head, Named

__all__ = ["Before", "Content", "Head", "Item", "Named"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """Somebody came late or left early. `kind` is a value of MovementKind."""

    kind: str
    item_id: int | None = None
    """The item that was dealt with: arriving counts from it, leaving after it."""
    number: str = ""
    """That item's number, as printed."""
    time: dt.time | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Attendee:
    """Somebody who was there, or should have been. `presence` is a value of Presence."""

    id: int
    """The row's."""
    name: str
    title: str = ""
    organisation: str = ""
    person_id: int | None = None
    presence: str = "present"
    seat: str = ""
    """As what they sit in the body, a value of MembershipRole; empty for who does not."""
    principal: str = ""
    """For whom they sit there."""
    serves_for: str = ""
    """The name of whoever an alternate was called in for."""
    moves: tuple[Moved, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PointSettled:
    """What became of a point, for a side (a value of Side) or for all where that is empty."""

    verdict: str
    side: str = ""
    clause_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """One point of a proposal."""

    id: int
    number: str
    text: str
    settled: tuple[PointSettled, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposed:
    """What a body proposed, point by point."""

    id: int
    by: str
    points: tuple[Point, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Thought:
    """What a side or a principal thinks. `kind` is a value of StanceKind."""

    by: str
    kind: str
    points: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """Something somebody is to do."""

    id: int
    text: str
    to: tuple[str, ...] = ()
    due_date: dt.date | None = None
    due_text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """The item goes on to a day or a body. `kind` is a value of TransferKind."""

    kind: str
    to_body: str = ""
    to_date: dt.date | None = None
    text: str = ""
    back_date: dt.date | None = field(default=None, metadata=LATER)
    """When it is expected back in the meeting's body."""
    back_text: str = field(default="", metadata=LATER)
    """The same in words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClauseSaid:
    """One att-sats, with what hangs on it."""

    id: int
    text: str
    action: str = "other"
    points: tuple[str, ...] = ()
    scope: str = ""
    side: str = ""
    effect: str = ""
    """A value of DecisionEffect; empty where the body's own holds."""
    inline: bool = False
    due_date: dt.date | None = None
    due_text: str = ""
    appointed: tuple[Named, ...] = ()
    given: tuple[Given, ...] = ()
    sent: tuple[Sent, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Voted:
    """A vote, and how many were for and against."""

    in_favour: int = 0
    against: int = 0
    abstained: int = 0
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dissent:
    """A reservation: of a person, or of a side or principal as named."""

    by: str
    title: str = ""
    organisation: str = ""
    person_id: int | None = None
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """What one decider decided in one go."""

    id: int
    by: str = ""
    abstaining: tuple[str, ...] = ()
    clauses: tuple[ClauseSaid, ...] = ()
    vote: Voted | None = None
    reservations: tuple[Dissent, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Away:
    """Somebody who attends took no part in the item. `reason` is a value of AbsenceReason."""

    attendee_id: int
    name: str
    title: str = ""
    organisation: str = ""
    reason: str = "other"
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One item as it was dealt with."""

    id: int
    heading: str
    number: str = ""
    paragraph: int | None = None
    """The number of its paragraph (§) in signed minutes."""
    kind: str = ""
    """A value of ItemKind; empty where nobody has said."""
    outcome: str = "none"
    presenters: tuple[Named, ...] = ()
    late: bool = False
    late_reason: str = ""
    late_by: str = ""
    withdrawn: bool = False
    withdrawn_reason: str = ""
    approves: dt.date | None = None
    """The day of the meeting whose minutes it approves."""
    discussion: str = ""
    """Markdown of a few marks."""
    away: tuple[Away, ...] = ()
    proposals: tuple[Proposed, ...] = ()
    stances: tuple[Thought, ...] = ()
    decisions: tuple[Decided, ...] = ()
    given: tuple[Given, ...] = ()
    """Assignments told outside the clauses."""
    sent: tuple[Sent, ...] = ()
    """Where it went, told outside the clauses."""
    attachments: tuple[str, ...] = ()
    """Labels of the papers that serve it."""
    closed: bool = False
    closed_ground: str = ""

    @property
    def clauses(self) -> tuple[ClauseSaid, ...]:
        """Every clause of its decisions."""
        return tuple(clause for decision in self.decisions for clause in decision.clauses)

    @property
    def printed_number(self) -> str:
        """Its number as the paper has it: "7", or "§ 12" where minutes are signed."""
        return f"§ {self.paragraph}" if self.paragraph is not None else self.number


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """An attachment that went with the meeting. `label` is without the word bilaga."""

    label: str
    title: str = ""
    name: str = ""
    """The file's."""
    media_type: str = ""
    sha256: str = ""
    pages: int | None = None
    closed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Signing:
    """Somebody who signs. `role` is a value of SignerRole."""

    role: str
    name: str
    person_id: int | None = None
    title: str = ""
    organisation: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """All that a version of minutes says."""

    meeting_id: int
    form: str
    """A value of MinutesForm."""
    body: str
    body_short: str
    legal_form: str
    """A value of LegalForm."""
    effect: str
    """What the body's decisions do, a value of DecisionEffect."""
    date: dt.date
    head: Head
    owner: str = ""
    """The authority that keeps the paper."""
    start: dt.time | None = None
    end: dt.time | None = None
    place: str = ""
    sittings: tuple[Before, ...] = ()
    chair: Named | None = None
    secretary: Named | None = None
    signers: tuple[Signing, ...] = ()
    attendance: tuple[Attendee, ...] = ()
    items: tuple[Item, ...] = ()
    papers: tuple[Paper, ...] = ()
    board: bool = False
    """The signing is told on the notice board."""
    appeal: str = ""
    """How a decision is appealed against; empty where the law has no such thing."""

    @property
    def has_closed(self) -> bool:
        """Whether anything in it is closed to others than the body's own."""
        return any(one.closed for one in self.items) or any(one.closed for one in self.papers)

    @property
    def paragraphs(self) -> tuple[int, int] | None:
        """The first and the last number of its paragraphs; None for notes, and for no items."""
        found = [one.paragraph for one in self.items if one.paragraph is not None]
        return (min(found), max(found)) if found else None


def open_edition(content: Content) -> Content:
    """The minutes without what is closed: of a closed item nothing but its place is left.

    Attachments that serve closed items alone are closed with them.
    """
    shown = {label for item in content.items if not item.closed for label in item.attachments}
    hidden = {label for item in content.items if item.closed for label in item.attachments} - shown
    papers = tuple(one for one in content.papers if not one.closed and one.label not in hidden)
    labels = {one.label for one in papers}
    items = tuple(
        Item(
            id=item.id,
            heading="",
            number=item.number,
            paragraph=item.paragraph,
            closed=True,
            closed_ground=item.closed_ground,
        )
        if item.closed
        else replace(item, attachments=tuple(one for one in item.attachments if one in labels))
        for item in content.items
    )
    return replace(content, items=items, papers=papers)


def as_json(content: Content) -> dict[str, Any]:
    """The content as JSON can say it."""
    found: dict[str, Any] = plain(content)
    return found


def from_json(told: dict[str, Any]) -> Content:
    """The content that `as_json` gave. What it does not tell is as if it had not been said."""
    return read_as(Content, told)


def fingerprint(content: Content) -> str:
    """A digest of all that is said: the hash that finalised minutes are known by."""
    return digest_of(content)
