"""First stage: lines of the canonical text, marks of layout taken out, each with its way back.

Markdown and HTML marks, table rules, wide gaps, letter-spacing and soft hyphens say how a
document looks, not what it says. They are left out (a gap keeps three blanks, which also bounds
what later patterns can meet) of the line's words, and `pieces` tells
where each stretch of words stands in the source.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable
from typing import NamedTuple

from handslag.source.parsing.lexicon import UPPER
from handslag.source.parsing.run_together import Part, part_pages
from handslag.source.parsing.unfold import LONG, parting_places
from handslag.source.text import CanonicalText

MARKED = 7
"""`mark` of a line that is bold as a whole; 1-6 are heading levels, 0 is no mark."""
ITEM = 8
"""`mark` of an item's heading in a document whose lines have run together."""
PARTED = 9
"""`mark` of another line found in such a document: it does not go on from the one before."""


class LaidLine(NamedTuple):
    """A line with words on it."""

    text: str
    pieces: tuple[tuple[int, int], ...]
    """(offset in `text`, offset in the source) of each stretch that stands unbroken in both."""
    gap: int
    """How many empty lines stand above it."""
    mark: int
    page: int | None


_SPECIAL = re.compile("[*#_`|<>\\\\\u00ad\u0300-\u036f\u200b\ufeff\x00-\x08\x0b-\x1f\x7f]")
_HEADING = re.compile(r"(#{1,6})\s+|>+\s*")
_RULE = re.compile(r"[\s|:+=_*-]*$")
_MARK = re.compile(
    r"(?<=\s{3})\s+|\*+|`+|_{2,}|(?<!\w)_(?=\w)|(?<=\w)_(?!\w)|</?[A-Za-z][^<>]{0,60}>"
    r"|\\(?=[^\w\s])"
    "|[\u00ad\u200b\ufeff\x00-\x08\x0b-\x1f\x7f]"
)
_BREAK = re.compile(
    rf"\*\*(?=\d{{1,3}}\.\s+[{UPPER}])"
    r"|(?i:<br\s{0,3}/?>|</(?:p|h[1-6]|li|tr)>)"
)
_SPACED = re.compile(rf"(?:[{UPPER}] ){{3,}}[{UPPER}](?= |$)")


_ONE_FOR_L = re.compile(rf"1(?<=[{UPPER}a-zåäö][a-zåäö]1)(?=[a-zåäö]{{2}})")
_CAPITAL_FOR_L = re.compile(
    rf"I(?:(?<=[{UPPER}a-zåäö]I)(?=[a-zåäö])|(?<=[a-zåäö]I)(?![{UPPER}\w]))"
)


def lay_out(text: CanonicalText) -> list[LaidLine]:
    """The lines of the document that have words on them, in order."""
    lines: list[LaidLine] = []
    gap = 0
    start = 0
    paged = bool(text.pages)
    source = _mended(text.text)
    marked = _SPECIAL.search(source) is not None
    wide = "  " in source or "\t" in source or "\xa0" in source
    raws = source.split("\n")
    pages = part_pages(raws)
    for number, raw in enumerate(raws):
        parts = pages[number] if pages else None
        bare = raw.strip()
        if parts is not None:
            page = text.page_at(start) if paged else None
            gap = _lay_out_page(lines, raw, parts, start, gap + 1, page)
        elif bare:
            page = text.page_at(start) if paged else None
            at = start if len(bare) == len(raw) else start + len(raw) - len(raw.lstrip())
            apart = len(bare) > LONG or " §" in bare or "eslut: " in bare
            if apart and (places := parting_places(bare)):
                ranges = zip([0, *places], [*places, len(bare)], strict=True)
                gap = _lay_out_parts(lines, bare, ranges, at, gap, page)
            elif (marked and _SPECIAL.search(bare)) or (wide and _wide_gap(bare)):
                gap = _lay_out_marked(lines, bare, at, gap, page)
            elif bare[1:2] == " " and _SPACED.search(bare):
                lines.append(_closed_up(bare, at, gap, page))
                gap = 0
            else:
                lines.append(LaidLine(bare, ((0, at),), gap, 0, page))
                gap = 0
        else:
            gap += 1
        start += len(raw) + 1
    return _as_told(lines, text) if text.headings or text.asides else lines


def _mended(source: str) -> str:
    """The text with an l where recognition read one as a capital I or a 1 inside a word."""
    return _ONE_FOR_L.sub("l", _CAPITAL_FOR_L.sub("l", source))


def _as_told(lines: list[LaidLine], text: CanonicalText) -> list[LaidLine]:
    """Headings marked as the format tells them, and what is told to stand aside left out."""
    levels = dict(text.headings)
    asides = [place for aside in text.asides for place in aside]
    return [
        line._replace(mark=levels.get(line.pieces[0][1], line.mark))
        for line in lines
        if not bisect_right(asides, line.pieces[0][1]) % 2
    ]


