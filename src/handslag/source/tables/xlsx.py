"""Excel files: values and days of the sheets that are seen, row by row."""

from __future__ import annotations

import datetime as dt
import warnings
from contextlib import suppress
from io import BytesIO
from itertools import repeat
from typing import TYPE_CHECKING, Any

from openpyxl import load_workbook

from handslag.source.reading.package import Package
from handslag.source.reading.result import ReadingError
from handslag.source.tables.limits import (
    MAX_COLUMNS,
    Room,
    check_column,
    check_row_number,
    check_sheets,
)
from handslag.source.tables.shapes import Cell, CellKind, Row, Sheet, Tables
from handslag.source.tables.xlsx_parts import PartOfIt, look_through

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from openpyxl import Workbook

    from handslag.source.tables.xlsx_parts import Area

_VISIBLE = "visible"


def read_xlsx(data: bytes) -> Tables:
    """The rows of every sheet that is not hidden. Raises ReadingError."""
    parts = look_through(data)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of styles and extensions that the library leaves out
        try:
            return _read(data, parts)
        except (ReadingError, MemoryError):
            raise
        except Exception as error:
            # whatever the library meets in a file that is not what it should be
            raise Package(data, "Excel-filen").damaged() from error


def _read(data: bytes, parts: Mapping[str, PartOfIt]) -> Tables:
    values = load_workbook(BytesIO(data), read_only=True, data_only=True, keep_links=False)
    formulas = None
    if any(part.formulas for part in parts.values()):
        formulas = load_workbook(BytesIO(data), read_only=True, keep_links=False)
    check_sheets(len(values.worksheets))
    room, sheets, hidden = Room(), [], []
    for number, sheet in enumerate(values.worksheets):
        if sheet.sheet_state != _VISIBLE:
            hidden.append(sheet.title)
            continue
        part = parts.get(_path(sheet), PartOfIt())
        rows = _rows_of(values, number)
        formed = _rows_of(formulas, number) if formulas and part.formulas else repeat(())
        sheets.append(Sheet(sheet.title, tuple(_rows(rows, formed, part.merged, room))))
    return Tables(tuple(sheets), tuple(hidden))


def _path(sheet: Any) -> str:
    """Where the sheet lies in the package; the library says it nowhere else."""
    return str(sheet._worksheet_path).lstrip("/").lower()


def _rows_of(book: Workbook, number: int) -> Iterator[tuple[Any, ...]]:
    sheet: Any = book.worksheets[number]
    sheet.reset_dimensions()  # what a file says of its own size may be a lie
    rows: Iterator[tuple[Any, ...]] = sheet.iter_rows(max_col=MAX_COLUMNS + 1)
    return rows


def _rows(
    rows: Iterable[tuple[Any, ...]],
    formed: Iterable[tuple[Any, ...]],
    merged: list[Area],
    room: Room,
) -> Iterator[Row]:
    before: tuple[Any, ...] | None = None
    for number, (cells, behind) in enumerate(zip(rows, formed, strict=False), start=1):
        check_row_number(number)
        if cells is before:
            continue  # the library gives one and the same row for all that the file leaves out
        before = cells
        found = [_cell(cell) for cell in cells]
        for column, cell in enumerate(behind):
            if cell.data_type == "f" and found[column].empty:
                found[column] = Cell("", CellKind.FORMULA)
        while found and found[-1].empty:
            found.pop()
        if not found:
            continue
        check_column(len(found))
        found = _under(found, number, merged)
        room.row(sum(len(cell.text) for cell in found))
        yield Row(number, tuple(found))


def _under(cells: list[Cell], row: int, merged: list[Area]) -> list[Cell]:
    """The cells, with those that lie under a merged area said to."""
    areas = [area for area in merged if area.top <= row <= area.bottom]
    if not areas:
        return cells
    right = min(MAX_COLUMNS, max(area.right for area in areas))
    cells = cells + [Cell()] * (right - len(cells))
    for area in areas:
        for column in range(area.left, min(area.right, MAX_COLUMNS) + 1):
            if (column, row) != (area.left, area.top) and cells[column - 1].empty:
                cells[column - 1] = Cell(area.corner, CellKind.MERGED)
    return cells


def _cell(cell: Any) -> Cell:
    value = cell.value
    if value is None:
        return Cell()
    if cell.data_type == "e":
        return Cell(str(value), CellKind.WRONG)
    if isinstance(value, dt.datetime):
        if value.time() == dt.time():
            return Cell(value.date().isoformat(), CellKind.DAY)
        return Cell(value.isoformat(" ", "minutes"))
    if isinstance(value, dt.date):
        return Cell(value.isoformat(), CellKind.DAY)
    if isinstance(value, bool):
        return Cell("sant" if value else "falskt")
    if isinstance(value, float):
        with suppress(OverflowError, ValueError):  # no whole number is infinite
            if value == int(value):
                return Cell(str(int(value)))
    return Cell(str(value).strip())
