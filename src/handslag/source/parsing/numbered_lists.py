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
    starts: dict[int, list[int]] = {}
    for index, run in enumerate(runs):
        starts.setdefault(run[0].main, []).append(index)
    weighed: list[Candidate] = []
    open_item = _Open()
    listed: Candidate | None = None
    for index, run in enumerate(runs):
        length, less = 0, 0.0
        if index and run[0].style != "sign":
            goes_on = listed is not None and _continues(flow, listed, run[0])
            following = _nearest(starts, index, (open_item.number + 1, run[-1].main + 1))
            length, less = _listed(flow, run, open_item, following, goes_on=goes_on)
            if not length and _goes_on(flow, run, open_item, following):
                run[0] = run[0]._replace(score=run[0].score + BELOW_COLON)
        weighed += [c._replace(score=c.score - less) for c in run[:length]]
        weighed += run[length:]
        listed = run[-1] if length == len(run) else None
        if length < len(run):
            open_item = open_item.after(flow, run[length:])
    return weighed


BELOW_COLON = 4.0
"""So much less weighs a line below a colon, which mostly leads to a list."""


class _Open(NamedTuple):
    """The item that stands open, and how the headings so far were set."""

    number: int = 0
    gap: int = 99
    """So many empty lines stand at least above each heading but the first."""
    seen: int = 0
    form: str = ""

    def after(self, flow: Flow, run: list[Candidate]) -> _Open:
        """What stands open after the headings of a stretch."""
        first, last = run[0].main, run[-1].main
        expected = not self.seen or self.number < first <= self.number + _MOST_MISSING
        restarts = first == 1 and self.seen == 1  # what came before was no heading
        if not expected and not restarts:
            return self
        above = [flow.paras[c.para].gap for c in (run if self.seen else run[1:])]
        return _Open(last, min([self.gap, *above]), self.seen + len(run), run[-1].form)


_MOST_MISSING = 3
"""So many numbers on the next item's may be."""


def _runs(flow: Flow, candidates: list[Candidate]) -> list[list[Candidate]]:
    """The candidates in stretches that stand line by line, set alike, and count on by one."""
    runs: list[list[Candidate]] = []
    for c in candidates:
        run = runs[-1] if runs else []
        if run and _continues(flow, run[-1], c) and not _apart(flow, run, c):
            run.append(c)
        else:
            runs.append([c])
    return runs


def _continues(flow: Flow, last: Candidate, c: Candidate) -> bool:
    """Whether a candidate is the next line and the next number, set like the last one."""
    return (
        c.para - last.para == 1
        and c.main == last.main + 1
        and c.form == last.form
        and flow.paras[c.para].mark == flow.paras[last.para].mark
    )


def _apart(flow: Flow, run: list[Candidate], c: Candidate) -> bool:
    """Whether more empty lines stand above a candidate than within the stretch before it."""
    last = flow.paras[run[-1].para]
    if len(run) == 1 and not last.gap and _leads(_above(flow, run[0])):
        return False  # a list may stand right below the line that leads to it
    return flow.paras[c.para].gap > last.gap


def _above(flow: Flow, c: Candidate) -> str:
    return flow.paras[c.para - 1].text if c.para else ""


def _nearest(starts: dict[int, list[int]], index: int, numbers: tuple[int, int]) -> int | None:
    """Which of two numbers comes first as the start of a later stretch."""
    found = []
    for number in numbers:
        known = starts.get(number, [])
        at = bisect_right(known, index)
        if at < len(known):
            found.append((known[at], number))
    return min(found)[1] if found else None


