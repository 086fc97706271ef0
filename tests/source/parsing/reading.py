"""What the parser's tests share: a text as the reader would hand it over."""

from __future__ import annotations

from hashlib import sha256

from handslag.source.parsing import parse
from handslag.source.record import MeetingRecord, Source
from handslag.source.text import CanonicalText


def source_of(text: CanonicalText, name: str = "prov.txt") -> Source:
    return Source(
        name=name,
        sha256=sha256(text.text.encode("utf-8", "surrogatepass")).hexdigest(),
        media_type="text/plain",
        characters=len(text.text),
        text_sha256=text.sha256,
        reader="prov",
    )


def read(words: str, name: str = "prov.txt") -> MeetingRecord:
    text = CanonicalText(words)
    return parse(text, source_of(text, name))
