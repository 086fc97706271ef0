"""Word documents (.docx, .docm, .dotx): the text as it is printed with all changes accepted.

Numbers that Word sets by itself stand in the text. Deleted and hidden text, comments, field codes
and prompts of empty fields are left out; macros are never looked at. The first page's running head
begins the text; footnotes, other heads and the feet come last, aside from the running text.
"""

from __future__ import annotations

from dataclasses import dataclass
from posixpath import dirname, join, normpath
from typing import TYPE_CHECKING, NamedTuple

from handslag.source.reading.blocks import (
    BOLD,
    LONGEST_BOLD,
    ORDERED,
    RENDERED,
    Document,
    Line,
    lines,
    row,
)
from handslag.source.reading.detection import Format
from handslag.source.reading.docx_numbering import Numbering
from handslag.source.reading.docx_styles import (
    SILENT,
    Look,
    Styles,
    is_on,
    paragraph_look,
    run_look,
    whole,
)
from handslag.source.reading.limits import MAX_NESTING
from handslag.source.reading.markup import attribute, children, local, too_deep, tree
from handslag.source.reading.numerals import roman
from handslag.source.reading.package import Package
from handslag.source.reading.result import Reading
from handslag.source.record import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lxml.etree import _Element as Element

_WHAT = "Word-dokumentet"
_MAIN = "word/document.xml"
_GONE = frozenset({"del", "moveFrom"})
_OUT = frozenset({"pPr", "rPr", "sectPr", "sdtPr", "sdtEndPr", "customXmlPr", "smartTagPr", "rt"})
_DRAWN = frozenset({"drawing", "pict", "object"})
_APART = 120
"""Space between paragraphs, in twentieths of a point, that shows as an empty line."""
_NEW_PAGES = frozenset({"", "nextPage", "oddPage", "evenPage"})


def read(data: bytes) -> Reading:
    """The text of a Word document. Raises ReadingError where it is damaged, locked or too large."""
    return _Reader(Package(data, _WHAT)).read()


@dataclass(slots=True)
class _Words:
    """What the runs of a paragraph hold."""

    parts: list[str]
    boxes: list[Element]
    """Contents of text boxes that are anchored in the paragraph."""
    bold: bool = True
    """Whether every word so far is bold."""


class _Section(NamedTuple):
    """What a section of the document says of its pages."""

    parts: dict[str, str]
    """Its heads and feet, where it has its own: "header-default" to the part's path."""
    titled: bool
    """Whether its first page has a head and a foot of its own."""


