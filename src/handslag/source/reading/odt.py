"""OpenDocument text (.odt, .ott): the text as it is printed with all changes accepted.

Numbers of lists and headings stand in the text. Deleted and hidden text, comments and prompts of
empty fields are left out; macros are never looked at. The first page's running head begins the
text; notes, other heads and the feet come last, aside from the running text.
"""

from __future__ import annotations

import re
from copy import deepcopy
from typing import TYPE_CHECKING

from handslag.source.reading.blocks import (
    BOLD,
    LONGEST_BOLD,
    RENDERED,
    Document,
    Line,
    clean,
    lines,
    row,
)
from handslag.source.reading.detection import Format
from handslag.source.reading.limits import MAX_NESTING
from handslag.source.reading.markup import attribute, children, local, too_deep, tree
from handslag.source.reading.odt_lists import Lists, Place
from handslag.source.reading.odt_styles import SILENT, Look, Styles, whole
from handslag.source.reading.package import Package
from handslag.source.reading.result import Reading

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element as Element

_WHAT = "OpenDocument-dokumentet"
_APART = 6.0
"""Space between paragraphs, in points, that shows as an empty line."""
_MOST_BLANKS = 40
_LEVELS = 6

_OUT = frozenset(
    "tracked-changes annotation annotation-end hidden-text placeholder sequence-decls forms "
    "variable-decls user-field-decls dde-connection-decls alphabetical-index-auto-mark-file "
    "script event-listeners object object-ole image title desc ruby-text number "
    "table-of-content-source illustration-index-source note-citation bibliography-source "
    "alphabetical-index-source user-index-source table-index-source object-index-source "
    "list-style meta-field-source cut-offs scenario shapes calculation-settings".split()
)
_PARAGRAPHS = frozenset({"p", "h"})
_SPACE = re.compile(r"[ \t\n\r]+")
_DRAWN = frozenset({"frame", "custom-shape", "rect", "g", "text-box", "a-frame"})
_PARENTS = frozenset({"automatic-styles", "text"})
_STYLES = frozenset({"style", "list-style"})
_ROWS = frozenset({"table-header-rows", "table-rows", "table-row-group"})
_BODY = [
    f"{{*}}{name}"
    for name in (
        "style list-style p h list table section numbered-paragraph soft-page-break "
        "frame custom-shape rect g "
        "table-of-content illustration-index table-index object-index user-index "
        "alphabetical-index bibliography index-title"
    ).split()
]


def read(data: bytes) -> Reading:
    """The text of a document. Raises ReadingError where it is damaged, locked or too large."""
    package = Package(data, _WHAT)
    _refuse_locked(package)
    return _Reader(package).read()


def _refuse_locked(package: Package) -> None:
    manifest = package.read("META-INF/manifest.xml") or b""
    if b"encryption-data" in manifest and b'full-path="content.xml"' in manifest:
        raise package.locked()


