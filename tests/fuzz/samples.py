"""Documents to begin from: real shapes in every format, small enough to try many."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import NamedTuple
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile

from tests.source.reading.pdfs import image_page, pdf, text_page

ROOT = Path(__file__).parents[2]
_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_ODF = "urn:oasis:names:tc:opendocument:xmlns"
_SMALL = 30_000


class Sample(NamedTuple):
    """One document. The name's ending says its format."""

    name: str
    data: bytes


def texts() -> list[str]:
    """Meeting documents as text."""
    folders = ("tests/source/parsing/cases", "tests/corpus/documents", "examples/documents")
    paths = [path for folder in folders for path in sorted((ROOT / folder).glob("*.txt"))]
    paths += sorted((ROOT / "examples/documents").glob("*.md"))
    return [path.read_text(encoding="utf-8") for path in paths]


def samples() -> list[Sample]:
    """Documents of every format that is read."""
    words = texts()[:12]
    made = [Sample("a.txt", text.encode()) for text in words[:4]]
    made += [Sample("a.txt", words[0].encode("cp1252", "replace"))]
    made += [Sample("a.txt", words[1].encode("utf-16"))]
    made += [Sample("a.docx", docx(text)) for text in words[:4]]
    made += [Sample("a.odt", odt(text)) for text in words[:4]]
    made += [Sample("a.html", html(text)) for text in words[:4]]
    made += [Sample("a.pdf", _pdf(text)) for text in words[:4]]
    made += [Sample("a.pdf", pdf(image_page(), text_page("Protokoll"), password=""))]
    made += [
        Sample("a.pdf", path.read_bytes())
        for path in sorted((ROOT / "examples/documents").glob("*.pdf"))
        if path.stat().st_size < _SMALL
    ]
    return made


def _pdf(text: str) -> bytes:
    lines = [line.encode("cp1252", "replace").decode("cp1252") for line in text.split("\n")]
    pages = [text_page(*lines[at : at + 45]) for at in range(0, len(lines), 45)]
    return pdf(*pages)


def html(text: str, *, head: str = "") -> bytes:
    """A web page with a paragraph or list item for each line."""
    body = "\n".join(
        f"<li>{escape(line[2:])}</li>" if line.startswith("- ") else f"<p>{escape(line)}</p>"
        for line in text.split("\n")
    )
    table = "<table><tr><th>Namn</th><td colspan=2>Anna Ek</td></tr></table>"
    page = f"<!doctype html><html><head>{head}<title>Protokoll</title></head><body>"
    return f"{page}{table}{body}</body></html>".encode()


def docx(text: str, *, doctype: str = "", extra: str = "") -> bytes:
    """A Word document with a paragraph for each line, some as lists or tables, one deleted."""
    body = "".join(_word_paragraph(line) for line in text.split("\n"))
    table = (
        "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>Namn</w:t></w:r></w:p></w:tc>"
        "<w:tc><w:tcPr><w:gridSpan w:val='2'/></w:tcPr><w:p><w:r><w:t>Ek</w:t></w:r></w:p></w:tc>"
        "</w:tr></w:tbl>"
    )
    tracked = "<w:p><w:del><w:r><w:delText>bort</w:delText></w:r></w:del></w:p>"
    document = (
        f'<?xml version="1.0" encoding="UTF-8"?>{doctype}<w:document xmlns:w="{_WORD}">'
        f"<w:body>{table}{body}{tracked}{extra}</w:body></w:document>"
    )
    types = (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="xml" ContentType="application/xml"/>'
        '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-'
        'officedocument.wordprocessingml.document.main+xml"/></Types>'
    )
    relations = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
        'relationships/officeDocument" Target="word/document.xml"/></Relationships>'
    )
    numbering = (
        f'<w:numbering xmlns:w="{_WORD}"><w:abstractNum w:abstractNumId="0">'
        '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/>'
        '<w:lvlText w:val="§ %1"/></w:lvl></w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>'
    )
    parts = {
        "[Content_Types].xml": types,
        "_rels/.rels": relations,
        "word/document.xml": document,
        "word/numbering.xml": numbering,
    }
    return packed(parts)


def _word_paragraph(line: str) -> str:
    numbered = "<w:pPr><w:numPr><w:ilvl w:val='0'/><w:numId w:val='1'/></w:numPr></w:pPr>"
    shape = numbered if line.startswith("- ") else ""
    return f'<w:p>{shape}<w:r><w:t xml:space="preserve">{escape(line)}</w:t></w:r></w:p>'


def odt(text: str, *, doctype: str = "", extra: str = "") -> bytes:
    """An OpenDocument text with a paragraph for each line, and a list."""
    body = "".join(f"<text:p>{escape(line)}</text:p>" for line in text.split("\n"))
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?>{doctype}'
        f'<office:document-content xmlns:office="{_ODF}:office:1.0" xmlns:text="{_ODF}:text:1.0" '
        f'xmlns:table="{_ODF}:table:1.0" xmlns:xlink="http://www.w3.org/1999/xlink" '
        f'xmlns:draw="{_ODF}:drawing:1.0" office:version="1.2"><office:body><office:text>'
        "<text:list><text:list-item><text:p>ett</text:p></text:list-item></text:list>"
        f"{body}{extra}</office:text></office:body></office:document-content>"
    )
    parts = {"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": content}
    return packed(parts)


def packed(parts: dict[str, str]) -> bytes:
    """A zip package of these parts, the same bytes each time."""
    stream = BytesIO()
    with ZipFile(stream, "w", ZIP_DEFLATED) as archive:
        for name, words in parts.items():
            archive.writestr(name, words)
    return stream.getvalue()
