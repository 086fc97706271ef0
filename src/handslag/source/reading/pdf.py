"""PDF: the text of its pages, each put in reading order and mended by `pdf_page`.

Pages are joined by a line end, so a new page always begins a new line. Running heads and feet stay
in the text; it is the parser that keeps them out of the facts.

A page that is a picture of text, or whose text is no text that anyone could read, is recognised.
The other pages of the document keep the text they have.
"""

from __future__ import annotations

import re
from contextlib import closing, contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import pypdfium2
from pypdfium2 import raw

from handslag.source.reading import scan
from handslag.source.reading.detection import Format
from handslag.source.reading.pdf_asides import asides_of, is_tagged
from handslag.source.reading.pdf_file import damaged, opened, with_pages
from handslag.source.reading.pdf_page import page_text
from handslag.source.reading.result import Reading, ReadingError, check_length
from handslag.source.record import Finding, Severity
from handslag.source.text import CanonicalText, Page, Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

_END_WITHIN = 2048
_FONT_PATHS = 50
"""Drawn shapes on a page without text from which it is taken for text drawn as shapes."""
_STAMP = 100
"""Characters of a stamp, or a page's head, printed upon the picture of a page."""
_COVERS = 0.6
"""The part of a page that a picture covers which is a picture of the page."""

_NO_LETTER = re.compile("[\ufffd\ue000-\uefff\uf100-\uf8ff]")
_GARBLED = 0.2
"""The part of a page's text that may be no letters; more, and it cannot be read."""
_VOWELS = "aeiouyåäöAEIOUYÅÄÖ"
_LEAST_VOWELS = 0.15
"""Of the letters of any language written with these, a third at least are vowels."""
_ENOUGH = 200
"""Characters that are needed to tell."""

_UNSURE = 75
"""Tesseract is over 90 sure of a clean page, and under this of one with errors in most lines."""


@dataclass(frozen=True, slots=True)
class _Page:
    """One page as read."""

    text: str
    pictured: bool = False
    """Whether it shows text that has to be recognised."""
    sandwiched: bool = False
    """Whether its text lies over a picture of the page, so that it was recognised by others."""
    damaged: bool = False
    asides: tuple[tuple[int, int], ...] = ()
    """From where to where in its text its running head and foot go."""


@dataclass(frozen=True, slots=True)
class _Recognition:
    """What recognition did to the pages that needed it."""

    pages: Mapping[int, scan.Recognised]
    texts: Mapping[int, str]
    searchable: bytes | None
    missing: bool = False


def read(
    data: bytes, *, progress: scan.Progress | None = None, kept: Path | None = None
) -> Reading:
    """The text of a PDF. Raises ReadingError where it is damaged, locked, too long or textless.

    A file that opens without a password is read, whatever it says one may do with it. `progress`
    is told of the pages that are recognised. Those that lie in the folder `kept`, which is one for
    this document alone, are not recognised again, and others are put there: so a run that was
    stopped goes on where it was.
    """
    with opened(data) as document:
        pages = tuple(_pages(document))
    if all(page.damaged for page in pages):
        raise damaged()
    wanted = [number for number, page in enumerate(pages, start=1) if page.pictured]
    if not wanted:
        return _reading(data, pages, None)
    with _folder(kept) as folder:
        done = _recognised(data, pages, wanted, folder, progress)
    return _reading(data, pages, done)


def pages_to_recognise(data: bytes) -> tuple[int, ...]:
    """The pages that `read` would have to recognise, from 1. As quick as reading the others."""
    with opened(data) as document:
        return tuple(n for n, page in enumerate(_pages(document), start=1) if page.pictured)


def _pages(document: pypdfium2.PdfDocument) -> Iterator[_Page]:
    characters = 0
    tagged = is_tagged(document)
    for index in range(len(document)):
        page = _page(document, index, tagged=tagged)
        characters += len(page.text) + 1
        check_length(characters)
        yield page