class _Reader:
    def __init__(self, package: Package) -> None:
        self._package = package
        self._styles = Styles()
        self._masters: dict[str, Element] = {}
        root = tree(package, "styles.xml")
        for child in root if root is not None else ():
            name = local(child.tag)
            if name in {"styles", "automatic-styles"}:
                self._styles.add(child)
            elif name == "master-styles":
                self._masters = {attribute(m, "name") or "": m for m in child}
        self._lists = Lists(self._styles)
        self._document = Document()
        self._pending = ""
        self._above: tuple[str, Look] = ("", SILENT)
        self._notes: list[Element] = []
        self._used: dict[str, None] = {}
        self._begun = False

    def read(self) -> Reading:
        # heads and feet first: their styles may have the names of others in the text
        heads = {name: self._parts(master) for name, master in self._masters.items()}
        self._lists, self._used, self._begun = Lists(self._styles), {}, False
        for element in children(self._package, "content.xml", _PARENTS, _BODY):
            if local(element.tag) in _STYLES:
                self._styles.add([deepcopy(element)])  # the element is forgotten after this
                continue
            self._document.add(self._block(element, None, 0))
            self._read_notes()
        if self._pending:
            self._document.add(lines(self._pending))
        self._place(heads)
        return Reading(self._document.text(self._pages()), Format.ODT)

    def _block(self, element: Element, place: Place | None, depth: int) -> list[Line]:
        """The lines of something that stands where a paragraph may stand."""
        if depth > MAX_NESTING:
            raise too_deep(_WHAT)
        name = local(element.tag)
        if name in _PARAGRAPHS:
            return self._paragraph(element, place, depth)
        if name == "list":
            return self._list(element, place, depth)
        if name == "table":
            found = [Line("")]
            for cells in self._rows(element, depth):
                found += row(cells)
            self._above = ("", SILENT)
            return [*found, Line("")]
        if name == "numbered-paragraph":
            place = self._lists.numbered(element)
        if name == "soft-page-break":
            self._pending += RENDERED
            return []
        if name in _OUT or self._is_hidden(element, name):
            return []
        return [line for child in element for line in self._block(child, place, depth + 1)]

    def _is_hidden(self, element: Element, name: str) -> bool:
        if name != "section":
            return False
        shown = attribute(element, "display")
        return shown == "none" or (
            shown == "condition" and attribute(element, "is-hidden") == "true"
        )

    def _container(self, element: Element, depth: int) -> list[Line]:
        """The lines of a cell, a box, a note or a running head: a text of its own."""
        pending, above = self._pending, self._above
        self._pending, self._above = "", ("", SILENT)
        found = [line for child in element for line in self._block(child, None, depth + 1)]
        if self._pending:
            found += lines(self._pending)
        self._pending, self._above = pending, above
        return found

    def _list(self, element: Element, above: Place | None, depth: int) -> list[Line]:
        found: list[Line] = []
        place = self._lists.enter(element, above)
        for item in element:
            name = local(item.tag)
            if name not in {"list-item", "list-header"}:
                continue
            self._lists.item(place, item, counted=name == "list-item")
            for child in item:
                if local(child.tag) != "number":
                    found += self._block(child, place, depth + 1)
        return found

    def _paragraph(self, element: Element, place: Place | None, depth: int) -> list[Line]:
        style = attribute(element, "style-name") or ""
        look = self._styles.look("paragraph", style)
        self._use_master(look)
        level = self._level(element, style)
        if look.hidden:
            return []
        words, boxes, bold = self._words(element, look)
        text = self._pending + words
        self._pending = ""
        label = self._label(element, place, level, look, bare=not words.strip())
        if label:
            rest = text.lstrip(RENDERED + "\t ")
            text = RENDERED * text[: len(text) - len(rest)].count(RENDERED) + label + rest
        if look.new_page and self._begun:
            text = RENDERED + text
        self._begun = self._begun or bool(clean(words).strip())
        shown = min(level, _LEVELS)
        if not shown and bold and 0 < len(text) <= LONGEST_BOLD:
            shown = BOLD
        gap = level > 0 or self._stands_apart(style, look)
        self._above = (style, look)
        found = lines(text, shown, gap=gap)
        return found + [line for box in boxes for line in self._container(box, depth + 1)]

    def _level(self, element: Element, style: str) -> int:
        if local(element.tag) == "h":
            return whole(attribute(element, "outline-level")) or 1
        return 1 if style in {"Title"} else self._styles.outline_level(style) or 0

    def _label(
        self, element: Element, place: Place | None, level: int, look: Look, *, bare: bool
    ) -> str:
        """The number or mark that is printed in front of a paragraph."""
        if attribute(element, "is-list-header") == "true":
            return ""
        label = self._lists.taken(place, look) if place is not None else ""
        if not label and local(element.tag) == "h" and place is None and look.lists != "":
            label = self._lists.outline(element, level)
        return "" if bare and label[:1] in "•-–—" else label

    def _stands_apart(self, style: str, look: Look) -> bool:
        above, its = self._above
        same = self._styles.based(above) == self._styles.based(style)
        before = 0.0 if same and look.close else look.before or 0.0
        after = 0.0 if same and its.close else its.after or 0.0
        return before + after >= _APART

    def _words(self, element: Element, look: Look) -> tuple[str, list[Element], bool]:
        """What a paragraph holds: its words, boxes anchored in it, and whether all is bold."""
        parts: list[str] = []
        boxes: list[Element] = []
        bold = True
        stack: list[tuple[Iterator[Element], str, Look]] = [(iter(element), "", look)]
        if element.text and not look.hidden:
            parts.append(_folded(element.text))
            bold = bool(look.bold) or not element.text.strip()
        while stack:
            inner, tail, its = stack[-1]
            child = next(inner, None)
            if child is None:
                stack.pop()
                outer = stack[-1][2] if stack else look
                if tail and not outer.hidden:
                    parts.append(_folded(tail))
                    bold = bold and (bool(outer.bold) or not tail.strip())
                continue
            name = local(child.tag)
            if name in _OUT or name in _DRAWN or name == "note" or _is_gone(child, name):
                if name in _DRAWN:
                    boxes += _boxes(child)
                elif name == "note" and not its.hidden:
                    self._notes.append(child)
                stack.append((iter(()), child.tail or "", its))
                continue
            if name == "span":
                its = _laid(self._styles.look("text", attribute(child, "style-name")), its)
            text = _printed(child, name)
            if text and not its.hidden:
                parts.append(text)
                bold = bold and (bool(its.bold) or not text.strip())
            stack.append((iter(child), child.tail or "", its))
        return "".join(parts), boxes, bold

    def _rows(self, element: Element, depth: int) -> Iterator[list[list[Line]]]:
        for child in element:
            name = local(child.tag)
            if name == "table-row":
                if attribute(child, "visibility") not in {"collapse", "filter"}:
                    yield [
                        self._container(cell, depth + 1) if local(cell.tag) == "table-cell" else []
                        for cell in child
                        if local(cell.tag) in {"table-cell", "covered-table-cell"}
                    ]
            elif name in _ROWS and depth < MAX_NESTING:
                yield from self._rows(child, depth + 1)
            elif name == "soft-page-break":
                self._pending += RENDERED

    def _read_notes(self) -> None:
        """The notes of what was read last, each after the number that refers to it."""
        notes, self._notes = self._notes, []
        for note in notes:
            mark = "".join(
                str(part)
                for child in note
                if local(child.tag) == "note-citation"
                for part in child.itertext()
            ).strip()
            found = [
                line
                for child in note
                if local(child.tag) == "note-body"
                for line in self._container(child, 0)
                if line.text
            ]
            if found:
                first = found[0]._replace(text=f"[{mark[:10] or '*'}] {found[0].text}")
                self._document.notes += [first, *found[1:]]

    def _use_master(self, look: Look) -> None:
        if look.master:
            self._used.setdefault(look.master)
        elif not self._used and not self._above[0]:
            self._used.setdefault("Standard")

    def _parts(self, master: Element) -> dict[str, list[Line]]:
        """The lines of each head and foot of a master page."""
        return {
            local(part.tag): [
                line._replace(gap=False, rendered=0) for line in self._container(part, 0)
            ]
            for part in master
            if attribute(part, "display") != "false"
            and local(part.tag).startswith(("header", "footer"))
        }

    def _place(self, heads: dict[str, dict[str, list[Line]]]) -> None:
        """That of the first page begins the text, all others end it."""
        used = [heads[name] for name in self._used if name in heads] or list(heads.values())[:1]
        for index, parts in enumerate(used):
            first = "header-first" if "header-first" in parts else "header"
            for name, found in parts.items():
                if name == first and not index:
                    self._document.head = [line for line in found if line.text]
                else:
                    self._document.feet += found
        told = {line.text for line in self._document.head}
        self._document.feet = [line for line in self._document.feet if line.text not in told]

    def _pages(self) -> int | None:
        root = tree(self._package, "meta.xml")
        for element in root.iter() if root is not None else ():
            if local(element.tag) == "document-statistic":
                return whole(attribute(element, "page-count"))
        return None


