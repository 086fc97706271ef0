"""The shapes that reads and writes of the room return."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What became of a write in the room."""

    seen: Mapping[str, str] = field(default_factory=dict)
    """What a form is to carry from now on, by the thing: {"discussion-12": "4"}."""
    revision: int = 0
    """The room's, with this write in it."""
    made: int | None = None
    """The id of the thing that was made; None where nothing new was."""
