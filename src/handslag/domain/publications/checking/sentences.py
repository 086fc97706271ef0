"""A text in its sentences, so that what is found can be shown in one."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

_END = re.compile(r"(?<=[.!?])[\"”')]*\s+(?=[\"”'(–-]*\s*[A-ZÅÄÖ])|\n[ \t]*\n")
_ABBREVIATED = re.compile(r"\b(?:bl|t|m|fr|o|s|d|f|p|g|e|ca|kl|nr|tel|inkl|[A-ZÅÄÖ])\.$")
LONGEST = 600
"""Letters in what is shown as one sentence: tables and lists may have no end in sight."""
OVERLAP = 80
"""Letters that two pieces of what is longer share: nothing is cut in two unseen."""


class Sentence(NamedTuple):
    """A sentence, on one line."""

    text: str


def sentences_of(text: str) -> Iterator[Sentence]:
    """The sentences of `text`, in order; line breaks within one are spaces."""
    start = 0
    for end in _END.finditer(text):
        if _ABBREVIATED.search(text[start : end.start()]):
            continue
        yield from _pieces(text[start : end.start()])
        start = end.end()
    yield from _pieces(text[start:])


def _pieces(text: str) -> Iterator[Sentence]:
    line = " ".join(text.split())
    for at in range(0, len(line), LONGEST - OVERLAP):
        yield Sentence(line[at : at + LONGEST])
        if at + LONGEST >= len(line):
            return