def _page(document: pypdfium2.PdfDocument, index: int, *, tagged: bool = False) -> _Page:
    try:
        with closing(document[index]) as page:
            with closing(page.get_textpage()) as textpage:
                text = page_text(page, textpage)
                asides = asides_of(page, textpage, text, first=not index) if tagged else ()
            if not text:
                return _Page("", pictured=_is_pictured(page))
            if _is_garbled(text) or (len(text) < _STAMP and _is_picture_of_page(page)):
                return _Page(text, pictured=True)
            return _Page(text, sandwiched=_is_sandwich(page), asides=asides)
    except (pypdfium2.PdfiumError, AssertionError):  # the binding asserts what pdfium answers
        return _Page("", damaged=True)


def _is_pictured(page: pypdfium2.PdfPage) -> bool:
    """Whether a page without text shows a picture, or so many shapes that they may be letters."""
    if any(page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE])):
        return True
    paths = page.get_objects(filter=[raw.FPDF_PAGEOBJ_PATH])
    return sum(1 for _ in islice(paths, _FONT_PATHS)) == _FONT_PATHS


def _is_garbled(text: str) -> bool:
    """Whether the characters are none that can be read, as where a font does not tell them."""
    if len(_NO_LETTER.findall(text)) > _GARBLED * len(text):
        return True
    vowels = sum(map(text.count, _VOWELS))
    if vowels >= _LEAST_VOWELS * len(text):  # to count letters takes much longer
        return False
    letters = sum(map(str.isalpha, text))
    return letters >= _ENOUGH and vowels < _LEAST_VOWELS * letters


def _is_picture_of_page(page: pypdfium2.PdfPage) -> bool:
    return any(_covers(page, found) for found in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE]))


def _is_sandwich(page: pypdfium2.PdfPage) -> bool:
    """Whether what is drawn first or last is a picture of the page.

    Programs that recognise text put it unseen before or behind the picture. To look at those two
    objects alone costs next to nothing.
    """
    count = raw.FPDFPage_CountObjects(page)
    for index in {0, count - 1}:
        found = raw.FPDFPage_GetObject(page, index)
        if found and raw.FPDFPageObj_GetType(found) == raw.FPDF_PAGEOBJ_IMAGE:
            return _covers(page, pypdfium2.PdfObject(found, page=page, pdf=page.pdf))
    return False


def _covers(page: pypdfium2.PdfPage, found: pypdfium2.PdfObject) -> bool:
    left, bottom, right, top = found.get_bounds()
    whole_left, whole_bottom, whole_right, whole_top = page.get_bbox()
    across = min(right, whole_right) - max(left, whole_left)
    down = min(top, whole_top) - max(bottom, whole_bottom)
    whole = (whole_right - whole_left) * (whole_top - whole_bottom)
    return bool(across > 0 and down > 0 and across * down >= _COVERS * whole)


@contextmanager
def _folder(kept: Path | None) -> Iterator[Path]:
    """Where the recognised pages of this document lie."""
    if kept is not None:
        kept.mkdir(parents=True, exist_ok=True)
        yield kept
        return
    with TemporaryDirectory(prefix="handslag-") as name:
        yield Path(name)


def _recognised(
    data: bytes,
    pages: Sequence[_Page],
    wanted: Sequence[int],
    folder: Path,
    progress: scan.Progress | None,
) -> _Recognition:
    drawn = [number for number in wanted if pages[number - 1].text]
    try:
        found = scan.recognise(data, wanted, folder, drawn=drawn, progress=progress)
    except scan.RecognitionMissingError:
        return _Recognition({}, {}, None, missing=True)
    if not found:
        return _Recognition({}, {}, None)
    searchable = with_pages(data, {number: page.path for number, page in found.items()})
    with opened(searchable) as document:
        texts = {
            number: scan.restored(_page(document, number - 1).text) for number in sorted(found)
        }
    return _Recognition(found, texts, searchable)


