"""A matter's life in stops: what happened on one day at one item, or by one mail, together."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from handslag.domain.base.shapes import labelled
from handslag.domain.base.sides import Side
from handslag.domain.matters.history.shapes import HappeningKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from handslag.domain.base.shapes import Labelled
    from handslag.domain.matters.history.shapes import (
        BodyRef,
        ClauseInHistory,
        Happening,
        MatterPage,
        PointInHistory,
    )

K = HappeningKind
_WEIGHT = (
    *(K.CLOSED, K.REOPENED, K.DECIDED, K.TABLED, K.REFERRED, K.TAKEN_BACK, K.RETURNED),
    *(K.WITHDRAWN, K.NOTED, K.DECLINED, K.RAISED, K.ASKED, K.PREPARED, K.DEALT, K.PROPOSED),
    *(K.EXPECTED, K.PLANNED, K.CANCELLED, K.SKIPPED, K.ASSIGNED, K.FINISHED, K.REPORTED),
)
"""Which of the happenings of a stop says most, the weightiest first."""
FEW = 12
"""So many stops are read in one go; more are told year by year."""


@dataclass(frozen=True, slots=True)
class Stop:
    """What happened together, in order. At least one happening."""

    told: tuple[Happening, ...]

    @property
    def first(self) -> Happening:
        """The first of them; what they have in common is read from it."""
        return self.told[0]

    @property
    def main(self) -> Happening:
        """The one that says most."""
        return min(self.told, key=_weight)

    @property
    def key(self) -> str:
        """Names the stop on its page."""
        return f"steg-vid-{self.first.key}"

    @property
    def day(self) -> date | None:
        """When."""
        return self.first.day

    @property
    def body(self) -> BodyRef | None:
        """Where."""
        return self.first.body

    @property
    def to_come(self) -> bool:
        """Whether it has not happened yet."""
        return self.first.to_come

    @property
    def kinds(self) -> tuple[tuple[Labelled, int], ...]:
        """The kinds of what happened, each once, in order, with how many there are of it."""
        counted: dict[Labelled, int] = {}
        for one in self.told:
            counted[one.kind] = counted.get(one.kind, 0) + 1
        return tuple(counted.items())


def _weight(one: Happening) -> int:
    try:
        return _WEIGHT.index(HappeningKind(one.kind.value))
    except ValueError:
        return len(_WEIGHT)


def _together(one: Happening) -> tuple[object, ...]:
    alone = one.key if one.step_id is not None or one.meeting_id is None else ""
    # what becomes of an assignment on one day is one stop, wherever it was given
    return (one.to_come, one.day, one.body, one.meeting_id, one.item_id, alone)


def stops_of(happenings: Iterable[Happening]) -> tuple[Stop, ...]:
    """Happenings, in the order of the history, joined into stops."""
    return tuple(Stop(tuple(told)) for _key, told in groupby(happenings, _together))


@dataclass(frozen=True, slots=True)
class Year:
    """The stops of one year; `year` is None for what is to come on a day nobody knows."""

    year: int | None
    stops: tuple[Stop, ...]


def years_of(stops: Sequence[Stop]) -> tuple[Year, ...]:
    """Stops by year, in order."""
    by_year = groupby(stops, lambda stop: stop.day.year if stop.day else None)
    return tuple(Year(year, tuple(told)) for year, told in by_year)


@dataclass(frozen=True, slots=True)
class SideBySide:
    """What a decision is for everybody, and what it is for each side alone.

    `columns` has a column for each side, also for one that nothing was decided for, wherever the
    sides differ; otherwise it is empty.
    """

    common: tuple[ClauseInHistory, ...]
    columns: tuple[tuple[Labelled, tuple[ClauseInHistory, ...]], ...]


def side_by_side(clauses: Sequence[ClauseInHistory]) -> SideBySide:
    """Clauses parted by the side they are for."""
    common = tuple(one for one in clauses if one.side is None)
    of_sides = [one for one in clauses if one.side is not None]
    if not of_sides:
        return SideBySide(common, ())
    columns = tuple(
        (label, tuple(one for one in of_sides if one.side and one.side.value == label.value))
        for label in _sides()
    )
    return SideBySide(common, columns)


def _sides() -> tuple[Labelled, ...]:
    return tuple(labelled(Side, side) for side in (Side.REGION, Side.MUNICIPALITIES))


@dataclass(frozen=True, slots=True)
class Points:
    """The points of a proposal with what became of each: one verdict for all, or one a side."""

    rows: tuple[PointRow, ...]
    parted: bool
    """Some point had another outcome for one side than for the other, or for one side alone."""
    settled: bool
    """Something became of some point."""


@dataclass(frozen=True, slots=True)
class PointRow:
    """A point and its outcome: for all, for the region, for the municipalities; None if none."""

    point: PointInHistory
    region: Labelled | None
    municipalities: Labelled | None

    @property
    def alike(self) -> bool:
        """Whether it is the same for both sides."""
        return self.region == self.municipalities


def points_of(points: Sequence[PointInHistory]) -> Points:
    """Points with their outcomes side by side."""
    rows = []
    for point in points:
        told = {one.side.value if one.side else "": one.verdict for one in point.verdicts}
        for_all = told.get("")
        rows.append(
            PointRow(
                point,
                told.get(Side.REGION, for_all),
                told.get(Side.MUNICIPALITIES, for_all),
            )
        )
    return Points(
        tuple(rows),
        parted=any(not row.alike for row in rows),
        settled=any(row.region or row.municipalities for row in rows),
    )


def lanes_of(page: MatterPage) -> tuple[BodyRef | None, ...]:
    """The bodies the matter has been through, as it came to them, and where it was sent.

    None stands for what nobody has said where it happened.
    """
    found: dict[BodyRef | None, None] = {}
    for one in page.happenings:
        found.setdefault(one.body, None)
        if one.to_body is not None:
            found.setdefault(one.to_body, None)
    return tuple(found)
