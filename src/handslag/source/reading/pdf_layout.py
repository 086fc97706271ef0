"""The order in which the pieces of a page are read, worked out from where they stand.

A PDF draws its words in any order it likes. Most programs draw them as they are read, some draw a
table column by column, a frame last of all, or two columns line by line. What is seen on the page
decides here, and the order of drawing only where sight leaves a choice: how the lines of a table's
cells belong together.

Rows are found first, then bands of rows through which the same upright gaps run. A band is read
down its columns where these hold running text, cell by cell where cells hold several lines, and
else along its rows, with three blanks between the cells, which is how the parser knows columns.

Pure: nothing here knows of PDF. Lengths are in any unit, `top` less than `bottom`.
"""

from __future__ import annotations

import re
from itertools import pairwise
from statistics import median
from typing import NamedTuple

COLUMN_GAP = "   "
"""What stands between the cells of a table's row."""

MOST_SEGMENTS = 5_000
"""A page of more pieces than this is no page that people read; it is left as it was drawn."""

NARROW = 0.6
"""The least gap between two pieces of one line that stand apart, in heights of the letters."""
WIDE = 1.2
"""The gap from which they are cells of a row rather than words, in heights of the letters."""

_FAR = 4.0
"""Rows with a larger gap between them than this belong to no common table; heights of letters."""
_NEAR = 0.9
"""The largest gap between two lines of one paragraph, in heights of the letters."""
_SAME_ROW = 0.5
"""Pieces share a row where they overlap by this part of the lower one's height."""
BESIDE = 0.2
"""Pieces that overlap by this much stand beside one another, so that rows which do are no rows but
columns whose lines stand at different heights."""
_UPRIGHT = 3
"""Something more than this many times as high as it is wide is written upwards."""

_PROSE_LINES = 3
_SHORT = 80
"""Characters of a cell that is put on one line though it is printed on several."""
_FULL = 0.6
_LOWER = 0.3

_MARK = re.compile(r"(?:§§?\s?)?\d{1,3}[\d.]{0,8}[.):]?$|§§?$|[-–•·▪○➢✓*]$|[A-Za-zÅÄÖåäö][.)]$")
"""What stands before a heading or a list's item, rather than in a column of its own."""


class Segment(NamedTuple):
    """Characters `start` up to `end` as they were drawn, in one stretch on one line."""

    start: int
    end: int
    left: float
    top: float
    right: float
    bottom: float
    text: str

    @property
    def height(self) -> float:
        """Height of what is seen."""
        return self.bottom - self.top


class Row(NamedTuple):
    """Pieces that stand beside one another, from left to right."""

    segments: tuple[Segment, ...]
    top: float
    bottom: float
    tangled: bool = False
    """Whether the lines of its columns stand at different heights, so that they are no rows."""


Line = list[Segment]
Gap = tuple[float, float]


def arranged(segments: list[Segment]) -> list[tuple[str, Segment]]:
    """All pieces in reading order, each with what stands before it: a line end or blanks."""
    lying = [piece for piece in segments if not _is_upright(piece)]
    if len(segments) > MOST_SEGMENTS or 2 * len(lying) <= len(segments):
        return _with_ends([[piece] for piece in segments], 1.0)
    height = median(piece.height for piece in lying) or 1.0
    lines: list[Line] = []
    for band, gaps in _bands(_rows(lying), height):
        lines += _read_band(band, gaps, height)
    lines += [[piece] for piece in segments if _is_upright(piece)]
    return _with_ends(lines, height)


def is_mark(words: str) -> bool:
    """Whether a gap after these words, first on their line, parts no columns."""
    return _MARK.match(words) is not None


def _is_upright(piece: Segment) -> bool:
    width = piece.right - piece.left
    return len(piece.text) > 1 and piece.height > _UPRIGHT * width


def _with_ends(lines: list[Line], height: float) -> list[tuple[str, Segment]]:
    out: list[tuple[str, Segment]] = []
    for line in lines:
        end = "\n" if out else ""
        for place, piece in enumerate(line):
            out.append((end if place == 0 else _blanks(line, place, height), piece))
    return out


def _blanks(line: Line, place: int, height: float) -> str:
    before, piece = line[place - 1], line[place]
    if place == 1 and is_mark(before.text):
        return " "
    if piece.top >= before.bottom - _SAME_ROW * before.height:  # a cell's next line
        return " "
    if before.top >= piece.bottom - _SAME_ROW * piece.height:  # a cell after one of several lines
        return COLUMN_GAP
    return COLUMN_GAP if piece.left - before.right >= WIDE * height else " "


def _rows(segments: list[Segment]) -> list[Row]:
    rows: list[Row] = []
    for piece in sorted(segments, key=lambda piece: (piece.top + piece.bottom, piece.left)):
        if rows and _overlap(rows[-1], piece) >= _SAME_ROW:
            rows[-1] = _added(rows[-1], (piece,), tangled=False)
        else:
            rows.append(Row((piece,), piece.top, piece.bottom))
    untangled: list[Row] = []
    for row in rows:
        if untangled and _entangled(untangled[-1], row):
            untangled[-1] = _added(untangled[-1], row.segments, tangled=True)
        else:
            untangled.append(row)
    return [
        row._replace(segments=tuple(sorted(row.segments, key=lambda piece: piece.left)))
        for row in untangled
    ]


