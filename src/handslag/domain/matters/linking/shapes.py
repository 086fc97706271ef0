"""What is read of links."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class LinkEnd:
    """An item at one end of a question."""

    item_id: int
    number: str
    heading: str
    meeting_id: int
    body: str
    date: date


@dataclass(frozen=True, slots=True)
class LinkQuestion:
    """Whether an item belongs to a matter."""

    id: int
    item: LinkEnd
    other: LinkEnd
    """The item of the matter that it seems to hang on."""
    matter_id: int
    reasons: tuple[str, ...]
    """In words, the strongest first."""
    degree: float

    @property
    def ends(self) -> tuple[LinkEnd, LinkEnd]:
        """Both items, the one that stands first in time first."""
        pair = sorted((self.item, self.other), key=lambda end: (end.date, end.item_id))
        return pair[0], pair[1]


@dataclass(frozen=True, slots=True)
class LinkAnswer:
    """A question that was answered a while ago, to be taken back."""

    id: int
    item: LinkEnd
    other: LinkEnd | None
    same: bool
    by: str
    at: datetime | None


@dataclass(frozen=True, slots=True)
class ItemMatter:
    """A matter that an item belongs to, and why."""

    matter_id: int
    title: str
    reasons: tuple[str, ...]
    """Empty where the viewer may not see what it rests on."""
    alone: bool
    """The item is the only one that the matter has, so it cannot be taken out of it."""


@dataclass(frozen=True, slots=True)
class ItemMatters:
    """An item with the matters that it belongs to."""

    item: LinkEnd
    matters: tuple[ItemMatter, ...]
