"""A document's long lines parted into the lines that its pages were printed with."""

from __future__ import annotations

import itertools
import re
from collections import defaultdict
from typing import NamedTuple

from handslag.source.parsing.lexicon import LOWER, UPPER, fold
from handslag.source.parsing.run_together.heads import HEAD_LABEL, head_places
from handslag.source.parsing.run_together.numbers import (
    Number,
    best_chain,
    contents_list,
    find_numbers,
    likeliest,
    unnumbered,
    with_lost_numbers,
)
from handslag.source.parsing.run_together.pages import Segment, without_page_heads
from handslag.source.parsing.run_together.texts import body_places
from handslag.source.parsing.run_together.titles import title_end

LONG = 200
"""A line of a page as printed hardly has so many characters."""
_SHARE = 0.6
"""So much of the text stands in long lines where lines have run together."""
_LABELS = 4
_LIKELY = 1.4
_LIKELY_ALONE = 1.5


class Part(NamedTuple):
    """A line as it was printed: from a character of the long line up to, not including, another."""

    start: int
    end: int
    item: bool
    """Whether it is the heading of an item."""
    anew: bool
    """Whether it does not go on from the line before it."""


def part_pages(lines: list[str]) -> list[list[Part] | None] | None:
    """The lines that each of `lines` was printed as; None where they have not run together.

    None for a single line says that it is as it was. What is left out is page furniture.
    """
    long = sum(len(line) for line in lines if len(line) > LONG)
    if not long or long < _SHARE * sum(map(len, lines)):
        return None
    form = _has_form(lines)
    if not form and _have_lines_of_their_own(lines):
        return None
    bodies = without_page_heads(lines)
    numbers = find_numbers(lines, bodies)
    chain = best_chain(numbers, lines, bodies)
    inside = sum(_text_follows(lines[number.line], number) for number in chain)
    if chain and inside * 2 <= len(chain):  # headings have lines of their own
        return _Parting(lines, bodies, chain, {}).head_parts() if form else None
    if not chain:
        chain = likeliest(numbers, _LIKELY if form else _LIKELY_ALONE)
        chain = chain or unnumbered(lines, bodies)
        if not chain and not form:
            return None
    contents = contents_list(lines, numbers, chain)
    chain = with_lost_numbers(lines, chain)
    return _Parting(lines, bodies, chain, contents).parts()


_TITLE_LINE = re.compile(
    rf"\s*(?:#+\s*)?(?:\*\*)?(?:[{UPPER}][{UPPER}{LOWER}]{{0,4}}\s)?(?:§\s?)?\d{{1,4}}(?:/\d+)?[.)]?\s+"
    rf"[{UPPER}][^.!?]*$"
)
_OWN_LINES = 3


def _have_lines_of_their_own(lines: list[str]) -> bool:
    """A cheap look before all else: whether numbered titles have short lines for themselves."""
    found = 0
    for line in lines:
        if len(line) <= LONG and _TITLE_LINE.match(line):
            found += 1
            if found == _OWN_LINES:
                return True
    return False


def _text_follows(line: str, number: Number) -> bool:
    """Whether more than the title stands on the line that a number stands on."""
    if len(line) > LONG or number.start > len(line) - len(line.lstrip()):
        return True
    if not line.rstrip().endswith((".", "!", "?")):
        return False
    rest = line[title_end(line, number.title, len(line)) :].strip()
    return len(rest) > 20 and rest.endswith((".", "!", "?"))


def _has_form(lines: list[str]) -> bool:
    """Whether a long line holds so many labels that it must have been the form heading minutes."""
    for line in lines[:6]:
        labels = {match.group("label") for match in HEAD_LABEL.finditer(line)}
        if len(line) > LONG and len(labels) >= _LABELS:
            return True
    return False


class _Parting:
    """Parts the lines of one document."""

    def __init__(
        self,
        lines: list[str],
        bodies: list[Segment],
        chain: list[Number],
        contents: dict[int, tuple[str, Number]],
    ) -> None:
        self._lines = lines
        self._bodies = bodies
        self._chain = chain
        self._contents = contents

    def head_parts(self) -> list[list[Part] | None]:
        """The lines of the head as they were; the lines below stand as they are."""
        first = self._chain[0]
        parted: list[list[Part] | None] = [None] * len(self._lines)
        for i, (begin, end) in enumerate(self._bodies[: first.line]):
            places = sorted({begin, end} | head_places(self._lines[i], begin, end))
            parted[i] = [
                Part(start, stop, item=False, anew=True)
                for start, stop in itertools.pairwise(places)
            ]
        return parted

    def parts(self) -> list[list[Part] | None]:
        """The lines as they were, for each long line."""
        first = self._chain[0] if self._chain else None
        items: dict[int, list[Number]] = defaultdict(list)
        for number in self._chain:
            items[number.line].append(number)
        parted: list[list[Part] | None] = []
        for i, (begin, end) in enumerate(self._bodies):
            line = self._lines[i]
            places = {begin, end}
            heads_until = self._head_end(i)
            if heads_until > begin:
                places |= head_places(line, begin, heads_until)
                places |= {n.start for _, n in self._contents.values() if n.line == i}
            titles: list[Segment] = []
            for number, after in zip(items[i], [*items[i], None][1:], strict=True):
                until = after.start if after else end
                titles.append((number.start, self._title_end(number, until)))
            places |= body_places(line, heads_until, end, listed=first is not None)
            for first_at, last_at in titles:
                places = {place for place in places if not first_at < place < last_at}
                places |= {first_at, last_at}
            heads = {number.start for number in items[i]}
            ordered = sorted(place for place in places if begin <= place <= end)
            parted.append(
                [
                    Part(start, stop, start in heads, start != begin or begin < heads_until)
                    for start, stop in itertools.pairwise(ordered)
                ]
            )
        return parted

    def _head_end(self, i: int) -> int:
        """Where in a line the head of the document ends."""
        begin, end = self._bodies[i]
        if not self._chain:
            return end if HEAD_LABEL.search(self._lines[i], begin, end) else begin
        first = self._chain[0]
        return end if i < first.line else first.start if i == first.line else begin

    def _title_end(self, number: Number, end: int) -> int:
        line = self._lines[number.line]
        listed = self._contents.get(number.number)
        if listed:
            words = re.sub(r"[\s.…]+\d{0,3}$", "", listed[0])
            if words and fold(line[number.title : number.title + len(words) + 5]).startswith(words):
                return number.title + len(words)
        return title_end(line, number.title, end)
