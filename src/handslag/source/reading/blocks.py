"""What Word, OpenDocument and HTML share: paragraphs and tables become lines of one text.

A paragraph is one line, however long, and more where it holds line breaks. A table's row is one
line with a wide gap between its cells, as far as its cells are one line each (see `row`). What
stands outside the running text, such as notes and running feet, comes last and is told to be
aside.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple
from unicodedata import normalize

from handslag.source.reading.limits import MAX_PAGES
from handslag.source.reading.result import ReadingError, check_length
from handslag.source.text import CanonicalText, Heading, Page, Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

RENDERED = "\x0c"
"""Stands in a paragraph's words where the program that saved it last began a new page."""
ORDERED = "\x0b"
"""Stands in a paragraph's words where its writer asked for a new page."""

BOLD = 7
"""`level` of a line that is bold as a whole; 1-6 are heading levels, 0 is no heading."""
LONGEST_BOLD = 120
"""A line longer than this is running text, bold or not."""

BETWEEN = "   "
"""Stands between the cells of a row: the gap by which the parser knows columns."""

_SHORT = 60
"""The longest line of a cell that is one of a list, such as a name with its title."""
_ONE_PAGE = 6_000
"""The most characters that one page may hold."""
_TYPED_MARK = re.compile(r"(\d{1,3}[.)]?|§ ?\d{1,3}|[a-zåäö][.)]|[-–—•])\t+(?=\S)", re.IGNORECASE)
"""A number or mark of a list that somebody has typed, and the tab to the words it belongs to."""
_LINE_ENDS = re.compile(r"\r\n?|[\x85\u2028\u2029]")
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u200b\u2060\ufeff\ufffe\uffff]")
_PRIVATE = re.compile(r"[\uf000-\uf0ff]")
_SYMBOLS = {
    "\uf02d": "-",
    "\uf06f": "☐",
    "\uf0a7": "▪",
    "\uf0a8": "☐",
    "\uf0b7": "•",
    "\uf0d8": "➢",
    "\uf0e0": "→",
    "\uf0fc": "✓",
    "\uf0fe": "☒",
}
"""What the fonts Symbol and Wingdings show for letters of their own."""


class Line(NamedTuple):
    """One line of the text to come."""

    text: str
    level: int = 0
    """Heading level 1-6, `BOLD`, or 0."""
    gap: bool = False
    """Whether an empty line stands above it."""
    rendered: int = 0
    """How many pages began here when the file was last saved."""
    ordered: int = 0
    """How many new pages its writer asked for here."""


def clean(words: str) -> str:
    """Words in composed letters, without what is not seen, symbols as the signs they look like."""
    words = _CONTROLS.sub("", _LINE_ENDS.sub("\n", words)).replace("\u2011", "-")
    if _PRIVATE.search(words):
        words = _PRIVATE.sub(lambda match: _SYMBOLS.get(match[0], match[0]), words)
    return words if words.isascii() else normalize("NFC", words)


def lines(words: str, level: int = 0, *, gap: bool = False) -> list[Line]:
    """The lines of one paragraph: none where it says nothing and begins no page.

    An empty paragraph gives an empty line, which stands for the gap that it shows as. The tab that
    a typed number stands before is no column: a space says as much.
    """
    found: list[Line] = []
    rendered = ordered = 0
    for part in clean(words).split("\n"):
        text = part.replace(RENDERED, "").replace(ORDERED, "").strip()
        text = _TYPED_MARK.sub(r"\1 ", text, count=1) if _TYPED_MARK.match(text) else text
        before = part[: len(part) - len(part.lstrip())]
        found.append(
            Line(
                text,
                level if text else 0,
                gap and not found,
                rendered + before.count(RENDERED),
                ordered + before.count(ORDERED),
            )
        )
        rest = part[len(before) :]
        rendered, ordered = rest.count(RENDERED), rest.count(ORDERED)
    if rendered or ordered:
        found.append(Line("", rendered=rendered, ordered=ordered))
    return found


def row(cells: Sequence[list[Line]]) -> list[Line]:
    """The lines of a table's row, so that what belongs together stands together.

    Cells of one line each stand on one line, a wide gap between. A label before a cell of many
    lines begins the first of them. Lists beside one another, such as names and parties, go line by
    line; cells of running text, and lists that each begin with a heading, one after the other.
    """
    bare = [[line for line in cell if line.text] for cell in cells]
    while bare and not bare[-1]:
        bare.pop()
    if not bare:
        return []
    breaks = [line for cell in cells for line in cell]
    rendered = max((line.rendered for line in breaks), default=0)
    ordered = max((line.ordered for line in breaks), default=0)
    found = _beside(bare) if _lies_beside(bare) else _after(bare)
    return [found[0]._replace(rendered=rendered, ordered=ordered), *found[1:]]


