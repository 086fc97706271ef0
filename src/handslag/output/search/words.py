"""Swedish words as the search index has them. Pure."""

from __future__ import annotations

import re
import threading
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import Stemmer

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_WORD = re.compile(r"[^\W_]+")
_LONGEST = 100
"""Letters of a word that are kept: no word is so long, and PostgreSQL takes none much longer."""
_MOST = 200_000
"""Characters of one text's words that are kept, for PostgreSQL holds at most 1 MB of them."""
_ENDING_LEFT = re.compile(r"(?<=.{5})et$")
"""The article that the stemmer leaves on some words: it makes nätverk of nätverk, but leaves
nätverket as it is."""

STOP_WORDS = frozenset((
    "alla", "allt", "än", "när", "är", "att", "av", "bara", "blev", "bli", "blir", "de", "dels",
    "dem", "den", "denna", "deras", "dess", "dessa", "det", "detta", "dig", "din", "dina",
    "ditt", "du", "då", "där", "efter", "ej", "eller", "en", "er", "ett", "från", "för", "få",
    "genom", "ha", "hade", "han", "har", "hon", "hos", "hur", "här", "i", "icke", "in", "inte",
    "jag", "ju", "kan", "kunna", "man", "med", "mellan", "men", "mot", "ni", "nu", "någon",
    "något", "några", "och", "om", "oss", "på", "samt", "ska", "skall", "skulle", "som", "så",
    "sådan", "såväl", "till", "under", "upp", "ur", "ut", "utan", "var", "vara", "varit", "vad",
    "vi", "vid", "vilka", "vilken", "vilket", "åt", "över",
))  # fmt: skip
"""Words so common that they tell nothing; they are neither indexed nor sought."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody seeks: `stems` must all be there, and a word that `prefix` begins.

    `last` is the stem of the unfinished word: it may be there instead of the prefix. Both are
    empty where the last word is too common to be sought.
    """

    stems: tuple[str, ...]
    last: str
    prefix: str

    def __bool__(self) -> bool:
        return bool(self.stems or self.prefix)

    def means(self, word: str) -> bool:
        """Whether `word`, as it stands in a text, is one of those sought."""
        small = folded(word)[:_LONGEST]
        if self.prefix and small.startswith(self.prefix):
            return True
        stem = stem_of(small)
        return stem in self.stems or (bool(stem) and stem == self.last)


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of a text; `matched` where it is a word that was sought."""

    text: str
    matched: bool


def folded(word: str) -> str:
    """`word` in small letters, each letter one sign: å, ä and ö are letters of their own."""
    return unicodedata.normalize("NFC", word).lower()


def stem_of(word: str) -> str:
    """What inflections of a folded word have in common.

    Stemmed twice: the stemmer takes one ending at a time off mötena.
    """
    stemmer = _stemmer_of(threading.get_ident())
    return _ENDING_LEFT.sub("", stemmer.stemWord(stemmer.stemWord(word)))


def indexed(text: str) -> str:
    """The words of `text` as they are kept: each stem, and beside it the word where they differ.

    The word itself lets an unfinished word find it: "överenskommel" begins överenskommelse, but
    not its stem.
    """
    kept: list[str] = []
    room = _MOST
    for word in _sought(text):
        for form in dict.fromkeys((stem_of(word), word)):
            room -= len(form) + 1
            if room < 0:
                return " ".join(kept)
            kept.append(form)
    return " ".join(kept)


def asked(words: str) -> Asked:
    """What somebody who has typed `words` so far seeks: the last one may be unfinished."""
    found = [folded(word)[:_LONGEST] for word in _WORD.findall(unicodedata.normalize("NFC", words))]
    if not found:
        return Asked((), "", "")
    *former, last = found
    stems = tuple(dict.fromkeys(stem_of(word) for word in former if word not in STOP_WORDS))
    if last in STOP_WORDS and stems:
        return Asked(stems, "", "")
    return Asked(stems, stem_of(last), last)


def marked(text: str, sought: Asked, *, longest: int = 300) -> tuple[Segment, ...]:
    """`text` in segments with the sought words marked, cut around the first of them.

    At most about `longest` characters are kept; "…" stands where something was cut.
    """
    places = [word.span() for word in _WORD.finditer(text) if sought.means(word.group())]
    start, end = _window(text, places[0][0] if places else 0, longest)
    segments = list(_segments(text, places, start, end))
    if start:
        segments.insert(0, Segment("… ", matched=False))
    if end < len(text):
        segments.append(Segment(" …", matched=False))
    return tuple(segments)


def _segments(
    text: str, places: Sequence[tuple[int, int]], start: int, end: int
) -> Iterator[Segment]:
    at = start
    for first, last in places:
        if first < at or last > end:
            continue
        if first > at:
            yield Segment(text[at:first], matched=False)
        yield Segment(text[first:last], matched=True)
        at = last
    if at < end:
        yield Segment(text[at:end], matched=False)


def _window(text: str, place: int, longest: int) -> tuple[int, int]:
    """Where to cut `text` so that `place` is kept: at a space, never within a word."""
    if len(text) <= longest:
        return 0, len(text)
    start = max(0, min(place - longest // 3, len(text) - longest))
    end = min(len(text), start + longest)
    if start:
        space = text.find(" ", start, place)
        start = space + 1 if space >= 0 else place
    if end < len(text):
        space = text.rfind(" ", place, end)
        end = space if space >= 0 else end
    return start, end


@lru_cache(maxsize=64)
def _stemmer_of(_thread: int) -> Stemmer.Stemmer:
    """A thread's own stemmer, since one keeps state while it works. Its cache is slower than it."""
    return Stemmer.Stemmer("swedish", maxCacheSize=0)


def _sought(text: str) -> Iterator[str]:
    for word in _WORD.findall(unicodedata.normalize("NFC", text)):
        small = folded(word)[:_LONGEST]
        if small not in STOP_WORDS:
            yield small