def _wide_gap(bare: str) -> bool:
    """Whether more than three blanks stand together."""
    if "  " not in bare and "\t" not in bare and "\xa0" not in bare:
        return False
    return re.search(r"\s{4}", bare) is not None


def _lay_out_parts(
    lines: list[LaidLine],
    bare: str,
    parts: Iterable[tuple[int, int]],
    at: int,
    gap: int,
    page: int | None,
) -> int:
    """Parts a line in which a document's lines have run together."""
    for start, end in parts:
        if bare[start:end].strip():
            line = _without_marks(bare[start:end], at + start, gap, page)
            if line.text:
                lines.append(line)
                gap = 0
    return gap


def _lay_out_page(
    lines: list[LaidLine], raw: str, parts: list[Part], at: int, gap: int, page: int | None
) -> int:
    """The lines that a page was printed as, each marked with what is known of it."""
    for part in parts:
        line = _without_marks(raw[part.start : part.end], at + part.start, gap, page)
        if line.text:
            mark = ITEM if part.item else PARTED if part.anew else line.mark
            lines.append(line._replace(mark=mark))
            gap = 1
    return 0 if parts else gap


def _lay_out_marked(lines: list[LaidLine], bare: str, at: int, gap: int, page: int | None) -> int:
    """Adds the line or lines that a line with marks is; returns the gap that is left above."""
    if _RULE.match(bare):
        return gap + 1
    start = 0
    for broken in (*_BREAK.finditer(bare), None):
        end = broken.start() if broken else len(bare)
        part = bare[start:end]
        if part.strip():
            line = _without_marks(part, at + start, gap, page)
            if line.text:
                lines.append(line)
                gap = 0
        start = broken.end() if broken else end
    return gap


def _without_marks(raw: str, at: int, gap: int, page: int | None) -> LaidLine:
    mark = 0
    stripped = raw.strip()
    heading = _HEADING.match(stripped)
    begin = raw.index(stripped[0]) if stripped else 0
    if heading:
        mark = len(heading.group(1) or "")
        begin += heading.end()
    elif stripped.startswith("**") and stripped.rstrip(" :.").endswith("**"):
        mark = MARKED if stripped.count("**") == 2 else 0
    words: list[str] = []
    pieces: list[tuple[int, int]] = []
    length = 0
    place = begin
    bullet = 1 if raw[begin : begin + 2] == "* " else 0
    for match in (*_MARK.finditer(raw, begin + bullet), None):
        end = match.start() if match else len(raw)
        if end > place:
            words.append(raw[place:end])
            pieces.append((length, at + place))
            length += end - place
        place = match.end() if match else end
    text = "".join(words).replace("|", "\t")
    return _composed(_stripped(text, pieces, gap, mark, page))


def _stripped(
    text: str, pieces: list[tuple[int, int]], gap: int, mark: int, page: int | None
) -> LaidLine:
    """Takes outer white space off, keeping the way back."""
    lead = len(text) - len(text.lstrip())
    kept: list[tuple[int, int]] = []
    for offset, source in pieces:
        if offset <= lead:
            kept = [(0, source + lead - offset)]
        else:
            kept.append((offset - lead, source))
    bare = text.strip()
    return LaidLine(bare, tuple(p for p in kept if p[0] < len(bare)), gap, mark, page)


def _composed(line: LaidLine) -> LaidLine:
    """Loose accents put together with their letters."""
    if not any(unicodedata.combining(letter) for letter in line.text):
        return line
    words: list[str] = []
    pieces: list[tuple[int, int]] = []
    starts = dict(line.pieces)
    source = 0
    for offset, letter in enumerate(line.text):
        source = starts.get(offset, source)
        if words and unicodedata.combining(letter):
            words[-1] = unicodedata.normalize("NFC", words[-1] + letter)[:1]
        else:
            pieces.append((len(words), source))
            words.append(letter)
        source += 1
    return line._replace(text="".join(words), pieces=tuple(pieces))


def _closed_up(bare: str, at: int, gap: int, page: int | None) -> LaidLine:
    """Letter-spaced words closed up: 'B E S L U T' is 'BESLUT'."""
    words: list[str] = []
    pieces: list[tuple[int, int]] = []
    length = 0
    place = 0
    for match in (*_SPACED.finditer(bare), None):
        end = match.start() if match else len(bare)
        if end > place:
            words.append(bare[place:end])
            pieces.append((length, at + place))
            length += end - place
        if match:
            for offset in range(match.start(), match.end(), 2):
                words.append(bare[offset])
                pieces.append((length, at + offset))
                length += 1
            place = match.end()
    return LaidLine("".join(words), tuple(pieces), gap, 0, page)
