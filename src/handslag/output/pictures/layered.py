"""A picture of things that lead on to others, in rows: whatever leads on stands beneath. Pure.

The way of Sugiyama, Tagawa and Toda: each thing gets a row beneath all that it leads to, no row is
given more than a few (as Coffman and Graham do), a line that passes a row gets a place in it of its
own, the order in each row is chosen so that few lines cross, and then all are moved sideways
towards those they are joined to. So no two boxes overlap, and no line passes over a box.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from handslag.output.pictures.lettering import lines_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

WIDTH = 208.0
"""How wide a box is, in pixels."""
PADDING = 12.0
SIZE, LINE = 14.0, 19.0
"""The height of a box's letters, and of its lines."""
NOTE_SIZE, NOTE_LINE = 12.5, 18.0
GAP, BETWEEN_ROWS, MARGIN = 28.0, 76.0, 16.0
LANE, BESIDE = 12.0, 14.0
"""How much room a line has where it passes a row, and between it and a box."""
MOST_IN_A_ROW = 5
_SWEEPS = 8


class Thing(NamedTuple):
    """Something to draw: its id, its name, and a few words beneath."""

    id: int
    name: str
    note: str


class Leads(NamedTuple):
    """One thing leads on to another, in one way of several."""

    kind: str
    from_id: int
    to_id: int


@dataclass(frozen=True, slots=True)
class Box:
    """A thing in its place: its corner, its size, and its words line by line.

    Each line stands at `x` and the y of its own, from which letters rise.
    """

    id: int
    x: float
    y: float
    width: float
    height: float
    lines: tuple[tuple[float, str], ...]
    notes: tuple[tuple[float, str], ...]

    @property
    def text_x(self) -> float:
        """Where the words begin."""
        return self.x + PADDING


@dataclass(frozen=True, slots=True)
class Way:
    """A line from one box to another, as the points it bends through and as a path to draw."""

    kind: str
    from_id: int
    to_id: int
    points: tuple[tuple[float, float], ...]

    @property
    def path(self) -> str:
        """The line as SVG writes it: straight through rows, curved between them."""
        x, y = self.points[0]
        drawn = [f"M{x:.1f} {y:.1f}"]
        for (x, y), (to_x, to_y) in pairwise(self.points):
            if abs(x - to_x) < 0.05:
                drawn.append(f"L{to_x:.1f} {to_y:.1f}")
            else:
                half = (y + to_y) / 2
                drawn.append(f"C{x:.1f} {half:.1f} {to_x:.1f} {half:.1f} {to_x:.1f} {to_y:.1f}")
        return " ".join(drawn)


@dataclass(frozen=True, slots=True)
class Picture:
    """All in its place, and how large the whole is, in pixels. Boxes stand row by row."""

    width: float
    height: float
    boxes: tuple[Box, ...]
    ways: tuple[Way, ...]


@dataclass(slots=True)
class _Slot:
    """A place in a row: a thing's, or a lane that a line passes through."""

    key: tuple[int, ...]
    width: float
    x: float = 0.0
    """Where its middle is."""


def layered(things: Sequence[Thing], leads: Iterable[Leads]) -> Picture:
    """The picture of these things. What leads to itself, or to what is not there, is left out.

    The same things in the same order give the same picture. Where things lead round in a circle,
    one of the lines of the circle points downwards.
    """
    there = {thing.id for thing in things}
    known = dict.fromkeys(
        one for one in leads if {one.from_id, one.to_id} <= there and one.from_id != one.to_id
    )
    upward = _upward([thing.id for thing in things], list(known))
    row_of = _rows([thing.id for thing in things], upward)
    rows, lanes = _slots(things, row_of, list(known))
    _order(rows, lanes)
    _move(rows, lanes)
    return _drawn(things, rows, row_of, lanes)


def _upward(ids: Sequence[int], leads: Sequence[Leads]) -> dict[int, list[int]]:
    """For each thing those above it; what would close a circle is left out."""
    onward: dict[int, list[int]] = {id_: [] for id_ in ids}
    for one in leads:
        if one.to_id not in onward[one.from_id]:
            onward[one.from_id].append(one.to_id)
    state: dict[int, int] = {}
    for start in ids:
        if start in state:
            continue
        state[start] = 1
        stack = [(start, list(onward[start]))]
        while stack:
            id_, left = stack[-1]
            if not left:
                state[id_] = 2
                stack.pop()
                continue
            following = left.pop(0)
            if state.get(following) == 1:
                onward[id_].remove(following)
            elif following not in state:
                state[following] = 1
                stack.append((following, list(onward[following])))
    return onward


