"""Cues: words that a sentence must hold before a costly pattern is tried on it.

Most sentences of running text settle nothing. So the words of a document are looked up once, in
one pass, and every later stage asks a bit mask whether any of its own cues stands in a paragraph
or a sentence before it touches the text. A stage names its cues beside the pattern they guard. A
cue only spares work: were every word a cue, the record would be the same.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator

_WORD = re.compile("[a-zà-öø-ÿ]+")
"""A run of letters: a cue counts even where a digit or a rarer letter stands against it."""
_words: dict[str, int] = {}
_stems: list[tuple[tuple[str, ...], int]] = []
_taken = 0


def cue(words: Iterable[str] = (), *, stems: Iterable[str] = ()) -> int:
    """A bit of its own for `words` in small letters and for words that begin with `stems`."""
    global _taken  # bits are given out once, while the modules are loaded
    bit = 1 << _taken
    _taken += 1
    for word in words:
        _words[word] = _words.get(word, 0) | bit
    beginnings = tuple(stems)
    if beginnings:
        _stems.append((beginnings, bit))
    return bit


def alternatives(phrases: str) -> tuple[str, int]:
    """A pattern for phrases parted by bars, and a cue of the words that they begin with.

    A blank in a phrase stands for any one character of white space.
    """
    pattern = "|".join(re.escape(phrase).replace(r"\ ", r"\s") for phrase in phrases.split("|"))
    return f"(?:{pattern})", cue(phrase.split()[0] for phrase in phrases.split("|"))


class Vocabulary(dict[str, int]):
    """The cues that each word of a document is, worked out when the word is first met."""

    def __missing__(self, word: str) -> int:
        bits = _words.get(word, 0)
        for beginnings, bit in _stems:
            if word.startswith(beginnings):
                bits |= bit
        self[word] = bits
        return bits


class Cues:
    """Where in a text cues stand, and which."""

    def __init__(self, text: str) -> None:
        self.places: list[int] = []
        """Where each word that is a cue begins, in order."""
        self.bits: list[int] = []
        """Which cues it is, in the same order."""
        known = Vocabulary()
        for match in _WORD.finditer(_small(text)):
            bits = known[match[0]]
            if bits:
                self.places.append(match.start())
                self.bits.append(bits)

    def at(self, cue: int, start: int, end: int) -> Iterator[int]:
        """The places from `start` to `end` where a word that is the cue begins."""
        first = bisect_left(self.places, start)
        for i in range(first, bisect_left(self.places, end, first)):
            if self.bits[i] & cue:
                yield self.places[i]

    def between(self, start: int, end: int) -> int:
        """The cues that stand from `start` to `end`."""
        found = 0
        first = bisect_left(self.places, start)
        for bits in self.bits[first : bisect_left(self.places, end, first)]:
            found |= bits
        return found


def _small(text: str) -> str:
    """The text in small letters, every character still in its place."""
    low = text.lower()
    if len(low) == len(text):
        return low
    return "".join(small if len(small := letter.lower()) == 1 else letter for letter in text)
