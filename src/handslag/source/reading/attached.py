"""What kind of file an attachment is, and how many pages it has, told by its content.

An attachment is handed on as it is and never read into facts, so that more kinds will do than
those that are read: spreadsheets and presentations too. What runs, hides other files or cannot
be opened by whoever gets it is refused.
"""

from __future__ import annotations

from handslag.source.reading.detection import (
    Format,
    is_html,
    is_pdf,
    package_format,
    picture_format,
    refuse_known_others,
    refuse_markup,
)
from handslag.source.reading.kinds import (
    OPEN_PRESENTATION,
    OPEN_SPREADSHEET,
    PRESENTATION,
    SPREADSHEET,
)
from handslag.source.reading.package import Package
from handslag.source.reading.pdf_file import opened
from handslag.source.reading.result import ReadingError, check_size

_PARTS = (("word/", Format.DOCX), ("xl/", SPREADSHEET), ("ppt/", PRESENTATION))
_MACROS = "vbaproject.bin"
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")


def look_over(data: bytes, *, name: str = "") -> tuple[str, int | None]:
    """The media type and the number of pages; None for a kind whose pages are not counted.

    Raises ReadingError, with a reason in Swedish, for a file that may not be an attachment.
    """
    check_size(len(data))
    if is_pdf(data, name=name):
        with opened(data) as document:
            return Format.PDF, len(document)
    pictured = picture_format(data)
    if pictured is not None:
        return pictured, None
    if data.startswith(_ZIP):
        return _packed(data), None
    refuse_known_others(data)
    return _text(data, name), None


def _packed(data: bytes) -> str:
    package = Package(data, "Filen")
    names = package.names
    if any(part.rpartition("/")[2] == _MACROS for part in names):
        message = (
            "Filen innehåller makron, som kan köra program hos den som öppnar den. "
            "Spara den utan makron, eller som PDF, och ladda upp den igen."
        )
        raise ReadingError("macros", message)
    for beginning, kind in _PARTS:
        if any(part.startswith(beginning) for part in names):
            return kind
    told = (package.read("mimetype") or b"").decode("ascii", "replace").strip()
    if told in {OPEN_SPREADSHEET, OPEN_PRESENTATION}:
        return told
    found = package_format(data)  # names what else it is, in a refusal
    if found is None:
        raise package.damaged()
    return found


def _text(data: bytes, name: str) -> str:
    if b"\0" in data:
        message = (
            "Filen är av ett slag som Handslag inte känner. Spara den som PDF och ladda upp den "
            "i stället."
        )
        raise ReadingError("format-not-read", message)
    text = data.decode("utf-8", "replace")
    refuse_markup(text)
    if is_html(text, name=name):
        message = "Filen är en webbsida. Spara den som PDF och ladda upp den i stället."
        raise ReadingError("format-not-read", message)
    return Format.MARKDOWN if name.lower().endswith((".md", ".markdown")) else Format.PLAIN
