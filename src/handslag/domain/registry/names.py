"""How alike two names of people are, and why; and keys by which alike names are found. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from hashlib import blake2b
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_STROKES = str.maketrans(
    {"ø": "ö", "æ": "ä", "ð": "d", "ü": "u", "é": "e", "è": "e", "á": "a", "ł": "l"}
)
_TITLE_WORDS = (
    "dr doktor docent prof professor herr fru fröken ordförande ordf ledamot ersättare sekreterare "
    "kommunalråd regionråd landstingsråd kommundirektör regiondirektör socialchef "
    "förvaltningschef enhetschef avdelningschef verksamhetschef utvecklingsledare projektledare "
    "samordnare strateg handläggare jurist ekonom controller"
)
_TITLES = frozenset(_TITLE_WORDS.split())
_COMMON_NAMES = (
    "anna anne anja anita anette annette anders andreas lars lasse lisa lina lena lennart "
    "leif leo lea maria marie marita marta märta mats mattias magnus malin moa mia ida eva ewa "
    "elin elina elsa elise erik erika emil emma emilia ella ellen ebba karl karin karina "
    "carina carin kajsa kerstin kristin kristina christina katarina johan johanna jonas jon jan "
    "jens jenny janne jonna julia julie "
    "ulf ulla ulrika "
    "per pär peter petra petter pia pernilla stefan "
    "staffan sven svea sara sanna sofia sofie siv sven tina tim tom tommy tomas tobias tore "
    "ture tove nils nina nora olof ola olle oskar ove otto bo bodil britt brit birgit birgitta "
    "bengt berit gun gunn gunnar gunilla gustav göran göte hans hanna hanne helen helena helene "
    "henrik hugo håkan ingrid ingela inger inga ingvar ivar ivan iris irene klara klas rolf rut "
    "roger roland robin robert rebecka vera vega viktor viktoria"
)
_FIRST_NAMES = frozenset(_COMMON_NAMES.split())
"""Common first names: two of them are two people, however alike, but for spelling alone."""
_SPELT_ALIKE = (("c", "k"), ("w", "v"), ("z", "s"), ("x", "ks"), ("th", "t"), ("ph", "f"))
_FEWEST_LETTERS = 5
"""Shorter names than this differ by a letter too often to mean anything."""
_PARTS = re.compile(r"[^\s-]+")


@dataclass(frozen=True, slots=True)
class Likeness:
    """How alike two names are: `degree` from 0 to 1, `reason` in the reader's language."""

    degree: float
    reason: str


@dataclass(frozen=True, slots=True)
class _Name:
    """A name in parts: in small letters, titles in front left out, the family name last."""

    parts: tuple[str, ...]
    words: tuple[str, ...]
    """The same with double names whole."""
    titled: bool
    turned: bool

    @property
    def plain(self) -> tuple[str, ...]:
        return tuple(part.translate(_STROKES) for part in self.parts)

    @property
    def bare(self) -> str:
        """Every letter, plain, without anything between."""
        return "".join(self.plain)


def _name(text: str) -> _Name:
    text = " ".join(re.sub("[\u2010-\u2012]", "-", text.casefold()).split())
    last, comma, first = text.partition(",")
    turned = bool(comma and first.strip() and last.strip())
    words = (f"{first} {last}" if turned else text).replace(",", " ").split()
    words = [word for word in words if word.strip(".")]
    titles = 0
    while titles < len(words) - 2 and words[titles].strip(".") in _TITLES:
        titles += 1
    words = words[titles:]
    parts = tuple(part for word in words for part in _PARTS.findall(word))
    return _Name(parts, tuple(words), bool(titles), turned)


def likeness(one: str, other: str) -> Likeness | None:
    """Why two names may mean one person; None where nothing speaks for it.

    Told apart: a letter written in another way (ø for ö, é for e), a hyphen or a space, a title
    in front, the order of the names, letters that recognition mixes up (rn and m, l and I), one
    letter, an initial for a first name, and a double name of which one part is left out. Two
    common first names a letter apart (Lina and Lisa) are two people. Two names that are the same
    once case and white space are folded never come here: they are one name.
    """
    first, second = sorted((_name(one), _name(other)), key=lambda name: (name.bare, name.words))
    if not first.parts or not second.parts:
        return None
    if one.casefold().split() == other.casefold().split():
        return None
    return _exact(first, second) or _nearly(first, second)


def _exact(first: _Name, second: _Name) -> Likeness | None:
    """Names that are the same in all letters, once they are read the same way."""
    if first.plain == second.plain or first.bare == second.bare:
        if first.turned != second.turned:
            return Likeness(0.94, _("samma namn i en annan ordning, med efternamnet först"))
        if first.titled != second.titled:
            return Likeness(0.96, _("det enda som skiljer är en titel framför namnet"))
        if first.parts == second.parts or first.plain != second.plain:
            return Likeness(0.96, _("det enda som skiljer är ett bindestreck eller mellanslag"))
        return Likeness(
            0.98, _("en bokstav är skriven på ett annat sätt: %(pair)s") % _pair(first, second)
        )
    if sorted(first.plain) == sorted(second.plain):
        return Likeness(0.9, _("samma namn i en annan ordning"))
    return None


