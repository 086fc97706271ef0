"""What should not come to the public unless a person says so: looked for in all that is shown.

Personal numbers, and words that point at somebody's health or social situation. What is found is
shown to a person, who clears it with a reason or mends the text; nothing is published while any of
it stands. It helps a careful person and does not replace one: see docs/reference/publishing.md.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from handslag.domain.base.frozen import digest_of
from handslag.domain.publications.checking.characters import told_plainly
from handslag.domain.publications.checking.numbers import numbers_in
from handslag.domain.publications.checking.people import names_of
from handslag.domain.publications.checking.sentences import Sentence, sentences_of
from handslag.domain.publications.checking.words import pointed_words, quiet_words
from handslag.domain.publications.rules import lines_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from handslag.domain.publications.checking.people import Names
    from handslag.domain.publications.content import Content
    from handslag.domain.publications.told import NewFile

PERSONAL_NUMBER, DOUBTFUL_NUMBER, HEALTH = "personal-number", "doubtful-number", "health"
"""Sorts of findings: a personal number; what may be one; somebody's health or social situation."""


@dataclass(frozen=True, slots=True)
class Finding:
    """Words that a person must look at, in their sentence."""

    sort: str
    place: str
    """The anchor of the item, or the name of the file, that has it; empty for the paper's head."""
    sentence: str
    start: int
    end: int
    """Where the words stand in the sentence."""

    @property
    def words(self) -> str:
        """The words themselves."""
        return self.sentence[self.start : self.end]

    @property
    def before(self) -> str:
        """What stands before them in the sentence."""
        return self.sentence[: self.start]

    @property
    def after(self) -> str:
        """What stands after them."""
        return self.sentence[self.end :]

    @property
    def sha256(self) -> str:
        """What it is cleared by: the sort, the words and their sentence, wherever they stand."""
        return digest_of((self.sort, told_plainly(self.words), told_plainly(self.sentence)))


@dataclass(frozen=True, slots=True)
class Quiet:
    """A word about health or social situation that points at nobody, and how often it stands."""

    word: str
    count: int


def findings_in(content: Content, files: Sequence[NewFile] = ()) -> tuple[Finding, ...]:
    """All that must be cleared, as it stands; the same words in the same sentence once."""
    names = names_of(content)
    found: dict[str, Finding] = {}
    for place, text in _texts(content, files):
        for sentence in sentences_of(text):
            for one in _findings(place, sentence, names):
                found.setdefault(one.sha256, one)
    return tuple(found.values())


def quiet_in(content: Content, files: Sequence[NewFile] = ()) -> tuple[Quiet, ...]:
    """The words that point at nobody, the most frequent first: shown, and hindering nothing."""
    counted: Counter[str] = Counter()
    for _place, text in _texts(content, files):
        counted.update(quiet_words(told_plainly(text)))
    ordered = sorted(counted.items(), key=lambda one: (-one[1], one[0]))
    return tuple(Quiet(word, count) for word, count in ordered)


def _texts(content: Content, files: Sequence[NewFile]) -> Iterator[tuple[str, str]]:
    # what is written in running text is read whole: its lines may break anywhere
    apart = tuple(replace(item, text_marked="") for item in content.items)
    yield from lines_of(replace(content, items=apart))
    yield from ((item.anchor, item.text_marked) for item in content.items if item.text_marked)
    yield from ((one.name, one.text) for one in files if one.text)
    yield from (("", f"{one.title}\n{one.name}") for one in files)


def _findings(place: str, sentence: Sentence, names: Names) -> Iterator[Finding]:
    for number in numbers_in(sentence.text):
        sort = PERSONAL_NUMBER if number.sure else DOUBTFUL_NUMBER
        yield Finding(sort, place, sentence.text, number.start, number.end)
    for start, end in pointed_words(sentence.text, names):
        yield Finding(HEALTH, place, sentence.text, start, end)
