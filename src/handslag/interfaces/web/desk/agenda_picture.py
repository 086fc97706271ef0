"""The agenda's time as a picture: each item as wide as its minutes, beside the meeting's length."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from handslag.domain.meetings.agenda.shapes import Agenda

WIDTH = 1000
"""Units across; the page scales it."""
_ROOM_FOR_A_NUMBER = 26


@dataclass(frozen=True, slots=True)
class Bar:
    """One item: from `x`, `width` wide. `over` tells that it runs past the meeting's end."""

    x: int
    width: int
    number: str
    """Empty where there is no room for it."""
    over: bool

    @property
    def middle(self) -> int:
        """Where the number stands."""
        return self.x + self.width // 2


@dataclass(frozen=True, slots=True)
class Picture:
    """Bars in order, and where the meeting ends."""

    bars: tuple[Bar, ...]
    end: int | None
    """None where the meeting's length is unknown."""


def picture_of(agenda: Agenda) -> Picture | None:
    """The picture; None where no item has been allotted any minutes."""
    whole = max(agenda.length or 0, agenda.allotted)
    if not agenda.allotted:
        return None
    at, bars = 0, []
    for item in agenda.items:
        if item.pulled_at is not None or not item.minutes:
            continue
        x, width = at * WIDTH // whole, max(2, item.minutes * WIDTH // whole - 2)
        at += item.minutes
        bars.append(
            Bar(
                x,
                width,
                item.number if width > _ROOM_FOR_A_NUMBER else "",
                over=agenda.length is not None and at > agenda.length,
            )
        )
    return Picture(tuple(bars), agenda.length * WIDTH // whole if agenda.length else None)
