"""The canonical text of a document: pages, lines and spans.

Every fact that is read out of a document points at a place in this text, so the text is
fixed once and never altered. What a stage wants to see in another way (without marks of
layout, without page furniture) it sees through a view that knows the way back.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from typing import NamedTuple


class Span(NamedTuple):
    """A place in a canonical text: characters from `start` up to, not including, `end`."""

    start: int
    end: int

    def covers(self, other: Span) -> bool:
        """Whether `other` lies wholly inside this place."""
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: Span) -> bool:
        """Whether the two places share at least one character."""
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the canonical text, its line end left out."""

    number: int
    """Position in the document, from 1."""
    page: int | None
    """Page it stands on, from 1; None where the format has no pages."""
    span: Span
    text: str


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a format that has pages."""

    number: int
    """Position in the document, from 1."""
    span: Span


class Heading(NamedTuple):
    """A line that the format, not its words, tells to be a heading."""

    start: int
    """Where the line begins."""
    level: int
    """1-6; 7 for a line that is only set in bold as a whole."""


@dataclass(frozen=True)
class CanonicalText:
    """The text of a whole document and where its pages lie.

    `text` has "\\n" for line ends. `pages` is empty for formats without pages; otherwise the
    pages follow one another without overlapping. `recognised` tells that the characters come
    from optical character recognition and may be wrong. `headings` are known where the format
    has them (Word, OpenDocument, HTML), in order. `asides` are places outside the running text,
    such as footnotes and running feet: kept in the text, but no facts are read there.
    """

    text: str
    pages: tuple[Page, ...] = ()
    recognised: bool = False
    headings: tuple[Heading, ...] = ()
    asides: tuple[Span, ...] = ()

    @property
    def sha256(self) -> str:
        """Hash of the text in UTF-8, hexadecimal: tells whether a newer reader differs."""
        return sha256(self.text.encode("utf-8", "surrogatepass")).hexdigest()

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        """All lines in order; joined by "\\n" they are the text again."""
        return tuple(self._lines())

    def quote(self, span: Span) -> str:
        """The words at a place, exactly as they stand."""
        return self.text[span.start : span.end]

    def page_at(self, offset: int) -> int | None:
        """The number of the page that a character stands on; None without pages."""
        index = bisect_right(self._page_starts, offset) - 1
        return self.pages[index].number if index >= 0 else None

    def line_at(self, offset: int) -> Line:
        """The line that a character stands on (its line end belongs to it)."""
        return self.lines[bisect_right(self._line_starts, offset) - 1]

    @cached_property
    def _page_starts(self) -> list[int]:
        return [page.span.start for page in self.pages]

    @cached_property
    def _line_starts(self) -> list[int]:
        return [line.span.start for line in self.lines]

    def _lines(self) -> Iterator[Line]:
        start = 0
        for number, words in enumerate(self.text.split("\n"), start=1):
            end = start + len(words)
            yield Line(number, self.page_at(start), Span(start, end), words)
            start = end + 1
