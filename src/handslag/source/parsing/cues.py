"""Cues: words that a sentence must hold before a costly pattern is tried on it.

Most sentences of running text settle nothing. So the words of a sentence are looked up once, and
every later stage asks a bit mask whether its own cues stand there before it touches the text. A
stage names its cues beside the pattern they guard. A cue only spares work: were every word every
cue, the record would be the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

_LETTERS = re.compile("[a-zà-öø-ÿ]+")
"""A cue counts even where a digit or another sign stands against it."""
_MANY = 60_000
"""So many words are remembered at most."""
_words: dict[str, int] = {}
_stems: dict[str, list[tuple[str, int]]] = {}
_STEM = 3
_taken = 0


def cue(words: Iterable[str] = (), *, stems: Iterable[str] = ()) -> int:
    """A bit of its own for `words` in small letters and for words that begin with `stems`.

    A stem has three letters or more.
    """
    global _taken  # bits are given out once, while the modules are loaded
    bit = 1 << _taken
    _taken += 1
    for word in words:
        _words[word] = _words.get(word, 0) | bit
    for stem in stems:
        _stems.setdefault(stem[:_STEM], []).append((stem, bit))
    _known.clear()
    return bit


class Gate(NamedTuple):
    """The cues of phrases: a word that is one, or both the first and the second word of one."""

    alone: int
    first: int
    second: int

    def opens(self, cues: int) -> bool:
        """Whether words with these cues may hold one of the phrases."""
        return bool(cues & self.alone or (cues & self.first and cues & self.second))


def alternatives(phrases: str) -> tuple[str, Gate]:
    """A pattern for phrases parted by bars, and the gate to them.

    A blank in a phrase stands for any one character of white space.
    """
    each = [phrase.split() for phrase in phrases.split("|")]
    gate = Gate(
        cue(words[0] for words in each if len(words) == 1),
        cue(words[0] for words in each if len(words) > 1),
        cue(words[1] for words in each if len(words) > 1),
    )
    return "(?:" + "|".join(r"\s".join(words) for words in each) + ")", gate


class Vocabulary(dict[str, int]):
    """The cues of each word met, with whatever signs stand around it: worked out once."""

    def __missing__(self, token: str) -> int:
        bits = 0
        for word in _LETTERS.findall(token):
            bits |= _words.get(word, 0)
            for stem, bit in _stems.get(word[:_STEM], ()):
                if word.startswith(stem):
                    bits |= bit
        if len(self) >= _MANY:
            self.clear()
        self[token] = bits
        return bits


_known = Vocabulary()


def cues_of(text: str) -> int:
    """Which cues the words of a text are."""
    found = 0
    for bits in set(map(_known.__getitem__, text.lower().split())):
        found |= bits
    return found


def in_small_letters(text: str) -> str:
    """The text in small letters, every character still in its place."""
    low = text.lower()
    if len(low) == len(text):
        return low
    return "".join(small if len(small := letter.lower()) == 1 else letter for letter in text)
