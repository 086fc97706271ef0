"""Two readings of one document: where they differ, and which word probably stands in the original.

Nothing is decided here. Each difference tells which reading is likelier and why; where figures
differ, or nothing speaks for either, it says so, for then only the original can tell.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from handslag.source.comparing.words import Change, Word, changes, words_of


class Why(StrEnum):
    """What speaks for one of two readings."""

    DIGIT = "digit"
    """The other has a figure in the middle of a word."""
    ELSEWHERE = "elsewhere"
    """The word stands in other places of the two texts; the other does not."""
    RARE_LETTER = "rare-letter"
    """It has a letter that recognition seldom makes up: ø for ö."""
    SPLIT = "split"
    """The other has the word in two pieces."""
    DOTS = "dots"
    """It has the dots or ring that the other lacks, which are more easily lost than put on."""
    NOT_RECOGNISED = "not-recognised"
    """The other comes from a picture, this one does not."""
    PART = "part"
    """A piece of the word around what differs stands in another word of the texts."""
    LACKING = "lacking"
    """One reading lacks the words altogether: neither is likelier."""
    FIGURES = "figures"
    """Figures differ, or a negation stands in one alone: neither is likelier."""
    NOTHING = "nothing"
    """Nothing speaks for either."""


@dataclass(frozen=True, slots=True)
class Version:
    """One reading of the document: its text, and whether it was recognised from a picture."""

    text: str
    recognised: bool = False


@dataclass(frozen=True, slots=True)
class Reading:
    """Words that the two readings have otherwise. Places are in each reading's own text."""

    one: str
    other: str
    place: tuple[int, int]
    other_place: tuple[int, int]
    likelier: str | None
    """The words that probably stand in the original; None where neither is likelier."""
    why: Why
    witness: str = ""
    """The other word of the text that speaks for it."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A longer stretch that one of the two readings lacks, such as a lost line."""

    words: int
    place: tuple[int, int]
    """In the text that has it."""
    in_other: bool
    """Whether it is the second reading that has it."""
    beside: tuple[int, int]
    """Where it would stand in the text that lacks it."""


@dataclass(frozen=True, slots=True)
class Compared:
    """All differences of two readings, in the order of the first."""

    readings: tuple[Reading, ...]
    passages: tuple[Passage, ...]


LOST = 8
"""Words from which on a difference is told as a passage, not word by word."""
MOST = 300
"""Differences that are told at most: readings with more are hardly of one document."""
_NEGATIONS = frozenset({"inte", "ej", "icke", "aldrig", "ingen", "inget", "inga", "utan", "avslå"})
_RARE = str.maketrans({"ø": "ö", "æ": "ä", "é": "e", "è": "e", "ü": "u", "á": "a", "ð": "d"})
_SURER = 2
"""Letters by which a piece found elsewhere must be longer than the other's."""
_SHORTEST_PIECE = 4
_LONGEST_WORD = 60
"""Letters; longer ones are no words and have no pieces worth looking for."""
_SHORTEST_HEAD = 3
_DOTS = str.maketrans("åäö", "aao")


def compare_readings(one: Version, other: Version) -> Compared:
    """Where two readings of one document differ, and which words are the likelier."""
    first, second = words_of(one.text), words_of(other.text)
    differing = changes([w.folded for w in first], [w.folded for w in second])[:MOST]
    pairs: list[tuple[Sequence[Word], Sequence[Word]]] = []
    passages: list[Passage] = []
    heads = _Heads(first), _Heads(second)
    for change in (heads_off for told in differing for heads_off in _headless(told, heads)):
        mine = first[change.start : change.end]
        theirs = second[change.other_start : change.other_end]
        if max(len(mine), len(theirs)) >= LOST:
            passages.append(_passage(change, first, second))
        else:
            pairs += _one_by_one(mine, theirs, change, first, second)
    witnesses = _Witnesses(first, second, pairs)
    return Compared(
        tuple(_reading(one, other, mine, theirs, witnesses) for mine, theirs in pairs),
        tuple(passages),
    )


