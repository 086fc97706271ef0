"""What kind of file some bytes are, told by the bytes themselves.

File names and declared media types are only asked where the content cannot tell. A kind that is
known but not read gets an answer that names it, so that the person knows what to do.
"""

from __future__ import annotations

import re
from enum import StrEnum

from handslag.source.reading.result import ReadingError


class Format(StrEnum):
    """The formats that are read, each by its media type."""

    PLAIN = "text/plain"
    MARKDOWN = "text/markdown"
    PDF = "application/pdf"


WHAT_IS_READ = "Handslag läser vanlig text, markdown och PDF med sökbar text"

_PDF_HEADER = b"%PDF-"
_PDF_HEADER_WITHIN = 1024
"""Readers of PDF accept the header anywhere in the first 1,024 bytes (ISO 32000, annex H)."""

_PICTURES = (
    (b"\x89PNG\r\n\x1a\n", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF87a", "GIF"),
    (b"GIF89a", "GIF"),
    (b"II*\x00", "TIFF"),
    (b"MM\x00*", "TIFF"),
)

_OTHERS = (
    (b"{\\rtf", "ett RTF-dokument"),
    (b"\x1f\x8b", "en packad fil (gzip)"),
    (b"7z\xbc\xaf\x27\x1c", "en packad fil (7-Zip)"),
    (b"Rar!\x1a\x07", "en packad fil (RAR)"),
    (b"\x7fELF", "ett program"),
    (b"%!PS", "en PostScript-fil"),
)

_WINDOWS_PROGRAM = b"MZ"
_ZIP = b"PK\x03\x04"
_EMPTY_ZIP = b"PK\x05\x06"
_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_OLE_WORD = "WordDocument".encode("utf-16-le")

_HTML_START = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.{0,2000}?-->\s*)?<(?:!doctype\s+html|html|head|body)\b",
    re.IGNORECASE | re.DOTALL,
)
_XML_START = re.compile(r"\s*<\?xml\s")


def is_pdf(data: bytes, *, name: str = "", media_type: str | None = None) -> bool:
    """Whether the bytes are a PDF; a damaged one counts if it still begins as one."""
    at = data.find(_PDF_HEADER, 0, _PDF_HEADER_WITHIN)
    if at < 0:
        return False
    # text that quotes the header is still text, unless the file is said to be a PDF
    declared = media_type == Format.PDF or name.lower().endswith(".pdf")
    return declared or not data[:at].strip(b"\xef\xbb\xbf \t\r\n\x00")


def refuse_known_others(data: bytes) -> None:
    """Raise a ReadingError that names the kind of file, where it is known but not read."""
    if not data:
        message = "Filen är tom. Kontrollera att den sparades och skickades hel, och försök igen."
        raise ReadingError("empty-file", message)
    if not data.strip(b"\x00"):
        message = (
            "Filen innehåller bara nollor, så den har troligen skadats när den kopierades. "
            "Hämta den på nytt från den som gjorde den."
        )
        raise ReadingError("only-zeros", message)
    picture = _picture(data)
    if picture:
        message = (
            f"Filen är en bild ({picture}). {WHAT_IS_READ}; "
            "text i bilder kan inte läsas ännu. Ta in dokumentet som bilden visar."
        )
        raise ReadingError("picture", message)
    kind = _other(data)
    if kind:
        raise _not_read(kind)


def refuse_markup(text: str) -> None:
    """Raise a ReadingError where a text is a web page or XML, whatever its file is called."""
    if _HTML_START.match(text):
        raise _not_read("en webbsida (HTML)")
    if _XML_START.match(text):
        raise _not_read("en XML-fil")


def _picture(data: bytes) -> str | None:
    for magic, kind in _PICTURES:
        if data.startswith(magic):
            return kind
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        return "WebP"
    if data[4:8] == b"ftyp" and data[8:12] in (b"heic", b"heix", b"mif1", b"avif"):
        return "HEIC"
    return None


def _other(data: bytes) -> str | None:
    if data.startswith((_ZIP, _EMPTY_ZIP)):
        return _zipped(data)
    if data.startswith(_OLE):
        if _OLE_WORD in data:
            return "ett äldre Word-dokument (.doc)"
        return "en äldre Office-fil eller ett sparat Outlook-meddelande"
    if data.startswith(_WINDOWS_PROGRAM) and b"\x00" in data:  # a text may begin so, without zeros
        return "ett program"
    return next((kind for magic, kind in _OTHERS if data.startswith(magic)), None)


def _zipped(data: bytes) -> str:
    if b"word/document" in data:
        return "ett Word-dokument (.docx)"
    if b"xl/workbook" in data:
        return "en Excel-fil (.xlsx)"
    if b"ppt/presentation" in data:
        return "en PowerPoint-fil (.pptx)"
    if b"opendocument.text" in data[:256]:
        return "ett OpenDocument-dokument (.odt)"
    if b"opendocument." in data[:256]:
        return "en OpenDocument-fil"
    return "en packad fil (zip)"


def _not_read(kind: str) -> ReadingError:
    packed = kind.startswith("en packad")
    remedy = (
        "Packa upp den och ta in filerna i den" if packed else "Spara den som PDF och försök igen"
    )
    return ReadingError("format-not-read", f"Filen är {kind}. {WHAT_IS_READ}. {remedy}.")
