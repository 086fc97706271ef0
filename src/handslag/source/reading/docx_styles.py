"""Word's styles, as far as reading needs them: headings, numbers, hidden text, bold, spacing.

A style takes from the one it is based on what it does not say itself (ISO/IEC 29500-1, 17.7).
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING

from handslag.source.reading.markup import attribute, local

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_OFF = frozenset({"0", "false", "off", "none"})
_LEVELS = 6
_BODY_LEVEL = 9
"""The outline level that is no heading, counted from 0."""
_TITLES = frozenset({"title", "rubrik", "titel"})


@dataclass(frozen=True, slots=True)
class Look:
    """What a style, or direct formatting, says; None where it is silent."""

    level: int | None = None
    """Heading level from 1; 0 is body text."""
    number: str | None = None
    """Id of the numbering; "0" takes it away."""
    step: int | None = None
    """Level of the numbering, from 0."""
    hidden: bool | None = None
    bold: bool | None = None
    new_page: bool | None = None
    before: int | None = None
    """Space above, in twentieths of a point."""
    after: int | None = None
    close: bool | None = None
    """Whether paragraphs of the same style stand without space between."""

    def over(self, other: Look) -> Look:
        """This look, with what it is silent on taken from another."""
        told = {
            field.name: value
            for field in fields(self)
            if (value := getattr(self, field.name)) is not None
        }
        return replace(other, **told) if told else other


SILENT = Look()


class Styles:
    """The styles of a document by id."""

    def __init__(self, root: Element | None) -> None:
        self._own: dict[str, Look] = {}
        self._based: dict[str, str] = {}
        self._looks: dict[str, Look] = {}
        self.default = SILENT
        self.paragraph = ""
        """Id of the style of paragraphs that name none."""
        for element in root if root is not None else ():
            name = local(element.tag)
            if name == "style":
                self._add(element)
            elif name == "docDefaults":
                self.default = _defaults(element)

    def look(self, style: str | None) -> Look:
        """What a style says, and the styles it is based on; not the document's defaults."""
        if style is None or style not in self._own:
            return SILENT
        if style not in self._looks:
            chain: list[str] = []
            name = style
            while name in self._own and name not in chain:
                chain.append(name)
                name = self._based.get(name, "")
            look = SILENT
            for name in reversed(chain):
                look = self._own[name].over(look)
            self._looks[style] = look
        return self._looks[style]

    def _add(self, element: Element) -> None:
        style = attribute(element, "styleId")
        if style is None:
            return
        look = SILENT
        for child in element:
            name = local(child.tag)
            if name == "pPr":
                look = paragraph_look(child).over(look)
            elif name == "rPr":
                look = run_look(child).over(look)
            elif name == "basedOn":
                self._based[style] = attribute(child, "val") or ""
            elif name == "name" and (attribute(child, "val") or "").lower() in _TITLES:
                look = look.over(Look(level=1))
        self._own[style] = look
        is_paragraph = attribute(element, "type") in (None, "paragraph")
        if is_paragraph and (attribute(element, "default") or "0") not in _OFF:
            self.paragraph = style


def paragraph_look(properties: Element) -> Look:
    """What a paragraph's properties say of the paragraph; not of its mark."""
    look: dict[str, int | str | bool | None] = {}
    for child in properties:
        name = local(child.tag)
        if name == "outlineLvl":
            level = whole(attribute(child, "val"))
            look["level"] = 0 if level is None or level >= _BODY_LEVEL else min(level + 1, _LEVELS)
        elif name == "numPr":
            for part in child:
                if local(part.tag) == "numId":
                    look["number"] = attribute(part, "val")
                elif local(part.tag) == "ilvl":
                    look["step"] = whole(attribute(part, "val"))
        elif name == "pageBreakBefore":
            look["new_page"] = is_on(child)
        elif name == "contextualSpacing":
            look["close"] = is_on(child)
        elif name == "spacing":
            look["before"] = whole(attribute(child, "before"))
            look["after"] = whole(attribute(child, "after"))
    return Look(**look) if look else SILENT  # type: ignore[arg-type]  # each under its own name


def run_look(properties: Element) -> Look:
    """What a run's properties say of its letters."""
    hidden = bold = None
    for child in properties:
        name = local(child.tag)
        if name == "vanish":
            hidden = is_on(child)
        elif name == "b":
            bold = is_on(child)
    return SILENT if hidden is bold is None else Look(hidden=hidden, bold=bold)


def is_on(element: Element) -> bool:
    """Whether a property that is on or off is on; without a value it is."""
    return (attribute(element, "val") or "1").lower() not in _OFF


def whole(value: str | None) -> int | None:
    """A whole number as Word writes it; None for what is none."""
    if value is None or len(value) > 9:
        return None
    try:
        return int(value)
    except ValueError:
        return None


def _defaults(element: Element) -> Look:
    look = SILENT
    for child in element.iter():
        name = local(child.tag)
        if name == "pPr":
            look = paragraph_look(child).over(look)
        elif name == "rPr":
            look = run_look(child).over(look)
    return look
