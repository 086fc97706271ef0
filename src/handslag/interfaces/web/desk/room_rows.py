"""The rows of the secretary's page: items with their clocks, and the roll by principal."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from handslag.domain.meetings.agenda.shapes import Presenter
from handslag.domain.meetings.room.shapes import ALTERNATE

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from handslag.domain.matters.writing.shapes import ItemDecisions
    from handslag.domain.meetings.room.shapes import Attendee, MoveRow, RoomItem, RoomPage

EMPTY_PRESENTERS = 1
"""Rows for more presenters than there are."""


@dataclass(frozen=True, slots=True)
class ItemShown:
    """An item as the page shows it."""

    item: RoomItem
    here: bool
    """The meeting is at it."""
    seconds: int
    """That it has taken so far."""
    spent_before: int
    """Of them, those of stretches that are over."""
    began_ms: int | None
    """When the stretch that goes on began, in milliseconds since 1970, as scripts count."""
    away: tuple[str, ...]
    """Who is on the roll and not there for it."""
    before: RoomItem | None
    after: RoomItem | None
    done: ItemDecisions | None
    """What is proposed and decided under it."""

    @property
    def clock(self) -> str:
        """The time it has taken: "12.05"."""
        return f"{self.seconds // 60}.{self.seconds % 60:02}"

    @property
    def left(self) -> int:
        """Whole minutes left of those allotted; less than 0 where it has taken more."""
        return -((self.seconds - (self.item.allotted or 0) * 60) // 60)

    @property
    def over(self) -> int:
        """Whole minutes more than those allotted."""
        return -self.left

    @property
    def presenter_rows(self) -> list[tuple[int, Presenter]]:
        """Fields for those who present it, and for one more."""
        people = [*self.item.presenters, *[Presenter("", "", "", 0)] * EMPTY_PRESENTERS]
        return list(enumerate(people))


@dataclass(frozen=True, slots=True)
class Move:
    """That somebody came or left, in words: "kom vid punkt 3 (14.30)"."""

    id: int
    words: str


@dataclass(frozen=True, slots=True)
class Duty:
    """What somebody may be there to do, and the words of the button that gives or takes it."""

    value: str
    has: bool
    words: str


@dataclass(frozen=True, slots=True)
class Person:
    """A row of the roll as the page shows it."""

    row: Attendee
    duties: tuple[str, ...]
    """In words, those they have."""
    may_do: tuple[Duty, ...]
    serves_for: str
    """The name of whom they serve for."""
    moves: tuple[Move, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """Those of one principal; an empty name for those of none."""

    name: str
    people: tuple[Person, ...]


@dataclass(frozen=True, slots=True)
class RollShown:
    """The whole roll."""

    groups: tuple[Group, ...]
    rows: tuple[Attendee, ...]
    present: int
    served: tuple[Attendee, ...]
    """Those whom an alternate can serve for."""
    digest: str
    """What tells this roll from another."""


def items(found: RoomPage, done: Mapping[int, ItemDecisions], now: datetime) -> list[ItemShown]:
    """The items of the meeting in order."""
    names = {one.id: one.name for one in found.roll}
    return [
        ItemShown(
            item=item,
            here=item.id == found.item_id,
            seconds=item.seconds,
            spent_before=item.seconds - _running(item, now),
            began_ms=milliseconds(item.running_since) if item.running_since else None,
            away=tuple(
                names[row_id]
                for row_id, presence in item.presence.items()
                if presence == "absent" and row_id in names
            ),
            before=found.items[place - 1] if place else None,
            after=found.items[place + 1] if place + 1 < len(found.items) else None,
            done=done.get(item.id),
        )
        for place, item in enumerate(found.items)
    ]


def _running(item: RoomItem, now: datetime) -> int:
    if item.running_since is None:
        return 0
    return max(0, int((now - item.running_since).total_seconds()))


def roll(found: RoomPage) -> RollShown:
    """Who attends, by principal."""
    names = {one.id: one.name for one in found.roll}
    groups = tuple(
        Group(name, tuple(_person(one, names) for one in rows)) for name, rows in found.by_principal
    )
    told = "".join(f"{one.id}{one.name}{one.seen}" for one in found.roll)
    return RollShown(
        groups=groups,
        rows=found.roll,
        present=sum(one.presence.value != "absent" for one in found.roll),
        served=tuple(one for one in found.roll if one.sits_as and one.sits_as.value != ALTERNATE),
        digest=sha256(told.encode()).hexdigest()[:16],
    )


def _person(row: Attendee, names: dict[int, str]) -> Person:
    words = (
        ("chairs", row.chairs, _("leder mötet"), _("Leder mötet"), _("Leder inte mötet")),
        (
            *("keeps_minutes", row.keeps_minutes, _("för anteckningar")),
            *(_("För anteckningar"), _("För inte anteckningar")),
        ),
        ("checks", row.checks, _("justerar"), _("Justerar"), _("Justerar inte")),
    )
    there = row.presence.value != "absent"
    return Person(
        row=row,
        duties=tuple(told for _name, has, told, _give, _take in words if has),
        may_do=tuple(
            Duty(name, has, take if has else give) for name, has, _told, give, take in words
        )
        if there
        else (),
        serves_for=names.get(row.serves_for or 0, ""),
        moves=tuple(Move(one.id, _move_words(one)) for one in row.moves),
    )


def _move_words(move: MoveRow) -> str:
    said = move.kind.label
    if move.number:
        said = _("%(said)s vid punkt %(number)s") % {"said": said, "number": move.number}
    return f"{said} ({move.time:%H.%M})" if move.time else said


def milliseconds(moment: datetime) -> int:
    """A moment as scripts count: milliseconds since 1970."""
    return int(moment.timestamp() * 1000)
