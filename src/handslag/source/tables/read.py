"""Bytes to rows, whichever kind of spreadsheet they are. What they are decides, not their name."""

from __future__ import annotations

from handslag.source.reading.result import ReadingError
from handslag.source.tables.limits import check_bytes
from handslag.source.tables.separated import read_separated
from handslag.source.tables.shapes import Tables
from handslag.source.tables.xlsx import read_xlsx

_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLE_LOCKED = "EncryptedPackage".encode("utf-16-le")
_WHAT_IS_READ = "Listor läses som Excel (.xlsx) eller CSV"
_OTHERS = (
    (b"%PDF-", "en PDF"),
    (b"\x89PNG", "en bild"),
    (b"\xff\xd8\xff", "en bild"),
    (b"{\\rtf", "ett RTF-dokument"),
    (b"<", "en webbsida eller XML-fil"),
)


def read_tables(data: bytes) -> Tables:
    """The rows of a spreadsheet. Raises ReadingError, in Swedish, where it cannot be read."""
    check_bytes(len(data))
    if not data.strip(b"\x00 \r\n\t"):
        message = "Filen är tom. Kontrollera att den sparades och skickades hel, och försök igen."
        raise ReadingError("empty-file", message)
    if data.startswith(_ZIP):
        return read_xlsx(data)
    _refuse_others(data)
    return read_separated(data)


def _refuse_others(data: bytes) -> None:
    if data.startswith(_OLE):
        if _OLE_LOCKED in data:
            message = (
                "Filen är skyddad med lösenord. "
                "Spara en kopia utan lösenord och ta in den i stället."
            )
            raise ReadingError("password-needed", message)
        raise _not_read("en äldre Excel-fil (.xls)")
    start = data[:64].removeprefix(b"\xef\xbb\xbf").lstrip()
    kind = next((kind for magic, kind in _OTHERS if start.startswith(magic)), None)
    if kind is not None:
        raise _not_read(kind)


def _not_read(kind: str) -> ReadingError:
    return ReadingError(
        "format-not-read",
        f"Filen är {kind}. {_WHAT_IS_READ}. Öppna den i det program den gjordes i och spara den "
        "som .xlsx.",
    )
