"""The text of one page of a PDF, in reading order and mended, and where each character was drawn.

Most pages are drawn in the order they are read. Whether one is can be seen from a few dozen
rectangles, one a stretch of text, at a small part of what extracting the text costs; only a page
that goes upwards, or has gaps in its lines, is put in order piece by piece.

What is mended replaces or drops single characters: line ends become "\\n", words divided at a
line's end are made whole, letters are composed (NFC), marks of lists that lie in symbol fonts
become the marks they look like, and control characters are dropped.
"""

from __future__ import annotations

import re
from ctypes import PYFUNCTYPE, addressof, byref, c_double, c_int, c_void_p, cast
from functools import reduce
from typing import TYPE_CHECKING, NamedTuple
from unicodedata import combining, normalize

from pypdfium2 import raw

from handslag.source.reading.pdf_layout import (
    BESIDE,
    NARROW,
    WIDE,
    Segment,
    arranged,
)
from handslag.source.reading.pdf_spacing import lines_of, spaced, spaced_as_drawn

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    import pypdfium2

    from handslag.source.reading.pdf_spacing import Piece

_TO_MEND = re.compile(r"[\x00-\x08\x0b-\x1f\xad\ufffe\uffff\uf000-\uf0ff]")
_DIVIDED = "\xad\x02\ufffe"
"""What pdfium gives for a hyphen that ends a line (it drops the line end), and soft hyphens."""
_LINE = re.compile("[^\r\n\x02\ufffe]+[\x02\ufffe]?")
"""What stands on one line: up to a line end, or a hyphen that pdfium took for a division."""

_SYMBOLS = {
    "\uf02d": "-",
    "\uf0a7": "▪",
    "\uf0b7": "•",
    "\uf0d8": "➢",
    "\uf0fc": "✓",
    "\uf06f": "○",
}
"""Marks of lists in the fonts Symbol and Wingdings, as word processors number them."""

_SHARED_ENDING = re.compile(r"(?:och|eller|samt|respektive|resp)\b")
"""What follows a hyphen that stands for a part shared with the next word: social- och hälsovård."""

_FEW_GAPS = 2
"""Gaps in its lines that a page may have without having columns, as in its head or foot."""

_MOST_CELLS = 100
"""Stretches of one line, apart from one another, that can be a table's; more are left together."""

_ADDED = -1
"""The place of a character that was never drawn."""

_rectangle = PYFUNCTYPE(c_int, c_void_p, c_int, *[c_void_p] * 4)(
    cast(raw.FPDFText_GetRect, c_void_p).value or 0
)
"""pdfium's function, told of plain addresses: twice as quick to call as with typed pointers."""

Rectangle = tuple[float, float, float, float]
"""Left, top, right, bottom as the page is looked at, downwards from an origin of no matter."""


class Placed(NamedTuple):
    """The text of a page and, for each of its characters, which of pdfium's it is (or -1)."""

    text: str
    places: Sequence[int]


def page_text(page: pypdfium2.PdfPage, textpage: pypdfium2.PdfTextPage) -> str:
    """The text of a page in reading order; empty where it has none."""
    drawn = textpage.get_text_range()
    pieces = _pieces(page, textpage, drawn)
    if pieces is not None:
        drawn = "".join(before + drawn[start:end] for before, start, end in pieces)
    return mended(drawn)


def placed_text(page: pypdfium2.PdfPage, textpage: pypdfium2.PdfTextPage) -> Placed:
    """What `page_text` gives, with the way back to what was drawn. Takes some times as long."""
    drawn = textpage.get_text_range()
    indices = _indices(textpage, len(drawn))
    pieces = _pieces(page, textpage, drawn)
    if pieces is None:
        return _mended_with_places(drawn, list(indices))
    places: list[int] = []
    letters: list[str] = []
    for before, start, end in pieces:
        letters += [before, drawn[start:end]]
        places += [_ADDED] * len(before)
        places += indices[start:end]
    return _mended_with_places("".join(letters), places)


def mended(text: str) -> str:
    """The text with single characters mended; empty where only white space is left."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if _TO_MEND.search(text):
        text = _TO_MEND.sub(_mend, text)
    text = normalize("NFC", text)
    return text if text.strip() else ""


def _indices(textpage: pypdfium2.PdfTextPage, length: int) -> Sequence[int]:
    """Which of pdfium's characters each character of its text is; nearly always the same one."""
    if textpage.count_chars() == length:
        return range(length)
    return [raw.FPDFText_GetCharIndexFromTextIndex(textpage, at) for at in range(length)]


