"""Two versions of minutes side by side: section by section, line by line, word by word."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from handslag.output.minutes.shown import lines_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from handslag.output.generation.minutes_paper import MinutesPaper

_WORDS = re.compile(r"\s+|[^\s\w]|\w+")
LIKE_ENOUGH = 0.4
"""How alike two lines are, of 1, to be shown as one line that changed."""
MOST_WORDS = 4_000
"""Words of a line that are compared one by one; a longer one is shown as changed whole."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words of a line, and whether only this version has them."""

    words: str
    changed: bool = False


@dataclass(frozen=True, slots=True)
class Pair:
    """A line of either version, empty where it has none that answers."""

    before: tuple[Piece, ...]
    after: tuple[Piece, ...]

    @property
    def same(self) -> bool:
        """Whether both say the same."""
        return not any(piece.changed for piece in (*self.before, *self.after))


@dataclass(frozen=True, slots=True)
class Section:
    """A section in which something differs. `heading` is empty for the head of the minutes."""

    heading: str
    what: str
    """"changed", "added", "removed"."""
    pairs: tuple[Pair, ...]


def differences(before: MinutesPaper, after: MinutesPaper) -> tuple[Section, ...]:
    """The sections that differ, in the order of `after`, those that are gone last."""
    old = {key: (heading, lines) for key, heading, lines in lines_of(before)}
    found = []
    for key, heading, lines in lines_of(after):
        was = old.pop(key, None)
        if was is None:
            pairs = tuple(Pair((), (Piece(line, changed=True),)) for line in lines)
            found.append(Section(heading, "added", pairs))
        elif was[1] != lines:
            found.append(Section(heading, "changed", tuple(_pairs(was[1], lines))))
    for heading, lines in old.values():
        pairs = tuple(Pair((Piece(line, changed=True),), ()) for line in lines)
        found.append(Section(heading, "removed", pairs))
    return tuple(found)


def _pairs(before: Sequence[str], after: Sequence[str]) -> Iterator[Pair]:
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for tag, start, end, other_start, other_end in matcher.get_opcodes():
        if tag == "equal":
            for line in before[start:end]:
                yield Pair((Piece(line),), (Piece(line),))
        else:
            yield from _changed(list(before[start:end]), list(after[other_start:other_end]))


def _changed(before: list[str], after: list[str]) -> Iterator[Pair]:
    """Lines that changed, those that are alike enough beside each other."""
    if len(before) == len(after) == 1:
        yield _words(before[0], after[0])
        return
    for line in before:
        if after and _ratio(line, after[0]) >= LIKE_ENOUGH:
            yield _words(line, after.pop(0))
        elif (place := _like(line, after)) is not None:
            for new in after[:place]:
                yield Pair((), (Piece(new, changed=True),))
            yield _words(line, after[place])
            del after[: place + 1]
        else:
            yield Pair((Piece(line, changed=True),), ())
    for new in after:
        yield Pair((), (Piece(new, changed=True),))


def _like(line: str, others: Sequence[str]) -> int | None:
    return next(
        (place for place, one in enumerate(others) if _ratio(line, one) >= LIKE_ENOUGH), None
    )


def _ratio(one: str, other: str) -> float:
    if max(len(one), len(other)) > MOST_WORDS:
        return float(one[:100] == other[:100])
    words, others = (_bare_words(line) for line in (one, other))
    return SequenceMatcher(None, words, others, autojunk=False).ratio()


def _bare_words(line: str) -> list[str]:
    return re.findall(r"\w+", line.casefold())


def _words(before: str, after: str) -> Pair:
    one, other = _WORDS.findall(before), _WORDS.findall(after)
    if max(len(one), len(other)) > MOST_WORDS:
        return Pair((Piece(before, changed=True),), (Piece(after, changed=True),))
    old: list[Piece] = []
    new: list[Piece] = []
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    for tag, start, end, other_start, other_end in matcher.get_opcodes():
        changed = tag != "equal"
        if end > start:
            old.append(Piece("".join(one[start:end]), changed))
        if other_end > other_start:
            new.append(Piece("".join(other[other_start:other_end]), changed))
    return Pair(tuple(old), tuple(new))
