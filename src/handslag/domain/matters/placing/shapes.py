"""What the page of an agenda shows of the assignments that are due there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

    from handslag.domain.base.shapes import Labelled
    from handslag.domain.matters.assignments.shapes import AssignmentRow


@dataclass(frozen=True, slots=True)
class PlacedRow:
    """An assignment for which somebody has said what is to become of it at the meeting."""

    row: AssignmentRow
    placing: Labelled
    """A value of Placing."""
    item_id: int | None
    """The item that it is dealt with under, where it was placed."""
    number: str
    """That item's number on the plan."""
    reason: str
    """Why it was not placed."""
    by: str


@dataclass(frozen=True, slots=True)
class ToPlace:
    """The assignments that concern a meeting's agenda."""

    meeting_id: int
    waiting: tuple[AssignmentRow, ...]
    """Due at the meeting, and nobody has said what is to become of them there."""
    before: tuple[AssignmentRow, ...]
    """Due to the body before the meeting, still open, and likewise: they may be placed, and
    nobody has to say why they are not."""
    placed: tuple[PlacedRow, ...]
    left_out: tuple[PlacedRow, ...]
    reports: Mapping[int, dt.date]
    """Of commissions among them (assignments' ids): the day of the report that is owed."""

    def __bool__(self) -> bool:
        return bool(self.waiting or self.before or self.placed or self.left_out)
