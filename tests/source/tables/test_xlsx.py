"""Excel files: what their cells say, with their places."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

import pytest

from handslag.source.tables import Cell, CellKind, Tables
from handslag.source.tables.read import read_tables
from tests.source.tables.books import SHEET, book, with_part


def said(data: bytes) -> list[tuple[int, list[str]]]:
    (sheet,) = read_tables(data).sheets
    return [(row.number, [cell.text for cell in row.cells]) for row in sheet.rows]


def cells(data: bytes) -> list[Cell]:
    return [cell for row in read_tables(data).sheets[0].rows for cell in row.cells]


def test_rows_are_told_with_their_numbers_and_empty_ones_are_left_out():
    data = book([["Namn", "Organ"], [], [" Anna Ek ", None, ""], [None]])
    assert said(data) == [(1, ["Namn", "Organ"]), (3, ["Anna Ek"])]


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        (date(2031, 2, 3), Cell("2031-02-03", CellKind.DAY)),
        (datetime.combine(date(2031, 2, 3), time()), Cell("2031-02-03", CellKind.DAY)),
        (datetime.combine(date(2031, 2, 3), time(9, 30)), Cell("2031-02-03 09:30")),
        (time(9, 30), Cell("09:30:00")),
        (17, Cell("17")),
        (17.0, Cell("17")),
        (17.5, Cell("17.5")),
        (True, Cell("sant")),
        ("'=1+1", Cell("'=1+1")),
    ],
)
def test_a_value_is_told_as_it_is_read(value, cell):
    assert cells(book([[value]])) == [cell]


def test_a_formula_is_its_result_and_unknown_without_one():
    data = book([["=1+1", "Anna"]])
    assert cells(data) == [Cell("", CellKind.FORMULA), Cell("Anna")]
    kept = with_part(
        data, SHEET, lambda xml: xml.replace(b"<v></v>", b"<v>2</v>").replace(b"<v />", b"<v>2</v>")
    )
    assert cells(kept)[0] == Cell("2")


def test_a_fault_that_the_program_showed_is_told_as_one():
    data = with_part(
        book([[1]]),
        SHEET,
        lambda xml: xml.replace(b'<c r="A1" t="n"><v>1</v>', b'<c r="A1" t="e"><v>#REF!</v>'),
    )
    assert cells(data) == [Cell("#REF!", CellKind.WRONG)]


def test_what_lies_under_a_merged_area_is_said_to():
    def merge(made: Any) -> None:
        made.active.merge_cells("A2:A3")

    data = book([["Organ", "Namn"], ["Nätverket", "Anna"], [None, "Bo"]], merge)
    rows = read_tables(data).sheets[0].rows
    assert rows[2].cells == (Cell("A2", CellKind.MERGED), Cell("Bo"))


def test_hidden_sheets_are_named_and_not_read():
    def more(made: Any) -> None:
        made.create_sheet("Gömt")["A1"] = "Anna"
        made["Gömt"].sheet_state = "hidden"
        made.create_sheet("Djupt")["A1"] = "Anna"
        made["Djupt"].sheet_state = "veryHidden"
        made.create_sheet("Två")["B2"] = "Bo"

    read = read_tables(book([["Namn"]], more))
    assert [sheet.name for sheet in read.sheets] == ["Sheet", "Två"]
    assert read.hidden == ("Gömt", "Djupt")
    assert [(row.number, row.cells) for row in read.sheets[1].rows] == [(2, (Cell(), Cell("Bo")))]


def test_no_sheet_at_all_in_what_is_empty():
    assert read_tables(book([])) == Tables((read_tables(book([])).sheets[0],))
    assert read_tables(book([])).sheets[0].rows == ()