def _laid(told: Look, over: Look) -> Look:
    """The look of letters in a span: its own where it says something, else what is around it."""
    return Look(
        hidden=over.hidden if told.hidden is None else told.hidden,
        bold=over.bold if told.bold is None else told.bold,
    )


def _is_gone(element: Element, name: str) -> bool:
    return name == "hidden-paragraph" or (
        name == "hidden-text" and attribute(element, "is-hidden") == "true"
    )


def _folded(words: str) -> str:
    """White space as OpenDocument reads it: one blank for any run of it."""
    return _SPACE.sub(" ", words)


def _printed(element: Element, name: str) -> str:
    """What an element in running text prints before what it holds."""
    if name == "s":
        return " " * min(whole(attribute(element, "c")) or 1, _MOST_BLANKS)
    if name == "tab":
        return "\t"
    if name == "line-break":
        return "\n"
    if name == "soft-page-break":
        return RENDERED
    return _folded(element.text or "")


def _boxes(drawing: Element) -> list[Element]:
    """What holds text in a drawing, each once."""
    found: list[Element] = []
    stack = [drawing]
    while stack:
        element = stack.pop()
        name = local(element.tag)
        if name in {"text-box", "custom-shape", "rect"} and any(
            local(child.tag) in {"p", "h", "list", "table"} for child in element
        ):
            found.append(element)
        elif name in _DRAWN:
            stack += reversed(list(element))
    return found
