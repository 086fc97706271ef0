"""What one document tells of a meeting, as the write of a meeting takes it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from handslag.domain.base.recording import Told

if TYPE_CHECKING:
    import datetime as dt
    from decimal import Decimal

    from handslag.domain.base.recording import FactRef


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonTold(Told):
    """A person as printed: taking part, presenting an item, or appointed."""

    name: str
    title: str = ""
    organisation: str = ""
    presence: str = "present"
    """A value of Presence, for those who take part."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MentionTold(Told):
    """Something an item's text mentions; `value` in kronor."""

    kind: str
    """A value of MentionKind."""
    text: str
    value: Decimal | None = None
    per: str = ""
    date: dt.date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemTold(Told):
    """An item of the agenda."""

    number: str
    heading: str
    late: bool = False
    outcome: str = "none"
    """A value of ItemOutcome."""
    presenters: tuple[PersonTold, ...] = ()
    mentions: tuple[MentionTold, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingTold(Told):
    """The meeting itself. `body_id` is None where the meeting is chosen and keeps its body."""

    body_id: int | None
    date: dt.date
    start: dt.time | None = None
    end: dt.time | None = None
    place: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """What one document tells of one meeting. `phase` is a value of Phase."""

    document_id: int
    phase: str
    meeting: MeetingTold
    attendees: tuple[PersonTold, ...] = ()
    items: tuple[ItemTold, ...] = ()


@dataclass(frozen=True, slots=True)
class Recorded:
    """What became of an account: each told fact by its key, and the meeting."""

    meeting_id: int
    body_id: int
    facts: dict[int, FactRef]
    former_id: int | None
    """The meeting that the document told of before, where that was another one."""
    former_phase: str | None
    """The account that the document gave before, where that was the other one."""
