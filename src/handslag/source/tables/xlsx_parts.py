"""What an Excel file is made of, looked through before any library takes it apart.

Every part is unpacked once, piece by piece, and counted; a part that declares entities, or says
that it is written in an encoding in which such a declaration could hide, is refused. Merged areas
and whether there are formulas are found on the way, since reading row by row tells neither.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from io import BytesIO
from typing import TYPE_CHECKING
from zipfile import BadZipFile, ZipFile

from handslag.source.reading.limits import PIECE
from handslag.source.reading.package import Package
from handslag.source.reading.result import ReadingError
from handslag.source.tables.limits import check_merged

if TYPE_CHECKING:
    from collections.abc import Mapping

    from handslag.source.reading.package import Part

_WHAT = "Excel-filen"
_OVERLAP = 256
_DECLARES = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_ENCODING = re.compile(
    rb"""<\?xml[^>]{0,200}?encoding\s*=\s*["']([^"']{1,40})["']""", re.IGNORECASE
)
_PLAIN = frozenset({b"utf-8", b"us-ascii", b"ascii", b"iso-8859-1"})
"""Encodings in which the signs of a declaration are what they are in ASCII."""
_WIDE = (b"\xfe\xff", b"\xff\xfe", b"\x00<", b"<\x00")
_FORMULA = re.compile(rb"<(?:\w{1,20}:)?f[\s/>]")
_MERGED = re.compile(rb"""<(?:\w{1,20}:)?mergeCell\s[^>]{0,100}?ref\s*=\s*["']([^"']{1,40})["']""")
_AREA = re.compile(rb"([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})")
_SHEETS = "xl/worksheets/"


@dataclass(frozen=True, slots=True)
class Area:
    """A merged area, by the numbers of its first and last column and row."""

    left: int
    top: int
    right: int
    bottom: int
    corner: str
    """The cell that has its value: "B7"."""


@dataclass(slots=True)
class PartOfIt:
    """What was seen in one part."""

    formulas: bool = False
    merged: list[Area] = field(default_factory=list)


def look_through(data: bytes) -> Mapping[str, PartOfIt]:
    """What each part holds, by its name in small letters.

    Raises ReadingError where the file is damaged, locked, unpacks to too much, is no Excel file,
    or declares entities.
    """
    package = Package(data, _WHAT)
    _refuse_others(package)
    _refuse_doubled(package, data)
    return {name: _looked_at(package.open(name)) for name in package.names}


def _refuse_others(package: Package) -> None:
    names = package.names
    if "xl/workbook.xml" in names:
        return
    if "xl/workbook.bin" in names:
        kind = "en binär Excel-fil (.xlsb)"
    elif "content.xml" in names:
        kind = "en OpenDocument-fil"
    elif any(name.startswith("word/") for name in names):
        kind = "ett Word-dokument"
    else:
        kind = "en packad fil utan något kalkylblad i"
    message = (
        f"Filen är {kind}. Listor läses som Excel (.xlsx) eller CSV. Öppna den i det program den "
        "gjordes i och spara den som .xlsx."
    )
    raise ReadingError("format-not-read", message)


def _refuse_doubled(package: Package, data: bytes) -> None:
    """Two parts of one name could be one that was looked at and one that is read."""
    try:
        with ZipFile(BytesIO(data)) as archive:
            names = archive.namelist()
    except (BadZipFile, ValueError, OSError) as error:
        raise package.damaged() from error
    if len(names) != len(package.names):
        raise package.damaged()


def _looked_at(part: Part) -> PartOfIt:
    seen, tail, first = PartOfIt(), b"", True
    while piece := part.read(PIECE):
        window = tail + piece
        if first:
            _refuse_encoding(window)
            first = False
        if _DECLARES.search(window):
            raise _declares()
        seen.formulas = seen.formulas or _FORMULA.search(window) is not None
        for found in _MERGED.finditer(window, 0 if not tail else _already(window, tail)):
            if area := _area(found[1]):
                seen.merged.append(area)
                check_merged(len(seen.merged))
        tail = window[-_OVERLAP:]
    return seen


def _already(window: bytes, tail: bytes) -> int:
    """Where to go on looking for merged areas: after the last that lay wholly in what was seen."""
    ends = [found.end() for found in _MERGED.finditer(window[: len(tail)])]
    return ends[-1] if ends else 0


def _refuse_encoding(start: bytes) -> None:
    said = _ENCODING.match(start.removeprefix(b"\xef\xbb\xbf").lstrip())
    if start.startswith(_WIDE) or (said and said[1].lower() not in _PLAIN):
        raise _declares()


def _declares() -> ReadingError:
    message = (
        "Excel-filen innehåller något som ett kalkylprogram aldrig skriver, och den läses inte. "
        "Öppna den i ett kalkylprogram, spara en ny kopia och ta in den i stället."
    )
    return ReadingError("table-unsafe", message)


def _area(ref: bytes) -> Area | None:
    found = _AREA.fullmatch(ref)
    if found is None:
        return None
    left, top, right, bottom = found.groups()
    return Area(
        _column(left), int(top), _column(right), int(bottom), f"{left.decode()}{top.decode()}"
    )


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - ord("A") + 1
    return number
