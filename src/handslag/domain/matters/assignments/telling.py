"""The shapes in which writes of assignments take what somebody typed or picked."""

from __future__ import annotations

import datetime as dt  # noqa: TC003  fields of dataclasses
from dataclasses import dataclass

from handslag.domain.matters.writing.told import WhoTold
from handslag.domain.meetings.agenda.actions.attachments import FileTold

__all__ = ["DueGiven", "FileTold", "PartTold", "WhoTold"]


@dataclass(frozen=True, slots=True, kw_only=True)
class DueGiven:
    """When something is to be due: at a meeting, on a day, in words, or later. One of them.

    Words stand beside a meeting or a day, too.
    """

    meeting_id: int | None = None
    date: dt.date | None = None
    words: str = ""
    later: bool = False

    @property
    def says(self) -> bool:
        """Whether it says anything at all."""
        return self.later or bool(self.words.strip()) or (self.meeting_id or self.date) is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class PartTold:
    """One of the assignments that another is split into: what, who, and when it is due.

    Where nobody is named those have it who had the whole; where no day is said, the whole's holds.
    """

    text: str
    who: tuple[WhoTold, ...] = ()
    due: DueGiven = DueGiven()
