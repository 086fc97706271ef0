"""The room that a PDF leaves between words and between lines, as blanks and empty lines.

The text of a PDF has one blank between two words and one line end between two lines, however far
apart they were drawn. Where each word begins tells the rest: a gap in a line that is clearly wider
than those between words parts columns, and a step from one line to the next that is clearly longer
than the usual one on the page parts paragraphs.

To ask where a letter stands costs about as much as all else that is done with it, so only the
first and last letter of each line is asked for, and those of its words where the line is wider
than its letters are.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import deque
from ctypes import PYFUNCTYPE, addressof, c_double, c_float, c_int, c_void_p, cast, sizeof
from itertools import pairwise, repeat
from math import hypot, inf
from statistics import median
from typing import TYPE_CHECKING, NamedTuple

from pypdfium2 import raw

from handslag.source.reading.pdf_layout import COLUMN_GAP, is_mark

if TYPE_CHECKING:
    from collections.abc import Sequence
    from ctypes import Array

    import pypdfium2

_LINE = re.compile("[^\\s\x02\ufffe][^\r\n\x02\ufffe]*")
_WORD = re.compile("[^\\s\x02\ufffe]+")

_origin = PYFUNCTYPE(c_int, c_void_p, c_int, c_void_p, c_void_p)(
    cast(raw.FPDFText_GetCharOrigin, c_void_p).value or 0
)
"""pdfium's function, told of plain addresses: twice as quick to call as with typed pointers."""
_box = PYFUNCTYPE(c_int, c_void_p, c_int, c_void_p, c_void_p, c_void_p, c_void_p)(
    cast(raw.FPDFText_GetCharBox, c_void_p).value or 0
)
_matrix = PYFUNCTYPE(c_int, c_void_p, c_int, c_void_p)(
    cast(raw.FPDFText_GetMatrix, c_void_p).value or 0
)
_font_size = PYFUNCTYPE(c_double, c_void_p, c_int)(
    cast(raw.FPDFText_GetFontSize, c_void_p).value or 0
)

_NARROW = "iljtfrI.,:;-()[]!'| "
_WIDE = "mwMW@—%…"
_PARTS = bytes(
    (5 if letter in _NARROW else 16 if letter in _WIDE else 13 if letter.isupper() else 10)
    for letter in bytes(range(256)).decode("cp1252", "replace")
)
"""The widths of letters in most type, as parts of no matter how large."""

_WIDEST_PART = 0.062
"""How wide such a part is at most, in sizes of the type; in typewriter's type it is 0.06."""

_LONG_ENOUGH = 200
"""How many parts wide a line is, at least, by which others are judged."""
_ENOUGH = 8
"""How many such lines it takes to judge by them."""
_BENT = 0.5
"""How far its last letter is from the height of its first where a line is several."""
_LETTER = 0.42
"""Less than the mean width of letters, in sizes of the type; wider words are looked at closely."""
_ROOM = 0.7
"""How much wider than reckoned a line may be without being looked at, in sizes of the type."""

_LETTERS_AT_LEAST, _LETTERS_AT_MOST, _LETTERS = 0.25, 1.0, 0.5
"""What the mean width can be and mostly is. Fonts drawn as pictures may tell any size."""

_GAP = 1.5
"""The least gap that parts columns, in sizes of the type; two blanks of equal width are less."""
_LONE_GAP = 1.75
"""The same where the line has no other blank to compare with."""
_SURE_GAP = 3.0
"""The same where the line's blanks are all alike, as in a justified line."""
_TIMES = 1.35
"""How many times the line's least blank those are that are not like it."""
_AFTER_MARK = 6.0
"""The least gap that parts columns after a number or a list's mark, which often stand apart."""

_LONGER = 1.25
"""How many times the usual step one is that parts paragraphs. Six points at 1.5 lines are 1.29."""
_MORE = 0.25
"""How much longer than the usual step it is at least, in sizes of the type."""
_FEW = 3
"""Steps from which can be told which one is usual."""
_WIDEST_USUAL = 2.0
"""More than this lines are seldom apart, in sizes of the type; two shorter steps tell otherwise."""
_CLOSE_PART = 5
"""Of how many steps one at least is between lines of one paragraph."""
_LOWER_PART = 4
"""The same of steps to lines that begin with a small letter, most of which go on."""
_BELOW = 0.75
"""How much the lower of two lines has to do with the step between them: letters rise above their
line three times as much as they hang below it."""


class Line(NamedTuple):
    """A line as it was drawn."""

    start: int
    """Where in the drawn text its first word begins."""
    end: int
    left: float
    """Where it begins, to the right as the page is looked at."""
    right: float
    """Where its last character begins."""
    base: float
    """The line its first word stands on, downwards."""
    last: float
    """The line its last word stands on."""
    size: float
    """The size of the type."""
    gaps: tuple[tuple[int, int], ...] = ()
    """From where to where in the drawn text the gaps go that part columns."""


