"""Small files that would become enormous are refused in time, and within bounded memory."""

from __future__ import annotations

import time
import zlib
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from handslag.source.apart import Limits, read_apart
from handslag.source.reading import ReadingError
from tests.fuzz.samples import docx, html, odt
from tests.source.reading.pdfs import pdf, text_page

WITHIN = Limits(seconds=150, still_seconds=150, cpu_seconds=40, memory=700_000_000)
"""Enough for every real document in these tests, and far less than the bombs hold."""

PROMPT = 120
"""Seconds on a very busy machine after which a refusal is no refusal any more."""


def outcome(data: bytes, name: str) -> str:
    """The code of the refusal, or "read"."""
    begin = time.monotonic()
    try:
        read_apart(data, name, limits=WITHIN)
    except ReadingError as refused:
        return refused.code
    else:
        return "read"
    finally:
        assert time.monotonic() - begin < PROMPT


def with_part(data: bytes, part: str, words: bytes, *, megabytes: int) -> bytes:
    """The package with these words in one part, over and over."""
    stream = BytesIO()
    with ZipFile(BytesIO(data)) as old, ZipFile(stream, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name != part:
                new.writestr(name, old.read(name))
        head, tail = old.read(part).split(b"<w:body>" if b"<w:body>" in old.read(part) else b"")
        with new.open(part, "w", force_zip64=True) as file:
            file.write(head + b"<w:body>")
            piece = words * (1_000_000 // len(words))
            for _ in range(megabytes):
                file.write(piece)
            file.write(tail)
    return stream.getvalue()


@pytest.mark.parametrize(
    "words",
    [b" ", b"<w:p/>", b"<w:p><w:r><w:t>Ord</w:t></w:r></w:p>", b"<w:p>"],
    ids=["spaces", "empty", "words", "nested"],
)
def test_a_word_document_that_unpacks_to_much(words):
    data = with_part(docx("Kallelse"), "word/document.xml", words, megabytes=250)
    assert len(data) < 5_000_000
    assert outcome(data, "a.docx") in {
        "unpacked-too-large",
        "too-many-paragraphs",
        "damaged-document",
        "nested-too-deep",
    }


def test_a_package_that_lies_of_its_size():
    data = with_part(docx("Kallelse"), "word/document.xml", b"<w:p/>", megabytes=300)
    with ZipFile(BytesIO(data)) as archive:
        size = archive.getinfo("word/document.xml").file_size
    # force_zip64 keeps the size in a record of its own, here and in the list at the end
    lying = data.replace(size.to_bytes(8, "little"), (1000).to_bytes(8, "little"))
    lying = lying.replace(size.to_bytes(4, "little"), (1000).to_bytes(4, "little"))
    assert lying != data
    assert outcome(lying, "a.docx") != "read"


def test_a_package_of_countless_parts():
    stream = BytesIO()
    with ZipFile(stream, "w") as archive:
        for number in range(20_000):
            archive.writestr(f"word/{number}.xml", "")
        archive.writestr("word/document.xml", "<a/>")
    assert outcome(stream.getvalue(), "a.docx") == "too-many-parts"


LAUGHS = "<!DOCTYPE w [<!ENTITY a0 'ha'>" + "".join(
    f"<!ENTITY a{level} '{f'&a{level - 1};' * 10}'>" for level in range(1, 12)
)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        (
            "a.docx",
            docx("Kallelse", doctype=LAUGHS + "]>", extra="<w:p><w:r><w:t>&a11;</w:t></w:r></w:p>"),
        ),
        ("a.odt", odt("Kallelse", doctype=LAUGHS + "]>", extra="<text:p>&a11;</text:p>")),
    ],
)
def test_entities_that_multiply_are_refused(name, data):
    assert outcome(data, name) != "read"


