"""Swedish compounds taken apart: samverkansöverenskommelse holds överenskommelse. Pure.

A word is stemmed first and then divided, from the left and with the longest part first, into words
that are all known; between two of them may stand a joining letter. Words that the field's own list
has are never divided (godkänna is not god and känna), which is also where a division ends.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from handslag.output.search.stems import STOP_WORDS, stem_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_LIST = Path(__file__).with_name("words.txt")
_JOINTS = "seoua"
"""Letters that join: samverkan-s-, flick-e-, kvinn-o-, gat-u-, and the a that some words keep."""
SHORTEST = 4
"""Letters of a part that the county's own texts have taught; fewer stand in too many words."""
_SHORTEST_LISTED = 3
_LONGEST = 24
"""Letters of a word that may be a part of another. Longer ones are compounds themselves."""
_DIVIDED_AT_MOST = 60
"""Letters of a word that is divided at all: longer ones are no words, and would take long."""


def may_be_part(stem: str) -> bool:
    """Whether a stem from a text is such that it may stand in compounds."""
    return SHORTEST <= len(stem) <= _LONGEST and stem.isalpha() and stem not in STOP_WORDS


@lru_cache(maxsize=1)
def listed() -> frozenset[str]:
    """The stems of the field's own words, from the list beside this module."""
    lines = _LIST.read_text(encoding="utf-8").splitlines()
    words = (word for line in lines if not line.startswith("#") for word in line.split())
    return frozenset(stem_of(word) for word in words)


class Dictionary:
    """Every stem that is known, and which of them compounds may be made of.

    The same words give the same divisions, whatever order they came in.
    """

    def __init__(self, parts: Iterable[str] = (), others: Iterable[str] = ()) -> None:
        self._listed = listed()
        self._parts = frozenset(parts)
        self._others = frozenset(others)
        self._divided: dict[str, tuple[str, ...]] = {}

    def extended(self, parts: Iterable[str], others: Iterable[str] = ()) -> Dictionary:
        """This with more words in it; itself stays as it is."""
        return Dictionary(self._parts.union(parts), self._others.union(others))

    def without(self, parts: Iterable[str]) -> Dictionary:
        """This with fewer words that compounds may be made of."""
        return Dictionary(self._parts.difference(parts), self._others)

    def knows(self, stem: str) -> bool:
        """Whether a word with this stem stands in the field's list or in the county's texts."""
        return stem in self._listed or stem in self._parts or stem in self._others

    def is_part(self, stem: str) -> bool:
        """Whether compounds may be made of it."""
        return stem in self._listed or stem in self._parts

    def words(self) -> Iterator[str]:
        """Every stem that the county's texts have taught."""
        yield from self._parts
        yield from self._others - self._parts

    def parts_of(self, stem: str) -> tuple[str, ...]:
        """The stems of what a word is made of, and of what those are made of; none for one that is
        no compound.
        """
        known = self._divided.get(stem)
        if known is None:
            known = self._divided[stem] = tuple(dict.fromkeys(self._all_parts(stem)))
        return known

    def _all_parts(self, stem: str) -> Iterator[str]:
        for part in self._division(stem):
            yield part
            yield from self.parts_of(part)

    def _division(self, stem: str) -> tuple[str, ...]:
        if stem in self._listed or len(stem) > _DIVIDED_AT_MOST or not stem.isalpha():
            return ()
        dead: set[int] = set()
        return self._divided_from(stem, 0, dead) or ()

    def _divided_from(self, stem: str, start: int, dead: set[int]) -> tuple[str, ...] | None:
        """The parts from `start` on, the longest first; None where the rest is no known words."""
        if start in dead:
            return None
        rest = stem[start:]
        if start and (last := self._last(rest)):
            return (last,)
        for length in range(len(rest) - _SHORTEST_LISTED, _SHORTEST_LISTED - 1, -1):
            part = self._joined(rest[:length])
            if part and (others := self._divided_from(stem, start + length, dead)):
                return (part, *others)
        dead.add(start)
        return None

    def _last(self, rest: str) -> str:
        """The known stem that the end of a compound is; empty for none."""
        for form in dict.fromkeys((rest, stem_of(rest))):
            if self._stands(form, len(rest)):
                return form
        return ""

    def _joined(self, piece: str) -> str:
        """The known stem that a piece before another is a form of; empty for none."""
        forms = [piece, stem_of(piece)]
        if piece[-1] in _JOINTS:
            forms += [piece[:-1], stem_of(piece[:-1])]
        for form in dict.fromkeys(forms):
            if self._stands(form, len(piece)):
                return form
        return ""

    def _stands(self, form: str, letters: int) -> bool:
        """Whether a stem is known, and long enough as it stands there."""
        if form in self._listed:
            return letters >= _SHORTEST_LISTED and len(form) >= _SHORTEST_LISTED
        return letters >= SHORTEST and form in self._parts and len(form) >= SHORTEST
