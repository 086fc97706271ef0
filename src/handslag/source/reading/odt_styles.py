"""OpenDocument's styles, as far as reading needs them: looks of text, and numbers of lists.

A style takes from its parent what it does not say itself (OpenDocument 1.3, part 3, 16.2).
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from handslag.source.reading.markup import attribute, local
from handslag.source.reading.numerals import counted_letters, letters, roman

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lxml.etree import _Element as Element

LEVELS = 10
_PARENTS = 30
_POINTS = {"pt": 1.0, "cm": 28.35, "mm": 2.835, "in": 72.0, "pc": 12.0, "px": 0.75}
_DASHES = frozenset("-–—")


@dataclass(frozen=True, slots=True)
class Look:
    """What a style says; None where it and its parents are silent."""

    hidden: bool | None = None
    bold: bool | None = None
    new_page: bool | None = None
    before: float | None = None
    """Space above, in points."""
    after: float | None = None
    close: bool | None = None
    """Whether paragraphs of the same style stand without space between."""
    lists: str | None = None
    """The list style that numbers its paragraphs."""
    master: str | None = None
    """The master page that begins with it."""


SILENT = Look()


@dataclass(frozen=True, slots=True)
class Level:
    """How one level of a list is marked."""

    style: str = ""
    """1, a, A, i, I; "" prints no number; "•" is a mark without number."""
    before: str = ""
    after: str = ""
    start: int = 1
    shown: int = 1
    """How many levels' numbers are printed, joined by points."""
    bullet: str = ""
    pattern: str = ""
    """What is printed, with %1% for the number of the first level, where a program says so."""
    between: str = " "
    in_step: bool = False
    """Whether letters are repeated after z (aa, bb) rather than counted on (aa, ab)."""

    def number(self, value: int) -> str:
        """A number as this level prints it."""
        count = letters if self.in_step else counted_letters
        small = {"a": count, "A": count, "i": roman, "I": roman}.get(self.style, str)(value)
        return small.upper() if self.style in {"A", "I"} else small


@dataclass
class Styles:
    """The styles of a document: looks by family and name, list styles by name."""

    _own: dict[tuple[str, str], Element] = field(default_factory=dict)
    _looks: dict[tuple[str, str], Look] = field(default_factory=dict)
    lists: dict[str, dict[int, Level]] = field(default_factory=dict)
    outline: dict[int, Level] = field(default_factory=dict)

    def add(self, styles: Iterable[Element]) -> None:
        """Take in the styles of one part; later ones go before earlier ones of the same name."""
        self._looks.clear()
        for element in styles:
            name = local(element.tag)
            if name == "style":
                key = (attribute(element, "family") or "", attribute(element, "name") or "")
                self._own[key] = element
            elif name == "list-style":
                self.lists[attribute(element, "name") or ""] = _levels(element)
            elif name == "outline-style":
                self.outline = _levels(element)

    def look(self, family: str, name: str | None) -> Look:
        """What a style and its parents say."""
        if name is None:
            return SILENT
        key = (family, name)
        if key not in self._looks:
            chain: list[Element] = []
            at: str | None = name
            while at is not None and (family, at) in self._own and len(chain) < _PARENTS:
                chain.append(self._own[family, at])
                at = attribute(chain[-1], "parent-style-name")
            look = SILENT
            for element in reversed(chain):
                look = _over(look, element)
            self._looks[key] = look
        return self._looks[key]

    def outline_level(self, name: str | None) -> int | None:
        """The heading level that a paragraph style stands for, where it says one."""
        for _ in range(_PARENTS):
            element = self._own.get(("paragraph", name or ""))
            if element is None:
                return None
            level = attribute(element, "default-outline-level")
            if level:
                return whole(level)
            name = attribute(element, "parent-style-name")
        return None

    def based(self, name: str) -> str:
        """The named style that an automatic one stands for, to tell whether two are the same."""
        element = self._own.get(("paragraph", name))
        parent = None if element is None else attribute(element, "parent-style-name")
        return parent or name


def _over(look: Look, element: Element) -> Look:
    lists, master = attribute(element, "list-style-name"), attribute(element, "master-page-name")
    if lists is not None:
        look = replace(look, lists=lists)
    if master:
        look = replace(look, master=master)
    for properties in element:
        name = local(properties.tag)
        if name == "text-properties":
            display, weight = attribute(properties, "display"), attribute(properties, "font-weight")
            if display is not None:
                look = replace(look, hidden=display == "none")
            if weight is not None:
                look = replace(look, bold=weight == "bold" or weight in {"600", "700", "800"})
        elif name == "paragraph-properties":
            look = _spaced(look, properties)
        elif name == "section-properties" and attribute(properties, "display") == "none":
            look = replace(look, hidden=True)
    return look


def _spaced(look: Look, properties: Element) -> Look:
    before, after = attribute(properties, "margin-top"), attribute(properties, "margin-bottom")
    if before is not None:
        look = replace(look, before=points(before))
    if after is not None:
        look = replace(look, after=points(after))
    close = attribute(properties, "contextual-spacing")
    if close is not None:
        look = replace(look, close=close == "true")
    page = attribute(properties, "break-before")
    return look if page is None else replace(look, new_page=page == "page")


def _levels(element: Element) -> dict[int, Level]:
    found: dict[int, Level] = {}
    for child in element:
        at = whole(attribute(child, "level"))
        name = local(child.tag)
        if at is None or not 1 <= at <= LEVELS:
            continue
        if name in {"list-level-style-bullet", "list-level-style-image"}:
            mark = attribute(child, "bullet-char") or "•"
            found[at] = Level("•", bullet=mark if mark in _DASHES else "•")
        elif name in {"list-level-style-number", "outline-level-style"}:
            found[at] = Level(
                attribute(child, "num-format") or "",
                attribute(child, "num-prefix") or "",
                attribute(child, "num-suffix") or "",
                _or_one(whole(attribute(child, "start-value"))),
                min(max(whole(attribute(child, "display-levels")) or 1, 1), at),
                pattern=attribute(child, "num-list-format") or "",
                between="" if _is_tight(child) else " ",
                in_step=attribute(child, "num-letter-sync") == "true",
            )
    return found


def _is_tight(level: Element) -> bool:
    """Whether the words follow right on the number."""
    return any(attribute(part, "label-followed-by") == "nothing" for part in level.iter())


def _or_one(value: int | None) -> int:
    return 1 if value is None else value


def whole(value: str | None) -> int | None:
    """A whole number, or None for what is none."""
    if value is None or not value.isascii() or not value.isdigit() or len(value) > 9:
        return None
    return int(value)


def points(value: str) -> float:
    """A length in points; 0 for what is none."""
    number, unit = value[:-2], value[-2:]
    try:
        return min(float(number) * _POINTS.get(unit, 0.0), 1e6)
    except ValueError:
        return 0.0