def _headless(change: Change, heads: tuple[_Heads, _Heads]) -> list[Change]:
    """A change without the running head of a page that one text begins it with.

    Nothing where little more than a head is left.
    """
    mine = heads[0].length(change.start, change.end)
    theirs = heads[1].length(change.other_start, change.other_end)
    if not mine and not theirs:
        return [change]
    left = Change(change.start + mine, change.end, change.other_start + theirs, change.other_end)
    longest = max(left.end - left.start, left.other_end - left.other_start)
    return [left] if longest >= LOST else []


class _Heads:
    """Where in a text words stand that come back in it, as the head of each page does."""

    def __init__(self, words: Sequence[Word]) -> None:
        self._words = [word.folded for word in words]
        self._pairs = Counter(pairwise(self._words))

    def length(self, start: int, end: int) -> int:
        """How many words of a stretch are a head: pairs that stand elsewhere too, and figures."""
        at = start
        while at + 1 < end and self._pairs[self._words[at], self._words[at + 1]] > 1:
            at += 1
        if at - start < _SHORTEST_HEAD - 1:
            return 0
        at += 1
        while at < end and self._words[at].isdigit():
            at += 1
        return at - start


def _one_by_one(
    mine: Sequence[Word],
    theirs: Sequence[Word],
    change: Change,
    first: Sequence[Word],
    second: Sequence[Word],
) -> list[tuple[Sequence[Word], Sequence[Word]]]:
    if not mine:
        return [((_gap(first, change.start),), theirs)]
    if not theirs:
        return [(mine, (_gap(second, change.other_start),))]
    if len(mine) != len(theirs):
        return [(mine, theirs)]
    pairs = zip(mine, theirs, strict=True)
    return [((a,), (b,)) for a, b in pairs if a.folded != b.folded]


def _gap(words: Sequence[Word], at: int) -> Word:
    """No word, after the one before number `at`."""
    end = words[at - 1].end if 0 < at <= len(words) else 0
    return Word("", end, end)


def _passage(change: Change, first: Sequence[Word], second: Sequence[Word]) -> Passage:
    mine, theirs = change.end - change.start, change.other_end - change.other_start
    in_other = theirs > mine
    words, start, end = (
        (second, change.other_start, change.other_end)
        if in_other
        else (first, change.start, change.end)
    )
    lacking, at = (first, change.start) if in_other else (second, change.other_start)
    gap = _gap(lacking, at)
    place = (words[start].start, words[end - 1].end)
    return Passage(end - start, place, in_other, (gap.start, gap.end))


class _Witnesses:
    """The words of both texts, but for those that differ: what they say for a reading."""

    def __init__(
        self,
        first: Sequence[Word],
        second: Sequence[Word],
        pairs: Iterable[tuple[Sequence[Word], Sequence[Word]]],
    ) -> None:
        self._counts = Counter(word.folded for word in (*first, *second))
        for pair in pairs:
            self._counts.subtract(word.folded for words in pair for word in words)
        known = sorted(word for word, count in self._counts.items() if count > 0)
        self._all = "\n".join(known)

    def stands_elsewhere(self, folded: str) -> bool:
        return self._counts[folded] > 0

    def longest_piece(self, word: str, start: int, end: int) -> tuple[int, str]:
        """The longest piece of `word` around its letters `start` to `end` that another word has.

        Returns its length and that other word; 0 and nothing where no piece of four letters is.
        """
        if len(word) > _LONGEST_WORD:
            return 0, ""
        for length in range(len(word), _SHORTEST_PIECE - 1, -1):
            for begin in range(max(0, end - length), min(start, len(word) - length) + 1):
                at = self._all.find(word[begin : begin + length])
                if at >= 0:
                    line = self._all.rfind("\n", 0, at) + 1
                    return length, self._all[line:].split("\n", 1)[0]
        return 0, ""


