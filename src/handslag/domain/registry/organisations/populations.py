"""Populations by date as a file tells them: one municipality a row. Pure.

Two forms are read. In the wide one each day is a column, named by the day with anything before it
("2024-12-31", "pop_2024_12_31", "folkmängd 2024-12-31"); in the long one each row has a day:

    kommun_kod,kommun,pop_2023_12_31,pop_2024_12_31        kod;dag;folkmängd
    2021,Vansbro,6728,6752                                 2021;2024-12-31;6752

A column of codes ("kommun_kod", "kod", "code") tells whose figure it is. Columns stand between
commas, semicolons or tabs; figures may be parted by blanks ("10 254").
"""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

MOST_BYTES = 1_000_000
"""A file of every municipality for forty years has less than this."""
_DAY = re.compile(r"(?<!\d)(\d{4})[-_. ](\d{1,2})[-_. ](\d{1,2})$")
_CODES = frozenset(["kommun_kod", "kommunkod", "kod", "code", "lan_kod", "länskod"])
_DAYS = frozenset(["dag", "datum", "day", "date"])
_COUNTS = frozenset(["folkmängd", "antal", "invånare", "befolkning", "population", "count"])


@dataclass(frozen=True, slots=True)
class Figure:
    """How many lived somewhere on a day, and on which line of the file that stands."""

    code: str
    day: date
    count: int
    line: int


@dataclass(frozen=True, slots=True)
class Reading:
    """What a file tells, and in words what in it could not be read."""

    figures: tuple[Figure, ...]
    problems: tuple[str, ...]


def read_populations(data: bytes) -> Reading:
    """The figures in a file. Raises nothing: what cannot be read is told."""
    if len(data) > MOST_BYTES:
        return Reading((), (_("Filen är för stor för att vara en tabell över folkmängd."),))
    rows = _rows(_decoded(data))
    head = [cell.strip() for cell in rows[0][1]] if rows else []
    codes = _place(head, _CODES)
    if codes is None:
        words = _("Filen har ingen kolumn med kommunernas koder. Kalla den ”kod”.")
        return Reading((), (words,))
    days = {place: day for place, cell in enumerate(head) if (day := _day(cell))}
    day_column, count_column = _place(head, _DAYS), _place(head, _COUNTS)
    if days:
        cells = _wide(rows[1:], codes, days)
    elif day_column is not None and count_column is not None:
        cells = _long(rows[1:], (codes, day_column, count_column))
    else:
        words = _(
            "Filen har ingen kolumn med en dag i namnet, som ”2024-12-31”, och inte heller "
            "kolumnerna ”dag” och ”folkmängd”."
        )
        return Reading((), (words,))
    return _read(cells)


@dataclass(frozen=True, slots=True)
class _Cell:
    """A figure as it is written, with all that belongs to it."""

    code: str
    day: str
    count: str
    line: int


def _wide(rows: Sequence[tuple[int, list[str]]], codes: int, days: dict[int, date]) -> list[_Cell]:
    return [
        _Cell(row[codes].strip(), day.isoformat(), row[place].strip(), line)
        for line, row in rows
        if len(row) > codes and row[codes].strip()
        for place, day in days.items()
        if len(row) > place and row[place].strip()
    ]


def _long(rows: Sequence[tuple[int, list[str]]], columns: tuple[int, int, int]) -> list[_Cell]:
    code, day, count = columns
    return [
        _Cell(row[code].strip(), row[day].strip(), row[count].strip(), line)
        for line, row in rows
        if len(row) > max(columns) and row[columns[0]].strip()
    ]


def _read(cells: Sequence[_Cell]) -> Reading:
    figures: dict[tuple[str, date], Figure] = {}
    problems: list[str] = []
    for cell in cells:
        day, count = _day(cell.day), _count(cell.count)
        told = {"line": cell.line, "code": cell.code, "day": cell.day, "count": cell.count}
        if day is None:
            problems.append(_("Rad %(line)d: ”%(day)s” är ingen dag. Skriv 2024-12-31.") % told)
        elif count is None:
            problems.append(_("Rad %(line)d: ”%(count)s” är inget antal.") % told)
        elif (known := figures.get((cell.code, day))) and known.count != count:
            words = _("Rad %(line)d: %(code)s har två olika tal för %(day)s.")
            problems.append(words % told)
        else:
            figures[cell.code, day] = Figure(cell.code, day, count, cell.line)
    if not cells:
        problems.append(_("Filen har inga rader med tal."))
    return Reading(tuple(figures.values()), tuple(problems))


def _decoded(data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def _rows(text: str) -> list[tuple[int, list[str]]]:
    """The rows that have anything in them, with the line that each stands on."""
    head = text.partition("\n")[0]
    parts = max(",;\t", key=head.count)
    reader = csv.reader(io.StringIO(text.replace("\x00", ""), newline=""), delimiter=parts)
    return [(number, row) for number, row in _safely(reader) if any(cell.strip() for cell in row)]


def _safely(reader: Iterator[list[str]]) -> Iterator[tuple[int, list[str]]]:
    """Rows until the first that no table can have: a cell of a hundred thousand letters."""
    number = 0
    while True:
        number += 1
        try:
            yield number, next(reader)
        except (StopIteration, csv.Error):
            return


def _place(head: Sequence[str], names: frozenset[str]) -> int | None:
    found = (place for place, cell in enumerate(head) if cell.casefold() in names)
    return next(found, None)


def _day(words: str) -> date | None:
    match = _DAY.search(words)
    try:
        return date(*map(int, match.groups())) if match else None
    except ValueError:
        return None


def _count(words: str) -> int | None:
    digits = re.sub(r"[\s\u00a0\u202f]", "", words)
    if not (digits.isascii() and digits.isdigit()) or len(digits) > 9:
        return None
    return int(digits)
