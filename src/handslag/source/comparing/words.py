"""The words of two texts, and where they differ. Work grows in step with the texts."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from difflib import SequenceMatcher
from itertools import pairwise
from typing import NamedTuple

_WORD = re.compile(r"[^\W_]+(?:-[ \t]*\n\s*(?=[a-zåäö])[^\W_]+)*")
_JOINT = re.compile(r"-\s+")
_DEEPEST = 24
"""Times that a stretch is cut between words that stand once in it."""
_SMALL = 2_500
"""Pairs of words that are compared one by one where nothing else tells."""


class Word(NamedTuple):
    """One word of a text: `folded` for comparing, its place for showing.

    A word that is cut at the end of a line is one word.
    """

    folded: str
    start: int
    end: int


def folded_words(text: str) -> list[str]:
    """The words alone, folded as `words_of` folds them but without their places: much quicker."""
    return [
        _JOINT.sub("", word).casefold() if "-" in word else word.casefold()
        for word in _WORD.findall(text)
    ]


class Change(NamedTuple):
    """Words `start` to `end` of one text stand where the other has `other_start` to `other_end`.

    Numbers of words, not of characters; one of the two stretches may be empty.
    """

    start: int
    end: int
    other_start: int
    other_end: int


def words_of(text: str) -> list[Word]:
    """Every word of `text` in order, letter case folded; punctuation is left out."""
    return [
        Word(_JOINT.sub("", found[0]).casefold(), found.start(), found.end())
        for found in _WORD.finditer(text)
    ]


def changes(one: Sequence[str], other: Sequence[str]) -> list[Change]:
    """The stretches in which two lists of words differ, in order.

    Words that stand once in both are taken for fixed points, and what lies between them is
    compared in turn. A long stretch without any is told as one change.
    """
    found: list[Change] = []
    waiting = [(0, len(one), 0, len(other), 0)]
    while waiting:
        start, end, other_start, other_end, depth = waiting.pop()
        while start < end and other_start < other_end and one[start] == other[other_start]:
            start, other_start = start + 1, other_start + 1
        while start < end and other_start < other_end and one[end - 1] == other[other_end - 1]:
            end, other_end = end - 1, other_end - 1
        if start == end and other_start == other_end:
            continue
        whole = Change(start, end, other_start, other_end)
        if start == end or other_start == other_end or depth > _DEEPEST:
            found.append(whole)
            continue
        if (end - start) * (other_end - other_start) <= _SMALL:
            found += _small(one, other, whole)
            continue
        points = _fixed_points(one, other, whole)
        if not points:
            found.append(whole)
            continue
        cuts = [(start - 1, other_start - 1), *points, (end, other_end)]
        waiting += [(a + 1, b, c + 1, d, depth + 1) for (a, c), (b, d) in pairwise(cuts)]
    return sorted(found)


def _small(one: Sequence[str], other: Sequence[str], change: Change) -> list[Change]:
    start, end, other_start, other_end = change
    matcher = SequenceMatcher(None, one[start:end], other[other_start:other_end], autojunk=False)
    return [
        Change(start + a, start + b, other_start + c, other_start + d)
        for tag, a, b, c, d in matcher.get_opcodes()
        if tag != "equal"
    ]


def _fixed_points(
    one: Sequence[str], other: Sequence[str], change: Change
) -> list[tuple[int, int]]:
    """Pairs of places of words that stand once in each stretch, in the same order in both."""
    start, end, other_start, other_end = change
    once = _once(one, start, end)
    other_once = _once(other, other_start, other_end)
    pairs = sorted((place, other_once[word]) for word, place in once.items() if word in other_once)
    return _rising(pairs)


def _once(words: Sequence[str], start: int, end: int) -> dict[str, int]:
    counts = Counter(words[start:end])
    return {words[place]: place for place in range(start, end) if counts[words[place]] == 1}


def _rising(pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest run of pairs that rises in both numbers."""
    tails: list[int] = []
    ends: list[int] = []
    before: list[int] = []
    for number, (_place, other_place) in enumerate(pairs):
        at = bisect_left(tails, other_place)
        before.append(ends[at - 1] if at else -1)
        if at == len(tails):
            tails.append(other_place)
            ends.append(number)
        else:
            tails[at], ends[at] = other_place, number
    run: list[tuple[int, int]] = []
    number = ends[-1] if ends else -1
    while number >= 0:
        run.append(pairs[number])
        number = before[number]
    return run[::-1]


class Part(NamedTuple):
    """A stretch of two texts: "same" in both, "out" of the first alone, "in" the second alone."""

    kind: str
    text: str


def parts(one: str, other: str) -> tuple[Part, ...]:
    """Two texts as one: what both say, and what only one of them does, in order.

    Words decide; punctuation follows the words it stands after, and counts for nothing else.
    """
    first, second = words_of(one), words_of(other)
    found: list[Part] = []
    at = 0
    differing = changes([word.folded for word in first], [word.folded for word in second])
    for change in [*differing, Change(len(first), len(first), len(second), len(second))]:
        found.append(Part("same", _stretch(one, first, at, change.start)))
        found.append(Part("out", _stretch(one, first, change.start, change.end)))
        found.append(Part("in", _stretch(other, second, change.other_start, change.other_end)))
        at = change.end
    return tuple(part for part in found if part.text)


def _stretch(text: str, words: Sequence[Word], start: int, end: int) -> str:
    if start >= end:
        return ""
    last = words[end].start if end < len(words) else len(text)
    first = words[start].start if start else 0
    return " ".join(text[first:last].split())
