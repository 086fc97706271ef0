"""Whether two readings say the same words. Pure.

Two papers of one meeting, or two readings of one paper, seldom agree to the letter: a scan loses
a dot, a line break splits a word, a name gains a letter. Such readings tell one fact, not two.
What changes the meaning is never passed over: a figure, a "not", a word that is really another.
"""

from __future__ import annotations

import re

from handslag.domain.base.dates import MONTHS

_WORD = re.compile(r"[^\W_]+")
_DIGITS = re.compile(r"\d+")
_NEGATIONS = frozenset({"inte", "ej", "icke", "aldrig", "ingen", "inget", "inga", "utan"})
_MONTHS = frozenset(MONTHS)
_LONG = 40
"""Letters from which on a text may differ in two places."""
_SHORT_WORD = 4
"""Words shorter than this must be the same to the letter."""
_ONE_IN = 6
"""At most one word in this many may differ."""
_LETTERS = ((12, 3), (8, 2), (_SHORT_WORD, 1))
"""From a word's length on, how many of its letters may differ: scans spoil long words more."""


def folded(words: str) -> str:
    """`words` with case, white space and punctuation gone: what is left must be the same."""
    return "".join(_WORD.findall(words.casefold()))


def near_equal(one: str, other: str) -> bool:
    """Whether two readings say the same words, but for a letter here and there.

    A word may be split or joined, and one word of six may differ by a letter or, where it is
    long, by up to three. Figures, months and negations must be the same.
    """
    first, second = _WORD.findall(one.casefold()), _WORD.findall(other.casefold())
    joined_first, joined_second = "".join(first), "".join(second)
    if joined_first == joined_second:
        return bool(joined_first)
    if not first or not second or _guarded(one, first) != _guarded(other, second):
        return False
    if len(first) == len(second):
        return _words_differ_little(first, second)
    most = 2 if min(len(joined_first), len(joined_second)) >= _LONG else 1
    return within_edits(joined_first, joined_second, most)


def _guarded(text: str, words: list[str]) -> tuple[list[str], list[str]]:
    """What may never differ, in order: figures, and months and negations."""
    return _DIGITS.findall(text), [word for word in words if word in _NEGATIONS | _MONTHS]


def _words_differ_little(first: list[str], second: list[str]) -> bool:
    differing = [(a, b) for a, b in zip(first, second, strict=True) if a != b]
    if len(differing) > max(1, len(first) // _ONE_IN):
        return False
    return all(within_edits(a, b, _letters(a, b)) for a, b in differing)


def _letters(one: str, other: str) -> int:
    """How many letters may differ between two readings of one word."""
    length = min(len(one), len(other))
    return next((most for limit, most in _LETTERS if length >= limit), 0)


def within_edits(one: str, other: str, most: int) -> bool:
    """Whether at most `most` letters put in, taken out or changed make one of the other.

    Takes time in proportion to the length times `most`.
    """
    if abs(len(one) - len(other)) > most:
        return False
    far = most + 1
    row = {column: column for column in range(min(most, len(other)) + 1)}
    for number, letter in enumerate(one, start=1):
        columns = range(max(0, number - most), min(len(other), number + most) + 1)
        following: dict[int, int] = {}
        for column in columns:
            if column == 0:
                following[0] = number
                continue
            following[column] = min(
                row.get(column - 1, far) + (letter != other[column - 1]),
                row.get(column, far) + 1,
                following.get(column - 1, far) + 1,
            )
        row = following
        if min(row.values()) > most:
            return False
    return row.get(len(other), far) <= most


_ATTACHMENTS = re.compile(r"[,(]?\s*\bbil(?:aga|agor|\.)?\s*\d+\w*(?:\s*[-–,]\s*\d+\w*)*\)?", re.I)


def heading_likeness(one: str, other: str) -> float:
    """How alike two headings are, from 0 to 1; attachment labels in them count for nothing.

    By the words they share. A heading that says all that a shorter one does, and more, is at
    least 0.7 like it when the shorter has two words or more, for notices abbreviate.
    """
    first, second = _heading_words(one), _heading_words(other)
    if not first or not second:
        return 0.0
    if "".join(first) == "".join(second):
        return 1.0
    shorter, longer = sorted((first, second), key=len)
    left = list(longer)
    shared = 0
    for word in shorter:
        match = next((known for known in left if _same_word(word, known)), None)
        if match is not None:
            left.remove(match)
            shared += 1
    share = 2 * shared / (len(first) + len(second))
    contained = shared == len(shorter) and len(shorter) > 1
    return max(share, 0.7) if contained else share


def _heading_words(heading: str) -> list[str]:
    return _WORD.findall(_ATTACHMENTS.sub(" ", heading).casefold())


def _same_word(one: str, other: str) -> bool:
    if one == other:
        return True
    if one.isdigit() or other.isdigit():
        return False
    return within_edits(one, other, min(2, _letters(one, other)))
