"""PDF: the text of its pages, each put in reading order and mended by `pdf_page`.

Pages are joined by a line end, so a new page always begins a new line. Running heads and feet stay
in the text; it is the parser that keeps them out of the facts.
"""

from __future__ import annotations

from contextlib import closing, contextmanager
from itertools import islice
from threading import Lock
from typing import TYPE_CHECKING

import pypdfium2
from pypdfium2 import raw

from handslag.source.reading.detection import Format
from handslag.source.reading.limits import MAX_PAGES, grouped
from handslag.source.reading.pdf_page import page_text
from handslag.source.reading.result import Reading, ReadingError, check_length
from handslag.source.record import Finding, Severity
from handslag.source.text import CanonicalText, Page, Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_PDFIUM = Lock()
"""pdfium may be used by one thread at a time, also for different documents."""

_END_WITHIN = 2048
_FONT_PATHS = 50
"""Drawn shapes on a page without text from which it is taken for text drawn as shapes."""


class _Page:
    """One page as read: its text, and whether it shows something else than text."""

    def __init__(self, text: str, *, pictured: bool = False, damaged: bool = False) -> None:
        self.text = text
        self.pictured = pictured
        self.damaged = damaged


def read(data: bytes) -> Reading:
    """The text of a PDF. Raises ReadingError where it is damaged, locked, too long or textless.

    A file that opens without a password is read, whatever it says one may do with it.
    """
    with _PDFIUM, _opened(data) as document:
        pages = tuple(_pages(document))
    if all(page.damaged for page in pages):
        raise _damaged()
    if not any(page.text for page in pages):
        raise _without_text(pages)
    text = "\n".join(page.text for page in pages)
    spans = []
    start = 0
    for number, page in enumerate(pages, start=1):
        spans.append(Page(number, Span(start, start + len(page.text))))
        start += len(page.text) + 1
    canonical = CanonicalText(text, tuple(spans))
    return Reading(canonical, Format.PDF, tuple(_findings(data, pages)))


@contextmanager
def _opened(data: bytes) -> Iterator[pypdfium2.PdfDocument]:
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise _refusal(error.err_code) from error
    with closing(document):
        count = len(document)
        if count > MAX_PAGES:
            message = (
                f"PDF-filen har {grouped(count)} sidor och {grouped(MAX_PAGES)} är det mesta som "
                "läses. Dela upp den i mindre delar och försök igen."
            )
            raise ReadingError("too-many-pages", message)
        yield document


def _pages(document: pypdfium2.PdfDocument) -> Iterator[_Page]:
    characters = 0
    for index in range(len(document)):
        page = _page(document, index)
        characters += len(page.text) + 1
        check_length(characters)
        yield page


def _page(document: pypdfium2.PdfDocument, index: int) -> _Page:
    try:
        with closing(document[index]) as page:
            with closing(page.get_textpage()) as textpage:
                text = page_text(page, textpage)
            return _Page(text) if text else _Page("", pictured=_is_pictured(page))
    except (pypdfium2.PdfiumError, AssertionError):  # the binding asserts what pdfium answers
        return _Page("", damaged=True)


def _is_pictured(page: pypdfium2.PdfPage) -> bool:
    """Whether a page without text shows a picture, or so many shapes that they may be letters."""
    if any(page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE])):
        return True
    paths = page.get_objects(filter=[raw.FPDF_PAGEOBJ_PATH])
    return sum(1 for _ in islice(paths, _FONT_PATHS)) == _FONT_PATHS


def _findings(data: bytes, pages: Sequence[_Page]) -> Iterator[Finding]:
    if b"%%EOF" not in data[-_END_WITHIN:]:
        message = (
            "PDF-filen saknar sitt slut och kan vara avklippt. "
            "Det som gick att läsa är läst; jämför med originalet."
        )
        yield Finding("file-incomplete", Severity.WARNING, message)
    for name in _runs([page.pictured for page in pages]):
        message = f"{name} är bild utan text och har inte lästs. Läs i originalet vad som står där."
        yield Finding("page-without-text", Severity.WARNING, message)
    for name in _runs([page.damaged for page in pages]):
        message = f"{name} är skadad i filen och gick inte att läsa. Resten är läst."
        yield Finding("page-unreadable", Severity.ERROR, message)


def _runs(marked: Sequence[bool]) -> Iterator[str]:
    """Names for each run of marked pages: "Sida 3", "Sida 5–9"."""
    first = 0
    for number, mark in enumerate([*marked, False], start=1):
        if mark and not first:
            first = number
        elif not mark and first:
            yield f"Sida {first}" if first == number - 1 else f"Sida {first}–{number - 1}"
            first = 0


def _refusal(code: int | None) -> ReadingError:
    if code == raw.FPDF_ERR_PASSWORD:
        message = (
            "PDF-filen är skyddad med lösenord. "
            "Spara en kopia utan lösenord och ta in den i stället."
        )
        return ReadingError("password-needed", message)
    if code == raw.FPDF_ERR_SECURITY:
        message = (
            "PDF-filen är skyddad på ett sätt som inte kan läsas. "
            "Skriv ut den till en ny PDF och ta in den i stället."
        )
        return ReadingError("protection-unknown", message)
    return _damaged()


def _damaged() -> ReadingError:
    message = (
        "PDF-filen är skadad och kan inte öppnas. Hämta den på nytt från den som gjorde den, "
        "eller öppna den i ett annat program och spara en ny PDF."
    )
    return ReadingError("damaged-pdf", message)


def _without_text(pages: Sequence[_Page]) -> ReadingError:
    if any(page.pictured for page in pages):
        message = (
            "PDF-filen innehåller bara bilder av text, troligen från en skanner, och text i "
            "bilder kan inte läsas ännu. Ta in en PDF som sparats direkt från ordbehandlaren."
        )
        return ReadingError("only-pictures", message)
    message = "PDF-filen innehåller ingen text. Kontrollera att det är rätt fil."
    return ReadingError("no-text", message)
