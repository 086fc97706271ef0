"""What reading a file gives: its text, or the reason why there is none."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from handslag.source.reading.limits import MAX_BYTES, MAX_CHARACTERS, grouped

if TYPE_CHECKING:
    from handslag.source.record import Finding
    from handslag.source.text import CanonicalText


class ReadingError(Exception):
    """The file cannot be read.

    `str(error)` is Swedish on one line for the person who gave the file: what is the matter
    with it and what to do about it. `code` is kebab-case and stays the same between versions.
    """

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


@dataclass(frozen=True, slots=True)
class Reading:
    """The text of a file, what kind of file it turned out to be, and what was doubtful in it."""

    text: CanonicalText
    media_type: str
    findings: tuple[Finding, ...] = ()
    searchable: bytes | None = None
    """A PDF with the recognised text lying over the pictures, where text was recognised."""


def check_size(number_of_bytes: int) -> None:
    """Refuse a file of more than `MAX_BYTES` bytes with a ReadingError."""
    if number_of_bytes > MAX_BYTES:
        limit = MAX_BYTES // 1_000_000
        message = (
            f"Filen är större än {limit} MB, som är det mesta som läses. "
            "Dela upp den i mindre delar och försök igen."
        )
        raise ReadingError("file-too-large", message)


def check_length(characters: int) -> None:
    """Refuse a text of more than `MAX_CHARACTERS` characters with a ReadingError."""
    if characters > MAX_CHARACTERS:
        message = (
            f"Texten är längre än {grouped(MAX_CHARACTERS)} tecken, som är det mesta som läses. "
            "Dela upp filen i mindre delar och försök igen."
        )
        raise ReadingError("text-too-long", message)
