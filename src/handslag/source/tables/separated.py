"""Separated values (CSV): which sign separates, and the rows.

The sign is semicolon, comma or tab. It is the one that stands between the headings, outside
quotes; where several do, the one that gives every row as many cells as there are headings. Where
that does not tell either, the file is refused rather than guessed at.
"""

from __future__ import annotations

import csv
import io
import re

from handslag.source.reading.plain import decode
from handslag.source.reading.result import ReadingError
from handslag.source.tables.limits import (
    MAX_CELL,
    Room,
    check_column,
    check_row_number,
)
from handslag.source.tables.shapes import Cell, Row, Sheet, Tables

_SIGNS = (";", ",", "\t")
_SAID = re.compile(r"sep=([;,\t])\n", re.IGNORECASE)
_DISARMED = re.compile(r"'+[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]")
"""How a text that a program could take for a formula is written, with a ' before it."""


def read_separated(data: bytes) -> Tables:
    """The rows of a file of separated values. Raises ReadingError."""
    text, damage = decode(data)
    said = _SAID.match(text)
    text = text[said.end() :] if said else text
    rows = _rows(text, said[1] if said else _sign(text))
    return Tables((Sheet("", tuple(rows)),), damaged=bool(damage))


def _rows(text: str, sign: str) -> list[Row]:
    room, rows = Room(), []
    for number, values in enumerate(_parsed(text, sign), start=1):
        check_row_number(number)
        cells = [Cell(_armed(value.strip())) for value in values]
        while cells and cells[-1].empty:
            cells.pop()
        if cells:
            check_column(len(cells))
            room.row(sum(len(cell.text) for cell in cells))
            rows.append(Row(number, tuple(cells)))
    return rows


def _parsed(text: str, sign: str) -> list[list[str]]:
    csv.field_size_limit(MAX_CELL)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=sign, strict=True)
    try:
        return list(reader)
    except csv.Error as error:
        message = (
            f"Rad {reader.line_num} i filen går inte att tyda: ett citattecken är öppnat och inte "
            "stängt, eller en cell är för lång. Rätta raden, eller spara listan som Excel (.xlsx)."
        )
        raise ReadingError("separated-broken", message) from error


def _armed(value: str) -> str:
    """The text itself, where it was written with a ' before it to be no formula."""
    return value[1:] if _DISARMED.match(value) else value


def _sign(text: str) -> str:
    """The sign that separates; any where there is but one column."""
    found: list[tuple[str, list[int]]] = []
    broken: ReadingError | None = None
    for sign in _SIGNS:
        try:
            widths = [len(row) for row in _parsed(text, sign) if any(map(str.strip, row))]
        except ReadingError as error:
            broken = error
            continue
        if widths and widths[0] > 1:
            found.append((sign, widths))
    if not found and broken:
        raise broken
    if len(found) < 2:
        return found[0][0] if found else _SIGNS[0]
    even = [sign for sign, widths in found if len(set(widths)) == 1]
    if len(even) == 1:
        return even[0]
    message = (
        "Det går inte att se vilket tecken som skiljer kolumnerna åt: rubrikerna har både "
        "semikolon och komma eller tabb. Spara listan som Excel (.xlsx) i stället."
    )
    raise ReadingError("separator-unclear", message)
