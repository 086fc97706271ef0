from io import BytesIO
from zipfile import ZipFile

import pytest

from handslag.source.reading import ReadingError, limits
from handslag.source.reading.whole import read_text


def zipped(*names: str) -> bytes:
    buffer = BytesIO()
    with ZipFile(buffer, "w") as archive:
        for name in names:
            archive.writestr(name, "<w/>")
    return buffer.getvalue()


def open_document(kind: str) -> bytes:
    buffer = BytesIO()
    with ZipFile(buffer, "w") as archive:
        archive.writestr("mimetype", f"application/vnd.oasis.opendocument.{kind}")
    return buffer.getvalue()


OLE = bytes.fromhex("d0cf11e0a1b11ae1")


@pytest.mark.parametrize(
    ("data", "code", "words"),
    [
        (b"", "empty-file", "Filen är tom"),
        (bytes(4000), "only-zeros", "bara nollor"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "damaged-picture", "Bilden är skadad"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", "damaged-picture", "Bilden är skadad"),
        (b"II*\x00\x08\x00\x00\x00", "damaged-picture", "Bilden är skadad"),
        (b"RIFF\x00\x01\x00\x00WEBPVP8 ", "damaged-picture", "Bilden är skadad"),
        (b"\x00\x00\x00\x18ftypheic\x00\x00", "format-not-read", "HEIC"),
        (zipped("word/document.xml"), "no-text", "ingen text"),
        (zipped("word/styles.xml"), "damaged-document", "Word-dokumentet är skadat"),
        (zipped("xl/workbook.xml"), "format-not-read", "Excel-fil"),
        (zipped("ppt/presentation.xml"), "format-not-read", "PowerPoint-fil"),
        (zipped("Index/Document.iwa"), "format-not-read", "Pages"),
        (open_document("text"), "damaged-document", "OpenDocument-dokumentet är skadat"),
        (open_document("spreadsheet"), "format-not-read", "kalkylark"),
        (open_document("presentation"), "format-not-read", "presentation"),
        (zipped("protokoll.txt"), "format-not-read", "Packa upp den"),
        (zipped(), "format-not-read", "packad fil (zip)"),
        (OLE + "WordDocument".encode("utf-16-le"), "format-not-read", "äldre Word-dokument"),
        (OLE + bytes(100), "format-not-read", "äldre Office-fil"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "password-needed", "lösenord"),
        (rb"{\rtf1\ansi Kallelse}", "format-not-read", "RTF-dokument"),
        (b"MZ\x90\x00\x03\x00\x00\x00", "format-not-read", "ett program"),
        (b"<?xml version='1.0'?>\n<!-- -->\n<html>", "no-text", "ingen text"),
        (
            b"From: <Saved by Blink>\nMIME-Version: 1.0\nContent-Type: multipart/related;\n",
            "format-not-read",
            "webbarkiv",
        ),
        (b"Subject: Kallelse\nMIME-Version: 1.0\n\nHej", "format-not-read", "e-postmeddelande"),
        (b"<?xml version='1.0'?>\n<agenda/>", "format-not-read", "XML-fil"),
    ],
)
@pytest.mark.parametrize("name", ["kallelse.pdf", "kallelse.txt", "kallelse"])
def test_the_content_tells_what_a_file_is_whatever_its_name(data, code, words, name):
    with pytest.raises(ReadingError) as refused:
        read_text(data, name=name)
    assert refused.value.code == code
    assert words in str(refused.value)
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize(
    "words",
    [
        "MZ-gruppen redovisar sitt uppdrag.",
        "Filen %PDF-1.7 nämns i texten.",
        "Se <html> i bilagan.",
        "<p>Ett stycke i markdown</p>",
    ],
)
def test_a_text_that_looks_a_little_like_something_else_is_a_text(words):
    assert read_text(words.encode(), name="a.txt").text.text == words


@pytest.mark.parametrize(
    "data",
    [
        b"<!DOCTYPE html>\n<p>Kallelse",
        "\ufeff  <HTML lang=sv><p>Kallelse".encode(),
        "<html><p>Kallelse".encode("utf-16"),
        b"<?xml version='1.0'?>\n<!-- -->\n<html><p>Kallelse</p></html>",
        b"<head><title>x</title></head><p>Kallelse",
    ],
)
def test_a_web_page_is_one_whatever_its_name(data):
    reading = read_text(data, name="kallelse.txt")
    assert (reading.media_type, reading.text.text) == ("text/html", "Kallelse")


def test_a_part_of_a_page_is_a_web_page_where_its_name_says_so():
    part = b"<p>Kallelse</p><p>till m&ouml;te</p>"
    assert read_text(part, name="kallelse.htm").text.text == "Kallelse\n\ntill möte"
    assert read_text(b"Kallelse", name="kallelse.htm").media_type == "text/plain"


def test_a_text_named_pdf_is_read_as_the_text_it_is():
    reading = read_text("Kallelse till möte".encode(), name="kallelse.pdf")
    assert reading.media_type == "text/plain"


def test_a_file_above_the_limit_is_refused_before_it_is_looked_at(monkeypatch):
    monkeypatch.setattr("handslag.source.reading.result.MAX_BYTES", 5_000_000)
    with pytest.raises(ReadingError, match="större än 5 MB") as refused:
        read_text(b"x" * 5_000_001)
    assert refused.value.code == "file-too-large"


def test_numbers_are_printed_as_in_swedish():
    assert limits.grouped(5_000) == "5\N{NO-BREAK SPACE}000"
