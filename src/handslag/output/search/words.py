"""Swedish words as the search index has them, and what is asked for in those words. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from handslag.output.search.compounds import Dictionary
from handslag.output.search.stems import LONGEST, STOP_WORDS, WORD, composed, folded, stem_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_MOST = 200_000
"""Characters of one text's words that are kept, for PostgreSQL holds at most 1 MB of them."""
_QUOTED = re.compile(r"[\"”“„»«]([^\"”“„»«]*)[\"”“„»«]")
MOST_PHRASES = 5
_MOST_TERMS = 20
"""Words of a question that are sought; what comes after is passed over."""
_SHORTEST_BEGINNING = 3
"""Letters of an unfinished word: fewer begin so many words that they tell nothing."""
PART = "_"
"""Stands before a stem that is kept as a part of a compound, so that words of their own can be
told from it. No word has it in itself."""
_BARE = Dictionary()


@dataclass(frozen=True, slots=True)
class Term:
    """One word that must be there: by its stem, or as anything that `prefix` begins."""

    stem: str
    prefix: str = ""
    """Empty for a word that is finished."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody seeks: every one of `terms`, and each of `phrases` as it stands."""

    terms: tuple[Term, ...] = ()
    phrases: tuple[str, ...] = ()
    """As `phrase_of` tells them."""
    dictionary: Dictionary = field(default=_BARE, compare=False, repr=False)

    def __bool__(self) -> bool:
        return bool(self.terms)

    def means(self, word: str) -> bool:
        """Whether `word`, as it stands in a text, is one of those sought, or is made of one."""
        small = folded(word)[:LONGEST]
        stem = stem_of(small)
        parts = self.dictionary.parts_of(stem)
        return any(
            term.stem in (stem, small)
            or term.stem in parts
            or (term.prefix and small.startswith(term.prefix))
            for term in self.terms
        )


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of a text; `matched` where it is a word that was sought."""

    text: str
    matched: bool


def indexed(text: str, dictionary: Dictionary = _BARE, *, part: str = PART) -> str:
    """The words of `text` as they are kept: each stem, and beside it the word where they differ.

    The word itself lets an unfinished word find it: "överenskommel" begins överenskommelse, but
    not its stem. After them come the parts of compounds, with `part` before each.
    """
    kept: dict[str, None] = {}
    parts: dict[str, None] = {}
    room = _MOST
    for word in dict.fromkeys(_sought(text)):
        stem = stem_of(word)
        for form in (stem, word):
            if form not in kept:
                room -= len(form) + 1
                kept[form] = None
        for form in dictionary.parts_of(stem):
            if form not in parts:
                room -= len(form) + 2
                parts[form] = None
        if room < 0:
            break
    words = [*kept, *(part + form for form in parts if form not in kept)]
    while words and room < 0:
        room += len(words.pop()) + 1
    return " ".join(words)


def length_of(text: str) -> int:
    """How many different words of `text` can be sought."""
    return len(set(_sought(text)))


def stems_in(text: str) -> dict[str, bool]:
    """Each stem in `text` that has letters alone, and whether a word of it stands in small letters.

    What never does is a name, which compounds are not made of.
    """
    found: dict[str, bool] = {}
    for word in WORD.findall(composed(text)):
        if len(word) > LONGEST or not word.isalpha():
            continue
        small = word.lower()
        if small not in STOP_WORDS:
            stem = stem_of(small)
            found[stem] = found.get(stem, False) or word == small
    return found


def phrase_of(text: str) -> str:
    """The words of `text` in small letters, one space between and around them."""
    words = WORD.findall(composed(text))
    return f" {' '.join(word.lower() for word in words)} " if words else ""


def asked(text: str, dictionary: Dictionary = _BARE) -> Asked:
    """What somebody who has typed `text` so far seeks: the last word may be unfinished.

    One that the dictionary knows is not. Words in quotes are sought as they stand; a quotation
    mark without its fellow counts for nothing.
    """
    text = composed(text)
    quoted = _QUOTED.findall(text)[:MOST_PHRASES]
    phrases = tuple(dict.fromkeys(phrase for inner in quoted if (phrase := phrase_of(inner))))
    outside = [_small(word) for word in WORD.findall(_QUOTED.sub(" ", text))]
    within = (word for phrase in phrases for word in phrase.split() if word not in STOP_WORDS)
    terms = [*(Term(word[:LONGEST]) for word in within), *_terms(outside, dictionary)]
    if not terms and phrases:
        terms = [Term(phrases[0].split()[0])]  # kept nowhere: it is found nowhere
    return Asked(tuple(dict.fromkeys(terms))[:_MOST_TERMS], phrases, dictionary)


def _small(word: str) -> str:
    return word.lower()[:LONGEST]


def _terms(words: Sequence[str], dictionary: Dictionary) -> list[Term]:
    """The words outside quotes. Common ones are passed over, unless there is nothing else."""
    if not words:
        return []
    *former, last = words
    terms = [Term(stem_of(word)) for word in former if word not in STOP_WORDS]
    if last in STOP_WORDS:
        return terms or [Term(last)]
    stem = stem_of(last)
    unfinished = len(last) >= _SHORTEST_BEGINNING and not dictionary.knows(stem)
    terms.append(Term(stem, last if unfinished else ""))
    return terms


_UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f]")
"""What stands in a document's text and has no shape: ends of lines and of pages."""


def marked(text: str, sought: Asked, *, longest: int = 300) -> tuple[Segment, ...]:
    """`text` in segments with the sought words marked, cut around the first of them.

    At most about `longest` characters are kept; "…" stands where something was cut.
    """
    places = [word.span() for word in WORD.finditer(text) if sought.means(word.group())]
    start, end = _window(text, places[0][0] if places else 0, longest)
    segments = [
        Segment(_UNSEEN.sub(" ", piece.text), piece.matched)
        for piece in _segments(text, places, start, end)
    ]
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


def _sought(text: str) -> Iterator[str]:
    for word in WORD.findall(composed(text)):
        small = word.lower()[:LONGEST]
        if small not in STOP_WORDS:
            yield small
