"""How much one spreadsheet may hold before reading it is refused.

A county has some forty bodies and a thousand memberships. The limits lie several times above, so
that a file which meets one is a mistake, or meant to be too much.
"""

from __future__ import annotations

from handslag.source.reading.limits import grouped
from handslag.source.reading.result import ReadingError

MAX_BYTES = 10_000_000
"""The largest file, in bytes."""

MAX_ROWS = 5_000
"""The most rows with something in them, of all sheets together."""

MAX_COLUMNS = 60
"""How far to the right anything may stand."""

MAX_ROW_NUMBER = 1_048_576
"""The last row that any program has. What says that it stands below is no spreadsheet."""

MAX_SHEETS = 50
"""The most sheets, hidden ones too."""

MAX_MERGED = 2_000
"""The most merged areas of one sheet."""

MAX_CELL = 32_767
"""The most characters that any program keeps in a cell."""

MAX_TEXT = 2_000_000
"""The most characters of all cells together."""


class Room:
    """What has been read of one file, counted as it comes. Refuses with a ReadingError."""

    def __init__(self) -> None:
        self._rows = 0
        self._text = 0

    def row(self, characters: int) -> None:
        """Count one row with something in it."""
        self._rows += 1
        self._text += characters
        if self._rows > MAX_ROWS:
            words = f"Filen har fler än {grouped(MAX_ROWS)} rader med något i"
            raise _too_much(words)
        if self._text > MAX_TEXT:
            words = f"Filen har mer än {grouped(MAX_TEXT)} tecken i cellerna"
            raise _too_much(words)


def check_bytes(size: int) -> None:
    """Refuse a file of more than `MAX_BYTES` bytes."""
    if size > MAX_BYTES:
        words = f"Filen är större än {MAX_BYTES // 1_000_000} MB"
        raise _too_much(words)


def check_column(number: int) -> None:
    """Refuse what stands farther to the right than anything may."""
    if number > MAX_COLUMNS:
        words = f"Filen har något längre till höger än kolumn {MAX_COLUMNS}"
        raise _too_much(words)


def check_row_number(number: int) -> None:
    """Refuse what stands farther down than anything can."""
    if number > MAX_ROW_NUMBER:
        raise _too_much("Filen har något längre ner än den sista rad som ett kalkylblad kan ha")


def check_sheets(count: int) -> None:
    """Refuse a file of more sheets than anybody keeps."""
    if count > MAX_SHEETS:
        words = f"Filen har fler än {MAX_SHEETS} blad"
        raise _too_much(words)


def check_merged(count: int) -> None:
    """Refuse a sheet with more merged areas than anybody makes."""
    if count > MAX_MERGED:
        words = f"Ett blad har fler än {grouped(MAX_MERGED)} sammanslagna celler"
        raise _too_much(words)


def _too_much(what: str) -> ReadingError:
    return ReadingError(
        "table-too-large",
        f"{what}, och det är mer än som läses åt gången. Kontrollera att det är rätt fil, ta bort "
        "det som inte hör till listan eller dela upp den, och försök igen.",
    )