def test_entities_in_a_web_page_do_not_multiply():
    data = (LAUGHS + "]>").encode() + html("Kallelse") + b"&a11;"
    try:
        found = read_apart(data, "a.html", limits=WITHIN)
    except ReadingError:
        return
    assert "haha" not in found.text.text


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.html", html("Kallelse") + b"<div>" * 500_000),
        ("a.html", html("Kallelse") + b"<table><tr><td>" * 100_000),
        ("a.html", html("Kallelse") + b"<ul><li>" * 100_000),
        ("a.html", html("Kallelse") + b"<td colspan=1000000000>x" * 1000),
        ("a.docx", docx("Kallelse", extra="<w:tbl><w:tr><w:tc>" * 20_000)),
        ("a.odt", odt("Kallelse", extra="<text:p>a<text:s text:c='999999999'/></text:p>" * 100)),
        ("a.odt", odt("Kallelse", extra="<text:list><text:list-item>" * 20_000)),
    ],
    ids=["divs", "tables", "lists", "spans", "word tables", "spaces", "odt lists"],
)
def test_nesting_and_repeating_do_not_exhaust_anything(name, data):
    assert not outcome(data, name).startswith("reading-")


def tree(objects: dict[int, bytes]) -> bytes:
    out = b"%PDF-1.7\n"
    for number, words in objects.items():
        out += b"%d 0 obj\n%s\nendobj\n" % (number, words)
    return out + b"trailer\n<</Root 1 0 R/Size 1000>>\n%%EOF\n"


PAGE = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>"


def test_a_pdf_of_a_hundred_thousand_pages():
    kids = b"3 0 R " * 100_000
    data = tree(
        {
            1: b"<</Type/Catalog/Pages 2 0 R>>",
            2: b"<</Type/Pages/Kids[%s]/Count 100000>>" % kids,
            3: PAGE,
        }
    )
    assert outcome(data, "a.pdf") == "too-many-pages"


@pytest.mark.parametrize("count", [1, 4000, 2_000_000_000])
def test_a_pdf_whose_pages_multiply(count):
    """Each knot of the tree of pages holds the next ten times over, and lies of how many."""
    objects = {1: b"<</Type/Catalog/Pages 2 0 R>>"}
    for level in range(2, 12):
        kids = b"%d 0 R " % (level + 1) * 10
        objects[level] = b"<</Type/Pages/Kids[%s]/Count %d>>" % (kids, count)
    objects[12] = PAGE
    assert outcome(tree(objects), "a.pdf") != "read"


def stream(content: bytes, filters: bytes) -> bytes:
    return b"<</Length %d/Filter[%s]>>stream\n%s\nendstream" % (len(content), filters, content)


def deflated(megabytes: int, words: bytes = b" ") -> bytes:
    packer = zlib.compressobj(1)
    piece = words * (1_000_000 // len(words))
    parts = [packer.compress(piece) for _ in range(megabytes)]
    return b"".join(parts) + packer.flush()


@pytest.mark.parametrize(
    "words", [b" ", b"(ord) Tj ", b"q ", b"/F1 12 Tf "], ids=["spaces", "words", "states", "fonts"]
)
def test_a_pdf_whose_page_unpacks_to_gigabytes(words):
    """A stream packed twice: a gigabyte in some tens of kilobytes."""
    packed = zlib.compress(deflated(1200 if words == b" " else 400, words), 9)
    whole = pdf(text_page("Kallelse"))
    at = whole.index(b"6 0 obj\n")
    bomb = b"6 0 obj\n" + stream(packed, b"/FlateDecode/FlateDecode") + b"\nendobj\n"
    data = whole[:at] + bomb + b"trailer\n<</Root 1 0 R/Size 9>>\n%%EOF\n"
    assert len(data) < 1_000_000
    assert outcome(data, "a.pdf") in {
        "read", "no-text", "damaged-pdf", "reading-too-large", "reading-too-slow",
        "text-too-long", "reading-crashed",
    }  # fmt: skip


@pytest.mark.parametrize("opening", [b"[", b"<<", b"<</A", b"("])
def test_a_pdf_of_endless_nesting(opening):
    objects = {1: b"<</Type/Catalog/Pages 2 0 R>>", 2: opening * 1_000_000}
    assert outcome(tree(objects), "a.pdf") != "read"
