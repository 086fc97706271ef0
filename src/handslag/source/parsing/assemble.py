"""The last stage: what the others found becomes one meeting record."""

from __future__ import annotations

from handslag.source.record import Finding, Kind, MeetingRecord, Severity, Source
from handslag.source.text import CanonicalText, Span


def parse(text: CanonicalText, source: Source) -> MeetingRecord:
    """What `text` says as a meeting document. Pure, and never raises on any text.

    `source` describes the file and goes into the record unchanged.
    """
    if not text.text.strip():
        message = "Dokumentet innehåller ingen text. Filen är sparad som den kom."
        return MeetingRecord(
            source, Kind.UNKNOWN, findings=(Finding("empty-text", Severity.ERROR, message),)
        )
    message = "Inga mötesuppgifter hittades i texten."
    span = Span(0, len(text.text))
    return MeetingRecord(
        source,
        Kind.UNKNOWN,
        findings=(Finding("no-meeting-document", Severity.ERROR, message, span),),
    )
