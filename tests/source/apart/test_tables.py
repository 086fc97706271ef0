"""What a process claims to have read of a spreadsheet is believed only where it can be true."""

from __future__ import annotations

from typing import Any

import pytest

from handslag.source.apart.answers import Unsound, parts_of_tables, tables
from handslag.source.apart.frames import Message
from handslag.source.tables import Cell, CellKind, Row, Sheet, Tables
from handslag.source.tables.limits import MAX_COLUMNS, MAX_ROW_NUMBER, MAX_ROWS, MAX_SHEETS

READ = Tables(
    (Sheet("Blad", (Row(1, (Cell("Namn"),)), Row(3, (Cell("", CellKind.FORMULA), Cell("x"))))),),
    ("Gömt",),
)


def checked(value: dict[str, Any]) -> Tables:
    return tables(Message({"kind": "answer", "value": value}))


def told(**changed: Any) -> dict[str, Any]:
    return {"sheets": [["Blad", [[1, ["Namn"]]]]], "hidden": [], "damaged": False} | changed


def test_a_true_answer_is_what_was_read():
    assert checked(parts_of_tables(READ)) == READ


@pytest.mark.parametrize(
    "changed",
    [
        {"sheets": [["Blad", [[0, ["Namn"]]]]]},
        {"sheets": [["Blad", [[2, ["Namn"]], [2, ["Namn"]]]]]},
        {"sheets": [["Blad", [[MAX_ROW_NUMBER + 1, ["Namn"]]]]]},
        {"sheets": [["Blad", [["1", ["Namn"]]]]]},
        {"sheets": [["Blad", [[1, []]]]]},
        {"sheets": [["Blad", [[1, ["x"] * (MAX_COLUMNS + 1)]]]]},
        {"sheets": [["Blad", [[1, [7]]]]]},
        {"sheets": [["Blad", [[1, ["a\x00b"]]]]]},
        {"sheets": [["Blad", [[1, ["\ud800"]]]]]},
        {"sheets": [["Blad", [[1, [["guess", "x"]]]]]]},
        {"sheets": [["Blad", [[n, ["x"]] for n in range(1, MAX_ROWS + 2)]]]},
        {"sheets": [["Blad", []]] * (MAX_SHEETS + 1)},
        {"sheets": [[7, []]]},
        {"hidden": [7]},
        {"damaged": "nej"},
        {"sheets": None},
    ],
)
def test_what_no_reading_gives_is_not_believed(changed):
    assert checked(told())
    with pytest.raises(Unsound):
        checked(told(**changed))
