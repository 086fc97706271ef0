"""Text as an eye reads it: without characters that are not seen, digits and dashes made plain."""

from __future__ import annotations

import unicodedata
from typing import NamedTuple

_DASHES = "\u2212\u2043\u00b7\ufe63\uff0d"
"""What is read as a hyphen beside what Unicode calls dashes."""


class Plain(NamedTuple):
    """A text made plain, and where in the original each of its characters stands."""

    text: str
    places: tuple[int, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The place in the original of `start` to `end` here."""
        return self.places[start], self.places[end - 1] + 1


def plain(text: str) -> Plain:
    """`text` without soft hyphens and other marks of no width, each digit as 0 to 9, each dash a
    hyphen, each space a space, and letters of other widths as their usual forms."""
    made: list[str] = []
    places: list[int] = []
    for place, letter in enumerate(text):
        for one in _made(letter):
            made.append(one)
            places.append(place)
    return Plain("".join(made), tuple(places))


def told_plainly(text: str) -> str:
    """The same with words alone, one space between them: for telling whether two are alike."""
    return " ".join(unicodedata.normalize("NFC", plain(text).text).split())


def _made(letter: str) -> str:
    if letter.isascii():
        return " " if letter.isspace() or not letter.isprintable() else letter
    kind = unicodedata.category(letter)
    if kind in ("Cf", "Me") or letter in "\u115f\u1160\u3164\ufe0f":
        return ""
    digit = unicodedata.digit(letter, None)
    if digit is not None:
        return str(digit)
    if kind == "Pd" or letter in _DASHES:
        return "-"
    if kind.startswith("Z") or letter.isspace() or kind == "Cc":
        return " "
    return unicodedata.normalize("NFKC", letter)