def _reading(
    one: Version,
    other: Version,
    mine: Sequence[Word],
    theirs: Sequence[Word],
    witnesses: _Witnesses,
) -> Reading:
    place = (mine[0].start, mine[-1].end)
    other_place = (theirs[0].start, theirs[-1].end)
    words = _shown(one.text, place), _shown(other.text, other_place)
    first = "".join(word.folded for word in mine)
    second = "".join(word.folded for word in theirs)
    judged = _judged(first, second, len(mine) - len(theirs), witnesses)
    if judged.better is None and judged.why is Why.NOTHING and one.recognised != other.recognised:
        judged = _Judged(int(one.recognised), Why.NOT_RECOGNISED)
    likelier = None if judged.better is None else words[judged.better]
    return Reading(*words, place, other_place, likelier, judged.why, judged.witness)


def _shown(text: str, place: tuple[int, int]) -> str:
    return " ".join(text[place[0] : place[1]].split())


@dataclass(frozen=True, slots=True)
class _Judged:
    better: int | None
    """0 for the first, 1 for the second, None where neither is likelier."""
    why: Why
    witness: str = ""


def _judged(first: str, second: str, more_words: int, witnesses: _Witnesses) -> _Judged:
    """Which of two readings is likelier. The surest signs are asked first."""
    if not first or not second:
        return _Judged(None, Why.LACKING)
    if first == second:
        return _Judged(int(more_words > 0), Why.SPLIT)
    mixed = _mixed(first), _mixed(second)
    if mixed[0] != mixed[1] and not (first.isdigit() or second.isdigit()):
        return _Judged(int(mixed[0]), Why.DIGIT)
    if _figures(first) != _figures(second) or (first in _NEGATIONS) != (second in _NEGATIONS):
        return _Judged(None, Why.FIGURES)
    if first.translate(_RARE) == second.translate(_RARE):
        return _Judged(int(_rare(second) > _rare(first)), Why.RARE_LETTER)
    stands = witnesses.stands_elsewhere(first), witnesses.stands_elsewhere(second)
    if stands[0] != stands[1]:
        return _Judged(int(stands[1]), Why.ELSEWHERE)
    dots = _marks(first), _marks(second)
    if dots[0] != dots[1] and first.translate(_DOTS) == second.translate(_DOTS):
        return _Judged(int(dots[1] > dots[0]), Why.DOTS)
    return _by_pieces(first, second, witnesses)


def _marks(word: str) -> int:
    return sum(letter in "åäö" for letter in word)


def _by_pieces(first: str, second: str, witnesses: _Witnesses) -> _Judged:
    begins, ends = _window(first, second)
    pieces = (
        witnesses.longest_piece(first, begins, len(first) - ends),
        witnesses.longest_piece(second, begins, len(second) - ends),
    )
    if abs(pieces[0][0] - pieces[1][0]) < _SURER:
        return _Judged(None, Why.NOTHING)
    better = int(pieces[1][0] > pieces[0][0])
    return _Judged(better, Why.PART, pieces[better][1])


def _window(first: str, second: str) -> tuple[int, int]:
    """How many letters two words share at the beginning and at the end, one less of each.

    One less, so that a piece is known to join what differs to what stands beside it.
    """
    shortest = min(len(first), len(second))
    begins = next((at for at in range(shortest) if first[at] != second[at]), shortest)
    left = shortest - begins
    ends = next((at for at in range(left) if first[-1 - at] != second[-1 - at]), left)
    return max(0, begins - 1), max(0, ends - 1)


def _mixed(word: str) -> bool:
    """Whether a figure stands beside letters in it: "ska1a"."""
    return any(letter.isdigit() for letter in word) and any(letter.isalpha() for letter in word)


def _figures(word: str) -> str:
    return "".join(letter for letter in word if letter.isdigit())


def _rare(word: str) -> int:
    return sum(letter != plain for letter, plain in zip(word, word.translate(_RARE), strict=True))
