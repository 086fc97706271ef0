"""OpenDocument's numbering of lists and headings: what is printed in front of each paragraph.

A list counts from its start unless it says that it goes on with an earlier one; a level begins
anew under each entry above it (OpenDocument 1.3, part 3, 5.3 and 16.30-16.34).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from handslag.source.reading.markup import attribute
from handslag.source.reading.odt_styles import LEVELS, Level, whole

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lxml.etree import _Element as Element

    from handslag.source.reading.odt_styles import Look, Styles

_PLACE = re.compile(r"%(\d{1,2})%")


@dataclass(slots=True)
class Place:
    """A list that is being read: which, how deep, and whether its entry waits for its number."""

    counts: list[int | None]
    style: str
    level: int
    waits: bool = False
    start: int | None = None
    """What the entry's number is set to."""


class Lists:
    """The lists of a document and how far each has counted."""

    def __init__(self, styles: Styles) -> None:
        self._styles = styles
        self._by_id: dict[str, list[int | None]] = {}
        self._by_style: dict[str, list[int | None]] = {}
        self._outline = _fresh()

    def enter(self, element: Element, above: Place | None) -> Place:
        """Begin a list, `above` being the one it lies in."""
        style = attribute(element, "style-name") or ""
        if above is not None:
            return Place(above.counts, style or above.style, min(above.level + 1, LEVELS))
        earlier = self._by_id.get(attribute(element, "continue-list") or "")
        if earlier is None and attribute(element, "continue-numbering") == "true":
            earlier = self._by_style.get(style)
        counts = _fresh() if earlier is None else earlier
        name = attribute(element, "id")
        if name:
            self._by_id[name] = counts
        self._by_style[style] = counts
        return Place(counts, style, 1)

    def numbered(self, element: Element) -> Place:
        """A paragraph that is an entry by itself."""
        counts = self._by_id.setdefault(attribute(element, "list-id") or "", _fresh())
        level = min(max(whole(attribute(element, "level")) or 1, 1), LEVELS)
        style = attribute(element, "style-name") or ""
        start = whole(attribute(element, "start-value"))
        return Place(counts, style, level, waits=True, start=start)

    def item(self, place: Place, element: Element, *, counted: bool) -> None:
        """Begin an entry of a list; one that is not `counted` gets no number."""
        place.waits = counted
        place.start = whole(attribute(element, "start-value"))

    def taken(self, place: Place, look: Look) -> str:
        """What is printed in front of a paragraph of an entry: the first one gets its number."""
        if not place.waits:
            return ""
        place.waits = False
        levels = self._styles.lists.get(place.style or look.lists or "", {})
        label = _counted(place.counts, levels, place.level, place.start)
        place.start = None
        return label

    def outline(self, element: Element, level: int) -> str:
        """What is printed in front of a heading that is numbered as a heading."""
        if not 1 <= level <= LEVELS:
            return ""
        start = whole(attribute(element, "start-value"))
        if start is None and attribute(element, "restart-numbering") == "true":
            start = self._styles.outline.get(level, Level()).start
        return _counted(self._outline, self._styles.outline, level, start)


def _fresh() -> list[int | None]:
    return [None] * (LEVELS + 1)


def _counted(
    counts: list[int | None], levels: Mapping[int, Level], at: int, start: int | None
) -> str:
    level = levels.get(at)
    if level is None:
        return ""
    count = counts[at]
    counts[at] = start if start is not None else level.start if count is None else count + 1
    counts[at + 1 :] = [None] * (LEVELS - at)
    if level.style == "•":
        return f"{level.bullet} "

    def number(place: int) -> str:
        its = levels.get(place, Level())
        value = counts[place] if 1 <= place <= LEVELS else None
        return its.number(its.start if value is None else value) if its.style else ""

    if level.pattern:
        words = _PLACE.sub(lambda match: number(int(match[1])), level.pattern)
    elif not level.style:
        return ""
    else:
        shown = (number(place) for place in range(at - level.shown + 1, at + 1))
        words = level.before + ".".join(filter(None, shown)) + level.after
    return words.rstrip() + level.between if words.strip() else ""
