"""Who sits in which body on a day, and where they work: as an Excel file or separated values."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

import xlsxwriter

from handslag.domain.registry.affiliations.queries import roll_on
from handslag.output.spreadsheets.disarming import disarmed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from handslag.domain.access.viewer import Viewer
    from handslag.domain.registry.affiliations.queries import RollRow

Value = str | int | date | None

COLUMNS: tuple[tuple[str, int], ...] = (
    ("Namn", 26),
    ("E-post", 30),
    ("Titel", 24),
    ("Arbetsplats", 24),
    ("Organ", 34),
    ("Roll", 16),
    ("Huvudman", 22),
    ("Funktion", 18),
    ("Från", 12),
    ("Till", 12),
    ("Person-id", 10),
    ("Uppdrags-id", 11),
)
"""Headings and how wide they are, in characters. Always Swedish: they are read back by name."""
SHEET = "Personer och uppdrag"


class Form(StrEnum):
    """What a list can be made as; the value is how its name ends."""

    XLSX = "xlsx"
    CSV = "csv"


MEDIA_TYPES = {
    Form.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    Form.CSV: "text/csv; charset=utf-8",
}


@dataclass(frozen=True, slots=True)
class MadeList:
    """A list as a file."""

    name: str
    data: bytes
    media_type: str
    rows: int


def roll_as_file(viewer: Viewer, day: date, form: Form, body_id: int | None = None) -> MadeList:
    """Everybody whom the viewer may see in the register on a day, or in one body.

    Addresses are in it where the viewer may see them. At most three queries. Raises
    Body.DoesNotExist.
    """
    rows = [_values(row) for row in roll_on(viewer, day, body_id)]
    data = _xlsx(rows) if form == Form.XLSX else _separated(rows)
    name = f"personer-och-uppdrag-{day.isoformat()}.{form}"
    return MadeList(name, data, MEDIA_TYPES[form], len(rows))


def _values(row: RollRow) -> tuple[Value, ...]:
    return (
        row.name,
        row.email,
        row.title,
        row.organisation,
        row.body,
        row.role.label if row.role else "",
        row.principal,
        row.function,
        row.since,
        row.until,
        row.person_id,
        row.membership_id,
    )


def _separated(rows: Sequence[Sequence[Value]]) -> bytes:
    """Semicolons between, as Swedish spreadsheet programs have it, and a mark that it is UTF-8."""
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, delimiter=";", lineterminator="\r\n")
    writer.writerow(heading for heading, _width in COLUMNS)
    writer.writerows([_text(value) for value in row] for row in rows)
    return stream.getvalue().encode("utf-8-sig")


def _text(value: Value) -> str:
    if value is None:
        return ""
    return value.isoformat() if isinstance(value, date) else disarmed(str(value))


def _xlsx(rows: Sequence[Sequence[Value]]) -> bytes:
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True})
    sheet = book.add_worksheet(SHEET)
    bold, day = book.add_format({"bold": True}), book.add_format({"num_format": "yyyy-mm-dd"})
    for place, (heading, width) in enumerate(COLUMNS):
        sheet.set_column(place, place, width)
        sheet.write_string(0, place, heading, bold)
    sheet.freeze_panes(1, 1)
    sheet.autofilter(0, 0, max(1, len(rows)), len(COLUMNS) - 1)
    for number, row in enumerate(rows, start=1):
        for place, value in enumerate(row):
            if isinstance(value, date):
                sheet.write_datetime(number, place, value, day)
            elif isinstance(value, int):
                sheet.write_number(number, place, value)
            elif value:
                sheet.write_string(number, place, value)  # whatever it begins with, it is text
    book.close()
    return stream.getvalue()