class _Reader:
    def __init__(self, package: Package) -> None:
        self._package = package
        self._targets = _relations(package, "")
        main = next((path for kind, path in self._targets.values() if kind == "officeDocument"), "")
        self._main = main if main in package else _MAIN
        self._targets = _relations(package, self._main)
        self._styles = Styles(self._related("styles"))
        self._numbering = Numbering(self._related("numbering"))
        self._document = Document()
        self._fields: list[bool] = []
        self._pending = ""
        self._above: tuple[str, Look] = ("", SILENT)
        self._sections: list[_Section] = []
        self._notes: list[tuple[str, str]] = []
        self._foreign = False

    def read(self) -> Reading:
        found = children(self._package, self._main, ("body",), _BODY)
        for element in found:
            self._document.add(self._block(element, 0))
        self._document.add(self._flushed())
        self._read_notes()
        self._read_heads()
        findings: list[Finding] = []
        if self._foreign:
            message = (
                "Ett annat dokument är infogat i Word-dokumentet och har inte lästs. "
                "Öppna det i Word, spara en ny kopia och ta in den."
            )
            findings.append(Finding("part-not-read", Severity.WARNING, message))
        return Reading(self._document.text(self._pages()), Format.DOCX, tuple(findings))

    def _block(self, element: Element, depth: int) -> list[Line]:
        """The lines of something that stands where a paragraph may stand."""
        if depth > MAX_NESTING:
            raise too_deep(_WHAT)
        name = local(element.tag)
        if name == "p":
            return self._paragraph(element, depth)
        if name == "tbl":
            found = [*self._flushed(), Line("")]
            for cells in self._rows(element, depth):
                found += row(cells)
            self._above = ("", SILENT)
            return [*found, Line("")]
        if name in _GONE or name in _OUT or (name == "sdt" and _is_prompt(element)):
            if name == "sectPr":
                self._sections.append(_section(element, self._targets))
            return []
        self._foreign = self._foreign or name == "altChunk"
        return [line for child in _inner(element, name) for line in self._block(child, depth + 1)]

    def _container(self, element: Element, depth: int) -> list[Line]:
        """The lines of a cell, a box, a note or a running head: a text of its own."""
        pending, above, fields = self._pending, self._above, self._fields
        self._pending, self._above, self._fields = "", ("", SILENT), []
        found = [line for child in element for line in self._block(child, depth + 1)]
        found += self._flushed()
        self._pending, self._above, self._fields = pending, above, fields
        return found

    def _flushed(self) -> list[Line]:
        words, self._pending = self._pending, ""
        return lines(words) if words else []

    def _paragraph(self, element: Element, depth: int) -> list[Line]:
        properties = next((child for child in element if local(child.tag) == "pPr"), None)
        style, direct = self._styles.paragraph, SILENT
        ends_section = mark_gone = False
        if properties is not None:
            direct = paragraph_look(properties)
            for child in properties:
                name = local(child.tag)
                if name == "pStyle":
                    style = attribute(child, "val") or style
                elif name == "sectPr":
                    self._sections.append(_section(child, self._targets))
                    ends_section = _begins_page(child)
                elif name == "rPr":
                    mark_gone = _is_gone(child)
        styled = self._styles.look(style)
        words = self._words(element, styled)
        text = self._pending + "".join(words.parts)
        boxed = [line for box in words.boxes for line in self._container(box, depth + 1)]
        self._fields = [True] * len(self._fields)
        if mark_gone and not ends_section:
            self._pending = text
            return boxed
        self._pending = ""
        look = direct.over(styled).over(self._styles.default)
        text = self._numbered(text, style, direct, styled)
        if look.new_page:
            text = ORDERED + text
        level = look.level or 0
        if not level and words.bold and 0 < len(text) <= LONGEST_BOLD:
            level = BOLD
        gap = bool(look.level) or self._stands_apart(style, look)
        self._above = (style, look)
        found = lines(text + ORDERED if ends_section else text, level, gap=gap)
        return found + boxed

    def _stands_apart(self, style: str, look: Look) -> bool:
        above, its = self._above
        same = above == style
        before = 0 if same and look.close else look.before or 0
        after = 0 if same and its.close else its.after or 0
        return max(before, after) >= _APART

    def _numbered(self, text: str, style: str, direct: Look, styled: Look) -> str:
        """The words of a paragraph after the number or mark that Word prints in front of them."""
        look = direct.over(styled)
        number = look.number
        if number in (None, "0"):
            return text
        step = look.step
        if direct.number is None or step is None:
            named = self._numbering.step_of(number, style)
            step = named if named is not None else step
        label = self._numbering.label(number, step or 0)
        bare = text.lstrip("\t ")
        if not bare.strip() and label[:1] in "•-–—":
            return text
        breaks = len(bare) - len(bare.lstrip(RENDERED + ORDERED))
        return bare[:breaks] + label + bare[breaks:].lstrip("\t ")

    def _words(self, element: Element, styled: Look) -> _Words:
        """What the runs of a paragraph hold, whatever lies between it and them."""
        words = _Words([], [])
        stack: list[Iterator[Element]] = [iter(element)]
        while stack:
            child = next(stack[-1], None)
            if child is None:
                stack.pop()
                continue
            name = local(child.tag)
            if name == "r":
                self._run(child, styled, words)
            elif name in _DRAWN:
                words.boxes += _boxes(child)
            elif not (name in _GONE or name in _OUT or (name == "sdt" and _is_prompt(child))):
                stack.append(iter(_inner(child, name)))
        return words

    def _run(self, run: Element, styled: Look, words: _Words) -> None:
        look = styled
        for child in run:
            name = local(child.tag)
            if name == "rPr":
                look = self._letters(child, styled)
            elif name == "fldChar":
                self._field(attribute(child, "fldCharType"))
            elif look.hidden or not all(self._fields):
                continue
            elif name in _DRAWN or name == "AlternateContent":
                words.boxes += _boxes(child)
            elif name in _NOTES:
                self._notes.append((name, attribute(child, "id") or ""))
            else:
                text = _text(child, name)
                if text:
                    words.parts.append(text)
                    words.bold = words.bold and (bool(look.bold) or not text.strip())

    def _letters(self, properties: Element, styled: Look) -> Look:
        direct = run_look(properties)
        named = next((child for child in properties if local(child.tag) == "rStyle"), None)
        if named is not None:
            direct = direct.over(self._styles.look(attribute(named, "val")))
        return direct.over(styled)

    def _field(self, kind: str | None) -> None:
        """Follow a field's beginning, the end of its code, and its end: only results are read."""
        if kind == "begin":
            self._fields.append(False)
        elif self._fields and kind == "separate":
            self._fields[-1] = True
        elif self._fields and kind == "end":
            self._fields.pop()

    def _rows(self, element: Element, depth: int) -> Iterator[list[list[Line]]]:
        for child in element:
            name = local(child.tag)
            if name == "tr":
                if not _row_is_gone(child):
                    yield list(self._cells(child, depth))
            elif not (name in _GONE or name in _OUT) and depth < MAX_NESTING:
                yield from self._rows_within(child, name, depth)

    def _rows_within(self, child: Element, name: str, depth: int) -> Iterator[list[list[Line]]]:
        for inner in _wrapped(child, name):
            yield from self._rows(inner, depth + 1)

    def _cells(self, element: Element, depth: int) -> Iterator[list[Line]]:
        for child in element:
            name = local(child.tag)
            if name == "tc":
                yield [] if _cell_goes_on(child) else self._container(child, depth + 1)
            elif not (name in _GONE or name in _OUT or name == "trPr") and depth < MAX_NESTING:
                for inner in _wrapped(child, name):
                    yield from self._cells(inner, depth + 1)

    def _read_notes(self) -> None:
        """The notes that the text refers to, in its order, each after its number."""
        counts = dict.fromkeys(_NOTES, 0)
        bodies = {name: self._note_bodies(part) for name, part in _NOTES.items()}
        for name, number in dict.fromkeys(self._notes):
            body = bodies[name].get(number)
            if body is None:
                continue
            counts[name] += 1
            mark = str(counts[name]) if name == "footnoteReference" else roman(counts[name])
            found = [line for line in self._container(body, 0) if line.text]
            if found:
                first = found[0]._replace(text=f"[{mark}] {found[0].text}")
                self._document.notes += [first, *found[1:]]

    def _note_bodies(self, part: str) -> dict[str, Element]:
        root = self._related(part)
        return {attribute(note, "id") or "": note for note in (root if root is not None else ())}

    def _read_heads(self) -> None:
        """Running heads and feet: that of the first page begins the text, all others end it."""
        first: str | None = None
        shown: list[str] = []
        inherited: dict[str, str] = {}
        even = self._has_even_pages()
        for section in self._sections:
            inherited |= section.parts
            if first is None:
                first = inherited.get(f"header-{'first' if section.titled else 'default'}", "")
            kinds = ["default", *(["first"] if section.titled else []), *(["even"] if even else [])]
            for name in ("header", "footer"):
                shown += [inherited[k] for kind in kinds if (k := f"{name}-{kind}") in inherited]
        if first:
            self._document.head = [line for line in self._part(first) if line.text]
        told = {line.text for line in self._document.head}
        for path in dict.fromkeys(shown):
            if path != first:
                self._document.feet += [line for line in self._part(path) if line.text not in told]

    def _part(self, path: str) -> list[Line]:
        root = tree(self._package, path)
        self._numbering.begin_anew()
        found = [] if root is None else self._container(root, 0)
        return [line._replace(rendered=0, ordered=0, gap=False) for line in found]

    def _has_even_pages(self) -> bool:
        root = self._related("settings")
        return any(
            local(child.tag) == "evenAndOddHeaders" and is_on(child)
            for child in (root if root is not None else ())
        )

    def _related(self, kind: str) -> Element | None:
        path = next((path for its, path in self._targets.values() if its == kind), None)
        return tree(self._package, path) if path else None

    def _pages(self) -> int | None:
        root = tree(self._package, "docProps/app.xml")
        for child in root if root is not None else ():
            if local(child.tag) == "Pages":
                return whole((child.text or "").strip())
        return None


