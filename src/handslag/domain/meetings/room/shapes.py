"""The shapes that reads and writes of the room return."""

from __future__ import annotations

import datetime as dt  # noqa: TC003  fields of dataclasses
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from handslag.domain.base.shapes import Labelled  # noqa: TC001  a field of a dataclass
from handslag.domain.meetings.agenda.shapes import Presenter  # noqa: TC001  as above
from handslag.domain.meetings.models import (
    AbsenceReason,
    ItemOutcome,
    MovementKind,
    Presence,
)
from handslag.domain.registry.models import MembershipRole

if TYPE_CHECKING:
    from collections.abc import Mapping

PRESENCES = Presence.choices
"""Whether somebody can be there: value and label."""
OUTCOMES = [
    pair
    for pair in ItemOutcome.choices
    if pair[0] not in {ItemOutcome.PROPOSED, ItemOutcome.WITHDRAWN}
]
"""What can become of an item by hand: value and label."""
ABSENCE_REASONS = AbsenceReason.choices
"""Why somebody can take no part in an item: value and label."""
MOVEMENTS = MovementKind.choices
"""Which way somebody can go: value and label."""
ALTERNATE = MembershipRole.ALTERNATE.value
"""What an alternate sits as."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What became of a write in the room."""

    seen: Mapping[str, str] = field(default_factory=dict)
    """What a form is to carry from now on, by the thing: {"discussion-12": "4"}."""
    revision: int = 0
    """The room's, with this write in it."""
    made: int | None = None
    """The id of the thing that was made; None where nothing new was."""


@dataclass(frozen=True, slots=True)
class MoveRow:
    """Somebody came or left."""

    id: int
    kind: Labelled
    item_id: int | None
    number: str
    """The item's."""
    time: dt.time | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Attendee:
    """A row of the roll."""

    id: int
    person_id: int
    name: str
    title: str
    organisation: str
    principal_id: int | None
    principal: str
    sits_as: Labelled | None
    """As what they sit in the body; None for guests."""
    presence: Labelled
    """In the meeting as a whole."""
    serves_for: int | None
    """The row of whom they serve for, whenever that one is away."""
    serves: bool
    """They served for some of the meeting: whom they serve for was away from some of it."""
    chairs: bool
    keeps_minutes: bool
    checks: bool
    moves: tuple[MoveRow, ...]
    seen: str


@dataclass(frozen=True, slots=True)
class AbsenceRow:
    """Somebody takes no part in an item."""

    attendance_id: int
    name: str
    reason: Labelled
    note: str
    seen: str


@dataclass(frozen=True, slots=True)
class DiscussionText:
    """What was said under an item. `seen` is its revision, "0" where there is none yet."""

    text: str = ""
    seen: str = "0"
    by: str = ""
    at: dt.datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RoomItem:
    """An item of the meeting, as who writes sees it. Times in whole minutes."""

    id: int
    order: int
    number: str
    heading: str
    planned_heading: str
    """As the notice has it; empty where it says the same, or has no such item."""
    planned: bool
    """It was on the plan."""
    kind: Labelled | None
    description: str
    closed: bool
    closed_ground: str
    late: bool
    late_reason: str
    late_by: str
    approves: int | None
    """The meeting (id) whose minutes it approves."""
    outcome: Labelled
    withdrawn_reason: str
    seen: str
    presenters: tuple[Presenter, ...]
    presenters_seen: str
    discussion: DiscussionText
    allotted: int | None
    spent: int
    seconds: int
    """The same to the second, for a clock that is seen to go."""
    running_since: dt.datetime | None
    done: bool
    """The meeting is past it, or it was withdrawn."""
    absences: tuple[AbsenceRow, ...]
    presence: Mapping[int, str]
    """Who is there for it: a value of Presence by the row of the roll (id)."""
    serving: frozenset[int]
    """The alternates (rows of the roll) who serve for it."""

    @property
    def withdrawn(self) -> bool:
        """The meeting took it off its agenda."""
        return self.outcome.value == ItemOutcome.WITHDRAWN

    @property
    def over(self) -> int:
        """Minutes that it has taken beyond what it was allotted."""
        return max(0, self.spent - self.allotted) if self.allotted is not None else 0


