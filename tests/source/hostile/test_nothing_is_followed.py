"""No entity, link, picture, template or script that a document points at is ever fetched or run.

Each document points in every way its format has at a server on this machine, which must hear
nothing, and at a file, whose words must not come into the text. It is read both here and in a
process of its own: that one has no network, so only the former shows that nobody asks for it.
"""

from __future__ import annotations

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from typing import TYPE_CHECKING, NamedTuple
from zipfile import ZipFile

import pytest

from handslag.source.apart import read_apart
from handslag.source.read import read_document as read
from handslag.source.reading import ReadingError
from tests.fuzz.samples import docx, html, odt, packed
from tests.source.reading.pdfs import text_page

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SECRET = "kanariefågel"
WORDS = "Kallelse till samrådet\n\n1. Öppnande"


class Bait(NamedTuple):
    web: str
    """The server's address."""
    file: str
    """The file's address."""
    path: str
    heard: list[str]


@pytest.fixture
def bait(tmp_path: Path) -> Iterator[Bait]:
    heard: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            heard.append(self.path)
            self.send_response(200)
            self.end_headers()
            self.wfile.write(SECRET.encode())

        do_HEAD = do_POST = do_OPTIONS = do_PROPFIND = do_GET  # noqa: N815  as http.server wants

        def log_message(self, *_args: object) -> None:
            pass

    canary = tmp_path / "canary.txt"
    canary.write_text(SECRET, encoding="utf-8")
    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        web = f"http://127.0.0.1:{server.server_port}"
        yield Bait(web, canary.as_uri(), str(canary), heard)
        server.shutdown()
        thread.join()


def doctype(bait: Bait, root: str) -> str:
    return (
        f'<!DOCTYPE {root} SYSTEM "{bait.web}/a.dtd" [<!ENTITY % f SYSTEM "{bait.web}/p.ent"> %f;'
        f'<!ENTITY secret SYSTEM "{bait.file}"><!ENTITY web SYSTEM "{bait.web}/e">]>'
    )


def pointing_html(bait: Bait) -> dict[str, bytes]:
    head = (
        f'<base href="{bait.web}/"><link rel="stylesheet" href="{bait.web}/c.css">'
        f'<meta http-equiv="refresh" content="0;url={bait.web}/m">'
        f'<script src="{bait.web}/s.js"></script><style>@import "{bait.web}/i.css";</style>'
    )
    body = (
        f'<img src="{bait.web}/i.png"><iframe src="{bait.file}"></iframe>'
        f'<object data="{bait.file}"></object><embed src="{bait.web}/e"><a href="{bait.web}/a">'
        f'länk</a><img src="{bait.file}"><video src="{bait.web}/v"></video>'
        f'<svg><image href="{bait.web}/x"/></svg>'
        '<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" parse="text" '
        f'href="{bait.file}"/>'
    )
    page = html(WORDS, head=head).replace(b"</body>", body.encode() + b"</body>")
    entities = doctype(bait, "html").encode()
    return {
        "sida.html": page,
        "entiteter.html": entities + page.replace(b"<!doctype html>", b"<p>&secret;&web;</p>"),
        "sida.xhtml": b'<?xml version="1.0"?>' + entities + b"<html><body>&secret;&web;"
        b"<p>Kallelse</p></body></html>",
        "stilmall.html": f'<?xml-stylesheet href="{bait.web}/s.xsl"?>'.encode() + page,
    }


def pointing_docx(bait: Bait) -> dict[str, bytes]:
    picture = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    extra = (
        f"<w:p><w:fldSimple w:instr='INCLUDETEXT \"{bait.path}\"'><w:r><w:t>fält</w:t></w:r>"
        f'</w:fldSimple></w:p><w:altChunk xmlns:r="{picture}" r:id="r2"/>'
        f'<w:subDoc xmlns:r="{picture}" r:id="r3"/>'
    )
    links = "".join(
        f'<Relationship Id="r{number}" Type="{picture}/{kind}" Target="{target}" '
        'TargetMode="External"/>'
        for number, (kind, target) in enumerate(
            [
                ("aFChunk", bait.file),
                ("subDocument", f"{bait.web}/sub.docx"),
                ("attachedTemplate", f"{bait.web}/mall.dotm"),
                ("image", f"{bait.web}/bild.png"),
                ("hyperlink", f"{bait.web}/länk"),
                ("oleObject", bait.file),
            ],
            start=2,
        )
    )
    relations = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f"{links}</Relationships>"
    )
    pointing = {"word/_rels/document.xml.rels": relations, "word/vbaProject.bin": "Auto_Open"}
    return {
        "länkar.docx": with_parts(docx(WORDS, extra=extra), pointing),
        "entiteter.docx": docx(
            WORDS,
            doctype=doctype(bait, "w:document"),
            extra="<w:p><w:r><w:t>&secret;&web;</w:t></w:r></w:p>",
        ),
        "inkluderar.docx": docx(
            WORDS,
            extra='<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" parse="text" '
            f'href="{bait.file}"/>',
        ),
    }


