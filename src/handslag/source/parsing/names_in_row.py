"""A row of names with nothing but blanks between them, parted where a name most likely begins."""

from __future__ import annotations

from handslag.source.parsing.given_names import GIVEN_NAMES

PARTICLES = frozenset("von af de van der den du la le el al da di dos".split())
"""Small words inside a name."""


def split_names(words: list[str]) -> list[int]:
    """The likeliest way to part a row of capitalised words into names: where each begins."""
    if len(words) < 2:
        return []
    best: list[tuple[float, list[int]]] = [(0.0, [])]
    for stop in range(1, len(words) + 1):
        options = []
        for count in (1, 2, 3, 4):
            if count <= stop:
                value, firsts = best[stop - count]
                part = words[stop - count : stop]
                begins = [stop - count] if count > 1 else []
                options.append((value + _worth(part), firsts + begins))
        best.append(max(options, key=lambda option: option[0]))
    return best[-1][1]


def _worth(name: list[str]) -> float:
    """How likely these words are one name."""
    if len(name) == 1:
        return -2.5
    first, *rest = (word.lower() for word in name)
    worth = 2.0 if first in GIVEN_NAMES else 0.0
    worth -= 1.5 * sum(word in GIVEN_NAMES for word in rest[1:]) + (rest[-1] in GIVEN_NAMES)
    if rest[0] in GIVEN_NAMES:
        worth -= 0.5 if len(rest) > 1 else 1.0
    return worth - 0.6 * (len([word for word in rest if word not in PARTICLES]) - 1)