@dataclass(frozen=True, slots=True)
class MissingItem:
    """An item of the plan that the meeting does not have: pulled, or put there since."""

    id: int
    number: str
    heading: str
    pulled_reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """The meeting's time. Minutes, whole."""

    began_at: dt.datetime | None
    """When its first item was begun."""
    ended_at: dt.datetime | None
    planned_end: dt.datetime | None
    left: int | None
    """Until it is to end; negative once it is past.

    None where nobody has said, on another day than the meeting's own, and when it is over."""
    needed: int
    """What the items that are left are allotted, less what they have had."""

    @property
    def behind(self) -> int:
        """Minutes that the items that are left take beyond what is left of the meeting."""
        return 0 if self.left is None else max(0, self.needed - self.left)


@dataclass(frozen=True, kw_only=True)
class RoomPage:
    """A meeting while it is held, with everything that is written of the meeting itself."""

    meeting_id: int
    body_id: int
    body: str
    body_short: str
    date: dt.date
    start: dt.time | None
    end: dt.time | None
    place: str
    sitting_seen: str
    state: Labelled
    """How far its minutes have come."""
    writable: bool
    """They are not finalised, or are being corrected."""
    opened_at: dt.datetime
    opened_by: str
    revision: int
    item_id: int | None
    """The item that the meeting is at."""
    clock_seen: str
    items: tuple[RoomItem, ...]
    order_seen: str
    missing: tuple[MissingItem, ...]
    roll: tuple[Attendee, ...]
    clock: Clock

    @cached_property
    def item(self) -> RoomItem | None:
        """The item that the meeting is at."""
        return next((one for one in self.items if one.id == self.item_id), None)

    @cached_property
    def by_principal(self) -> tuple[tuple[str, tuple[Attendee, ...]], ...]:
        """The roll by principal, each where its first stands; without one under an empty name."""
        found: dict[str, list[Attendee]] = {}
        for one in self.roll:
            found.setdefault(one.principal, []).append(one)
        return tuple((name, tuple(rows)) for name, rows in found.items())


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowedItem:
    """An item, as who follows the meeting sees it. Times in whole minutes."""

    id: int
    number: str
    heading: str
    """Empty where it is hidden: who only presents sees no more of the others than their number."""
    hidden: bool
    presenters: tuple[str, ...]
    allotted: int | None
    spent: int
    running_since: dt.datetime | None
    now: bool
    done: bool
    withdrawn: bool
    late: bool
    closed: bool


@dataclass(frozen=True, slots=True)
class Follower:
    """Somebody on the roll, as who follows sees them: whether they are there just now."""

    name: str
    title: str
    organisation: str
    principal: str
    presence: Labelled
    serves: bool


@dataclass(frozen=True, kw_only=True)
class Following:
    """A meeting while it is held, as who follows it sees it: nothing of what is said."""

    meeting_id: int
    body_id: int
    body: str
    body_short: str
    date: dt.date
    place: str
    revision: int
    item_id: int | None
    items: tuple[FollowedItem, ...]
    roll: tuple[Follower, ...]
    """Empty for who only presents."""
    clock: Clock

    @cached_property
    def item(self) -> FollowedItem | None:
        """The item that the meeting is at."""
        return next((one for one in self.items if one.id == self.item_id), None)


@dataclass(frozen=True, slots=True)
class Known:
    """Somebody who may be put on the roll."""

    name: str
    title: str
    organisation: str
    role: str
    """As what they sit in the body that day; empty where they do not."""


@dataclass(frozen=True, slots=True)
class RoomDoor:
    """Whether there is a room to go into, for who may write there."""

    open: bool
    """Somebody has begun to write the meeting's minutes here."""
    may_open: bool
    """It can be begun: the meeting stands, and no document has told what happened."""
