"""Spreadsheets made to cost much, to reach out or to deceive are refused in words."""

from __future__ import annotations

import time
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handslag.source.apart import read_apart, read_tables_apart
from handslag.source.reading import ReadingError
from handslag.source.tables.limits import MAX_COLUMNS, MAX_MERGED, MAX_ROWS
from handslag.source.tables.read import read_tables
from tests.chance import examples
from tests.source.tables.books import SHEET, book, with_part

BOOK = book([["Namn", "Organ"], ["Anna Ek", "Nordnätverket"]])
DOCTYPE = b'<!DOCTYPE worksheet [<!ENTITY hej SYSTEM "file:///etc/passwd">]>'
PROMPT = 60


def code(data: bytes, read=read_tables_apart) -> str:
    begin = time.monotonic()
    try:
        read(data)
    except ReadingError as refused:
        return refused.code
    else:
        return "read"
    finally:
        assert time.monotonic() - begin < PROMPT


def declared(xml: bytes) -> bytes:
    head, mark, rest = xml.partition(b"<worksheet")
    return head + DOCTYPE + mark + rest


def billion(xml: bytes) -> bytes:
    laughs = b"".join(
        b'<!ENTITY a%d "%s">' % (n + 1, b"&a%d;" % n * 10 if n else b"ha" * 10) for n in range(9)
    )
    return b"<!DOCTYPE sst [" + laughs + b"]>" + xml


def test_a_good_one_is_read_apart_as_here():
    assert read_tables_apart(BOOK) == read_tables(BOOK)
    data = "Namn;Organ\nÅsa;Nord\n".encode("cp1252")
    assert read_tables_apart(data) == read_tables(data)


@pytest.mark.parametrize("part", [SHEET, "xl/sharedStrings.xml", "xl/styles.xml"])
def test_external_entities_are_refused(part):
    assert code(with_part(BOOK, part, lambda xml: DOCTYPE + xml)) == "table-unsafe"
    assert code(with_part(BOOK, SHEET, declared)) == "table-unsafe"


def test_entities_that_multiply_are_refused():
    assert code(with_part(BOOK, "xl/sharedStrings.xml", billion)) == "table-unsafe"


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "cp037", "utf-7"])
def test_entities_hide_in_no_encoding(encoding):
    said = encoding if encoding in {"cp037", "utf-7"} else "utf-16"
    head = f'<?xml version="1.0" encoding="{said}"?>'
    plain = encoding == "cp037"

    def hidden(xml: bytes) -> bytes:
        rest = (DOCTYPE + xml[xml.index(b"<worksheet") :]).decode().encode(encoding)
        return (head.encode() if plain else head.encode(encoding)) + rest

    assert code(with_part(BOOK, SHEET, hidden)) in {"table-unsafe", "damaged-document"}


def test_two_parts_of_one_name_are_refused():
    stream = BytesIO(BOOK)
    with ZipFile(stream, "a", ZIP_DEFLATED) as archive:
        archive.writestr(SHEET.upper(), DOCTYPE)
    assert code(stream.getvalue()) == "damaged-document"


@pytest.mark.parametrize("words", [b" ", b'<row><c t="inlineStr"><is><t>x</t></is></c></row>'])
def test_a_sheet_that_unpacks_to_much_is_refused(words):
    def swollen(xml: bytes) -> bytes:
        return xml.replace(b"<sheetData>", b"<sheetData>" + words * (60_000_000 // len(words)))

    assert code(with_part(BOOK, SHEET, swollen)) == "unpacked-too-large"


def test_rows_and_columns_without_end_are_refused():
    assert code(book([["x"]] * (MAX_ROWS + 1))) == "table-too-large"
    assert code(book([["x"] * (MAX_COLUMNS + 1)])) == "table-too-large"
    far = with_part(BOOK, SHEET, lambda xml: xml.replace(b'r="2"', b'r="900000000"'))
    assert code(far) == "table-too-large"


def test_a_size_that_is_a_lie_costs_nothing():
    lie = with_part(BOOK, SHEET, lambda xml: xml.replace(b'ref="A1:B2"', b'ref="A1:XFD1048576"'))
    assert read_tables_apart(lie) == read_tables(BOOK)


def test_an_enormous_merged_area_costs_nothing_and_too_many_are_refused():
    def merged(areas: bytes):
        return with_part(
            BOOK, SHEET, lambda xml: xml.replace(b"</sheetData>", b"</sheetData>" + areas)
        )

    one = merged(b'<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>')
    assert code(one) == "read"
    many = b'<mergeCell ref="A1:XFD1048576"/>' * (MAX_MERGED + 1)
    assert code(merged(b"<mergeCells>" + many + b"</mergeCells>")) == "table-too-large"


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "tom"),
        (b"\x00" * 100, "tom"),
        (b"%PDF-1.7", "en PDF"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, r"äldre Excel-fil \(.xls\)"),
        ("\ufeff<html>".encode(), "webbsida"),
        (BOOK[: len(BOOK) // 2], "skadad|skadat|packad"),
    ],
)
def test_what_is_no_list_is_refused_with_what_to_do(data, words):
    with pytest.raises(ReadingError, match=words):
        read_tables_apart(data)


def test_other_packages_are_told_what_they_are():
    stream = BytesIO()
    with ZipFile(stream, "w") as archive:
        archive.writestr("content.xml", "<x/>")
    with pytest.raises(ReadingError, match="OpenDocument"):
        read_tables(stream.getvalue())


@given(st.binary(max_size=300))
@settings(deadline=None)
def test_any_bytes_are_read_or_refused(data):
    code(data, read_tables)


@given(st.integers(0, len(BOOK) - 1), st.integers(0, 255))
@settings(deadline=None, max_examples=examples(60))
def test_an_excel_file_with_any_byte_changed_is_read_or_refused(place, byte):
    changed = BOOK[:place] + bytes([byte]) + BOOK[place + 1 :]
    code(changed, read_tables)


def test_the_list_is_no_document():
    with pytest.raises(ReadingError):
        read_apart(BOOK, "lista.xlsx")
