"""Where words of a canonical text stand on the pictures of a PDF's pages, and those pictures.

The places are found by reading the pages in question over again, this time keeping where each
character was drawn. Where a document was recognised, both places and pictures come from the PDF
that recognition made, whose pages are upright and straight, with their words in place.
"""

from __future__ import annotations

from contextlib import closing
from ctypes import byref, c_int, create_string_buffer
from io import BytesIO
from typing import TYPE_CHECKING

import pypdfium2
from pypdfium2 import raw

from handslag.source.reading.box import Box
from handslag.source.reading.pdf_file import opened
from handslag.source.reading.pdf_page import Placed, Rectangle, character_box, placed_text
from handslag.source.reading.result import ReadingError
from handslag.source.text import Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from handslag.source.text import CanonicalText, Page

WIDEST = 3_000
"""The widest picture that is drawn, in pixels."""
HIGHEST = 16_000
"""The highest picture that is drawn, in pixels; WebP holds little more."""
MOST_PIXELS = 12_000_000
"""The largest picture that is drawn; a page of A4 at `WIDEST` has 12.7 and is drawn smaller."""

_FINE = 1_000_000
"""Steps across a page: pdfium gives places on a picture in whole pixels."""
_ONE_LINE = 0.5
"""The part of the lower of two heights by which what stands on one line overlaps."""
_LOOSE = 3
"""How many times as high as the ink a character's box may be. Some fonts give senseless ones."""
_QUALITY = 80

_UNSEEN_FONT = b"GlyphLessFont"
"""What tesseract calls the font of its text."""
_BLANK = ord(" ")
_LONGEST_WORD = 100
_NO_INK = 0.12
_BELOW = 0.22
"""Shares of a letter's height without ink at its top, and with ink below the line."""


def find_boxes(
    data: bytes, text: CanonicalText, spans: Sequence[Span]
) -> tuple[tuple[Box, ...], ...]:
    """The boxes that hold the words of each span, one a printed line, in reading order.

    `data` is the PDF that `text` was read from, or the searchable one where it was recognised.
    Each page is read once, however many spans lie in it. A span of white space has no boxes, and
    a page whose text has become another since (by another version of pdfium) has none either.
    Raises ReadingError where the file cannot be opened.
    """
    found: list[list[Box]] = [[] for _ in spans]
    wanted = _by_page(text, spans)
    if wanted:
        with opened(data) as document:
            for page, which in wanted:
                if page.number <= len(document):
                    for at, boxes in _on_page(document, page, [(n, spans[n]) for n in which]):
                        found[at] += boxes
    return tuple(tuple(boxes) for boxes in found)


def draw_page(data: bytes, page: int, width: int) -> bytes:
    """A picture (WebP) of a page, numbered from 1, `width` pixels wide, or as wide as is allowed.

    Raises ReadingError where the file cannot be opened, and IndexError where it has no such page.
    """
    with opened(data) as document:
        if not 1 <= page <= len(document):
            raise IndexError(page)
        try:
            with closing(document[page - 1]) as shown:
                across, down = shown.get_size()
                shape = across / down
                most = min(WIDEST, HIGHEST * shape, (MOST_PIXELS * shape) ** 0.5)
                scale = max(1.0, min(width, most)) / across
                picture = shown.render(scale=scale, may_draw_forms=False).to_pil()
        except (pypdfium2.PdfiumError, AssertionError, ZeroDivisionError) as error:
            message = f"Sida {page} är skadad i filen och kan inte visas. Texten finns kvar."
            raise ReadingError("page-unreadable", message) from error
    out = BytesIO()
    picture.save(out, "WEBP", quality=_QUALITY, method=2)
    return out.getvalue()


def _by_page(text: CanonicalText, spans: Sequence[Span]) -> list[tuple[Page, list[int]]]:
    """The pages that spans lie on, each with which of them do."""
    wanted: list[tuple[Page, list[int]]] = []
    for page in text.pages:
        which = [at for at, span in enumerate(spans) if span.overlaps(page.span)]
        if which:
            wanted.append((page, which))
    return wanted


def _on_page(
    document: pypdfium2.PdfDocument,
    page: Page,
    spans: Sequence[tuple[int, Span]],
) -> Iterator[tuple[int, list[Box]]]:
    try:
        with closing(document[page.number - 1]) as shown, closing(shown.get_textpage()) as words:
            placed = placed_text(shown, words)
            if len(placed.text) != page.span.end - page.span.start:
                return
            eye = _Eye(shown, words, page.number)
            for at, span in spans:
                yield at, _boxes(eye, placed, _within(span, page.span))
    except (pypdfium2.PdfiumError, AssertionError):
        return