def _pieces(
    page: pypdfium2.PdfPage, textpage: pypdfium2.PdfTextPage, drawn: str
) -> Sequence[Piece] | None:
    """What of the drawn text is read, in order and with what before it; None for all as it is."""
    indices = _indices(textpage, len(drawn))
    rotation = page.get_rotation()
    lines = lines_of(textpage, drawn, indices, rotation)
    if rotation == 0 and _is_in_order(textpage):
        return spaced_as_drawn(drawn, lines)
    segments = _segments(page, textpage, drawn)
    pieces = [(before, piece.start, piece.end) for before, piece in _in_order(segments)]
    return spaced(drawn, pieces, lines)


def _is_in_order(textpage: pypdfium2.PdfTextPage) -> bool:
    """Whether a page is certainly drawn as it is read.

    Not where drawing goes upwards, or back to the left, or where stretches of text stand so far
    apart on so many lines that they may be columns.
    """
    gaps = 0
    last: Rectangle | None = None
    for box in _rectangles(textpage, 0, -1):
        if last is not None:
            left, top, _right, bottom = box
            height = min(bottom - top, last[3] - last[1])
            if bottom <= last[1]:
                return False
            if min(bottom, last[3]) - max(top, last[1]) >= BESIDE * height:
                gaps += left - last[2] > WIDE * max(bottom - top, last[3] - last[1])
                if left < last[0] or gaps > _FEW_GAPS:
                    return False
        last = box
    return True


def _rectangles(textpage: pypdfium2.PdfTextPage, start: int, count: int) -> Iterator[Rectangle]:
    edges = (c_double * 4)()
    handle, into = cast(textpage.raw, c_void_p).value, addressof(edges)
    places = (into, into + 8, into + 16, into + 24)
    for index in range(raw.FPDFText_CountRects(textpage, start, count)):
        _rectangle(handle, index, *places)
        left, top, right, bottom = edges
        if right > left and top > bottom:
            yield left, -top, right, -bottom


def _turned(rotation: int) -> Callable[[Rectangle], Rectangle]:
    """How a rectangle of a page lies when the page is looked at, turned as it says it is."""
    if rotation == 90:
        return lambda box: (-box[3], box[0], -box[1], box[2])
    if rotation == 180:
        return lambda box: (-box[2], -box[3], -box[0], -box[1])
    if rotation == 270:
        return lambda box: (box[1], -box[2], box[3], -box[0])
    return lambda box: box


def _segments(
    page: pypdfium2.PdfPage, textpage: pypdfium2.PdfTextPage, drawn: str
) -> list[Segment]:
    """The pieces of a page: its lines, each parted where it has gaps."""
    turned = _turned(page.get_rotation())
    indices = _indices(textpage, len(drawn))
    segments: list[Segment] = []
    for line in _LINE.finditer(drawn):
        if not line[0].strip():
            continue
        first, last = indices[line.start()], indices[line.end() - 1]
        cells: list[Rectangle] = []
        for found in _rectangles(textpage, first, last + 1 - first):
            _put(cells, turned(found))
        if len(cells) > _MOST_CELLS:
            cells = [reduce(_around, cells)]
        if len(cells) == 1:
            segments.append(_piece(drawn, line.start(), line.end(), cells[0]))
        elif cells:
            segments += _parted(textpage, drawn, line.span(), indices, cells, turned)
    return segments


def _put(cells: list[Rectangle], box: Rectangle) -> None:
    """Adds a rectangle to the cell it goes on with, or as a new one."""
    if cells and _goes_on(cells[-1], box):
        cells[-1] = _around(cells[-1], box)
    else:
        cells.append(box)


def _goes_on(cell: Rectangle, box: Rectangle) -> bool:
    height = min(box[3] - box[1], cell[3] - cell[1])
    beside = min(box[3], cell[3]) - max(box[1], cell[1])
    gap = box[0] - cell[2]
    larger = max(box[3] - box[1], cell[3] - cell[1])
    return beside > -0.3 * height and -height < gap < NARROW * larger


def _around(one: Rectangle, other: Rectangle) -> Rectangle:
    return (
        min(one[0], other[0]),
        min(one[1], other[1]),
        max(one[2], other[2]),
        max(one[3], other[3]),
    )