def _lies_beside(cells: Sequence[list[Line]]) -> bool:
    many = [cell for cell in cells if len(cell) > 1]
    if not many:
        return True
    if len(many) == 1 and (len(cells) == 1 or cells[-1] is many[0]):
        return len(cells) > 1
    if any(len(line.text) > _SHORT for cell in cells for line in cell):
        return False
    return len(many) == 1 or not all(cell[0].level or cell[0].text.endswith(":") for cell in many)


def _beside(cells: Sequence[list[Line]]) -> list[Line]:
    found: list[Line] = []
    alone = sum(map(bool, cells)) == 1
    for index in range(max(map(len, cells))):
        parts = [cell[index].text if index < len(cell) else "" for cell in cells]
        words = BETWEEN.join(parts).strip()
        level = next(cell for cell in cells if cell)[0].level if alone and not index else 0
        found.append(Line(words, level))
    return found


def _after(cells: Sequence[list[Line]]) -> list[Line]:
    return [line._replace(gap=False, rendered=0, ordered=0) for cell in cells for line in cell]


@dataclass
class Document:
    """The lines of a whole document, gathered part by part."""

    head: list[Line] = field(default_factory=list)
    """The running head of the first page, which is read as the document's own beginning."""
    body: list[Line] = field(default_factory=list)
    notes: list[Line] = field(default_factory=list)
    """Footnotes and endnotes, aside."""
    feet: list[Line] = field(default_factory=list)
    """Other running heads, and feet, each once, aside."""
    _characters: int = 0

    def add(self, found: Iterable[Line]) -> None:
        """Add lines to the body; ReadingError where the text grows too long."""
        for line in found:
            self._characters += len(line.text) + 1
            self.body.append(line)
        check_length(self._characters)

    def text(self, pages: int | None = None) -> CanonicalText:
        """The canonical text. `pages` is how many pages the file says it has, if it does.

        Raises ReadingError where there is no text.
        """
        if not any(line.text for part in (self.head, self.body, self.notes) for line in part):
            message = "Dokumentet innehåller ingen text. Kontrollera att det är rätt fil."
            raise ReadingError("no-text", message)
        writer = _Writer()
        writer.write(self.head)
        breaks = writer.write(_apart(self.body), page_attribute=_reliable(self.body, pages))
        aside = len(writer.text) + 2  # after the empty line that parts them
        writer.write(_apart(_once(self.notes)))
        writer.write(_apart(_once(self.feet)))
        text = writer.text
        check_length(len(text))
        asides = (Span(aside, len(text)),) if len(text) > aside else ()
        return CanonicalText(
            text,
            _pages(breaks, len(text)),
            headings=tuple(writer.headings),
            asides=asides,
        )


class _Writer:
    """Puts lines one after the other and remembers where headings stand."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._length = 0
        self.headings: list[Heading] = []

    @property
    def text(self) -> str:
        return "\n".join(self._parts)

    def write(self, found: Iterable[Line], page_attribute: str = "") -> list[int]:
        """Add lines that say something; gives where pages begin, if `page_attribute` tells."""
        breaks = [0] if page_attribute else []
        gap = False
        due = 0
        for line in found:
            due += getattr(line, page_attribute) if page_attribute else 0
            if not line.text:
                gap = True
                continue
            if (gap or line.gap) and self._parts:
                self._put("")
            gap = False
            if due:
                breaks.append(self._length)
                due = 0
            if line.level:
                self.headings.append(Heading(self._length, line.level))
            self._put(line.text)
        return breaks

    def _put(self, words: str) -> None:
        self._parts.append(words)
        self._length += len(words) + 1


def _apart(found: Sequence[Line]) -> list[Line]:
    return [found[0]._replace(gap=True), *found[1:]] if found else []


def _once(found: Sequence[Line]) -> list[Line]:
    return list({line.text: line for line in found if line.text}.values())


def _reliable(found: Sequence[Line], pages: int | None) -> str:
    """Which kind of page breaks gives as many pages as the file says it has; "" for neither."""
    if not pages or pages > MAX_PAGES:
        return ""
    if pages == 1:  # also what programs write that have not laid the document out
        whole = sum(len(line.text) for line in found) <= _ONE_PAGE
        asked = any(line.rendered or line.ordered for line in found)
        return "rendered" if whole and not asked else ""
    for name in ("rendered", "ordered"):
        due = count = 0
        for line in found:
            due += getattr(line, name)
            if line.text:
                count += due == 1
                due = 0 if due <= 1 else due
        if due == 0 and count == pages - 1:
            return name
    return ""


def _pages(breaks: Sequence[int], length: int) -> tuple[Page, ...]:
    starts = sorted(set(breaks))
    ends = [*(start - 1 for start in starts[1:]), length]
    return tuple(
        Page(number, Span(start, end))
        for number, (start, end) in enumerate(zip(starts, ends, strict=False), start=1)
    )
