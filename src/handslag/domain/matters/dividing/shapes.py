"""What the page of an item shows of which matters its clauses belong to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from handslag.domain.base.shapes import Labelled


@dataclass(frozen=True, slots=True)
class MatterChoice:
    """One of the item's matters."""

    id: int
    title: str
    chosen: bool
    """The clause belongs to it, as it is now."""


@dataclass(frozen=True, slots=True)
class ItemClause:
    """A clause with the matters that it belongs to."""

    id: int
    code: str
    text: str
    decided: bool
    """It was decided, not only proposed to be."""
    matters: tuple[MatterChoice, ...]
    """All of the item's."""
    way: Labelled
    """How that is known: a value of Way."""
    by: str
    """Who said so, where somebody did."""
    at: datetime | None