def _reading(data: bytes, pages: tuple[_Page, ...], done: _Recognition | None) -> Reading:
    pieces = [page.text for page in pages]
    if done:
        for number, words in done.texts.items():
            pieces[number - 1] = words
    if not any(pieces):
        raise _without_text(pages, done)
    text = "\n".join(pieces)
    check_length(len(text))
    spans = []
    asides: list[Span] = []
    start = 0
    for number, piece in enumerate(pieces, start=1):
        spans.append(Page(number, Span(start, start + len(piece))))
        if piece is pages[number - 1].text:
            asides += [Span(start + a, start + b) for a, b in pages[number - 1].asides]
        start += len(piece) + 1
    recognised = any(page.sandwiched for page in pages) or bool(done and any(done.texts.values()))
    return Reading(
        CanonicalText(text, tuple(spans), recognised=recognised, asides=tuple(asides)),
        Format.PDF,
        tuple(_findings(data, pages, done)),
        searchable=done.searchable if done else None,
    )


def _findings(data: bytes, pages: Sequence[_Page], done: _Recognition | None) -> Iterator[Finding]:
    if b"%%EOF" not in data[-_END_WITHIN:]:
        message = (
            "PDF-filen saknar sitt slut och kan vara avklippt. "
            "Det som gick att läsa är läst; jämför med originalet."
        )
        yield Finding("file-incomplete", Severity.WARNING, message)
    if done:
        yield from _left_out(pages, done)
    for name in _runs([page.damaged for page in pages]):
        message = f"{name} är skadad i filen och gick inte att läsa. Resten är läst."
        yield Finding("page-unreadable", Severity.ERROR, message)


def _left_out(pages: Sequence[_Page], done: _Recognition) -> Iterator[Finding]:
    """What recognition could not do, or did with doubt."""
    numbers = range(1, len(pages) + 1)
    for name in _runs(
        [page.pictured and n not in done.pages for n, page in zip(numbers, pages, strict=True)]
    ):
        if done.missing:
            message = f"{name} är bild av text och har inte lästs. {scan.to_install()}."
        else:
            message = (
                f"{name} är bild, och texten i den gick inte att känna igen. "
                "Läs i originalet vad som står där."
            )
        yield Finding("page-without-text", Severity.WARNING, message)
    for name in _runs([n in done.texts and not done.texts[n] for n in numbers]):
        message = f"{name} är bild, och ingen text hittades i den. Se efter i originalet."
        yield Finding("page-without-text", Severity.WARNING, message)
    for name in _runs([_is_unsure(done.pages.get(n)) for n in numbers]):
        message = (
            f"{name} är svår att läsa som bild, så ord kan vara fel. Jämför det som är läst "
            "med originalet."
        )
        yield Finding("recognition-uncertain", Severity.WARNING, message)


def _is_unsure(page: scan.Recognised | None) -> bool:
    return page is not None and page.confidence is not None and page.confidence < _UNSURE


def _runs(marked: Sequence[bool]) -> Iterator[str]:
    """Names for each run of marked pages: "Sida 3", "Sida 5–9"."""
    first = 0
    for number, mark in enumerate([*marked, False], start=1):
        if mark and not first:
            first = number
        elif not mark and first:
            yield f"Sida {first}" if first == number - 1 else f"Sida {first}–{number - 1}"
            first = 0


def _without_text(pages: Sequence[_Page], done: _Recognition | None) -> ReadingError:
    if done is not None and done.missing:
        message = (
            "Filen innehåller bara bilder av text, troligen från en skanner. "
            f"{scan.to_install()}. Försök sedan igen."
        )
        return ReadingError("recognition-missing", message)
    if any(page.pictured for page in pages):
        message = (
            "Filen innehåller bara bilder, och ingen text gick att känna igen i dem. "
            "Kontrollera att det är rätt fil, eller skanna den på nytt med högre upplösning."
        )
        return ReadingError("only-pictures", message)
    message = "PDF-filen innehåller ingen text. Kontrollera att det är rätt fil."
    return ReadingError("no-text", message)
