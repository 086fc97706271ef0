"""Web pages, also saved ones and those that word processors write: the text that is seen.

Scripts, styles, navigation, forms' fields and hidden elements are left out; nothing is fetched.
Where the page says which part is its main one, the rest comes last, aside from the running text.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import replace
from typing import TYPE_CHECKING

from lxml import etree

from handslag.source.reading.blocks import BOLD, LONGEST_BOLD, Document, Line, lines, row
from handslag.source.reading.detection import Format
from handslag.source.reading.limits import MAX_NESTING
from handslag.source.reading.markup import too_deep
from handslag.source.reading.numerals import counted_letters, roman
from handslag.source.reading.result import Reading, ReadingError

if TYPE_CHECKING:
    from collections.abc import Callable

    from lxml.etree import _Element as Element

    from handslag.source.record import Finding

_WHAT = "Webbsidan"
_CHARSET = re.compile(
    r"<(?:meta|\?xml)\b[^<>]{0,300}?(?:charset|encoding)\s{0,5}=\s{0,5}[\"']?([\w-]{3,20})",
    re.IGNORECASE,
)
_KNOWN_CHARSET = re.compile(r"iso-8859-\d+|(?:windows-|cp)125\d|macintosh|mac-roman|koi8-r")
_WITHIN = 4096
"""Browsers look for a charset in the first 1,024 bytes; pages that declare it later exist."""

_XML_DECLARATION = re.compile(r"\s*<\?xml[^>]*>")
_INLINE_DATA = re.compile(rb"data:[\w/+.-]{1,100};base64,[A-Za-z0-9+/=%\s]{1000,}")
_PAGE_START = re.compile(rb"<(?:!doctype\s+html|html)\b", re.IGNORECASE)
_CLOSED = re.compile(r"<(script|style|title|iframe|textarea|a|div|span|td|th|p|li)(\s[^<>]*)?/>")
_SPACE = re.compile(r"[ \t\n\r\f]+")

_SKIPPED = frozenset(
    "head script style noscript template nav svg math iframe object embed canvas audio video map "
    "select datalist button input textarea progress meter dialog del rt rp frameset".split()
)
_PARTING = frozenset("p h1 h2 h3 h4 h5 h6 blockquote hr table pre dl".split())
"""Elements that show with an empty line around them."""
_BLOCKS = _PARTING | frozenset(
    "address article aside body caption center dd details dir div dt fieldset figcaption figure "
    "footer form header html legend li main menu ol section summary tbody td tfoot th thead tr ul"
    " optgroup".split()
)
_LISTS = frozenset({"ol", "ul", "menu", "dir"})
_CELLS = frozenset({"td", "th", "dt", "dd"})
_HIDDEN = re.compile(r"(?:display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all)")
_BOLD_STYLE = re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)")
_PLAIN_STYLE = re.compile(r"font-weight\s*:\s*(?:normal|[1-5]00)")
_MARKS = frozenset("·o§ØüvqwÜ•")
"""Letters that Word prints in fonts of its own as marks of lists."""
_LIST_STYLE = re.compile(r"list-style(?:-type)?\s*:\s*([\w-]+)")

_NUMBERS: dict[str, Callable[[int], str]] = {
    "1": str,
    "a": counted_letters,
    "A": lambda number: counted_letters(number).upper(),
    "i": roman,
    "I": lambda number: roman(number).upper(),
    "lower-alpha": counted_letters,
    "lower-latin": counted_letters,
    "upper-alpha": lambda number: counted_letters(number).upper(),
    "upper-latin": lambda number: counted_letters(number).upper(),
    "lower-roman": roman,
    "upper-roman": lambda number: roman(number).upper(),
}


def read(data: bytes, plain: Reading) -> Reading:
    """The text of a web page whose characters were read as plain text.

    Raises ReadingError where it holds no text, or lies in too many layers.
    """
    text, findings = _characters(data, plain)
    body = _body(text)
    main = _main(body)
    document = Document()
    if main is None:
        document.add(_Reader().read(body))
    else:
        document.add(_Reader().read(main))
        document.feet = _Reader(without=main).read(body)
    # the places of what was doubtful in the characters lie in the page's source, not in its text
    placeless = tuple(replace(finding, span=None) for finding in findings)
    return Reading(document.text(), Format.HTML, placeless)


def without_pictures(data: bytes) -> bytes:
    """The bytes of a web page without pictures that are kept inside it; others as they are.

    A saved page may hold far more picture than text.
    """
    if b";base64," in data and _PAGE_START.search(data, 0, _WITHIN):
        return _INLINE_DATA.sub(b"", data)
    return data


def _characters(data: bytes, plain: Reading) -> tuple[str, tuple[Finding, ...]]:
    """The characters, in the charset that the page declares where it is no Unicode."""
    text = plain.text.text
    declared = _CHARSET.search(text, 0, _WITHIN)
    name = declared[1].lower() if declared else ""
    if not _KNOWN_CHARSET.fullmatch(name) or name in {"iso-8859-1", "windows-1252", "cp1252"}:
        return text, plain.findings  # what browsers take for Windows' charset is read so already
    try:
        codecs.lookup(name)
        data.decode("utf-8")
    except LookupError:
        return text, plain.findings
    except UnicodeDecodeError:
        return data.decode(name, "replace"), ()
    return text, plain.findings


def _body(text: str) -> Element:
    declaration = _XML_DECLARATION.match(text)
    if declaration or "/xhtml" in text[:_WITHIN].lower():
        text = _CLOSED.sub(r"<\1\2></\1>", text[declaration.end() if declaration else 0 :])
    parser = etree.HTMLParser(
        encoding="utf-8",
        no_network=True,
        huge_tree=False,
        recover=True,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(text.replace("\x00", "").encode("utf-8", "replace"), parser)
    except (etree.LxmlError, ValueError, AssertionError) as error:
        raise _damaged() from error
    if any("RESOURCE_LIMIT" in entry.type_name for entry in parser.error_log):
        raise too_deep(_WHAT)
    if root is None:
        raise _damaged()
    return root


def _damaged() -> ReadingError:
    message = (
        "Webbsidan är skadad och kan inte läsas. Öppna den i en webbläsare, "
        "skriv ut den till PDF och ta in den i stället."
    )
    return ReadingError("damaged-page", message)


def _main(root: Element) -> Element | None:
    """The part of a page that is its main one, where it says so once and there is text in it."""
    found = [e for e in root.iter("main", "div", "section") if _is_main(e)]
    if len(found) != 1 or not "".join(str(t) for t in found[0].itertext()).strip():
        return None
    return found[0]


def _is_main(element: Element) -> bool:
    return element.tag == "main" or element.get("role") == "main"


class _List:
    """A list that is being read, and how far it has counted."""

    def __init__(self, element: Element) -> None:
        style = _LIST_STYLE.search(element.get("style") or "")
        self.kind = style[1] if style else element.get("type") or ""
        self.ordered = element.tag == "ol"
        self.step = -1 if element.get("reversed") is not None else 1
        count = sum(1 for child in element if child.tag == "li") if self.step < 0 else 1
        start = _whole(element.get("start"))
        self.number = count if start is None else start

    def label(self, item: Element) -> str:
        """What stands in front of an entry."""
        if self.kind == "none":
            return ""
        if not self.ordered:
            return "• "
        value = _whole(item.get("value"))
        number = self.number if value is None else value
        self.number = number + self.step
        return f"{_NUMBERS.get(self.kind, str)(number)}. "


class _Reader:
    """Walks the elements of a page and gathers lines."""

    def __init__(self, *, without: Element | None = None) -> None:
        self._without = without
        self._out: list[Line] = []
        self._outer: list[tuple[list[Line], bool]] = []
        self._rows: list[list[list[Line]]] = []
        self._terms: list[list[Line]] = []
        """The last term of each list of terms that is open, before it is explained."""
        self._lists: list[_List] = []
        self._words: list[str] = []
        self._label = ""
        self._level = 0
        self._bold = 0
        self._all_bold = True
        self._kept = 0
        """How many elements that keep white space as it is are open."""
        self._gap = False
        self._mark_at = 0

    def read(self, root: Element) -> list[Line]:
        """The lines of an element and everything in it."""
        walker = etree.iterwalk(root, events=("start", "end"))
        skipped = False
        for event, element in walker:
            if event == "start":
                skipped = element is self._without or _is_unseen(element)
                if skipped:
                    walker.skip_subtree()
                else:
                    self._start(element)
                    self._say(element.text)
                continue
            if skipped:
                skipped = False
            else:
                self._end(element)
            if element is not root:
                self._say(element.tail)
        self._flush()
        return self._out

    def _start(self, element: Element) -> None:
        tag = str(element.tag)
        if tag == "br":
            self._words.append("\n")
            return
        if _is_list_mark(element):
            self._mark_at = len(self._words)
        self._bold += _boldness(element, tag)
        self._kept += tag == "pre"
        if tag not in _BLOCKS:
            return
        self._flush()
        self._gap = self._gap or tag in _PARTING or (tag in _LISTS and not self._lists)
        self._level = _heading(element, tag) or self._level
        if tag in _LISTS:
            self._lists.append(_List(element))
        elif tag == "li":
            self._put_label()
            self._label = self._lists[-1].label(element) if self._lists else "• "
        elif tag == "tr":
            self._rows.append([])
        elif tag in _CELLS:
            if len(self._outer) >= MAX_NESTING:
                raise too_deep(_WHAT)
            self._put_label()
            self._outer.append((self._out, self._gap))
            self._out, self._gap = [], False
        elif tag == "dl":
            self._terms.append([])

    def _end(self, element: Element) -> None:
        tag = str(element.tag)
        if tag in _BLOCKS:
            self._flush()
            self._level = 0 if _heading(element, tag) else self._level
            self._end_block(tag)
            self._gap = self._gap or tag in _PARTING or (tag in _LISTS and not self._lists)
        elif _is_list_mark(element):
            mark = "".join(self._words[self._mark_at :]).strip()
            self._words[self._mark_at :] = [f"{'•' if mark in _MARKS else mark} "]
        self._bold -= _boldness(element, tag)
        self._kept -= tag == "pre"

    def _end_block(self, tag: str) -> None:
        if tag in _LISTS and self._lists:
            self._put_label()
            self._lists.pop()
        elif tag == "li":
            self._put_label()
        elif tag == "tr" and self._rows:
            self._add(row(self._rows.pop()))
        elif tag in _CELLS and self._outer:
            cell = self._out
            self._out, self._gap = self._outer.pop()
            self._end_cell(tag, cell)
        elif tag == "dl" and self._terms:
            self._add(self._terms.pop())

    def _end_cell(self, tag: str, cell: list[Line]) -> None:
        if tag == "dt" and self._terms:
            self._add(self._terms[-1])
            self._terms[-1] = cell
        elif tag == "dd" and self._terms and self._terms[-1]:
            term, self._terms[-1] = self._terms[-1], []
            self._add(row([term, cell]))
        elif tag not in {"dt", "dd"} and self._rows:
            self._rows[-1].append(cell)
        else:
            self._add(cell)

    def _say(self, words: str | None) -> None:
        if not words:
            return
        if not self._kept:
            words = _SPACE.sub(" ", words)
        if words.strip():
            self._all_bold = self._all_bold and self._bold > 0
        self._words.append(words)

    def _flush(self) -> None:
        """End the paragraph, if one is open."""
        words = "".join(self._words)
        self._words.clear()
        bold, self._all_bold = self._all_bold, True
        if not words.strip():
            self._gap = self._gap or "\xa0" in words or "\n" in words
            return
        level = self._level or (BOLD if bold and len(words) <= LONGEST_BOLD else 0)
        found = lines(self._label + _tidied(words, kept=self._kept > 0), level)
        self._label = ""
        self._add(found)

    def _put_label(self) -> None:
        """A number with nothing after it stands alone; a mark of a list is left out."""
        label, self._label = self._label.strip(), ""
        if label and label != "•":
            self._add([Line(label)])

    def _add(self, found: list[Line]) -> None:
        if found and self._gap:
            found = [found[0]._replace(gap=True), *found[1:]]
            self._gap = False
        self._out += found


def _tidied(words: str, *, kept: bool) -> str:
    """White space as a browser shows it: blanks around line breaks are not seen."""
    if kept:
        return words.strip("\n").replace("\f", "\n")
    return "\n".join(_SPACE.sub(" ", part).strip(" ") for part in words.split("\n")).strip("\n")


def _is_unseen(element: Element) -> bool:
    if element.tag in _SKIPPED or element.get("role") == "navigation":
        return True
    if element.get("hidden") is not None:
        return True
    style = element.get("style")
    return style is not None and _HIDDEN.search(style.lower()) is not None


def _boldness(element: Element, tag: str) -> int:
    """What an element adds to the count of bold ones that are open."""
    if tag in {"b", "strong"}:
        return 1
    style = element.get("style")
    return int(style is not None and _BOLD_STYLE.search(style.lower()) is not None)


def _heading(element: Element, tag: str) -> int:
    if len(tag) == 2 and tag[0] == "h" and tag[1] in "123456":
        return int(tag[1])
    if element.get("role") == "heading":
        return min(max(_whole(element.get("aria-level")) or 2, 1), 6)
    return 0


def _is_list_mark(element: Element) -> bool:
    """Whether Word wrote the number or mark of a list here, with blanks after it."""
    return "mso-list:ignore" in (element.get("style") or "").lower().replace(" ", "")


def _whole(value: str | None) -> int | None:
    if value is None or not re.fullmatch(r"\s*-?\d{1,6}\s*", value, re.ASCII):
        return None
    return int(value)