_BODY = [
    f"{{*}}{name}"
    for name in (
        "p", "tbl", "sdt", "ins", "moveTo", "customXml", "sectPr", "altChunk", "AlternateContent"
    )
]  # fmt: skip
_NOTES = {"footnoteReference": "footnotes", "endnoteReference": "endnotes"}


def _inner(element: Element, name: str) -> Iterable[Element]:
    """The children that are printed; of alternatives only the first."""
    if name != "AlternateContent":
        return element
    return [child for child in (next(iter(element), None),) if child is not None]


def _wrapped(element: Element, name: str) -> Iterable[Element]:
    """What wraps rows or cells: a content control, an insertion."""
    if name == "sdt":
        return [child for child in element if local(child.tag) == "sdtContent"]
    return [element] if name in {"ins", "moveTo", "customXml", "sdtContent"} else []


def _text(element: Element, name: str) -> str:
    """What something in a run prints."""
    if name == "t":
        return (element.text or "").replace("\n", " ")
    if name == "br":
        return ORDERED if attribute(element, "type") == "page" else "\n"
    if name == "sym":
        return _symbol(attribute(element, "char"))
    return _PRINTED.get(name, "")


_PRINTED = {
    "tab": "\t",
    "ptab": "\t",
    "cr": "\n",
    "noBreakHyphen": "-",
    "lastRenderedPageBreak": RENDERED,
}