def _nearly(first: _Name, second: _Name) -> Likeness | None:
    if _misread(first.bare) == _misread(second.bare):
        return Likeness(
            0.92,
            _("kan vara felläst vid igenkänning, som rn för m eller l för I: %(pair)s")
            % _pair(first, second),
        )
    shortest = min(len(first.bare), len(second.bare))
    if _has_figure(first.bare + second.bare):
        shortest = 0
    if shortest >= _FEWEST_LETTERS and one_letter_apart(first.bare, second.bare):
        if _two_first_names(first, second):
            return None
        return Likeness(0.85, _("skiljer på en bokstav: %(pair)s") % _pair(first, second))
    if _initial(first, second):
        return Likeness(0.75, _("förnamnet kan vara förkortat till en bokstav"))
    if _part_left_out(first.plain, second.plain):
        return Likeness(0.7, _("dubbelnamn där en del kan vara utelämnad"))
    return None


def _pair(first: _Name, second: _Name) -> dict[str, str]:
    """The parts that differ: "Brøyen och Bröyen"; the whole names where parts do not tell."""
    if len(first.parts) == len(second.parts):
        differing = [(a, b) for a, b in zip(first.parts, second.parts, strict=True) if a != b]
    else:
        differing = [(" ".join(first.parts), " ".join(second.parts))]
    told = ", ".join(
        _("%(one)s och %(other)s") % {"one": a.title(), "other": b.title()} for a, b in differing
    )
    return {"pair": told}


def _two_first_names(first: _Name, second: _Name) -> bool:
    """Whether all that differs is which of two common first names it is."""
    if first.plain[1:] != second.plain[1:]:
        return False
    one, other = first.plain[0], second.plain[0]
    return {one, other} <= _FIRST_NAMES and _spelling(one) != _spelling(other)


def _spelling(name: str) -> str:
    for letters, plain in _SPELT_ALIKE:
        name = name.replace(letters, plain)
    return name


def _misread(letters: str) -> str:
    """Letters as recognition may mix them up: what is left is what it keeps apart."""
    for read, meant in (("rn", "m"), ("vv", "w"), ("cl", "d")):
        letters = letters.replace(read, meant)
    return letters.translate(_MIXED)


_MIXED = str.maketrans({"1": "i", "l": "i", "|": "i", "0": "o", "5": "s"})


def _initial(first: _Name, second: _Name) -> bool:
    """Whether one has an initial where the other has a first name: "M. Lund" and "Maja Lund"."""
    one, other = first.plain, second.plain
    short, long = (one, other) if len(one[0].strip(".")) == 1 else (other, one)
    return (
        len(short[0].strip(".")) == 1
        and len(long[0].strip(".")) > 1
        and len(short) > 1
        and short[0][0] == long[0][0]
        and short[1:] == long[-len(short[1:]) :]
        and len(long) <= len(short) + 1
    )


def _part_left_out(first: tuple[str, ...], second: tuple[str, ...]) -> bool:
    """Whether one name is the other without one of the parts of a double name.

    First names must begin alike and surnames share a part: "Maja Lund Ek" and "Maja Lund" do,
    "Maja Lund" and "Maja" do not, since a bare first name says nothing.
    """
    shorter, longer = sorted((first, second), key=len)
    if len(shorter) < 2 or len(longer) != len(shorter) + 1:
        return False
    remaining = iter(longer)
    return shorter[0] == longer[0] and all(part in remaining for part in shorter)


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


def keys_of(text: str) -> frozenset[int]:
    """Numbers below 2**63 under which a name is kept, about as many as its letters.

    Whenever `likeness` finds two names alike, one of `sought_keys` of either is among these of
    the other; names that are not alike hardly ever meet. So looking a name up costs as much as
    there are names like it, however many people there are.
    """
    name = _name(text)
    return _numbers((*_keys(name), *_initial_keys(name, "short" if _short(name) else "long")))


def sought_keys(text: str) -> frozenset[int]:
    """Under which keys the names like this one are kept."""
    name = _name(text)
    return _numbers((*_keys(name), *_initial_keys(name, "long" if _short(name) else "short")))


def _numbers(keys: Iterable[str]) -> frozenset[int]:
    return frozenset(
        int.from_bytes(blake2b(key.encode(errors="replace"), digest_size=8).digest(), "big") >> 1
        for key in keys
    )


def _keys(name: _Name) -> Iterator[str]:
    if not name.parts:
        return
    bare = name.bare
    yield f"misread {_misread(bare)}"
    yield f"sorted {' '.join(sorted(name.plain))}"
    yield f"near {bare}"
    if len(bare) >= _FEWEST_LETTERS and not _has_figure(bare):
        for place in range(len(bare)):
            yield f"near {bare[:place]}{bare[place + 1 :]}"
    if len(name.parts) > 1:
        yield f"part {' '.join(name.plain)}"
        for place in range(1, len(name.parts)) if len(name.parts) > 2 else ():
            yield f"part {' '.join(name.plain[:place] + name.plain[place + 1 :])}"


def _initial_keys(name: _Name, tag: str) -> Iterator[str]:
    plain = name.plain
    if len(plain) < 2:
        return
    yield f"{tag} {plain[0][0]} {' '.join(plain[1:])}"
    if len(plain) > 2 and not _short(name):
        yield f"{tag} {plain[0][0]} {' '.join(plain[2:])}"


def _short(name: _Name) -> bool:
    """Whether the first name is but an initial."""
    return len(name.parts) > 1 and len(name.plain[0].strip(".")) == 1


def _has_figure(letters: str) -> bool:
    return any(letter.isdigit() for letter in letters)


def is_initialled(text: str) -> bool:
    """Whether the first name is but an initial: then many may be like it."""
    return _short(_name(text))
