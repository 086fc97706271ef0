"""The same document as Word, OpenDocument and HTML files, made by hand to the last element.

`blocks_of` takes a plain text apart as a secretary would have set it: headings, numbers that the
word processor counts by itself, lists, a table for labels beside their values. `as_docx`, `as_odt`
and `as_html` write a text, or blocks of one's own, as a file:

    data = as_docx("Kallelse\\n\\n1. Mötets öppnande\\n", head=["Länsrådet"], foot=["Sida 1 (1)"])
    data = as_odt([Heading("Kallelse"), Paragraph("Varmt välkomna.")])

The same arguments give the same bytes.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from io import BytesIO
from itertools import count
from typing import TYPE_CHECKING, NamedTuple
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


class Label(NamedTuple):
    """A number that the word processor prints by itself: `before`, the number, `after`."""

    before: str
    number: int
    after: str

    @property
    def words(self) -> str:
        return f"{self.before}{self.number}{self.after}"


@dataclass(frozen=True)
class Heading:
    text: str
    level: int = 1
    label: Label | None = None


@dataclass(frozen=True)
class Paragraph:
    text: str
    bold: bool = False


@dataclass(frozen=True)
class Entry:
    """An entry of a list; without a label it has a bullet."""

    text: str
    label: Label | None = None


@dataclass(frozen=True)
class Table:
    """Rows of cells of lines."""

    rows: tuple[tuple[tuple[str, ...], ...], ...]


@dataclass(frozen=True)
class Gap:
    """An empty paragraph."""


Block = Heading | Paragraph | Entry | Table | Gap

_MARKED = re.compile(r"(#{1,6})\s+(.*)")
_BULLET = re.compile(r"[-•*–]\s+(?=\S)")
_SECTION = re.compile(r"§\s?(\d{1,4})\s+(?=[A-ZÅÄÖ])")
_NUMBER = re.compile(r"(\d{1,3})\.\s+(?=\S)")
_COLUMNS = re.compile(r"\s{3,}|\t+")
_RULE = re.compile(r"\|[\s|:-]+\|?$")
_WRAPPED = 70


def blocks_of(text: str, *, automatic: bool = True) -> list[Block]:
    """A plain text (or markdown) as blocks. Without `automatic` all numbers stay typed."""
    found: list[Block] = []
    gap, last = True, 0
    for line in _unwrapped(text.split("\n")):
        if not line.strip():
            gap = True
            if found and not isinstance(found[-1], Gap | Table):
                found.append(Gap())
            continue
        if _RULE.match(line.strip()):
            continue
        block = _block(line, gap, last, found, automatic)
        if isinstance(block, Heading) and block.label:
            last = block.label.number
        if isinstance(block, Table) and found and isinstance(found[-1], Table) and not gap:
            found[-1] = _added(found[-1], block)
        else:
            found.append(block)
        gap = False
    return found


_TAKES_ATT = re.compile(r"\b(?:bedömer|anser|menar|säger|visar|uppdrag|för|om|på|till|genom|av)$")


def _unwrapped(lines: Sequence[str]) -> list[str]:
    """Lines that were broken for their length put together, as they stand in a word processor."""
    found: list[str] = []
    for line in lines:
        goes_on = (
            found
            and len(found[-1]) > _WRAPPED
            and line[:1].islower()
            and (not line.startswith("att ") or _TAKES_ATT.search(found[-1]))
            and not _COLUMNS.search(line)
            and not _COLUMNS.search(found[-1].strip())
        )
        if goes_on and found[-1].endswith("-") and not line.startswith(("och ", "eller ")):
            found[-1] = found[-1][:-1] + line
        elif goes_on:
            found[-1] += f" {line}"
        else:
            found.append(line)
    return found


def _block(line: str, gap: bool, last: int, found: Sequence[Block], automatic: bool) -> Block:
    marked = _MARKED.match(line)
    if marked:
        words = _unmarked(marked[2])
        label = _numbered(words) if automatic else None
        return Heading(words if label is None else label[1], len(marked[1]), label and label[0])
    bare = line.strip()
    if bare.startswith("|") and bare.endswith("|"):
        cells = tuple((_unmarked(cell.strip()),) for cell in bare.strip("|").split("|"))
        return Table((cells,)) if any(cell[0] for cell in cells) else Gap()
    cells_of_line = _COLUMNS.split(bare)
    if len(cells_of_line) > 1:
        return Table((tuple((cell,) for cell in cells_of_line),))
    if _COLUMNS.match(line) and not gap and found and isinstance(found[-1], Table):
        return Table(((("",), (bare,)),))
    numbered = _numbered(bare)
    if numbered and bare.startswith("§"):
        return Heading(numbered[1], 2, numbered[0]) if automatic else Heading(bare, 2)
    if numbered:
        heads = gap and numbered[0].number == last + 1 and len(bare) < 120 and bare[-1] not in ".:;"
        if heads:
            return Heading(numbered[1], 2, numbered[0]) if automatic else Heading(bare, 2)
        return Entry(numbered[1], numbered[0]) if automatic else Paragraph(bare)
    if _BULLET.match(bare) and not bare.startswith("**"):
        return Entry(_unmarked(_BULLET.sub("", bare, count=1)))
    bold = bare.startswith("**") and bare.endswith("**") and bare.count("**") == 2
    return Paragraph(_unmarked(bare), bold=bold)


def _numbered(words: str) -> tuple[Label, str] | None:
    section = _SECTION.match(words)
    if section:
        return Label("§ ", int(section[1]), ""), words[section.end() :].strip()
    number = _NUMBER.match(words)
    return (Label("", int(number[1]), "."), words[number.end() :].strip()) if number else None


def _unmarked(words: str) -> str:
    return words.replace("**", "").replace("`", "").strip()


def _added(table: Table, more: Table) -> Table:
    """The table with another row, or with more lines in the last cell of its last row."""
    row = more.rows[0]
    last = table.rows[-1]
    if len(row) == 2 and row[0] == ("",) and len(last) >= 2:
        return Table((*table.rows[:-1], (*last[:-1], (*last[-1], *row[1]))))
    return Table((*table.rows, row))


def _blocks(document: str | Sequence[Block], automatic: bool) -> Sequence[Block]:
    return blocks_of(document, automatic=automatic) if isinstance(document, str) else document


class _Counts:
    """Which numbering each label belongs to: a new one where the count does not go on."""

    def __init__(self) -> None:
        self._last: dict[tuple[str, str], tuple[int, int]] = {}
        self._next = count(2)
        self.starts: dict[int, Label] = {}

    def numbering(self, label: Label | None) -> int:
        if label is None:
            return 1
        pattern = (label.before, label.after)
        number, last = self._last.get(pattern, (0, -1))
        if label.number != last + 1:
            number = next(self._next)
            self.starts[number] = label
        self._last[pattern] = (number, label.number)
        return number


def package(parts: Mapping[str, str | bytes], *, stored: Sequence[str] = ()) -> bytes:
    """A zip package of parts, the same bytes for the same parts."""
    buffer = BytesIO()
    with ZipFile(buffer, "w") as archive:
        for name, content in parts.items():
            info = ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            info.compress_type = ZIP_STORED if name in stored else ZIP_DEFLATED
            archive.writestr(info, content)
    return buffer.getvalue()


# --- Word -----------------------------------------------------------------------------------

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPES = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

_DOCX_STYLES = (
    '<w:docDefaults><w:pPrDefault><w:pPr><w:spacing w:after="0"/></w:pPr></w:pPrDefault>'
    "</w:docDefaults>"
    '<w:style w:type="paragraph" w:default="1" w:styleId="Normal">'
    '<w:name w:val="Normal"/></w:style>'
    + "".join(
        f'<w:style w:type="paragraph" w:styleId="Rubrik{level}"><w:name w:val="heading {level}"/>'
        f'<w:basedOn w:val="Normal"/><w:pPr><w:outlineLvl w:val="{level - 1}"/></w:pPr>'
        "<w:rPr><w:b/></w:rPr></w:style>"
        for level in range(1, 7)
    )
)


def docx_part(root: str, content: str) -> str:
    """A part of a Word document with one root element."""
    return f'{_DECLARATION}<w:{root} xmlns:w="{_W}" xmlns:r="{_R}">{content}</w:{root}>'


def docx_run(words: str, properties: str = "") -> str:
    """A run of words, tabs as tabs."""
    properties = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    texts = [f'<w:t xml:space="preserve">{escape(part)}</w:t>' for part in words.split("\t")]
    return f"<w:r>{properties}{'<w:tab/>'.join(texts)}</w:r>"


def docx_paragraph(content: str, properties: str = "") -> str:
    """A paragraph of runs."""
    properties = f"<w:pPr>{properties}</w:pPr>" if properties else ""
    return f"<w:p>{properties}{content}</w:p>"


def docx_package(
    body: str,
    *,
    styles: str = _DOCX_STYLES,
    numbering: str = "",
    parts: dict[str, str] | None = None,
    section: str = "",
) -> bytes:
    """A Word document of raw elements. `parts` are further ones, by name without folder.

    `header1` and `footer1` are referred to as rIdheader1 and so on in `section`, which is the
    content of the last section's properties.
    """
    roots = {"styles": styles, "numbering": numbering, **(parts or {})}
    kinds = {name: re.sub(r"\d", "", name) for name, content in roots.items() if content}
    relations = "".join(
        f'<Relationship Id="rId{name}" Type="{_R}/{kind}" Target="{name}.xml"/>'
        for name, kind in kinds.items()
    )
    names = {"header": "hdr", "footer": "ftr"}
    overrides = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{_TYPES}.{kind}+xml"/>'
        for name, kind in kinds.items()
    )
    space = "http://schemas.openxmlformats.org/package/2006"
    return package(
        {
            "[Content_Types].xml": f'{_DECLARATION}<Types xmlns="{space}/content-types">'
            '<Default Extension="rels" '
            'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            '<Default Extension="xml" ContentType="application/xml"/>'
            f'<Override PartName="/word/document.xml" ContentType="{_TYPES}.document.main+xml"/>'
            f"{overrides}</Types>",
            "_rels/.rels": f'{_DECLARATION}<Relationships xmlns="{space}/relationships">'
            f'<Relationship Id="rId1" Type="{_R}/officeDocument" Target="word/document.xml"/>'
            "</Relationships>",
            "word/document.xml": docx_part(
                "document", f"<w:body>{body}<w:sectPr>{section}</w:sectPr></w:body>"
            ),
            "word/_rels/document.xml.rels": f"{_DECLARATION}<Relationships "
            f'xmlns="{space}/relationships">{relations}</Relationships>',
            **{
                f"word/{name}.xml": docx_part(names.get(kind, kind), roots[name])
                for name, kind in kinds.items()
            },
        }
    )


def as_docx(
    document: str | Sequence[Block],
    *,
    head: Sequence[str] = (),
    foot: Sequence[str] = (),
    automatic: bool = True,
) -> bytes:
    """A Word document with heading styles, automatic numbers, lists, tables, head and foot."""
    counts = _Counts()
    body = "".join(_docx_block(block, counts) for block in _blocks(document, automatic))
    parts = {}
    section = ""
    for name, told in (("header", head), ("footer", foot)):
        if told:
            parts[f"{name}1"] = "".join(docx_paragraph(docx_run(line)) for line in told)
            section += f'<w:{name}Reference w:type="default" r:id="rId{name}1"/>'
    return docx_package(body, numbering=_docx_numbering(counts), parts=parts, section=section)


def _docx_block(block: Block, counts: _Counts) -> str:
    if isinstance(block, Table):
        rows = "".join(
            "<w:tr>"
            + "".join(
                f"<w:tc><w:tcPr/>{''.join(docx_paragraph(docx_run(line)) for line in cell)}</w:tc>"
                for cell in row
            )
            + "</w:tr>"
            for row in block.rows
        )
        return f"<w:tbl><w:tblPr/><w:tblGrid/>{rows}</w:tbl>"
    if isinstance(block, Gap):
        return "<w:p/>"
    if isinstance(block, Paragraph):
        return docx_paragraph(docx_run(block.text, "<w:b/>" if block.bold else ""))
    style = f'<w:pStyle w:val="Rubrik{block.level}"/>' if isinstance(block, Heading) else ""
    number = ""
    if block.label or isinstance(block, Entry):
        number = (
            '<w:numPr><w:ilvl w:val="0"/>'
            f'<w:numId w:val="{counts.numbering(block.label)}"/></w:numPr>'
        )
    return docx_paragraph(docx_run(block.text), style + number)


def _docx_numbering(counts: _Counts) -> str:
    def level(style: str, words: str, start: int = 1) -> str:
        return (
            f'<w:lvl w:ilvl="0"><w:start w:val="{start}"/><w:numFmt w:val="{style}"/>'
            f'<w:lvlText w:val="{escape(words)}"/></w:lvl>'
        )

    abstracts = {1: level("bullet", "\uf0b7")}
    for number, label in counts.starts.items():
        abstracts[number] = level("decimal", f"{label.before}%1{label.after}", label.number)
    return "".join(
        f'<w:abstractNum w:abstractNumId="{number}">{content}</w:abstractNum>'
        for number, content in abstracts.items()
    ) + "".join(
        f'<w:num w:numId="{number}"><w:abstractNumId w:val="{number}"/></w:num>'
        for number in abstracts
    )


# --- OpenDocument ---------------------------------------------------------------------------

_ODF = "urn:oasis:names:tc:opendocument:xmlns:"
_ODF_SPACES = " ".join(
    f'xmlns:{prefix}="{_ODF}{name}:1.0"'
    for prefix, name in (
        ("office", "office"),
        ("style", "style"),
        ("text", "text"),
        ("table", "table"),
        ("draw", "drawing"),
        ("meta", "meta"),
        ("fo", "xsl-fo-compatible"),
    )
)
_ODT_TYPE = "application/vnd.oasis.opendocument.text"


def odt_part(root: str, content: str) -> str:
    """A part of an OpenDocument file with one root element."""
    return (
        f'{_DECLARATION}<office:{root} {_ODF_SPACES} office:version="1.3">{content}</office:{root}>'
    )


def odt_package(
    body: str, *, automatic: str = "", styles: str = "", masters: str = "", meta: str = ""
) -> bytes:
    """An OpenDocument text of raw elements: its body, automatic and named styles, master pages."""
    manifest = f"{_ODF}manifest:1.0"
    return package(
        {
            "mimetype": _ODT_TYPE,
            "content.xml": odt_part(
                "document-content",
                f"<office:automatic-styles>{automatic}</office:automatic-styles>"
                f"<office:body><office:text>{body}</office:text></office:body>",
            ),
            "styles.xml": odt_part(
                "document-styles",
                f"<office:styles>{styles}</office:styles>"
                f"<office:master-styles>{masters}</office:master-styles>",
            ),
            "meta.xml": odt_part("document-meta", f"<office:meta>{meta}</office:meta>"),
            "META-INF/manifest.xml": _DECLARATION
            + f'<manifest:manifest xmlns:manifest="{manifest}">'
            f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{_ODT_TYPE}"/>'
            '<manifest:file-entry manifest:full-path="content.xml" '
            'manifest:media-type="text/xml"/></manifest:manifest>',
        },
        stored=["mimetype"],
    )


def odt_paragraph(words: str, style: str = "Standard") -> str:
    """A paragraph of plain words, tabs as tabs."""
    return f'<text:p text:style-name="{style}">{_odt_words(words)}</text:p>'


def _odt_words(words: str) -> str:
    spaced = escape(words).replace("  ", " <text:s/>")
    return spaced.replace("\t", "<text:tab/>")


def as_odt(
    document: str | Sequence[Block],
    *,
    head: Sequence[str] = (),
    foot: Sequence[str] = (),
    automatic: bool = True,
) -> bytes:
    """An OpenDocument text with headings, automatic numbers, lists, tables, head and foot."""
    counts = _Counts()
    body = "".join(_odt_block(block, counts) for block in _blocks(document, automatic))
    lists = (
        '<text:list-style style:name="L1"><text:list-level-style-bullet text:level="1" '
        'text:bullet-char="•"/></text:list-style>'
    )
    for number, label in counts.starts.items():
        lists += (
            f'<text:list-style style:name="L{number}"><text:list-level-style-number '
            f'text:level="1" style:num-format="1" style:num-prefix="{escape(label.before)}" '
            f'style:num-suffix="{escape(label.after)}" text:start-value="{label.number}"/>'
            "</text:list-style>"
        )
    bold = (
        '<style:style style:name="Fet" style:family="paragraph">'
        '<style:text-properties fo:font-weight="bold"/></style:style>'
    )
    around = "".join(
        f"<style:{name}>{''.join(odt_paragraph(line) for line in told)}</style:{name}>"
        for name, told in (("header", head), ("footer", foot))
        if told
    )
    master = f'<style:master-page style:name="Standard">{around}</style:master-page>'
    return odt_package(body, automatic=lists + bold, masters=master)


def _odt_block(block: Block, counts: _Counts) -> str:
    if isinstance(block, Table):
        rows = "".join(
            "<table:table-row>"
            + "".join(
                f"<table:table-cell>{''.join(map(odt_paragraph, cell))}</table:table-cell>"
                for cell in row
            )
            + "</table:table-row>"
            for row in block.rows
        )
        return f"<table:table>{rows}</table:table>"
    if isinstance(block, Gap):
        return "<text:p/>"
    if isinstance(block, Paragraph):
        return odt_paragraph(block.text, "Fet" if block.bold else "Standard")
    content = odt_paragraph(block.text)
    if isinstance(block, Heading):
        content = f'<text:h text:outline-level="{block.level}">{_odt_words(block.text)}</text:h>'
        if block.label is None:
            return content
    number = counts.numbering(block.label)
    return (
        f'<text:list text:style-name="L{number}" text:continue-numbering="true">'
        f"<text:list-item>{content}</text:list-item></text:list>"
    )


# --- HTML -----------------------------------------------------------------------------------


def as_html(
    document: str | Sequence[Block],
    *,
    head: Sequence[str] = (),
    foot: Sequence[str] = (),
    encoding: str = "utf-8",
) -> bytes:
    """A web page with headings, lists, tables, a script, a menu and what stands around the text."""
    parts: list[str] = []
    opened = ""
    for block in _blocks(document, automatic=True):
        wanted = ""
        if isinstance(block, Entry):
            wanted = "ol" if block.label and block.label[::2] == ("", ".") else "ul"
        if opened and (wanted != opened or (isinstance(block, Entry) and _begins(block))):
            parts.append(f"</{opened}>")
            opened = ""
        if wanted and not opened:
            start = block.label.number if isinstance(block, Entry) and block.label else 1
            parts.append("<ul>" if wanted == "ul" else f'<ol start="{start}">')
            opened = wanted
        parts.append(_html_block(block))
    parts.append(f"</{opened}>" if opened else "")
    headed = "".join(f"<p>{escape(line)}</p>" for line in head)
    footed = "".join(f"<p>{escape(line)}</p>" for line in foot)
    page = (
        f'<!DOCTYPE html>\n<html lang="sv"><head><meta charset="{encoding}">'
        "<title>En sida</title><style>p { margin: 0 }</style></head><body>"
        '<nav><a href="/">Till startsidan</a></nav><script>var x = "<p>Beslut</p>";</script>'
        f"<main>{headed}{chr(10).join(parts)}</main><footer>{footed}</footer></body></html>"
    )
    return page.encode(encoding, "xmlcharrefreplace")


def _begins(block: Entry) -> bool:
    return block.label is not None and block.label.number == 1


def _html_block(block: Block) -> str:
    if isinstance(block, Table):
        rows = "".join(f"<tr>{_html_cells(row)}</tr>" for row in block.rows)
        return f"<table>{rows}</table>"
    if isinstance(block, Gap):
        return "<br>"
    words = escape(block.text).replace("  ", " &nbsp;")
    if isinstance(block, Heading):
        label = f"{block.label.words} " if block.label else ""
        return f"<h{block.level}>{label}{words}</h{block.level}>"
    if isinstance(block, Entry):
        return f"<li>{words}</li>"
    return f"<div><b>{words}</b></div>" if block.bold else f"<div>{words}</div>"


def _html_cells(row: tuple[tuple[str, ...], ...]) -> str:
    return "".join(f"<td>{'<br>'.join(map(escape, cell))}</td>" for cell in row)
