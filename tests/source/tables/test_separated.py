"""Separated values: which sign and which encoding, and the rows."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handslag.source.reading import ReadingError
from handslag.source.tables.read import read_tables

TEXT = "Namn{0}Organ\nÅsa Öberg{0}Nätverket\n\nBo{0}\n"
ROWS = [(1, ["Namn", "Organ"]), (2, ["Åsa Öberg", "Nätverket"]), (4, ["Bo"])]


def said(data: bytes) -> list[tuple[int, list[str]]]:
    (sheet,) = read_tables(data).sheets
    return [(row.number, [cell.text for cell in row.cells]) for row in sheet.rows]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("sign", [";", ",", "\t"], ids=["semicolon", "comma", "tab"])
def test_signs_and_encodings_are_told_apart(sign, encoding):
    assert said(TEXT.format(sign).encode(encoding)) == ROWS
    assert said(TEXT.format(sign).replace("\n", "\r\n").encode(encoding)) == ROWS


def test_the_sign_that_gives_every_row_its_cells_is_the_one():
    assert said(b"Namn;Titel, kort\nAnna;chef\nBo;jurist\n")[1] == (2, ["Anna", "chef"])
    assert said(b'Namn,Titel\n"Ek, Anna",chef; jurist\n')[1] == (2, ["Ek, Anna", "chef; jurist"])


def test_what_cannot_be_told_is_refused_and_not_guessed():
    with pytest.raises(ReadingError, match="skiljer kolumnerna"):
        said(b"a;b,c\nd;e,f\n")


def test_the_sign_may_be_said_in_the_file():
    assert said(b"sep=,\na;b,c\nd;e,f\n") == [(1, ["a;b", "c"]), (2, ["d;e", "f"])]


def test_a_quote_left_open_is_told_with_its_row():
    with pytest.raises(ReadingError, match="går inte att tyda") as refused:
        said(b'Namn;Organ\nAnna;"Nordn\n')
    assert refused.value.code == "separated-broken"


@pytest.mark.parametrize("text", ["=1+1", "+46 70", "-", "@anna", "'=x", "''=x"])
def test_a_text_that_was_kept_from_being_a_formula_is_itself_again(text):
    assert said(f"Namn;Organ\n'{text};x\n".encode())[1] == (2, [text, "x"])


@pytest.mark.parametrize("text", ["'abc", "'", "O'Hara"])
def test_any_other_quote_is_left_as_it_is(text):
    assert said(f"Namn;Organ\n{text};x\n".encode())[1] == (2, [text, "x"])


WORDS = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=20)


@given(st.lists(st.lists(WORDS, min_size=2, max_size=4), min_size=1, max_size=5))
def test_what_was_written_between_quotes_is_read(rows):
    stream = io.StringIO()
    csv.writer(stream, delimiter=";", quoting=csv.QUOTE_ALL).writerows([["Namn", "Organ"], *rows])
    read = dict(said(b"\xef\xbb\xbf" + stream.getvalue().encode()))
    for number, row in enumerate(rows, start=2):
        wanted = [text.strip() for text in row]
        found = read.get(number, [])
        assert [one.lstrip("'") for one in found] == [
            one.lstrip("'") for one in _without_empty_end(wanted)
        ]


def _without_empty_end(row: list[str]) -> list[str]:
    while row and not row[-1]:
        row = row[:-1]
    return row
