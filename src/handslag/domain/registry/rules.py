"""Pure rules of the registry: how alike two names are, and why."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

_STROKES = str.maketrans({"ø": "ö", "æ": "ä", "ð": "d", "ü": "u", "é": "e", "è": "e", "á": "a"})
_FEWEST_LETTERS = 5
"""Shorter names than this differ by a letter too often to mean anything."""


@dataclass(frozen=True, slots=True)
class Likeness:
    """How alike two names are: `degree` from 0 to 1, `reason` in the reader's language."""

    degree: float
    reason: str


def likeness(one: str, other: str) -> Likeness | None:
    """Why two names may mean one person; None where nothing speaks for it.

    Told apart: a letter written in another way (ø for ö, é for e), a hyphen or a space, one
    letter, the order of the names, and a double name of which one part is left out. Two names
    that are the same once case and white space are folded never come here: they are one name.
    """
    first, second = _words(one), _words(other)
    if not first or not second or first == second:
        return None
    plain_first, plain_second = _plain(first), _plain(second)
    if plain_first == plain_second:
        return Likeness(0.98, _("en bokstav är skriven på ett annat sätt"))
    if _parts(plain_first) == _parts(plain_second):
        return Likeness(0.96, _("det enda som skiljer är ett bindestreck eller mellanslag"))
    if sorted(plain_first) == sorted(plain_second):
        return Likeness(0.9, _("samma namn i en annan ordning"))
    joined_first, joined_second = " ".join(plain_first), " ".join(plain_second)
    shortest = min(len(joined_first), len(joined_second))
    if shortest >= _FEWEST_LETTERS and one_letter_apart(joined_first, joined_second):
        return Likeness(0.85, _("en bokstav skiljer"))
    if _part_left_out(plain_first, plain_second):
        return Likeness(0.7, _("dubbelnamn där en del kan vara utelämnad"))
    return None


def one_letter_apart(one: str, other: str) -> bool:
    """Whether one letter changed, added or taken away, or two swapped, makes one the other."""
    if one == other or abs(len(one) - len(other)) > 1:
        return False
    shorter, longer = sorted((one, other), key=len)
    place = next((i for i, (a, b) in enumerate(zip(shorter, longer, strict=False)) if a != b), None)
    if place is None:
        return True
    if len(shorter) < len(longer):
        return shorter[place:] == longer[place + 1 :]
    if shorter[place + 1 :] == longer[place + 1 :]:
        return True
    swapped = shorter[place : place + 2][::-1] == longer[place : place + 2]
    return swapped and shorter[place + 2 :] == longer[place + 2 :]


def _words(name: str) -> list[str]:
    return name.casefold().replace("\u2010", "-").replace("\u2011", "-").split()


def _plain(words: list[str]) -> list[str]:
    return [word.translate(_STROKES) for word in words]


def _parts(words: list[str]) -> list[str]:
    return [part for word in words for part in word.split("-") if part]


def _part_left_out(first: list[str], second: list[str]) -> bool:
    """Whether one name is the other without one of the parts of a double name.

    First names must begin alike and surnames share a part: "Maja Lund Ek" and "Maja Lund" do,
    "Maja Lund" and "Maja" do not, since a bare first name says nothing.
    """
    shorter, longer = sorted((_parts(first), _parts(second)), key=len)
    if len(shorter) < 2 or len(longer) != len(shorter) + 1:
        return False
    remaining = iter(longer)
    return shorter[0] == longer[0] and all(part in remaining for part in shorter)


_KINDS = (
    ("socialchef", "social-services-network"),
    ("chefsnätverk", "managers-network"),
    ("nätverk", "managers-network"),
    ("styrgrupp", "steering-group"),
    ("nämnd", "joint-committee"),
    ("programområde", "programme-area"),
    ("lpo", "programme-area"),
    ("arbetsgrupp", "working-group"),
    ("referensgrupp", "reference-group"),
    ("råd", "political-council"),
)


def kind_from_name(name: str) -> str:
    """The kind (a value of BodyKind) that a body's own name tells; "other" where it tells none.

    A first guess for a new body, which a reviewer can change.
    """
    folded = name.casefold()
    return next((kind for word, kind in _KINDS if word in folded), "other")