def _symbol(code: str | None) -> str:
    try:
        number = int(code or "", 16)
    except ValueError:
        return ""
    private = number | 0xF000 if number < 0x100 else number
    return chr(private) if 0x20 <= private < 0xD800 or 0xE000 <= private <= 0xFFFD else ""


def _is_prompt(control: Element) -> bool:
    """Whether a content control only shows what should be written in it."""
    return any(
        local(part.tag) == "showingPlcHdr" and is_on(part)
        for properties in control
        if local(properties.tag) == "sdtPr"
        for part in properties
    )


def _is_gone(properties: Element) -> bool:
    """Whether a paragraph's mark is deleted or hidden, so that it goes on in the next."""
    return any(
        local(child.tag) in _GONE or (local(child.tag) in {"vanish", "specVanish"} and is_on(child))
        for child in properties
    )


def _row_is_gone(element: Element) -> bool:
    return any(
        local(part.tag) == "del" or (local(part.tag) == "hidden" and is_on(part))
        for child in element
        if local(child.tag) == "trPr"
        for part in child
    )


def _cell_goes_on(element: Element) -> bool:
    """Whether a cell is part of the one above or before it, or deleted."""
    return any(
        local(part.tag) == "cellDel"
        or (
            local(part.tag) in {"vMerge", "hMerge"}
            and (attribute(part, "val") or "continue") == "continue"
        )
        for child in element
        if local(child.tag) == "tcPr"
        for part in child
    )


def _boxes(drawing: Element) -> list[Element]:
    """The contents of the text boxes in a drawing, each once."""
    found: list[Element] = []
    stack = [drawing]
    while stack:
        element = stack.pop()
        name = local(element.tag)
        if name == "txbxContent":
            found.append(element)
        elif name:
            stack += reversed(list(_inner(element, name)))
    return found


def _begins_page(section: Element) -> bool:
    kind = next((attribute(c, "val") for c in section if local(c.tag) == "type"), None)
    return (kind or "") in _NEW_PAGES


def _section(section: Element, targets: dict[str, tuple[str, str]]) -> _Section:
    found: dict[str, str] = {}
    titled = False
    for child in section:
        titled = titled or (local(child.tag) == "titlePg" and is_on(child))
        name = local(child.tag).removesuffix("Reference")
        if name in {"header", "footer"}:
            path = targets.get(attribute(child, "id") or "", ("", ""))[1]
            if path:
                found[f"{name}-{attribute(child, 'type') or 'default'}"] = path
    return _Section(found, titled)


def _relations(package: Package, part: str) -> dict[str, tuple[str, str]]:
    """What a part refers to inside the package: id to kind and path. "" is the package itself."""
    folder = dirname(part)
    root = tree(package, join(folder, "_rels", f"{part.rpartition('/')[2]}.rels"))
    found: dict[str, tuple[str, str]] = {}
    for child in root if root is not None else ():
        target = child.get("Target")
        if target and child.get("TargetMode") != "External":
            kind = (child.get("Type") or "").rpartition("/")[2]
            found[child.get("Id") or ""] = (kind, normpath(join("/", folder, target)).lstrip("/"))
    return found
