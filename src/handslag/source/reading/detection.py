"""What kind of file some bytes are, told by the bytes themselves.

File names and declared media types are only asked where the content cannot tell. A kind that is
known but not read gets an answer that names it, so that the person knows what to do.
"""

from __future__ import annotations

import re
from enum import StrEnum

from handslag.source.reading.package import Package
from handslag.source.reading.result import ReadingError


class Format(StrEnum):
    """The formats that are read, each by its media type."""

    PLAIN = "text/plain"
    MARKDOWN = "text/markdown"
    PDF = "application/pdf"
    HTML = "text/html"
    DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    ODT = "application/vnd.oasis.opendocument.text"
    PNG = "image/png"
    JPEG = "image/jpeg"
    TIFF = "image/tiff"
    GIF = "image/gif"
    WEBP = "image/webp"


WHAT_IS_READ = (
    "Handslag läser Word (.docx), OpenDocument (.odt), PDF, bilder av dokument (PNG, JPEG, TIFF), "
    "webbsidor, markdown och vanlig text"
)

_PDF_HEADER = b"%PDF-"
_PDF_HEADER_WITHIN = 1024
"""Readers of PDF accept the header anywhere in the first 1,024 bytes (ISO 32000, annex H)."""

_PICTURES = (
    (b"\x89PNG\r\n\x1a\n", Format.PNG),
    (b"\xff\xd8\xff", Format.JPEG),
    (b"GIF87a", Format.GIF),
    (b"GIF89a", Format.GIF),
    (b"II*\x00", Format.TIFF),
    (b"MM\x00*", Format.TIFF),
)

_OTHERS = (
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
_RTF = b"{\\rtf"
_OLE_LOCKED = "EncryptedPackage".encode("utf-16-le")
_OLE_WORD = "WordDocument".encode("utf-16-le")

_HTML_START = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.{0,2000}?-->\s*)?<(?:!doctype\s+html|html|head|body)\b",
    re.IGNORECASE | re.DOTALL,
)
_TAG = re.compile(
    r"<(?:p|div|table|h[1-6]|ul|ol|span|br|meta|title)\b[^<>]{0,2000}>", re.IGNORECASE
)
_HTML_NAMES = (".html", ".htm", ".xhtml", ".xht")
_XML_START = re.compile(r"\s*<\?xml\s")
_MAIL_START = re.compile(r"(?:From|MIME-Version|Subject|Date|Return-Path|Received): ?\S")
_HEADERS = 2000

_OPEN_TEXT = b"application/vnd.oasis.opendocument.text"
_OPEN_KINDS = (
    (b"application/vnd.oasis.opendocument.spreadsheet", "ett kalkylark (.ods)"),
    (b"application/vnd.oasis.opendocument.presentation", "en presentation (.odp)"),
    (b"application/vnd.oasis.opendocument", "en OpenDocument-fil av annat slag än text"),
    (b"application/epub+zip", "en e-bok (.epub)"),
)
_PACKED_KINDS = (
    ("xl/", "en Excel-fil (.xlsx)"),
    ("ppt/", "en PowerPoint-fil (.pptx)"),
    ("visio/", "en Visio-fil (.vsdx)"),
    ("index/document.iwa", "ett dokument från Pages, Numbers eller Keynote"),
    ("index.zip", "ett dokument från Pages, Numbers eller Keynote"),
)

_SAVE_AS_WORD = (
    "Öppna den i det program den gjordes i, spara den som Word-dokument (.docx) eller PDF "
    "och ta in den i stället"
)
_SAVE_AS_PDF = "Spara det som hör till mötet som PDF och ta in den i stället"
_UNPACK = "Packa upp den och ta in filerna i den"


def is_pdf(data: bytes, *, name: str = "", media_type: str | None = None) -> bool:
    """Whether the bytes are a PDF; a damaged one counts if it still begins as one."""
    at = data.find(_PDF_HEADER, 0, _PDF_HEADER_WITHIN)
    if at < 0:
        return False
    # text that quotes the header is still text, unless the file is said to be a PDF
    declared = media_type == Format.PDF or name.lower().endswith(".pdf")
    return declared or not data[:at].strip(b"\xef\xbb\xbf \t\r\n\x00")