def _overlap(row: Row, piece: Segment) -> float:
    shared = min(row.bottom, piece.bottom) - max(row.top, piece.top)
    return shared / (min(row.bottom - row.top, piece.height) or 1.0)


def _entangled(row: Row, other: Row) -> bool:
    shared = min(row.bottom, other.bottom) - max(row.top, other.top)
    lowest = min(piece.height for piece in other.segments) or 1.0
    if shared / lowest < BESIDE:
        return False
    last = [piece for piece in row.segments if piece.bottom > other.top]
    return not any(
        piece.left < beside.right and beside.left < piece.right
        for piece in other.segments
        for beside in last
    )


def _added(row: Row, pieces: tuple[Segment, ...], *, tangled: bool) -> Row:
    return Row(
        row.segments + pieces,
        min(row.top, *(piece.top for piece in pieces)),
        max(row.bottom, *(piece.bottom for piece in pieces)),
        row.tangled or tangled,
    )


def _bands(rows: list[Row], height: float) -> list[tuple[list[Row], list[Gap]]]:
    """Rows put together where upright gaps run through them; a row without any stands alone."""
    bands: list[tuple[list[Row], list[Gap]]] = []
    at = 0
    while at < len(rows):
        gaps = _gaps(rows[at], height)
        end = at + 1
        if gaps:
            end, gaps = _band_end(rows, at, gaps, height)
        bands.append((rows[at:end], gaps))
        at = end
    return bands


class _Band:
    """Rows that the same upright gaps run through, while they are being gathered."""

    def __init__(self, row: Row, gaps: list[Gap], height: float) -> None:
        self.gaps = gaps
        self.whole = 1
        """How many of its rows have more than one column."""
        self._height = height
        self._edges: set[tuple[int, int, int]] = set()
        self._note(row)

    def takes(self, row: Row) -> bool:
        """Whether the row has the same columns, or some of them, and if so takes it in."""
        gaps = [_narrowed(gap, row) for gap in self.gaps]
        if any(end - start < NARROW * self._height for start, end in gaps):
            return False
        first: dict[int, Segment] = {}
        for piece in row.segments:
            first.setdefault(_column(piece, gaps), piece)
        if not all(self._in_line(column, piece) for column, piece in first.items()):
            return False
        self.gaps = gaps
        self.whole += len(first) > 1
        self._note(row)
        return True

    def _note(self, row: Row) -> None:
        for piece in row.segments:
            column = _column(piece, self.gaps)
            for side, edge in enumerate(_edges(piece)):
                self._edges.add((column, side, round(edge / self._height)))

    def _in_line(self, column: int, piece: Segment) -> bool:
        return any(
            (column, side, round(edge / self._height) + off) in self._edges
            for side, edge in enumerate(_edges(piece))
            for off in (-1, 0, 1)
        )


def _edges(piece: Segment) -> tuple[float, float, float]:
    return piece.left, piece.right, (piece.left + piece.right) / 2


def _band_end(rows: list[Row], at: int, gaps: list[Gap], height: float) -> tuple[int, list[Gap]]:
    band = _Band(rows[at], gaps, height)
    last, gaps = at, band.gaps
    for place in range(at + 1, len(rows)):
        row, distance = rows[place], rows[place].top - rows[place - 1].bottom
        if distance > _FAR * height or not band.takes(row):
            break
        near = place == last + 1 and distance <= _NEAR * height
        longer = near and (band.whole >= _PROSE_LINES or row.segments[0].text[:1].islower())
        if longer or _column(row.segments[-1], band.gaps):
            last, gaps = place, band.gaps
    return last + 1, gaps


def _gaps(row: Row, height: float) -> list[Gap]:
    gaps: list[Gap] = []
    right = row.segments[0].right
    for piece in row.segments[1:]:
        if piece.left - right >= NARROW * height:
            gaps.append((right, piece.left))
        right = max(right, piece.right)
    return gaps


def _narrowed(gap: Gap, row: Row) -> Gap:
    """What is left of a gap where this row is put below it; nothing where the row stands in it."""
    start, end = gap
    for piece in row.segments:
        if piece.left <= start < piece.right:
            start = piece.right
        elif piece.left < end <= piece.right:
            end = piece.left
        elif start < piece.left and piece.right < end:
            return start, start
    return start, end


def _column(piece: Segment, gaps: list[Gap]) -> int:
    middle = (piece.left + piece.right) / 2
    return sum(middle > (start + end) / 2 for start, end in gaps)