def _listed(
    flow: Flow, run: list[Candidate], item: _Open, following: int | None, *, goes_on: bool
) -> tuple[int, float]:
    """How many candidates of a stretch are entries of a list, and how much less they weigh.

    `following` is the number that comes next, the next item's or what the stretch leads to;
    `goes_on` tells that it continues a list.
    """
    start, end, number = run[0].main, run[-1].main, item.number
    if goes_on and start != number + 1:
        return len(run), _LIKELY
    if len(run) < 2:
        return 0, 0.0
    above = _above(flow, run[0])
    led = _leads(above)
    tail = _end_as_sentences(flow, [c for c in run if c.main > number])
    if item.seen and start <= number + 1 and not _like_headings(flow, run, item):
        if following == number + 1 and (end != number or led):
            return len(run), _CERTAIN
        opened = _opens(above) or start <= number
        as_items = start == number + 1 and following == end + 1
        told = following is None and tail and _end_as_sentences(flow, run)
        if led and opened and not as_items and (told or _set_apart(flow, run, item)):
            return len(run), _CERTAIN
    if start != 1:
        return 0, 0.0
    beyond = [flow.paras[c.para].gap for c in run if c.main > number]
    closer = item.seen > 1 and bool(beyond) and max(beyond) < item.gap  # than any heading
    within = not number or following == number + 1 or (following is None and (tail or closer))
    entries = run if within else run[:number]
    if item.seen > _SET and led:
        return len(entries), _CERTAIN
    marker = read_marker(above)
    opened = above.endswith(":") or (marker is not None and marker.mark is not Mark.TEXT)
    less = _LED if opened else _LIKELY
    less += _SENTENCES if _end_as_sentences(flow, entries) else 0.0
    return len(entries), less


def _goes_on(flow: Flow, run: list[Candidate], item: _Open, following: int | None) -> bool:
    """Whether the items go on below a colon, as below a section's title: 'För information:'."""
    counts = run[0].main == item.number + 1 and following in {None, run[-1].main + 1}
    above = _above(flow, run[0])
    alike = run[0].form == item.form and run[0].style in {"dot", "bare"}
    return counts and alike and item.seen > 1 and above.endswith(":")


_CERTAIN = 12.0
"""So much less weighs an entry that no chain of headings takes it in."""
_SENTENCES = 6.0
_LED = 6.0
_LIKELY = 3.0


def _set_apart(flow: Flow, run: list[Candidate], item: _Open) -> bool:
    """Whether a stretch stands closer than all headings before it, or is numbered another way."""
    closer = max(flow.paras[c.para].gap for c in run) < item.gap
    return item.seen > _SET and (closer or run[0].form != item.form)


_SET = 2
"""After more headings than this it shows how they are set."""


def _like_headings(flow: Flow, run: list[Candidate], item: _Open) -> bool:
    """Whether a stretch is set with empty lines as the headings are, and nothing leads to it."""
    gap = min(flow.paras[c.para].gap for c in run)
    if not gap or gap < item.gap or run[0].form != item.form:
        return False
    return not _opens(_above(flow, run[0])) and not _end_as_sentences(flow, run)


def _leads(words: str) -> bool:
    """Whether a line leads to a list, or tells something: no title of a section does."""
    return words.endswith(".") or _opens(words)


def _opens(words: str) -> bool:
    """Whether a line goes on below: 'Det här behöver göras:', 'Gruppen prioriterar'."""
    apart = words.split()
    if words.endswith(":"):
        return len(apart) >= _FEW_WORDS
    return not words.endswith(".") and any(FINITE.match(word) for word in apart[1:12])


def _end_as_sentences(flow: Flow, run: list[Candidate]) -> bool:
    """Whether most entries that stand line by line end as sentences do, and no titles."""
    told = [ends_as_sentence(flow.paras[c.para].text[c.title :]) for c in run]
    return sum(told) * 2 > len(run)


def ends_as_sentence(words: str) -> bool:
    """Whether a line ends as a sentence does."""
    return words.endswith((".", "?", "!")) and len(words.split()) > _FEW_WORDS


_FEW_WORDS = 3
"""A title of so few words may end in a full stop: 'Rapport, budget m.m.'"""