def _within(span: Span, page: Span) -> range:
    """The characters of the page's own text that are the span's."""
    return range(max(span.start, page.start) - page.start, min(span.end, page.end) - page.start)


class _Eye:
    """Sees where characters stand when a page is looked at."""

    def __init__(
        self, page: pypdfium2.PdfPage, textpage: pypdfium2.PdfTextPage, number: int
    ) -> None:
        self._page = page
        self._textpage = textpage
        self._number = number
        self._recognised = _is_recognised(textpage)

    def box(self, index: int) -> Box | None:
        """The box of one of pdfium's characters; None where it shows nothing."""
        ink = character_box(self._textpage, index)
        if ink is None:
            return None
        left, top, right, bottom = (
            self._unseen(index, ink) if self._recognised else self._room(index, ink)
        )
        one, other = self._seen(left, -top), self._seen(right, -bottom)
        xs, ys = sorted((one[0], other[0])), sorted((one[1], other[1]))
        if xs[1] < 0 or xs[0] > 1 or ys[1] < 0 or ys[0] > 1:
            return None
        return Box(self._number, *map(_share, (xs[0], ys[0], xs[1], ys[1])))

    def _room(self, index: int, ink: Rectangle) -> Rectangle:
        """The ink with the room that its font gives it: a whole line's height."""
        loose = raw.FS_RECTF()
        if not raw.FPDFText_GetLooseCharBox(self._textpage, index, byref(loose)):
            return ink
        left, top, right, bottom = ink
        high, low = max(loose.top, -top), min(loose.bottom, -bottom)
        if high - low > _LOOSE * max(bottom - top, right - left):
            return ink
        return min(left, loose.left), -high, max(right, loose.right), -low

    def _unseen(self, index: int, box: Rectangle) -> Rectangle:
        """Where the ink is of which a character was recognised.

        Tesseract lays a word evenly over its ink, counting the blank after it as one of its
        letters, and lets letters stand on the line without anything below it.
        """
        first, end = index, index + 1
        while first > max(0, index - _LONGEST_WORD) and self._is_letter(first - 1):
            first -= 1
        while end < index + _LONGEST_WORD and self._is_letter(end):
            end += 1
        start = character_box(self._textpage, first)
        blank = character_box(self._textpage, end) if self._is_blank(end) else None
        left, top, right, bottom = box
        if start is not None and blank is not None and blank[0] > start[0]:
            stretch = (blank[2] - start[0]) / (blank[0] - start[0])
            left, right = (start[0] + (x - start[0]) * stretch for x in (left, right))
        height = bottom - top
        return left, top + _NO_INK * height, right, bottom + _BELOW * height

    def _is_letter(self, index: int) -> bool:
        letter = raw.FPDFText_GetUnicode(self._textpage, index)
        return bool(letter > _BLANK)

    def _is_blank(self, index: int) -> bool:
        letter = raw.FPDFText_GetUnicode(self._textpage, index)
        return bool(letter == _BLANK and raw.FPDFText_IsGenerated(self._textpage, index) == 0)

    def _seen(self, across: float, up: float) -> tuple[float, float]:
        x, y = c_int(), c_int()
        raw.FPDF_PageToDevice(*(self._page, 0, 0, _FINE, _FINE, 0), across, up, byref(x), byref(y))
        return x.value / _FINE, y.value / _FINE


def _is_recognised(textpage: pypdfium2.PdfTextPage) -> bool:
    """Whether the first of the page's characters that was drawn was drawn by tesseract."""
    name = create_string_buffer(64)
    for index in range(textpage.count_chars()):
        if raw.FPDFText_GetFontInfo(textpage, index, name, len(name), None) > 1:
            return bool(_UNSEEN_FONT in name.value)
    return False


def _share(number: float) -> float:
    return min(1.0, max(0.0, number))


def _boxes(eye: _Eye, placed: Placed, characters: range) -> list[Box]:
    boxes: list[Box] = []
    for at in characters:
        if placed.text[at].isspace():
            continue
        box = eye.box(placed.places[at])
        if box is None:
            continue
        if boxes and _on_one_line(boxes[-1], box):
            last = boxes[-1]
            boxes[-1] = Box(
                box.page,
                min(last.left, box.left),
                min(last.top, box.top),
                max(last.right, box.right),
                max(last.bottom, box.bottom),
            )
        else:
            boxes.append(box)
    return boxes


def _on_one_line(last: Box, box: Box) -> bool:
    shared = min(last.bottom, box.bottom) - max(last.top, box.top)
    lower = min(last.bottom - last.top, box.bottom - box.top)
    return shared >= _ONE_LINE * lower and box.right >= last.left