def _read_band(band: list[Row], gaps: list[Gap], height: float) -> list[Line]:
    if not gaps:
        return [list(row.segments) for row in band]
    pieces = sorted(piece for row in band for piece in row.segments)
    cycles = _cycles(pieces, gaps)
    columns = _cells(pieces, gaps)
    many = max(len(lines) for lines in columns)
    if _are_prose(columns) and (not _below_one_another(cycles) or _by_line(cycles, many)):
        return [line for lines in columns for line in lines]
    if not _below_one_another(cycles):
        if any(row.tangled for row in band):
            return [line for lines in columns for line in lines]
        return [list(row.segments) for row in band]
    if len(cycles) == 1 and _are_rows([lines for lines in columns if lines]):
        return [list(row.segments) for row in band]
    return [line for cycle in cycles for line in _read_cells(_cells(cycle, gaps), height)]


def _cycles(pieces: list[Segment], gaps: list[Gap]) -> list[list[Segment]]:
    """The pieces as they were drawn, a new start wherever drawing went back to the left."""
    cycles: list[list[Segment]] = []
    last = len(gaps) + 1
    for piece in pieces:
        column = _column(piece, gaps)
        if column < last:
            cycles.append([])
        cycles[-1].append(piece)
        last = column
    return cycles


def _below_one_another(cycles: list[list[Segment]]) -> bool:
    lowest = None
    for cycle in cycles:
        top = min(piece.top for piece in cycle)
        tallest = max(piece.height for piece in cycle)
        if lowest is not None and top < lowest - _SAME_ROW * tallest:
            return False
        lowest = max(piece.bottom for piece in cycle)
    return True


def _by_line(cycles: list[list[Segment]], lines: int) -> bool:
    """Whether two columns were drawn as one, or line by line across."""
    return len(cycles) == 1 or len(cycles) >= 0.7 * lines


def _cells(pieces: list[Segment], gaps: list[Gap]) -> list[list[Line]]:
    """The lines in each column."""
    columns: list[list[Segment]] = [[] for _ in range(len(gaps) + 1)]
    for piece in pieces:
        columns[_column(piece, gaps)].append(piece)
    return [[list(row.segments) for row in _rows(column)] for column in columns]


def _are_prose(columns: list[list[Line]]) -> bool:
    """Whether the columns hold running text, which fills its lines and breaks its sentences."""
    return all(_is_prose(lines) for lines in columns)


def _is_prose(lines: list[Line]) -> bool:
    if len(lines) < _PROSE_LINES:
        return False
    left = min(line[0].left for line in lines)
    width = max(line[-1].right for line in lines) - left
    full = median((line[-1].right - left) / (width or 1.0) for line in lines)
    lower = sum(line[0].text[:1].islower() for line in lines) / len(lines)
    return full >= _FULL and lower >= _LOWER


def _read_cells(columns: list[list[Line]], height: float) -> list[Line]:
    """The lines of one row of a table, whose cells may hold several lines each."""
    filled = [lines for lines in columns if lines]
    if len(filled) == 1:
        return filled[0]
    before, last = filled[:-1], filled[-1]
    first = [cell[0] for cell in filled]
    in_line = all(_overlap(_as_row(first[0]), line[0]) > 0 for line in first)
    if in_line and all(_is_wrapped(cell, right, height) for cell, right in _bounded(before, last)):
        head = [piece for cell in before for line in cell for piece in line] + last[0]
        return [head, *last[1:]]
    return [line for cell in filled for line in cell]


def _are_rows(columns: list[list[Line]]) -> bool:
    """Whether columns that were drawn whole have their lines in step.

    Two columns of two lines are more often a pair of heads than a table.
    """
    count = len(columns[0])
    if count < _PROSE_LINES or any(len(lines) != count for lines in columns):
        return False
    return all(
        _overlap(_as_row(row[0]), line[0]) >= _SAME_ROW
        for row in zip(*columns, strict=True)
        for line in row[1:]
    )


def _as_row(line: Line) -> Row:
    return Row(tuple(line), min(p.top for p in line), max(p.bottom for p in line))


def _bounded(before: list[list[Line]], last: list[Line]) -> list[tuple[list[Line], float]]:
    """Each cell with the left edge of the next."""
    following = [*before[1:], last]
    return [
        (cell, min(line[0].left for line in after))
        for cell, after in zip(before, following, strict=True)
    ]


def _is_wrapped(cell: list[Line], right: float, height: float) -> bool:
    """Whether the lines of a cell are one short line for which the cell was too narrow."""
    length = sum(len(piece.text) for line in cell for piece in line)
    return (len(cell) == 1 or length <= _SHORT) and all(
        _goes_on(line, after, right, height) for line, after in pairwise(cell)
    )


def _goes_on(line: Line, after: Line, right: float, height: float) -> bool:
    last, first = line[-1], after[0]
    if first.text[:1].islower() or last.text.rstrip().endswith((",", "-")):
        return True
    words = first.text.split(maxsplit=1)
    width = (first.right - first.left) * len(words[0] if words else "") / (len(first.text) or 1)
    return last.right + width > right - height
