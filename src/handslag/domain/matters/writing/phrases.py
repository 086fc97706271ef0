"""Pure rules of phrases: which places they have, and the clause that comes of filling them.

    att ge {mottagare} i uppdrag att {uppgift}[ till {dag}]

A place stands in braces; what stands in brackets is left out where a place in it is empty.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from handslag.domain.base.dates import MONTHS
from handslag.domain.base.words import key_of

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Mapping, Sequence

_PLACE = re.compile(r"\{([a-zåäö_]{1,30})\}")
_OPTIONAL = re.compile(r"\[([^\[\]]*)\]")
_BRACES = re.compile(r"[{}\[\]]")
PLACES = frozenset(
    {"vad", "vems", "punkter", "sida", "person", "till", "mottagare", "uppgift", "dag", "organ"}
)
"""The places that a phrase may have: what a page knows how to ask for."""
UNFILLED = "…"
"""What stands in a place that nothing was told for."""
LEARNT_FROM = 2
"""Times that a body has decided the same in the same words before they are suggested to it."""


def places(phrase: str) -> tuple[str, ...]:
    """The places of a phrase, each once, as they come."""
    return tuple(dict.fromkeys(_PLACE.findall(phrase)))


def unknown_places(phrase: str) -> tuple[str, ...]:
    """What is wrong in a phrase: places that no page can ask for, and braces that do not pair."""
    wrong = [place for place in places(phrase) if place not in PLACES]
    left = _OPTIONAL.sub(r"\1", _PLACE.sub("", phrase))
    return (*wrong, *_BRACES.findall(left))


def filled(phrase: str, values: Mapping[str, str]) -> str:
    """The clause that comes of filling a phrase; an empty place stays as "…", to be seen."""

    def optional(found: re.Match[str]) -> str:
        needed = _PLACE.findall(found[1])
        return found[1] if all(values.get(place, "").strip() for place in needed) else ""

    def place(found: re.Match[str]) -> str:
        return values.get(found[1], "").strip() or UNFILLED

    return " ".join(_PLACE.sub(place, _OPTIONAL.sub(optional, phrase)).split())


def shown(phrase: str) -> str:
    """A phrase as it is offered: an ellipsis for each place."""
    return _BRACES.sub("", _PLACE.sub(UNFILLED, phrase))


def genitive(name: str) -> str:
    """A name as its owner's: "Styrgruppens", "Nätverk Nords", "Utskottet Vins" of "Vins"."""
    name = name.strip()
    return name if not name or name[-1].casefold() in "sxz" else f"{name}s"


def day_words(day: dt.date) -> str:
    """A day as a clause has it: "3 april 2020"."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def points_words(points: Sequence[int]) -> str:
    """Numbers of points as a clause has them: "1", "1-3", "1, 3 och 5-6"."""
    runs: list[list[int]] = []
    for point in sorted(set(points)):
        if runs and point == runs[-1][1] + 1:
            runs[-1][1] = point
        else:
            runs.append([point, point])
    said = [str(first) if first == last else f"{first}-{last}" for first, last in runs]
    return " och ".join([", ".join(said[:-1]), said[-1]]) if len(said) > 1 else "".join(said)


def points_from(words: str) -> tuple[int, ...]:
    """The numbers in "1-3 och 5", as a secretary types them; what is no number is passed over."""
    found: set[int] = set()
    for first, last in re.findall(r"(\d{1,3})(?:\s*[-–]\s*(\d{1,3}))?", words):
        begin, end = int(first), int(last or first)
        if begin <= end <= begin + 100:
            found |= set(range(begin, end + 1))
    return tuple(sorted(found))


def learnt(clauses: Iterable[str], known: Iterable[str], most: int) -> tuple[str, ...]:
    """Clauses that a body has decided more than once in the same words, the commonest first.

    What a phrase says already, and what names a point or a day, is no phrase.
    """
    phrases = {key_of(phrase) for phrase in known}
    said: dict[str, str] = {}
    counted: Counter[str] = Counter()
    for text in clauses:
        plain = " ".join(text.split()).rstrip(".")
        key = key_of(plain)
        if any(sign.isdigit() for sign in plain) or key in phrases:
            continue
        said.setdefault(key, plain)
        counted[key] += 1
    often = [(count, key) for key, count in counted.items() if count >= LEARNT_FROM]
    often.sort(key=lambda pair: (-pair[0], pair[1]))
    return tuple(said[key] for _count, key in often[:most])
