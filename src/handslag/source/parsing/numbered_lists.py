"""Numbered lists inside items: which of the lines that begin with a number are their entries.

A list stands line by line and counts by itself; what comes after it goes on from the number of the
item that it stands in. So where a list happens to count on from its item, or the next item from
the list, the number that comes next tells whose they are.
"""

from __future__ import annotations

from bisect import bisect_right
from typing import NamedTuple

from handslag.source.parsing.flow import Flow
from handslag.source.parsing.lexicon import FINITE
from handslag.source.parsing.markers import Mark, read_marker


class Candidate(NamedTuple):
    """A line that begins with a number, and so may be the heading of an item."""

    para: int
    style: str
    number: str
    main: int
    sub: str
    title: int
    """Offset of the title in the paragraph."""
    score: float
    form: str = ""
    """What stands after the number: a full stop, a bracket, or nothing."""


def without_lists(flow: Flow, candidates: list[Candidate]) -> list[Candidate]:
    """The candidates, of which those that are entries of lists inside items weigh less."""
    runs = _runs(flow, candidates)
    first = [run[0].main for run in runs]
    places: dict[int, list[int]] = {}
    for index, main in enumerate(first):
        places.setdefault(main, []).append(index)
    weighed: list[Candidate] = []
    item = 0
    listed: Candidate | None = None
    for index, run in enumerate(runs):
        length, less = 0, 0.0
        if index and run[0].style != "sign":
            on = _nearest(places, index, (item + 1, run[-1].main + 1)) == item + 1
            goes_on = listed is not None and _continues(flow, listed, run[0], gap=True)
            length, less = _listed(flow, run, item, resumed=on, goes_on=goes_on)
        weighed += [c._replace(score=c.score - less) for c in run[:length]]
        weighed += run[length:]
        listed = run[-1] if length == len(run) else None
        if not listed:
            item = _item_after(run, item)
    return weighed


def _runs(flow: Flow, candidates: list[Candidate]) -> list[list[Candidate]]:
    """The candidates in stretches that stand line by line, set alike, and count on by one."""
    runs: list[list[Candidate]] = []
    for c in candidates:
        run = runs[-1] if runs else []
        if run and _continues(flow, run[-1], c, gap=not _apart(flow, run, c)):
            run.append(c)
        else:
            runs.append([c])
    return runs


def _continues(flow: Flow, last: Candidate, c: Candidate, *, gap: bool) -> bool:
    """Whether a candidate is the next line and the next number, set like the last one."""
    return (
        gap
        and c.para - last.para == 1
        and c.main == last.main + 1
        and c.form == last.form
        and flow.paras[c.para].mark == flow.paras[last.para].mark
    )


def _apart(flow: Flow, run: list[Candidate], c: Candidate) -> bool:
    """Whether more empty lines stand above a candidate than within the stretch before it."""
    last = flow.paras[run[-1].para]
    if len(run) == 1 and run[0].para and flow.paras[run[0].para - 1].text.endswith(":"):
        return False  # a list may stand right below the line that leads to it
    return flow.paras[c.para].gap > last.gap


def _nearest(places: dict[int, list[int]], index: int, numbers: tuple[int, int]) -> int | None:
    """Which of two numbers comes first as the start of a later stretch."""
    found = []
    for number in numbers:
        known = places.get(number, [])
        at = bisect_right(known, index)
        if at < len(known):
            found.append((known[at], number))
    return min(found)[1] if found else None


def _listed(
    flow: Flow, run: list[Candidate], item: int, *, resumed: bool, goes_on: bool
) -> tuple[int, float]:
    """How many candidates of a stretch are entries of a list, and how much less they weigh.

    `item` is the number of the item that the stretch stands in, `resumed` tells that the next
    item's comes after it, `goes_on` that it continues a list.
    """
    start, end = run[0].main, run[-1].main
    if goes_on and start != item + 1:
        return len(run), _LIKELY
    if len(run) < 2:
        return 0, 0.0
    leading = flow.paras[run[0].para - 1].text if run[0].para else ""
    if resumed and item and start <= item + 1 and (end != item or _leads(leading)):
        return len(run), _CERTAIN
    if start != 1:
        return 0, 0.0
    inside = item if start <= item < end and not resumed else end
    entries = run[: inside - start + 1]
    marker = read_marker(leading)
    opened = leading.endswith(":") or (marker is not None and marker.mark is not Mark.TEXT)
    less = _LED if opened else _LIKELY
    less += _SENTENCES if _end_as_sentences(flow, entries) else 0.0
    return len(entries), less


_CERTAIN = 12.0
_SENTENCES = 6.0
_LED = 6.0
_LIKELY = 3.0


def _leads(words: str) -> bool:
    """Whether a line leads to a list, or tells something: no title of a section does."""
    return words.endswith((".", ":")) or any(FINITE.match(word) for word in words.split()[1:12])


def _item_after(run: list[Candidate], item: int) -> int:
    """The number of the item that stands open after headings."""
    number = run[-1].main
    expected = not item or item < number <= item + _MOST_MISSING
    return number if expected or (number == 1 and len(run) == 1) else item


_MOST_MISSING = 3
"""So many numbers on the next item's may be."""


def _end_as_sentences(flow: Flow, run: list[Candidate]) -> bool:
    """Whether most entries that stand line by line end as sentences do, and no titles."""
    told = [ends_as_sentence(flow.paras[c.para].text[c.title :]) for c in run]
    return sum(told) * 2 > len(run)


def ends_as_sentence(words: str) -> bool:
    """Whether a line ends as a sentence does."""
    return words.endswith((".", "?", "!")) and len(words.split()) > _FEW_WORDS


_FEW_WORDS = 3
"""A title of so few words may end in a full stop: 'Rapport, budget m.m.'"""
