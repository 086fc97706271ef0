"""A document that has been read: its text, and the record of what it says."""

from __future__ import annotations

from dataclasses import dataclass

from handslag import __version__
from handslag.source.record.model import MeetingRecord
from handslag.source.text import CanonicalText

READER = f"handslag {__version__}"
"""Name and version of the reader, as it stands in every record it makes."""


@dataclass(frozen=True, slots=True)
class Document:
    """What reading a file gives."""

    text: CanonicalText
    record: MeetingRecord
    searchable: bytes | None = None
    """A PDF with the recognised text over the pictures, where text was recognised."""
