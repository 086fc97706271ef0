"""What a process of its own claims to have read, checked before anyone believes it.

It may have been taken over by the file it read. It can then still lie about what the file says;
a person reviews that. What it cannot do is to hand over anything that is not a record of this
very file with places inside its text.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import fields, is_dataclass
from decimal import Decimal
from enum import Enum
from functools import cache
from hashlib import sha256
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from handslag.source.apart.frames import Message
from handslag.source.reading.box import Box
from handslag.source.reading.detection import Format
from handslag.source.reading.kinds import KINDS
from handslag.source.reading.limits import MAX_CHARACTERS, MAX_PAGES
from handslag.source.reading.result import ReadingError
from handslag.source.record import MeetingRecord
from handslag.source.record.document import READER, Document
from handslag.source.record.json import from_json
from handslag.source.tables import Cell, CellKind, Row, Sheet, Tables
from handslag.source.tables.limits import (
    MAX_CELL,
    MAX_COLUMNS,
    MAX_ROW_NUMBER,
    MAX_SHEETS,
    Room,
)
from handslag.source.text import CanonicalText, Page, Span

Check = Callable[[Any, int], None]
"""Raises Unsound where a value is not of its type, or a place not within so many characters."""


_SURROGATES = re.compile("[\ud800-\udfff]")
"""Halves of letters, which no database takes."""
_LARGEST_PICTURE = 50_000_000
_HIGHEST_LEVEL = 9
_LARGEST_WHOLE = 10**9
"""No number of anything in a document is larger."""
_LARGEST_SUM = Decimal(10) ** 15
"""In kronor; more than there is."""


class Unsound(Exception):  # noqa: N818  it tells of the answer
    """The answer is not what it should be."""


def document(answer: Message, data: bytes, name: str) -> Document:
    """What an answer to `read` holds. Raises Unsound."""
    with _sound():
        value = answer.head["value"]
        words, *searchable = answer.blobs
        text = text_of(value["about"], words)
        record = from_json(value["record"])
        _checked(MeetingRecord)(record, len(text.text))
        if len(searchable) > 1 or any(not made.startswith(b"%PDF-") for made in searchable):
            raise Unsound
    source = record.source
    told = (source.name, source.sha256, source.reader, source.characters, source.text_sha256)
    if told != (name, sha256(data).hexdigest(), READER, len(text.text), text.sha256):
        raise Unsound
    if source.pages != (len(text.pages) or None) or source.recognised != text.recognised:
        raise Unsound
    if source.media_type not in {str(known) for known in Format}:
        raise Unsound
    return Document(text, record, searchable[0] if searchable else None)


def pages_to_recognise(answer: Message) -> tuple[int, str | None]:
    """What an answer to `to_recognise` holds. Raises Unsound."""
    with _sound():
        pages, kind = answer.head["value"]["pages"], answer.head["value"]["media_type"]
        if type(pages) is not int or not 0 <= pages <= MAX_PAGES:
            raise Unsound
        if (kind is None) == bool(pages) or (kind is not None and kind not in set(Format)):
            raise Unsound
    return pages, kind


def looked_over(answer: Message) -> tuple[str, int | None]:
    """What an answer to `look_over` holds. Raises Unsound."""
    with _sound():
        kind, pages = answer.head["value"]["media_type"], answer.head["value"]["pages"]
        if type(kind) is not str or kind not in KINDS:
            raise Unsound
        if pages is not None and (type(pages) is not int or not 0 <= pages <= MAX_PAGES):
            raise Unsound
    return kind, pages


def picture(answer: Message, page: int) -> bytes:
    """What an answer to `draw_page` holds. Raises Unsound, and IndexError for no such page."""
    with _sound():
        missing = answer.head["value"].get("missing") is True
        (drawn,) = answer.blobs or (b"",)
    if missing:
        raise IndexError(page)
    if drawn[:4] != b"RIFF" or drawn[8:12] != b"WEBP" or len(drawn) > _LARGEST_PICTURE:
        raise Unsound
    return drawn


def boxes(answer: Message, pages: int, spans: int) -> tuple[tuple[Box, ...], ...]:
    """What an answer to `find_boxes` holds, for so many spans. Raises Unsound."""
    with _sound():
        found = tuple(
            tuple(Box(*box) for box in on_pages) for on_pages in answer.head["value"]["boxes"]
        )
        if len(found) != spans:
            raise Unsound
        for box in (box for on_pages in found for box in on_pages):
            shares = all(type(edge) in (int, float) and 0 <= edge <= 1 for edge in box[1:])
            if type(box.page) is not int or not 1 <= box.page <= pages or not shares:
                raise Unsound
    return found


def tables(answer: Message) -> Tables:
    """What an answer to `read_tables` holds. Raises Unsound."""
    with _sound():
        value = answer.head["value"]
        sheets = tuple(_sheet(name, rows) for name, rows in value["sheets"])
        hidden = tuple(_words(name) for name in value["hidden"])
        if type(value["damaged"]) is not bool or len(sheets) + len(hidden) > MAX_SHEETS:
            raise Unsound
        room = Room()
        try:
            for row in (row for sheet in sheets for row in sheet.rows):
                room.row(sum(len(cell.text) for cell in row.cells))
        except ReadingError as error:
            raise Unsound from error
        return Tables(sheets, hidden, damaged=value["damaged"])


def parts_of_tables(read: Tables) -> dict[str, Any]:
    """Tables in the form that `tables` takes: an ordinary cell is its text, any other a pair."""
    return {
        "sheets": [
            [
                sheet.name,
                [
                    [
                        row.number,
                        [
                            cell.text if cell.kind == CellKind.TEXT else [cell.kind, cell.text]
                            for cell in row.cells
                        ],
                    ]
                    for row in sheet.rows
                ],
            ]
            for sheet in read.sheets
        ],
        "hidden": read.hidden,
        "damaged": read.damaged,
    }


def _sheet(name: Any, rows: Any) -> Sheet:
    found, last = [], 0
    for number, cells in rows:
        if type(number) is not int or not last < number <= MAX_ROW_NUMBER:
            raise Unsound
        last = number
        if not 0 < len(cells) <= MAX_COLUMNS:
            raise Unsound
        found.append(Row(number, tuple(_cell(cell) for cell in cells)))
    return Sheet(_words(name), tuple(found))


def _cell(value: Any) -> Cell:
    if type(value) is list:
        kind, text = value
        return Cell(_words(text), CellKind(kind))
    return Cell(_words(value))


def _words(value: Any) -> str:
    _check_words(value, 0)
    if len(value) > MAX_CELL or (not value.isascii() and _SURROGATES.search(value)):
        raise Unsound
    return str(value)


def parts_of(text: CanonicalText) -> tuple[dict[str, Any], bytes]:
    """A canonical text in the form that `text_of` takes."""
    about = {part.name: getattr(text, part.name) for part in fields(text) if part.name != "text"}
    about["pages"] = [[page.number, *page.span] for page in text.pages]
    return about, text.text.encode("utf-8", "surrogatepass")


def text_of(about: Mapping[str, Any], encoded: bytes) -> CanonicalText:
    """The text that `parts_of` took apart. Raises Unsound, or whatever a wrong form raises."""
    words = encoded.decode("utf-8", "surrogatepass")
    if len(words) > MAX_CHARACTERS or "\r" in words:
        raise Unsound
    hints = get_type_hints(CanonicalText)
    text = CanonicalText(
        words, **{name: _made(hints[name], value) for name, value in about.items()}
    )
    _checked(CanonicalText)(text, len(words))
    _check_pages(text)
    return text


@contextmanager
def _sound() -> Iterator[None]:
    """Whatever the wrong form of an answer raises on the way is Unsound."""
    try:
        yield
    except (LookupError, ValueError, TypeError, AttributeError, ArithmeticError) as error:
        raise Unsound from error
    except RecursionError as error:
        raise Unsound from error


def _made(hint: Any, value: Any) -> Any:
    """A value of a canonical text, from what stands for it in JSON."""
    if hint is Page:
        number, start, end = value
        return Page(number, Span(start, end))
    if get_origin(hint) is tuple:
        return tuple(_made(get_args(hint)[0], part) for part in value)
    return hint(*value) if issubclass(hint, tuple) else value


def _check_pages(text: CanonicalText) -> None:
    last = 0
    if len(text.pages) > MAX_PAGES:
        raise Unsound
    for number, page in enumerate(text.pages, start=1):
        if page.number != number or page.span.start < last:
            raise Unsound
        last = page.span.end


@cache
def _checked(hint: Any) -> Check:
    """How to check that a value is what its annotation says."""
    if is_dataclass(hint):
        return _dataclass(hint)
    origin = get_origin(hint)
    if origin is tuple:
        return _each(get_args(hint)[0])
    if origin in (Union, UnionType):
        (own,) = (part for part in get_args(hint) if part is not NoneType)
        return _or_none(own)
    if hint in _PLAIN:
        return _PLAIN[hint]
    if issubclass(hint, tuple):
        return _named_tuple(hint)
    if hint in (bool, dt.date, dt.time) or issubclass(hint, Enum):
        return _of(hint)
    msg = f"no check is known for {hint!r}"
    raise NotImplementedError(msg)


def _check_span(value: Any, length: int) -> None:
    start, end = value
    if type(start) is not int or type(end) is not int or not 0 <= start <= end <= length:
        raise Unsound


def _named_tuple(hint: type[tuple[Any, ...]]) -> Check:
    """Numbers with names, such as a heading's place and level: whole and within the text."""

    def check(value: Any, length: int) -> None:
        if type(value) is not hint:
            raise Unsound
        for part in value:
            if type(part) is not int or not 0 <= part <= max(length, _HIGHEST_LEVEL):
                raise Unsound

    return check


