"""What a source of lines gives: the most urgent, and the days of all that there are."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from handslag.domain.matters.owing.rules import Days, months_of, soonest_first
from handslag.domain.matters.owing.shapes import Line, Lines

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable


@dataclass(frozen=True, slots=True)
class Found:
    """Lines of one sort. Where there are more than were fetched, `days` counts them too."""

    lines: tuple[Line, ...] = ()
    days: Counter[dt.date | None] = field(default_factory=Counter)
    late: Counter[dt.date] = field(default_factory=Counter)
    """Of those the ones that are late, by the day they were due."""


def found(lines: Iterable[Line]) -> Found:
    """What was fetched whole."""
    kept = tuple(lines)
    late = Counter(line.due for line in kept if line.late and line.due is not None)
    return Found(kept, Counter(line.due for line in kept), late)


def together(parts: Iterable[Found], most: int) -> Lines:
    """All of it, the most urgent `most` of them shown."""
    lines: list[Line] = []
    days: Counter[dt.date | None] = Counter()
    late: Counter[dt.date] = Counter()
    for part in parts:
        lines += part.lines
        days += part.days
        late += part.late
    return Lines(
        rows=tuple(soonest_first(lines)[:most]),
        total=days.total(),
        late=late.total(),
        months=months_of(Days(days), late),
        undated=days[None],
    )
