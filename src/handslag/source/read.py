"""The whole way: the bytes of a file become its canonical text and the record of what it says."""

from __future__ import annotations

from dataclasses import replace
from hashlib import sha256
from pathlib import Path

from handslag.source.parsing import parse
from handslag.source.reading import Reading
from handslag.source.reading.scan import Progress
from handslag.source.reading.whole import read_text
from handslag.source.record import MeetingRecord, Source
from handslag.source.record.document import READER, Document
from handslag.source.text import CanonicalText


def read_document(
    data: bytes,
    name: str,
    *,
    media_type: str | None = None,
    progress: Progress | None = None,
    kept: Path | None = None,
) -> Document:
    """Read one document. `name` is its file name without folders.

    `progress` is told of pages that are recognised, which take seconds each. They are put in the
    folder `kept`, one for this document alone, and not recognised again. Raises
    `ReadingError`, and nothing else, where the file cannot be read. What was doubtful in the
    reading stands first among the record's findings, before what the parser found.
    """
    reading = read_text(data, name=name, media_type=media_type, progress=progress, kept=kept)
    record = parse(reading.text, _source(data, name, reading))
    record = replace(record, findings=reading.findings + record.findings)
    return Document(reading.text, record, reading.searchable)


def read(
    data: bytes, name: str, *, media_type: str | None = None
) -> tuple[CanonicalText, MeetingRecord]:
    """The text and the record alone of what `read_document` gives."""
    document = read_document(data, name, media_type=media_type)
    return document.text, document.record


def _source(data: bytes, name: str, reading: Reading) -> Source:
    text = reading.text
    return Source(
        name=name,
        sha256=sha256(data).hexdigest(),
        media_type=reading.media_type,
        characters=len(text.text),
        text_sha256=text.sha256,
        reader=READER,
        pages=len(text.pages) or None,
        recognised=text.recognised,
    )