def picture_format(data: bytes) -> Format | None:
    """Which kind of picture that is read the bytes are; None where they are none."""
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        return Format.WEBP
    return next((kind for magic, kind in _PICTURES if data.startswith(magic)), None)


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
    if data[4:8] == b"ftyp" and data[8:12] in (b"heic", b"heix", b"mif1", b"avif"):
        raise _not_read("en bild i formatet HEIC eller AVIF", "Spara den som JPEG eller PDF")
    other = _other(data)
    if other:
        raise other


def is_html(text: str, *, name: str = "", media_type: str | None = None) -> bool:
    """Whether a text is a web page: it begins as one, or is said to be one and has its marks."""
    if _HTML_START.match(text):
        return True
    said = media_type in {Format.HTML, "application/xhtml+xml"} or name.lower().endswith(
        _HTML_NAMES
    )
    return said and _TAG.search(text, 0, 100_000) is not None


def refuse_markup(text: str) -> None:
    """Raise a ReadingError where a text is XML or a saved message, whatever its file is called."""
    if _XML_START.match(text):
        raise _not_read("en XML-fil", _SAVE_AS_WORD)
    head = text[:_HEADERS]
    if _MAIL_START.match(head) and "\nMIME-Version: 1.0" in "\n" + head:
        if "multipart/related" in head:
            raise _not_read("ett webbarkiv (.mht)", "Spara webbsidan som HTML eller PDF i stället")
        raise _not_read("ett sparat e-postmeddelande", "Ta in det som var bifogat i stället")


def package_format(data: bytes) -> Format | None:
    """Which format that is read a zip package holds; None where the bytes are no package.

    Raises ReadingError, which names the kind, where it holds something else.
    """
    if not data.startswith((_ZIP, _EMPTY_ZIP)):
        return None
    try:
        package = Package(data, "Filen")
        names = package.names
        mimetype = package.read("mimetype") or b""
    except ReadingError:
        return _broken_format(data)
    if any(name.startswith("word/") for name in names):
        return Format.DOCX
    if mimetype.startswith(_OPEN_TEXT):
        return Format.ODT
    for beginning, kind in _OPEN_KINDS:
        if mimetype.startswith(beginning):
            raise _not_read(kind, _SAVE_AS_PDF)
    for part, kind in _PACKED_KINDS:
        if any(name.startswith(part) for name in names):
            raise _not_read(kind, _SAVE_AS_PDF)
    raise _not_read("en packad fil (zip)", _UNPACK)


def _broken_format(data: bytes) -> Format:
    """What a package that cannot be opened was, told by names that are left in it."""
    if b"word/document" in data:
        return Format.DOCX
    if _OPEN_TEXT in data[:256]:
        return Format.ODT
    raise _not_read(
        "en packad fil (zip) som är skadad",
        "Hämta den på nytt, packa upp den och ta in filerna i den",
    )


def _other(data: bytes) -> ReadingError | None:
    if data.startswith(_RTF):
        return _not_read("ett RTF-dokument", _SAVE_AS_WORD)
    if data.startswith(_OLE):
        if _OLE_LOCKED in data:
            message = (
                "Filen är skyddad med lösenord. "
                "Spara en kopia utan lösenord och ta in den i stället."
            )
            return ReadingError("password-needed", message)
        if _OLE_WORD in data:
            return _not_read("ett äldre Word-dokument (.doc)", _SAVE_AS_WORD)
        return _not_read("en äldre Office-fil eller ett sparat Outlook-meddelande", _SAVE_AS_WORD)
    if data.startswith(_WINDOWS_PROGRAM) and b"\x00" in data:  # a text may begin so, without zeros
        return _not_read("ett program", _SAVE_AS_PDF)
    kind = next((kind for magic, kind in _OTHERS if data.startswith(magic)), None)
    if kind is None:
        return None
    return _not_read(kind, _UNPACK if kind.startswith("en packad") else _SAVE_AS_PDF)


def _not_read(kind: str, remedy: str) -> ReadingError:
    return ReadingError("format-not-read", f"Filen är {kind}. {WHAT_IS_READ}. {remedy}.")