def _parted(
    textpage: pypdfium2.PdfTextPage,
    drawn: str,
    line: tuple[int, int],
    indices: Sequence[int],
    cells: list[Rectangle],
    turned: Callable[[Rectangle], Rectangle],
) -> Iterator[Segment]:
    """A line as the pieces that its cells are: where each begins is seen from its characters."""
    start, end = line
    at = 0
    for place in range(start, end):
        if at + 1 == len(cells):
            break
        if drawn[place].isspace() or _holds(cells[at], textpage, indices[place], turned):
            continue
        following = next(
            (
                k
                for k in range(at + 1, len(cells))
                if _holds(cells[k], textpage, indices[place], turned)
            ),
            None,
        )
        if following is None:
            continue
        if drawn[start:place].strip():
            yield _piece(drawn, start, place, cells[at])
            start = place
        at = following
    if drawn[start:end].strip():
        yield _piece(drawn, start, end, cells[at])


def _piece(drawn: str, start: int, end: int, cell: Rectangle) -> Segment:
    text = drawn[start:end].rstrip()
    return Segment(start, start + len(text), *cell, text)


def _holds(
    cell: Rectangle,
    textpage: pypdfium2.PdfTextPage,
    index: int,
    turned: Callable[[Rectangle], Rectangle],
) -> bool:
    box = character_box(textpage, index)
    if box is None:
        return False
    left, top, right, bottom = turned(box)
    across, down = (left + right) / 2, (top + bottom) / 2
    return cell[0] <= across <= cell[2] and cell[1] <= down <= cell[3]


def character_box(textpage: pypdfium2.PdfTextPage, index: int) -> Rectangle | None:
    """Where a character is drawn, not turned; None where it shows nothing."""
    left, right, bottom, top = c_double(), c_double(), c_double(), c_double()
    into = (byref(left), byref(right), byref(bottom), byref(top))
    if index < 0 or not raw.FPDFText_GetCharBox(textpage, index, *into):
        return None
    if right.value <= left.value or top.value <= bottom.value:
        return None
    return left.value, -top.value, right.value, -bottom.value


def _in_order(segments: list[Segment]) -> Iterator[tuple[str, Segment]]:
    """The pieces in order; what goes on after a division mark follows it without a line end."""
    last: Segment | None = None
    for before, piece in arranged(segments):
        divided = last is not None and last.text[-1] in "\x02\ufffe" and piece.start == last.end
        yield "" if divided else before, piece
        last = piece


def _mend(match: re.Match[str]) -> str:
    mark = match[0]
    if mark in _DIVIDED:
        return _hyphen(match.string, match.start())
    return _SYMBOLS.get(mark, mark if "\uf000" <= mark <= "\uf0ff" else "")


def _hyphen(text: str, at: int) -> str:
    """What stands for the division mark at `at`: nothing inside a word, else the hyphen it was.

    A hyphen of the word's own ("HSL-avtal", "Ek-Berg", "e-tjänst", "social- och hälsovård")
    cannot be told from a division by the mark, only by the letters around it.
    """
    before, after = text[at - 1 : at], text[at + 1 : at + 2]
    if _SHARED_ENDING.match(text, at + 1):
        return "- "
    one_letter = not text[max(at - 2, 0) : at - 1].isalpha()
    if not before.islower() or not after.islower() or one_letter:
        return "-"
    return ""


def _mended_with_places(text: str, places: list[int]) -> Placed:
    """What `mended` gives, each character with the place of the one it was made of."""
    text, places = _replaced(re.compile("\r\n?"), lambda _match: "\n", text, places)
    text, places = _replaced(_TO_MEND, _mend, text, places)
    text, places = _composed(text, places)
    return Placed(text, places) if text.strip() else Placed("", ())


def _replaced(
    pattern: re.Pattern[str],
    replacement: Callable[[re.Match[str]], str],
    text: str,
    places: list[int],
) -> tuple[str, list[int]]:
    words: list[str] = []
    kept: list[int] = []
    start = 0
    for match in pattern.finditer(text):
        new = replacement(match)
        words += [text[start : match.start()], new]
        kept += places[start : match.start()]
        kept += [places[match.start()]] * len(new)
        start = match.end()
    return "".join([*words, text[start:]]), kept + places[start:]


def _composed(text: str, places: list[int]) -> tuple[str, list[int]]:
    whole = normalize("NFC", text)
    if whole == text:
        return text, places
    words: list[str] = []
    kept: list[int] = []
    start = 0
    for end in range(1, len(text) + 1):
        if end < len(text) and combining(text[end]):
            continue
        letter = normalize("NFC", text[start:end])
        words.append(letter)
        kept += [places[start]] * len(letter)
        start = end
    if "".join(words) != whole:  # letters that are put together without marks, none in Europe
        kept = (kept + [_ADDED] * len(whole))[: len(whole)]
    return whole, kept