def pointing_odt(bait: Bait) -> dict[str, bytes]:
    extra = (
        f'<text:section text:name="a"><text:section-source xlink:href="{bait.file}"/>'
        "</text:section>"
        f'<text:p><draw:frame><draw:image xlink:href="{bait.web}/bild.png"/></draw:frame>'
        f'<text:a xlink:href="{bait.web}/a">länk</text:a></text:p>'
        f'<draw:frame><draw:object xlink:href="{bait.file}"/></draw:frame>'
    )
    return {
        "länkar.odt": with_parts(
            odt(WORDS, extra=extra), {"Basic/Standard/Modul.xml": "<script>Shell</script>"}
        ),
        "entiteter.odt": odt(
            WORDS,
            doctype=doctype(bait, "office:document-content"),
            extra="<text:p>&secret;&web;</text:p>",
        ),
    }


def with_parts(data: bytes, more: dict[str, str]) -> bytes:
    with ZipFile(BytesIO(data)) as archive:
        parts = {name: archive.read(name).decode() for name in archive.namelist()}
    return packed(parts | more)


def pointing_pdf(bait: Bait) -> dict[str, bytes]:
    content = text_page("Kallelse till samr\xe5det", "1. \xd6ppnande")
    web, path = bait.web.encode(), bait.path.encode()
    actions = (
        b"/OpenAction<</S/URI/URI(%s/open)>>/AA<</WC<</S/JavaScript/JS(app.launchURL('%s/js'))>>>>"
        b"/AcroForm<</XFA 7 0 R/Fields[]>>/Names<</EmbeddedFiles<</Names[(a)<</F(%s)>>]>>>>"
    ) % (web, web, path)
    xfa = (
        b'<!DOCTYPE x [<!ENTITY s SYSTEM "%s">]><xdp:xdp xmlns:xdp="http://ns.adobe.com/xdp/">&s;'
        b"</xdp:xdp>" % bait.file.encode()
    )
    objects = [
        b"<</Type/Catalog/Pages 2 0 R%s>>" % actions,
        b"<</Type/Pages/Kids[4 0 R 8 0 R]/Count 2>>",
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
        (
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 5 0 R/Annots[6 0 R]"
            b"/Resources<</Font<</F1 3 0 R>>>>>>"
        ),
        b"<</Length %d>>stream\n%s\nendstream" % (len(content), content),
        b"<</Type/Annot/Subtype/Link/Rect[0 0 600 800]/A<</S/Launch/F(%s)>>>>" % path,
        b"<</Length %d>>stream\n%s\nendstream" % (len(xfa), xfa),
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 9 0 R>>",
        b"<</Length 0/F<</FS/URL/F(%s/stream)>>>>stream\n\nendstream" % web,
        b"<</Length 0/F(%s)>>stream\n\nendstream" % path,
    ]
    out = b"%PDF-1.7\n"
    for number, words in enumerate(objects, start=1):
        out += b"%d 0 obj\n%s\nendobj\n" % (number, words)
    return {"länkar.pdf": out + b"trailer\n<</Root 1 0 R/Size 11>>\n%%EOF\n"}


def pointing_text(bait: Bait) -> dict[str, bytes]:
    words = (
        f"{WORDS}\n\n![bild]({bait.web}/bild.png) [länk]({bait.file})\n<img src='{bait.web}/b'>\n"
        f".. include:: {bait.path}\n!include {bait.path}\n&secret;\n"
    )
    return {"länkar.txt": words.encode(), "länkar.md": b"# Kallelse\n\n" + words.encode()}


@pytest.mark.parametrize("reader", [read, read_apart], ids=["here", "apart"])
@pytest.mark.parametrize(
    "made",
    [pointing_text, pointing_html, pointing_docx, pointing_odt, pointing_pdf],
    ids=lambda made: made.__name__.removeprefix("pointing_"),
)
def test_nothing_is_followed(bait, made, reader):
    texts = {}
    for name, data in made(bait).items():
        try:
            found = reader(data, name)
        except ReadingError:
            may_be_refused = "entiteter" in name or name.endswith(".xhtml")
            if may_be_refused:
                continue
            raise
        texts[name] = text = found.text.text
        assert SECRET not in text, name
        assert SECRET not in repr(found.record), name
        assert "Kallelse" in text, name
    assert texts
    assert bait.heard == []


def test_the_bait_works(bait):
    from urllib.request import urlopen

    with urlopen(f"{bait.web}/a") as answer:  # noqa: S310  our own server
        assert answer.read().decode() == SECRET
    with urlopen(bait.file) as answer:  # noqa: S310  our own file
        assert answer.read().decode() == SECRET
    assert bait.heard == ["/a"]
