"""How alike two names of bodies are, and why. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass

from handslag.domain.registry.names import one_letter_apart

SPLIT, ENDING, LETTER = "split", "ending", "letter"
SHORT, ABBREVIATION, TOGETHER = "short", "abbreviation", "together"

_WORD = re.compile(r"[^\W_]+")
_SMALL = frozenset(["för", "och", "i", "av", "om", "med", "till", "på", "samt", "inom", "kring"])
_HEADS = (
    "nätverk",
    "grupp",
    "nämnd",
    "råd",
    "styrelse",
    "utskott",
    "forum",
    "beredning",
    "förbund",
    "kommitté",
    "område",
    "delegation",
    "organ",
)
_JOINTS = (
    "social",
    "läns",
    "chef",
    "chefs",
    "nätverk",
    "verk",
    "styr",
    "grupp",
    "sam",
    "verkan",
    "samverkans",
    "nämnd",
    "råd",
    "program",
    "område",
    "vård",
    "omsorg",
    "hälso",
    "sjukvårds",
    "arbets",
    "förvaltnings",
    "kommun",
    "region",
    "lednings",
    "berednings",
    "referens",
)
"""Parts that names of bodies are made of: an abbreviation takes letters where they begin."""
_ENDINGS = ("ens", "ets", "nas", "ns", "en", "et", "na", "s", "n")
_LONGEST_ABBREVIATION = 8
_SHORTEST = 8
"""Letters that a name must have to be compared letter by letter, or to be another's first word."""


@dataclass(frozen=True, slots=True)
class BodyLikeness:
    """Why two names may be one body's: one of the reasons above, and how sure that is, 0 to 1."""

    reason: str
    degree: float


def body_likeness(one: str, other: str) -> BodyLikeness | None:
    """Why two names may be one body's; None where nothing speaks for it.

    Told apart: a word split by recognition ("Socialchefs nätverket"), a genitive or another
    ending, one letter, an abbreviation, and a short name that the long one begins with.
    """
    first, second = _words(one), _words(other)
    if not first or not second or first == second:
        return None
    joined = "".join(first), "".join(second)
    if joined[0] == joined[1]:
        return BodyLikeness(SPLIT, 0.97)
    if _stem(joined[0]) == _stem(joined[1]):
        return BodyLikeness(ENDING, 0.95)
    if abbreviates(one, other) or abbreviates(other, one):
        return BodyLikeness(ABBREVIATION, 0.8)
    shorter, longer = sorted((first, second), key=lambda words: (len(words), words))
    if len(shorter) < len(longer) and _begins(longer, shorter):
        return BodyLikeness(SHORT, 0.75)
    figures = any(letter.isdigit() for letter in "".join(joined))
    if not figures and min(map(len, joined)) >= _SHORTEST and one_letter_apart(*joined):
        return BodyLikeness(LETTER, 0.9)
    return None


def abbreviates(short: str, full: str) -> bool:
    """Whether `short` is made of letters that begin the words of `full`, or the parts of them.

    "LNK" is Länsnätverket i K..., "LCHNV" Länschefsnätverket: capitals, in the same order, and
    each where a word or a known part of a compound begins. Letters may follow where a part has
    more than one ("CH"), and it must reach the last word or its last part.
    """
    letters = short.strip().rstrip(".")
    if not (1 < len(letters) <= _LONGEST_ABBREVIATION and letters.isalpha() and letters.isupper()):
        return False
    words = [word for word in _words(full) if word not in _SMALL]
    starts = _starts(words)
    text = "".join(words)
    return len(text) > len(letters) + 1 and _taken(letters.casefold(), text, starts)


def _starts(words: list[str]) -> list[int]:
    """Where in the words, put together, a word or a part of a compound begins."""
    starts, at = set(), 0
    for word in words:
        starts.add(at)
        for part in _JOINTS:
            place = word.find(part)
            while place >= 0:
                starts |= {at + place, *([at + place + len(part)] if place == 0 else [])}
                place = word.find(part, place + 1)
        at += len(word)
    return sorted(place for place in starts if place < at)


def _taken(letters: str, text: str, starts: list[int]) -> bool:
    """Whether the letters can be taken at beginnings, in order, the first at the first.

    A letter may also be the one after that which was taken. Time grows with letters times places.
    """
    reached = {0} if text[:1] == letters[0] else set()
    for letter in letters[1:]:
        following = {place + 1 for place in reached if text[place + 1 : place + 2] == letter}
        least = min(reached, default=len(text))
        following |= {place for place in starts if place > least and text[place] == letter}
        reached = following
    last = starts[-1]
    return any(place >= last or place >= starts[max(0, len(starts) - 2)] for place in reached)


def _words(name: str) -> list[str]:
    return _WORD.findall(name.casefold())


def _stem(joined: str) -> str:
    ending = next((end for end in _ENDINGS if joined.endswith(end)), "")
    stem = joined[: -len(ending)] if ending else joined
    return stem if any(stem.endswith(head) for head in _HEADS) else joined


def _begins(longer: list[str], shorter: list[str]) -> bool:
    """Whether a long name begins with a short one that says which body it is."""
    head = longer[: len(shorter)]
    if [*map(_stem, head)] != [*map(_stem, shorter)]:
        return False
    return len("".join(shorter)) >= _SHORTEST and longer[len(shorter)] in _SMALL