Piece = tuple[str, int, int]
"""What stands before it, and from where to where in the drawn text it goes."""


class Step(NamedTuple):
    """A line as it is read, for its distance to the one before."""

    base: float
    """The line its first word stands on, downwards."""
    lowest: float
    """The lowest line that any of its words stands on."""
    size: float
    lower: bool
    """Whether it begins as lines do that go on with a sentence."""
    cells: bool
    """Whether it is a row of columns."""


def lines_of(
    textpage: pypdfium2.PdfTextPage, drawn: str, indices: Sequence[int], rotation: int
) -> list[Line]:
    """The drawn lines that have words, in the order they were drawn.

    `indices` tells which of pdfium's characters each of the drawn text is, `rotation` by how many
    degrees the page is turned when it is looked at.
    """
    sight = _Sight(cast(textpage.raw, c_void_p).value, indices, rotation)
    spans = [line.span() for line in _LINE.finditer(drawn)]
    lines = _plausible(sight.lines(spans))
    wide: list[int] = []
    out: list[Line] = []
    for line, width in zip(lines, _widths(drawn, lines), strict=True):
        if abs(line.last - line.base) > _BENT * line.size:
            parts = _unbent(sight, drawn, line)
            wide += range(len(out), len(out) + len(parts))
            out += parts
            continue
        if line.right - line.left > width + _ROOM * line.size:
            wide.append(len(out))
        out.append(line)
    words = [
        [word.span() for word in _WORD.finditer(drawn, out[at].start, out[at].end)] for at in wide
    ]
    lefts, _bases = sight.origins([start for line in words for start, _end in line])
    first = 0
    for at, found in zip(wide, words, strict=True):
        out[at] = _with_gaps(sight, drawn, out[at], found, lefts[first : first + len(found)])
        first += len(found)
    return out


class _Sight:
    """Sees where characters of the drawn text stand when the page is looked at."""

    def __init__(self, handle: int | None, indices: Sequence[int], rotation: int) -> None:
        self._handle = handle
        self._indices = indices
        self._rotation = rotation

    def origins(self, wanted: Sequence[int]) -> tuple[list[float], list[float]]:
        """Where characters begin, to the right, and which line they stand on, downwards."""
        xs, ys = (c_double * len(wanted))(), (c_double * len(wanted))()
        which = map(self._indices.__getitem__, wanted)
        deque(map(_origin, repeat(self._handle), which, _each(xs), _each(ys)), maxlen=0)
        if self._rotation == 90:
            return ys[:], xs[:]
        if self._rotation == 180:
            return [-x for x in xs], ys[:]
        if self._rotation == 270:
            return [-y for y in ys], [-x for x in xs]
        return xs[:], [-y for y in ys]

    def rights(self, wanted: Sequence[int]) -> list[float]:
        """Where the ink of characters ends."""
        edges = [(c_double * len(wanted))() for _ in range(4)]
        which = map(self._indices.__getitem__, wanted)
        deque(map(_box, repeat(self._handle), which, *map(_each, edges)), maxlen=0)
        left, right, bottom, top = edges
        if self._rotation in (90, 270):
            return top[:] if self._rotation == 90 else [-y for y in bottom]
        return [-x for x in left] if self._rotation == 180 else right[:]

    def lines(self, spans: Sequence[tuple[int, int]]) -> list[Line]:
        """The lines that go from and up to there."""
        lefts, bases = self.origins([start for start, _end in spans])
        rights, lasts = self.origins([end - 1 for _start, end in spans])
        sizes = self._sizes([start for start, _end in spans])
        return [
            Line(start, end, left, right, base, last, size)
            for (start, end), left, right, base, last, size in zip(
                spans, lefts, rights, bases, lasts, sizes, strict=True
            )
        ]

    def _sizes(self, wanted: Sequence[int]) -> list[float]:
        matrices = (c_float * (6 * len(wanted)))()
        start = addressof(matrices)
        into = range(start, start + sizeof(matrices), 6 * sizeof(c_float))
        which = [self._indices[at] for at in wanted]
        deque(map(_matrix, repeat(self._handle), which, into), maxlen=0)
        scales = map(hypot, matrices[2::6], matrices[3::6])
        sizes = map(_font_size, repeat(self._handle), which)
        return [abs(size * scale) for size, scale in zip(sizes, scales, strict=True)]


def _each(array: Array[c_double]) -> range:
    """The addresses of its numbers."""
    start = addressof(array)
    return range(start, start + sizeof(array), sizeof(c_double))


