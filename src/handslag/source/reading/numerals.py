"""Numbers as word processors print them in front of list entries: 12, xii, L, 07."""

from __future__ import annotations

_ROMAN = (
    (1000, "m"),
    (900, "cm"),
    (500, "d"),
    (400, "cd"),
    (100, "c"),
    (90, "xc"),
    (50, "l"),
    (40, "xl"),
    (10, "x"),
    (9, "ix"),
    (5, "v"),
    (4, "iv"),
    (1, "i"),
)
_MOST_ROMAN = 3999
_MOST_LETTERS = 780
"""Thirty times the alphabet; word processors repeat the letter: a, b, ..., z, aa, bb."""


def roman(number: int) -> str:
    """A number in small roman numerals; in digits where there are none for it."""
    if not 0 < number <= _MOST_ROMAN:
        return str(number)
    parts: list[str] = []
    for value, letters in _ROMAN:
        count, number = divmod(number, value)
        parts.append(letters * count)
    return "".join(parts)


def letters(number: int) -> str:
    """The small letter with that number, repeated after z: a, b, z, aa, bb."""
    if not 0 < number <= _MOST_LETTERS:
        return str(number)
    times, index = divmod(number - 1, 26)
    return chr(ord("a") + index) * (times + 1)


def counted_letters(number: int) -> str:
    """The small letters with that number, counted on after z: a, b, z, aa, ab."""
    if not 0 < number <= _MOST_LETTERS:
        return str(number)
    found = ""
    while number:
        number, index = divmod(number - 1, 26)
        found = chr(ord("a") + index) + found
    return found
