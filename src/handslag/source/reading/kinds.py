"""Media types of files that are handed on as they are: those that are read, and some more."""

from __future__ import annotations

from handslag.source.reading.detection import Format

_OFFICE = "application/vnd.openxmlformats-officedocument."
_OPEN = "application/vnd.oasis.opendocument."
SPREADSHEET = f"{_OFFICE}spreadsheetml.sheet"
PRESENTATION = f"{_OFFICE}presentationml.presentation"
OPEN_SPREADSHEET = f"{_OPEN}spreadsheet"
OPEN_PRESENTATION = f"{_OPEN}presentation"
KINDS = frozenset(
    {*Format, SPREADSHEET, PRESENTATION, OPEN_SPREADSHEET, OPEN_PRESENTATION} - {Format.HTML}
)
"""Media types that an attachment may have."""