def _plausible(lines: list[Line]) -> list[Line]:
    """The lines with their sizes put right where letters would be wider or narrower than any."""
    widths = [
        abs(line.right - line.left) / (line.end - 1 - line.start) / line.size
        for line in lines
        if line.end - line.start > 1 and line.size
    ]
    width = median(widths) if widths else _LETTERS
    if not width or _LETTERS_AT_LEAST <= width <= _LETTERS_AT_MOST:
        return [line if line.size else line._replace(size=1.0) for line in lines]
    scale = width / _LETTERS
    return [line._replace(size=(line.size or 1.0) * scale) for line in lines]


def _widths(drawn: str, lines: Sequence[Line]) -> list[float]:
    """How wide the lines would be without gaps.

    Reckoned both as type of equal width and as any other, and taken from what fits the page more
    evenly; more than a third of its lines are taken to have no gap.
    """
    best, ratio, evenness = [0.0] * len(lines), 0.0, inf
    equal = [10 * (line.end - 1 - line.start) * line.size for line in lines]
    parts = drawn.encode("cp1252", "replace").translate(_PARTS)
    other = [sum(parts[line.start : line.end - 1]) * line.size for line in lines]
    for reckoned in (equal, other):
        ratios = sorted(
            (line.right - line.left) / width
            for line, width in zip(lines, reckoned, strict=True)
            if width >= _LONG_ENOUGH * line.size and line.base == line.last
        )
        if len(ratios) < _ENOUGH:
            break
        first, middle = ratios[len(ratios) // 8], ratios[len(ratios) * 3 // 8]
        if first > 0 and middle / first < evenness:
            best, ratio, evenness = reckoned, middle, middle / first
    return [min(ratio, _WIDEST_PART) * width for width in best]


def _unbent(sight: _Sight, drawn: str, line: Line) -> list[Line]:
    """The lines that one is which goes back to the left: columns that were drawn across."""
    starts = [word.start() for word in _WORD.finditer(drawn, line.start, line.end)]
    lefts, _bases = sight.origins(starts)
    begins = [
        line.start,
        *(
            start
            for start, (before, left) in zip(starts[1:], pairwise(lefts), strict=True)
            if left < before
        ),
    ]
    spans = zip(begins, [*begins[1:], line.end], strict=True)
    return [part._replace(size=line.size) for part in sight.lines(list(spans))]


def _with_gaps(
    sight: _Sight,
    drawn: str,
    line: Line,
    words: Sequence[tuple[int, int]],
    lefts: Sequence[float],
) -> Line:
    room, letter = _GAP * line.size, _LETTER * line.size
    if not any(
        after - left > room + letter * (end - start)
        for (start, end), left, after in zip(words, lefts, lefts[1:], strict=False)
    ):
        return line
    rights = sight.rights([end - 1 for _start, end in words[:-1]])
    blanks = [left - right for left, right in zip(lefts[1:], rights, strict=True)]
    return line._replace(
        gaps=tuple(
            (words[place][1], words[place + 1][0])
            for place in _widest(blanks, line.size)
            if blanks[place] >= _AFTER_MARK * line.size
            or not is_mark(drawn[line.start : words[place][1]])
        )
    )


def parted(steps: Sequence[Step]) -> list[int]:
    """Which lines stand clearly further below the one before than lines of a paragraph do."""
    distances = [_distance(above, below) for above, below in pairwise(steps)]
    usual = _usual(
        [
            (distance, below.lower)
            for distance, below in zip(distances, steps[1:], strict=True)
            if distance > _MORE
        ]
    )
    return [
        number
        for number, (distance, row) in enumerate(
            zip(distances, _rows(steps, distances), strict=True), start=1
        )
        if distance > max(_MORE + max(usual, row), _LONGER * max(usual, row))
    ]


def spaced_as_drawn(drawn: str, lines: Sequence[Line]) -> list[Piece] | None:
    """The drawn text with its gaps opened and its paragraphs parted; None where it has neither."""
    steps = [
        Step(
            line.base,
            max(line.base, line.last),
            line.size,
            _goes_on(drawn, line.start),
            bool(line.gaps),
        )
        for line in lines
    ]
    gaps = [gap for line in lines for gap in line.gaps]
    starts = (_line_start(drawn, lines[number].start) for number in parted(steps))
    empty = [(start, start) for start in starts if start]
    if not gaps and not empty:
        return None
    return _opened([("", 0, len(drawn))], gaps, empty)


def spaced(drawn: str, pieces: Sequence[Piece], lines: Sequence[Line]) -> list[Piece]:
    """The same for pieces that were put in order: line ends, or what else parts them, before each.

    None of them goes over a line's end.
    """
    if not lines:
        return list(pieces)
    steps, begins = _read_steps(drawn, pieces, lines)
    apart = {begins[number] for number in parted(steps)}
    return _opened(
        [
            ("\n\n", start, end) if at in apart else (before, start, end)
            for at, (before, start, end) in enumerate(pieces)
        ],
        [gap for line in lines for gap in line.gaps],
        [],
    )


def _widest(blanks: Sequence[float], size: float) -> list[int]:
    """Which blanks of a line are gaps."""
    least = _GAP * size
    narrow = min(blanks)
    if narrow < least:
        least = max(least, _TIMES * narrow)
    elif len(blanks) == 1:
        least = _LONE_GAP * size
    elif max(blanks) < _TIMES * narrow:  # all alike, as where a few words fill a line
        least = _SURE_GAP * size
    return [place for place, blank in enumerate(blanks) if blank >= least]


def _distance(above: Step, below: Step) -> float:
    """How far below, in sizes of the type."""
    size = _BELOW * below.size + (1 - _BELOW) * above.size
    return (below.base - above.lowest) / size


def _usual(steps: Sequence[tuple[float, bool]]) -> float:
    """The step from line to line inside paragraphs, which is the shortest that comes often."""
    if len(steps) < _FEW:
        return _WIDEST_USUAL
    usual = sorted(distance for distance, _lower in steps)[len(steps) // _CLOSE_PART]
    flowing = sorted(distance for distance, lower in steps if lower)
    if len(flowing) > 1:
        return min(usual, flowing[len(flowing) // _LOWER_PART])
    if usual > _WIDEST_USUAL:  # a page of single lines
        return min(usual, sorted(distance for distance, _lower in steps)[1])
    return usual


def _rows(steps: Sequence[Step], distances: Sequence[float]) -> list[float]:
    """For each line but the first the shortest step between the rows of its table, or 0.

    Rows of a table may all stand further apart than lines of a paragraph.
    """
    shortest = [0.0] * len(distances)
    first = 0
    for at in range(len(distances) + 1):
        if at < len(distances) and steps[at].cells and steps[at + 1].cells:
            continue
        rows = [step for step in distances[first:at] if step > _MORE]
        shortest[first:at] = [min(rows, default=0.0)] * (at - first)
        first = at + 1
    return shortest


def _line_start(drawn: str, start: int) -> int:
    """Where the line begins whose first word begins there; 0 where it is in midst of one."""
    while start and drawn[start - 1] not in "\r\n" and drawn[start - 1].isspace():
        start -= 1
    return start if drawn[start - 1 : start] in ("\r", "\n") else 0


def _read_steps(
    drawn: str, pieces: Sequence[Piece], lines: Sequence[Line]
) -> tuple[list[Step], list[int]]:
    """The lines as they are read, with the piece that each begins with."""
    starts = [line.start for line in lines]
    steps: list[Step] = []
    begins: list[int] = []
    for at, (before, start, end) in enumerate(pieces):
        line = lines[max(bisect_right(starts, start) - 1, 0)]
        base = line.base if start <= line.start else line.last
        if not steps or before == "\n":
            cells = any(start < gap < end for gap, _after in line.gaps)
            steps.append(Step(base, base, line.size, _goes_on(drawn, start), cells))
            begins.append(at)
        else:
            lowest = max(base, steps[-1].lowest)
            cells = steps[-1].cells or before == COLUMN_GAP
            steps[-1] = steps[-1]._replace(lowest=lowest, cells=cells)
    return steps, begins


def _goes_on(drawn: str, start: int) -> bool:
    """Whether a line begins with a small letter, as lines do that go on with a sentence.

    "att" begins the clauses of a decision, and an address stands alone in a letterhead, whose lines
    may be closer than those of any paragraph.
    """
    if not drawn[start].islower() or drawn.startswith(("att ", "www.", "http"), start):
        return False
    first = _FIRST_WORD.match(drawn, start)
    return first is None or "@" not in first.group()


_FIRST_WORD = re.compile(r"\S+")


def _opened(
    pieces: Sequence[Piece], gaps: Sequence[tuple[int, int]], empty: Sequence[tuple[int, int]]
) -> list[Piece]:
    """The pieces with gaps as wide as those between columns, and empty lines put in."""
    cuts = sorted([(*gap, COLUMN_GAP) for gap in gaps] + [(*place, "\n") for place in empty])
    out: list[Piece] = []
    for piece in pieces:
        before, start, last = piece
        for at in range(bisect_right(cuts, (start, last)), len(cuts)):
            end, after, put = cuts[at]
            if after >= last:
                break
            out.append((before, start, end))
            before, start = put, after
        out.append((before, start, last))
    return out