def _rows(ids: Sequence[int], upward: Mapping[int, Sequence[int]]) -> dict[int, int]:
    """The row of each thing, beneath all those above it, with room for no more than a few.

    Those that lead nowhere and that nothing leads to stand last, beneath all others.
    """
    joined = {one for id_, above in upward.items() for one in (id_, *above) if above}
    beneath: dict[int, list[int]] = defaultdict(list)
    for id_, above in upward.items():
        for one in above:
            beneath[one].append(id_)
    row_of: dict[int, int] = {}
    count: dict[int, int] = defaultdict(int)
    waiting = {id_: len(above) for id_, above in upward.items()}
    ready = [id_ for id_ in ids if waiting[id_] == 0 and id_ in joined]
    while ready:
        id_ = ready.pop(0)
        row = 1 + max((row_of[one] for one in upward[id_]), default=-1)
        while count[row] >= MOST_IN_A_ROW:
            row += 1
        row_of[id_] = row
        count[row] += 1
        for one in beneath[id_]:
            waiting[one] -= 1
            if waiting[one] == 0:
                ready.append(one)
    last = max(count, default=-1) + 1
    alone = (id_ for id_ in ids if id_ not in joined)
    return row_of | {id_: last + place // MOST_IN_A_ROW for place, id_ in enumerate(alone)}


_Lanes = dict[Leads, list[_Slot]]
"""Each line's slots, the upper end first: a box, the lanes it passes, a box."""


def _slots(
    things: Sequence[Thing], row_of: Mapping[int, int], leads: Sequence[Leads]
) -> tuple[list[list[_Slot]], _Lanes]:
    rows: list[list[_Slot]] = [[] for _ in range(max(row_of.values(), default=-1) + 1)]
    own: dict[int, _Slot] = {}
    for thing in things:
        own[thing.id] = _Slot((thing.id,), WIDTH)
        rows[row_of[thing.id]].append(own[thing.id])
    lanes: _Lanes = {}
    for number, one in enumerate(leads):
        upper, lower = sorted((one.from_id, one.to_id), key=lambda id_: (row_of[id_], id_))
        passes = []
        for row in range(row_of[upper] + 1, row_of[lower]):
            slot = _Slot((-1, number, row), LANE)
            rows[row].append(slot)
            passes.append(slot)
        lanes[one] = [own[upper], *passes, own[lower]]
    return rows, lanes


def _neighbours(lanes: _Lanes) -> tuple[dict[int, list[_Slot]], dict[int, list[_Slot]]]:
    """The slots that each slot (by identity) is joined to, above and beneath."""
    above: dict[int, list[_Slot]] = defaultdict(list)
    beneath: dict[int, list[_Slot]] = defaultdict(list)
    for slots in lanes.values():
        for upper, lower in pairwise(slots):
            above[id(lower)].append(upper)
            beneath[id(upper)].append(lower)
    return above, beneath


def _order(rows: list[list[_Slot]], lanes: _Lanes) -> None:
    """Sort each row by the middle of what its slots are joined to, down and up some times."""
    above, beneath = _neighbours(lanes)
    for sweep in range(_SWEEPS):
        down = sweep % 2 == 0
        joined = above if down else beneath
        place = {id(slot): at / len(row) for row in rows for at, slot in enumerate(row)}
        for row in rows if down else reversed(rows):

            def middle(
                slot: _Slot,
                joined: dict[int, list[_Slot]] = joined,
                place: dict[int, float] = place,
            ) -> float:
                others = [place[id(other)] for other in joined[id(slot)]]
                return sum(others) / len(others) if others else place[id(slot)]

            row.sort(key=middle)
            place |= {id(slot): at / len(row) for at, slot in enumerate(row)}


def _move(rows: list[list[_Slot]], lanes: _Lanes) -> None:
    """Give each slot its middle: near what it is joined to, never nearer another than it may."""
    above, beneath = _neighbours(lanes)
    for row in rows:
        _place(row, [0.0] * len(row))
    for sweep in range(_SWEEPS):
        for row in rows if sweep % 2 == 0 else reversed(rows):
            wanted = []
            for slot in row:
                others = [other.x for other in (*above[id(slot)], *beneath[id(slot)])]
                wanted.append(sum(others) / len(others) if others else slot.x)
            _place(row, wanted)
    left = min((slot.x - slot.width / 2 for row in rows for slot in row), default=0.0)
    for row in rows:
        for slot in row:
            slot.x += MARGIN - left


def _place(row: list[_Slot], wanted: Sequence[float]) -> None:
    """Put a row's slots as near to where they are wanted as their order and widths let them.

    Half way between being pushed to the right and being pushed to the left: both keep the room
    between them, and so does what is half way.
    """
    apart = [
        (one.width + other.width) / 2 + _between(one.width, other.width)
        for one, other in pairwise(row)
    ]
    right = list(wanted)
    for at, room in enumerate(apart):
        right[at + 1] = max(right[at + 1], right[at] + room)
    left = list(wanted)
    for at in range(len(apart) - 1, -1, -1):
        left[at] = min(left[at], left[at + 1] - apart[at])
    for slot, one, other in zip(row, right, left, strict=True):
        slot.x = (one + other) / 2


def _between(width: float, other: float) -> float:
    """The room between two slots: two boxes, a box and a lane, or two lanes, which need none."""
    boxes = (width > LANE) + (other > LANE)
    return (0.0, BESIDE, GAP)[boxes]


def _drawn(
    things: Sequence[Thing],
    rows: list[list[_Slot]],
    row_of: Mapping[int, int],
    lanes: _Lanes,
) -> Picture:
    inner = WIDTH - 2 * PADDING
    names = {one.id: lines_of(one.name, inner, SIZE) for one in things}
    notes = {one.id: lines_of(one.note, inner, NOTE_SIZE) if one.note else () for one in things}
    heights = {
        id_: 2 * PADDING + len(lines) * LINE + len(notes[id_]) * NOTE_LINE
        for id_, lines in names.items()
    }
    tops, y = [], MARGIN
    for row in rows:
        tops.append(y)
        y += max(heights[slot.key[0]] for slot in row if slot.key[0] >= 0) + BETWEEN_ROWS
    bottoms = [top - BETWEEN_ROWS for top in tops[1:]] + [y - BETWEEN_ROWS]
    boxes = {}
    for number, row in enumerate(rows):
        for slot in row:
            if slot.key[0] >= 0:
                id_ = slot.key[0]
                corner = (slot.x - WIDTH / 2, tops[number])
                boxes[id_] = _box(id_, corner, heights[id_], names[id_], notes[id_])
    ways = _ways(boxes, row_of, lanes, tops, bottoms)
    width = max((slot.x + slot.width / 2 for row in rows for slot in row), default=0.0) + MARGIN
    height = bottoms[-1] + MARGIN if rows else 2 * MARGIN
    return Picture(width, height, tuple(boxes.values()), ways)


def _box(
    id_: int,
    corner: tuple[float, float],
    height: float,
    lines: Sequence[str],
    notes: Sequence[str],
) -> Box:
    x, y = corner
    beneath = y + PADDING + len(lines) * LINE
    return Box(
        id=id_,
        x=x,
        y=y,
        width=WIDTH,
        height=height,
        lines=tuple((y + PADDING + (at + 0.75) * LINE, line) for at, line in enumerate(lines)),
        notes=tuple((beneath + (at + 0.8) * NOTE_LINE, line) for at, line in enumerate(notes)),
    )


def _ways(
    boxes: Mapping[int, Box],
    row_of: Mapping[int, int],
    lanes: _Lanes,
    tops: Sequence[float],
    bottoms: Sequence[float],
) -> tuple[Way, ...]:
    ports = _ports(boxes, lanes)
    ways = []
    for one, slots in lanes.items():
        upper, lower = boxes[slots[0].key[0]], boxes[slots[-1].key[0]]
        row = row_of[upper.id]
        points = [(ports[one, upper.id], upper.y + upper.height)]
        if points[0][1] < bottoms[row]:
            points.append((points[0][0], bottoms[row]))  # straight down past taller boxes
        for slot in slots[1:-1]:
            row += 1
            points += [(slot.x, tops[row]), (slot.x, bottoms[row])]
        points.append((ports[one, lower.id], lower.y))
        if one.from_id == lower.id:
            points.reverse()
        ways.append(Way(one.kind, one.from_id, one.to_id, tuple(points)))
    return tuple(ways)


def _ports(boxes: Mapping[int, Box], lanes: _Lanes) -> dict[tuple[Leads, int], float]:
    """Where on a box each of its lines begins or ends: spread, in the order they go off in."""
    sides: dict[tuple[int, bool], list[tuple[float, int, Leads]]] = defaultdict(list)
    for number, (one, slots) in enumerate(lanes.items()):
        sides[slots[0].key[0], True].append((slots[1].x, number, one))
        sides[slots[-1].key[0], False].append((slots[-2].x, number, one))
    ports = {}
    for (id_, _below), ends in sides.items():
        box = boxes[id_]
        for at, (_x, _number, one) in enumerate(sorted(ends, key=lambda end: end[:2]), 1):
            ports[one, id_] = box.x + box.width * at / (len(ends) + 1)
    return ports
