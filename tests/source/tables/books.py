"""Excel files to read in tests, as programs write them and as nobody should."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any
from zipfile import ZIP_DEFLATED, ZipFile

from openpyxl import Workbook

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

SHEET = "xl/worksheets/sheet1.xml"


def book(
    rows: Iterable[Iterable[Any]], change: Callable[[Workbook], object] | None = None
) -> bytes:
    """An Excel file with these rows in its one sheet; `change` may do more with it."""
    made = Workbook()
    assert made.active
    for row in rows:
        made.active.append(list(row))
    if change:
        change(made)
    stream = BytesIO()
    made.save(stream)
    return stream.getvalue()


def with_part(data: bytes, name: str, change: Callable[[bytes], bytes]) -> bytes:
    """The same file with one part changed; one that was not there begins empty."""
    stream = BytesIO()
    with ZipFile(BytesIO(data)) as old, ZipFile(stream, "w", ZIP_DEFLATED) as new:
        for each in old.namelist():
            new.writestr(each, change(old.read(each)) if each == name else old.read(each))
        if name not in old.namelist():
            new.writestr(name, change(b""))
    return stream.getvalue()
