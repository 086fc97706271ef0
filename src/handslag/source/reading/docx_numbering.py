"""Word's automatic numbering: what is printed in front of each numbered paragraph.

A numbering (`num`) uses an abstract one, which says for each of nine levels where it starts, how
it counts and what stands around the number; numberings of the same abstract one count together
(ISO/IEC 29500-1, 17.9).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from handslag.source.reading.docx_styles import is_on, whole
from handslag.source.reading.markup import attribute, local
from handslag.source.reading.numerals import letters, roman

if TYPE_CHECKING:
    from collections.abc import Callable

    from lxml.etree import _Element as Element

STEPS = 9
_PLACE = re.compile(r"%([1-9])")
_DASHES = frozenset("-–—‒−")
_LINKS = 8
"""The most steps from a numbering to the one whose style it takes over."""


def _ordinal(number: int) -> str:
    a = number % 10 in (1, 2) and number % 100 not in (11, 12)
    return f"{number}:{'a' if a else 'e'}"


_FORMATS: dict[str, Callable[[int], str]] = {
    "upperRoman": lambda number: roman(number).upper(),
    "lowerRoman": roman,
    "upperLetter": lambda number: letters(number).upper(),
    "lowerLetter": letters,
    "decimalZero": lambda number: f"{number:02}",
    "ordinal": _ordinal,
    "none": lambda _: "",
    "numberInDash": lambda number: f"- {number} -",
}


@dataclass(frozen=True, slots=True)
class Step:
    """One level of a numbering."""

    start: int = 0
    style: str = "decimal"
    words: str = ""
    """What is printed, with %1 for the number of the first level, and so on."""
    between: str = " "
    restart: int | None = None
    """Begins anew after a level above this number (from 1); 0 is never, None any level above."""
    legal: bool = False
    """Whether all numbers are printed as digits."""
    named: str = ""
    """Id of the paragraph style that stands for this level."""


@dataclass(slots=True)
class _Abstract:
    steps: dict[int, Step] = field(default_factory=dict)
    takes: str = ""
    """Name of the numbering style whose steps it takes over."""
    gives: str = ""
    """Name of the numbering style it defines."""


@dataclass(slots=True)
class _Num:
    abstract: str
    starts: dict[int, int] = field(default_factory=dict)
    steps: dict[int, Step] = field(default_factory=dict)


class Numbering:
    """The numberings of a document and how far each has counted."""

    def __init__(self, root: Element | None) -> None:
        self._abstracts: dict[str, _Abstract] = {}
        self._nums: dict[str, _Num] = {}
        self._counts: dict[str, list[int | None]] = {}
        self._begun: set[tuple[str, int]] = set()
        for element in root if root is not None else ():
            name = local(element.tag)
            if name == "abstractNum":
                self._abstracts[attribute(element, "abstractNumId") or ""] = _abstract(element)
            elif name == "num":
                self._nums[attribute(element, "numId") or ""] = _num(element)
        self._given = {a.gives: key for key, a in self._abstracts.items() if a.gives}

    def begin_anew(self) -> None:
        """Forget what was counted, as for another part of the document."""
        self._counts.clear()
        self._begun.clear()

    def step_of(self, number: str, style: str) -> int | None:
        """The level that a paragraph style stands for in a numbering."""
        num = self._nums.get(number)
        if num is None:
            return None
        steps = self._abstracts.get(self._abstract(num.abstract), _Abstract()).steps
        return next((at for at, step in steps.items() if step.named == style), None)

    def label(self, number: str, at: int) -> str:
        """What is printed in front of the next paragraph on a level, counted; "" for nothing.

        Marks of lists that are no numbers become "•", dashes "–" or "-".
        """
        num = self._nums.get(number)
        if num is None or not 0 <= at < STEPS:
            return ""
        abstract = self._abstract(num.abstract)
        steps = {**self._abstracts.get(abstract, _Abstract()).steps, **num.steps}
        step = steps.get(at)
        if step is None:
            return ""
        counts = self._counts.setdefault(abstract, [None] * STEPS)
        self._count(number, num, steps, at, counts)
        if step.style == "bullet":
            mark = step.words.strip()
            return f"{mark if mark in _DASHES else '•'}{step.between or ' '}"

        def printed(match: re.Match[str]) -> str:
            place = int(match[1]) - 1
            other = steps.get(place, Step())
            count = counts[place]
            value = count if count is not None else num.starts.get(place, other.start)
            if step.legal and other.style != "none":
                return str(value)
            return _FORMATS.get(other.style, str)(value)

        words = _PLACE.sub(printed, step.words)
        return words + step.between if words.strip() else ""

    def _count(
        self, number: str, num: _Num, steps: dict[int, Step], at: int, counts: list[int | None]
    ) -> None:
        count = counts[at]
        start = num.starts.get(at, steps[at].start)
        anew = at in num.starts and (number, at) not in self._begun
        self._begun.add((number, at))
        counts[at] = start if count is None or anew else count + 1
        for below in range(at + 1, STEPS):
            restart = steps.get(below, Step()).restart
            if restart is None or at < restart:
                counts[below] = None

    def _abstract(self, key: str) -> str:
        """The abstract numbering that holds the steps, where one takes over another's style."""
        for _ in range(_LINKS):
            abstract = self._abstracts.get(key)
            if abstract is None or abstract.steps or abstract.takes not in self._given:
                break
            key = self._given[abstract.takes]
        return key


def _abstract(element: Element) -> _Abstract:
    found = _Abstract()
    for child in element:
        name = local(child.tag)
        if name == "lvl":
            at = whole(attribute(child, "ilvl"))
            if at is not None:
                found.steps[at] = _step(child)
        elif name == "numStyleLink":
            found.takes = attribute(child, "val") or ""
        elif name == "styleLink":
            found.gives = attribute(child, "val") or ""
    return found


def _num(element: Element) -> _Num:
    found = _Num("")
    for child in element:
        name = local(child.tag)
        if name == "abstractNumId":
            found.abstract = attribute(child, "val") or ""
        elif name == "lvlOverride":
            at = whole(attribute(child, "ilvl"))
            if at is None:
                continue
            for part in child:
                if local(part.tag) == "startOverride":
                    found.starts[at] = whole(attribute(part, "val")) or 0
                elif local(part.tag) == "lvl":
                    found.steps[at] = _step(part)
    return found


_BETWEEN = {"nothing": ""}


def _step(element: Element) -> Step:
    step = Step()
    for child in element:
        name, value = local(child.tag), attribute(child, "val") or ""
        if name == "start":
            step = replace(step, start=whole(value) or 0)
        elif name == "numFmt":
            step = replace(step, style=value)
        elif name == "lvlText":
            step = replace(step, words=value)
        elif name == "suff":
            step = replace(step, between=_BETWEEN.get(value, " "))
        elif name == "lvlRestart":
            step = replace(step, restart=whole(value))
        elif name == "isLgl":
            step = replace(step, legal=is_on(child))
        elif name == "pStyle":
            step = replace(step, named=value)
    return step