def _check_decimal(value: Any, _length: int) -> None:
    if type(value) is not Decimal or not value.is_finite() or abs(value) > _LARGEST_SUM:
        raise Unsound


def _check_whole(value: Any, _length: int) -> None:
    if type(value) is not int or abs(value) > _LARGEST_WHOLE:
        raise Unsound


def _check_words(value: Any, _length: int) -> None:
    if type(value) is not str or "\x00" in value:  # which no database takes
        raise Unsound


def _of(hint: type) -> Check:
    def check(value: Any, _length: int) -> None:
        if type(value) is not hint:
            raise Unsound

    return check


def _each(hint: Any) -> Check:
    one = _checked(hint)

    def check(value: Any, length: int) -> None:
        if type(value) is not tuple:
            raise Unsound
        for part in value:
            one(part, length)

    return check


def _or_none(hint: Any) -> Check:
    one = _checked(hint)

    def check(value: Any, length: int) -> None:
        if value is not None:
            one(value, length)

    return check


def _dataclass(hint: Any) -> Check:
    hints = get_type_hints(hint)
    parts = [(field.name, _checked(hints[field.name])) for field in fields(hint)]

    def check(value: Any, length: int) -> None:
        if type(value) is not hint:
            raise Unsound
        for name, one in parts:
            one(getattr(value, name), length)

    return check


_PLAIN: Mapping[Any, Check] = {
    Decimal: _check_decimal,
    int: _check_whole,
    str: _check_words,
    Span: _check_span,
}
