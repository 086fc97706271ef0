"""Pure rules of the room: what was put in for what, who was there when, what time is left."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

from handslag.domain.meetings.models import MovementKind, Presence

if TYPE_CHECKING:
    from collections.abc import Iterable

ARRIVED, LEFT = MovementKind.ARRIVED.value, MovementKind.LEFT.value
PRESENT, PARTLY, ABSENT = (
    one.value for one in (Presence.PRESENT, Presence.PARTLY, Presence.ABSENT)
)


@dataclass(frozen=True, slots=True)
class Splice:
    """How one text became another: at `position`, `removed` went and `added` came."""

    position: int
    """Letters before it."""
    removed: str
    added: str


def splice(before: str, after: str) -> Splice:
    """The one place where two texts differ, as small as what they have in common allows."""
    most = min(len(before), len(after))
    start = 0
    while start < most and before[start] == after[start]:
        start += 1
    end = 0
    while end < most - start and before[-1 - end] == after[-1 - end]:
        end += 1
    return Splice(start, before[start : len(before) - end], after[start : len(after) - end])


def spliced(before: str, change: Splice) -> str:
    """The text that `change` made of `before`. Raises ValueError where it was another text."""
    end = change.position + len(change.removed)
    if before[change.position : end] != change.removed:
        raise ValueError("the change was made in another text")
    return before[: change.position] + change.added + before[end:]


@dataclass(frozen=True, slots=True)
class Move:
    """Somebody came or went while the item at `place` was dealt with.

    `place` is the item's in the order of the meeting; None where nobody noted at which.
    """

    kind: str
    """A value of MovementKind."""
    place: int | None
    time: time | None = None


_BEFORE_ALL, _AFTER_ALL = -1, 10**6


def in_turn(moves: Iterable[Move]) -> list[Move]:
    """Somebody's comings and goings in the order that they happened.

    By item, then by clock time, then as they were noted. Who came without an item being noted was
    there from the first, who left so stayed to the last.
    """

    def turn(pair: tuple[int, Move]) -> tuple[int, time, int]:
        noted, move = pair
        unknown = _BEFORE_ALL if move.kind == ARRIVED else _AFTER_ALL
        place = unknown if move.place is None else move.place
        return (place, move.time or time.max, noted)

    return [move for _noted, move in sorted(enumerate(moves), key=turn)]


def can_follow(moves: Iterable[Move]) -> bool:
    """Whether nobody comes who is there, or leaves who is away, in these comings and goings."""
    turns = in_turn(moves)
    return all(one.kind != other.kind for one, other in pairwise(turns))


def presence_at(place: int, presence: str, moves: Iterable[Move], *, takes_part: bool) -> str:
    """Whether somebody is there for the item at `place`: a value of Presence.

    Who comes during an item counts from it, who leaves during it after it: both are there in part
    of it. `takes_part` is False for whom a conflict of interest keeps away from the item.
    """
    if presence == ABSENT or not takes_part:
        return ABSENT
    turns = in_turn(moves)
    here = not turns or turns[0].kind == LEFT
    partly = False
    for move in turns:
        at = move.place
        if at is None:
            here = here or move.kind == ARRIVED
        elif move.kind == ARRIVED and at <= place:
            here, partly = True, at == place
        elif move.kind == LEFT and at < place:
            here = False
        elif move.kind == LEFT and at == place:
            partly = True
    if not here:
        return ABSENT
    return PARTLY if partly else PRESENT


def serves_at(own: str, principals: str | None) -> bool:
    """Whether an alternate serves for an item: is there, while whom they serve for is away.

    `own` and `principals` are what `presence_at` says of each; None where the alternate is there
    for nobody.
    """
    return principals == ABSENT and own != ABSENT


def serving(presence: str, principals: str | None) -> bool:
    """The same for the meeting as a whole: whoever they serve for is away from some of it."""
    return presence != ABSENT and principals in {ABSENT, PARTLY}


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of time that an item took; `ended_at` is None while it goes on."""

    began_at: datetime
    ended_at: datetime | None


def spent(stretches: Iterable[Stretch], now: datetime) -> timedelta:
    """How long an item has been dealt with."""
    total = timedelta()
    for one in stretches:
        total += max(timedelta(), (one.ended_at or now) - one.began_at)
    return total


def minutes_of(length: timedelta) -> int:
    """A length of time in whole minutes, begun ones not counted."""
    return int(length.total_seconds() // 60)


@dataclass(frozen=True, slots=True)
class Timed:
    """What the clock has to know of an item."""

    allotted: int | None
    """Minutes; None where nobody has said."""
    spent: timedelta
    done: bool
    """The meeting is past it, or it was withdrawn."""


def needed(items: Iterable[Timed]) -> int:
    """Minutes that the items that are left are allotted, less what each has had already."""
    left = (max(0, (one.allotted or 0) - minutes_of(one.spent)) for one in items if not one.done)
    return sum(left)


def minutes_left(now: datetime, planned_end: datetime | None) -> int | None:
    """Minutes until the meeting is to end, negative once it is past.

    None where nobody has said when, and on every day but the one it is to end: a meeting may be
    opened long before, to write in what is known, and left open after.
    """
    if planned_end is None or now.astimezone(planned_end.tzinfo).date() != planned_end.date():
        return None
    seconds = (planned_end - now).total_seconds()
    return int(seconds // 60)
