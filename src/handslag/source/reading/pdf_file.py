"""PDF files as pdfium opens them: whole, in part, and with some pages put in place of others."""

from __future__ import annotations

from contextlib import closing, contextmanager
from io import BytesIO
from threading import Lock
from typing import TYPE_CHECKING

import pypdfium2
from pypdfium2 import raw

from handslag.source.reading.limits import MAX_PAGES, grouped
from handslag.source.reading.result import ReadingError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

_PDFIUM = Lock()
"""pdfium may be used by one thread at a time, also for different documents."""


@contextmanager
def opened(data: bytes) -> Iterator[pypdfium2.PdfDocument]:
    """The document, which is pdfium's alone meanwhile: open no other inside, and be quick.

    Raises ReadingError where the file is damaged, locked, or has too many pages.
    """
    with _PDFIUM, _document(data) as document:
        count = len(document)
        if count > MAX_PAGES:
            message = (
                f"PDF-filen har {grouped(count)} sidor och {grouped(MAX_PAGES)} är det mesta som "
                "läses. Dela upp den i mindre delar och försök igen."
            )
            raise ReadingError("too-many-pages", message)
        yield document


def part_of(data: bytes, pages: Sequence[int]) -> bytes:
    """A PDF of these pages only, numbered from 1, in this order."""
    with opened(data) as document, closing(pypdfium2.PdfDocument.new()) as part:
        part.import_pages(document, [number - 1 for number in pages])
        return _saved(part)


def with_pages(data: bytes, others: Mapping[int, Path]) -> bytes:
    """The document with the first page of each of these files in place of the page so numbered."""
    with opened(data) as document, closing(pypdfium2.PdfDocument.new()) as mixed:
        start = 0
        for number, path in sorted(others.items()):
            if number - 1 > start:
                mixed.import_pages(document, list(range(start, number - 1)))
            with _document(path) as other:
                mixed.import_pages(other, [0])
            start = number
        if start < len(document):
            mixed.import_pages(document, list(range(start, len(document))))
        return _saved(mixed)


def damaged() -> ReadingError:
    """What is said of a file that cannot be opened, or none of whose pages can."""
    message = (
        "PDF-filen är skadad och kan inte öppnas. Hämta den på nytt från den som gjorde den, "
        "eller öppna den i ett annat program och spara en ny PDF."
    )
    return ReadingError("damaged-pdf", message)


@contextmanager
def _document(source: bytes | Path) -> Iterator[pypdfium2.PdfDocument]:
    try:
        document = pypdfium2.PdfDocument(source)
    except pypdfium2.PdfiumError as error:
        raise _refusal(error.err_code) from error
    with closing(document):
        yield document


def _saved(document: pypdfium2.PdfDocument) -> bytes:
    out = BytesIO()
    document.save(out)
    return out.getvalue()


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
    return damaged()
