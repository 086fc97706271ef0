"""What differs between two versions of a text: line by line, and in a changed line word by word.

Pure. A line is a paragraph; a word goes with its punctuation, so that what is told as changed is
what a reader would point at.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_WORD = re.compile(r"\s*\S+")
AROUND = 1
"""Unchanged lines shown on either side of a change."""
MOST_LINES = 3000
MOST_WORDS = 4_000_000
"""Above so many pairs of words nothing is compared word by word: it would take too long."""
_ALIKE = 0.3
"""Two lines with less in common are no two wordings of the same."""


class Mark(StrEnum):
    """What became of a piece of text."""

    SAME = "same"
    ADDED = "added"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class Piece:
    """Words in a row that were all kept, all added, or all removed."""

    text: str
    mark: Mark = Mark.SAME


@dataclass(frozen=True, slots=True)
class Line:
    """A line with its pieces. `skipped` tells of that many unchanged lines in its stead."""

    pieces: tuple[Piece, ...] = ()
    skipped: int = 0

    @property
    def changed(self) -> bool:
        """Whether anything in it was added or removed."""
        return any(piece.mark != Mark.SAME for piece in self.pieces)


@dataclass(frozen=True, slots=True)
class Difference:
    """All that differs, in the order of the text. Counts are of words."""

    lines: tuple[Line, ...]
    places: int
    """Changed lines in a row count as one place."""
    added: int
    removed: int

    def __bool__(self) -> bool:
        return self.places > 0


def difference(before: str, after: str) -> Difference:
    """What differs between the earlier text and the later one. Blank lines do not count."""
    told = list(_lines(_split(before), _split(after)))
    places = sum(
        line.changed and (number == 0 or not told[number - 1].changed)
        for number, line in enumerate(told)
    )
    return Difference(
        lines=tuple(_folded(told)),
        places=places,
        added=_count(told, Mark.ADDED),
        removed=_count(told, Mark.REMOVED),
    )


def _split(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _count(lines: Iterable[Line], mark: Mark) -> int:
    return sum(
        len(piece.text.split()) for line in lines for piece in line.pieces if piece.mark == mark
    )


def _lines(before: Sequence[str], after: Sequence[str]) -> Iterator[Line]:
    if max(len(before), len(after)) > MOST_LINES:
        yield from (_whole(line, Mark.REMOVED) for line in before)
        yield from (_whole(line, Mark.ADDED) for line in after)
        return
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for kind, a, b, c, d in matcher.get_opcodes():
        if kind == "equal":
            yield from (_whole(line, Mark.SAME) for line in after[c:d])
        else:
            yield from _replaced(before[a:b], after[c:d])


def _replaced(before: Sequence[str], after: Sequence[str]) -> Iterator[Line]:
    """Lines that gave way to others: each in turn beside the one that it became, if any."""
    rest = list(before)
    for line in after:
        at = next((i for i, old in enumerate(rest) if _alike(old, line)), None)
        if at is None:
            yield _whole(line, Mark.ADDED)
            continue
        yield from (_whole(old, Mark.REMOVED) for old in rest[:at])
        yield _reworded(rest[at], line)
        del rest[: at + 1]
    yield from (_whole(old, Mark.REMOVED) for old in rest)


def _alike(before: str, after: str) -> bool:
    old, new = set(before.lower().split()), set(after.lower().split())
    return len(old & new) >= _ALIKE * max(len(old), len(new))


def _reworded(before: str, after: str) -> Line:
    old, new = _WORD.findall(before), _WORD.findall(after)
    if len(old) * len(new) > MOST_WORDS:
        return Line((Piece(before, Mark.REMOVED), Piece(f" {after}", Mark.ADDED)))
    bare_old, bare_new = [word.strip() for word in old], [word.strip() for word in new]
    matcher = SequenceMatcher(None, bare_old, bare_new, autojunk=False)
    pieces: list[Piece] = []
    for kind, a, b, c, d in matcher.get_opcodes():
        if kind == "equal":
            pieces.append(Piece("".join(new[c:d])))
            continue
        if a < b:
            pieces.append(Piece("".join(old[a:b]), Mark.REMOVED))
        if c < d:
            pieces.append(Piece("".join(new[c:d]), Mark.ADDED))
    return Line(tuple(pieces))


def _whole(line: str, mark: Mark) -> Line:
    return Line((Piece(line, mark),))


def _folded(lines: Sequence[Line]) -> Iterator[Line]:
    """The lines, with long stretches of unchanged ones told by their number."""
    changed = [number for number, line in enumerate(lines) if line.changed]
    near = {
        number
        for place in changed
        for number in range(place - AROUND, place + AROUND + 1)
        if 0 <= number < len(lines)
    }
    skipped = 0
    for number, line in enumerate(lines):
        if number not in near:
            skipped += 1
            continue
        if skipped:
            yield Line(skipped=skipped)
            skipped = 0
        yield line
    if skipped:
        yield Line(skipped=skipped)
