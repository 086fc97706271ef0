"""What a process of its own claims to have read, checked before anyone believes it.

It may have been taken over by the file it read. It can then still lie about what the file says;
a person reviews that. What it cannot do is to hand over anything that is not a record of this
very file with places inside its text.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from decimal import Decimal
from enum import Enum
from functools import cache
from hashlib import sha256
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from handslag.source.apart.frames import Message
from handslag.source.read import READER
from handslag.source.reading.detection import Format
from handslag.source.reading.limits import MAX_CHARACTERS, MAX_PAGES
from handslag.source.record import MeetingRecord
from handslag.source.record.json import from_json
from handslag.source.text import CanonicalText, Page, Span

Check = Callable[[Any, int], None]
"""Raises Unsound where a value is not of its type, or a place not within so many characters."""


_HIGHEST_LEVEL = 9
_LARGEST_WHOLE = 10**9
"""No number of anything in a document is larger."""
_LARGEST_SUM = Decimal(10) ** 15
"""In kronor; more than there is."""


class Unsound(Exception):  # noqa: N818  it tells of the answer
    """The answer is not what it should be."""


def document(answer: Message, data: bytes, name: str) -> tuple[CanonicalText, MeetingRecord]:
    """The text and the record in an answer to `read`. Raises Unsound."""
    try:
        text = _text(answer)
        record = from_json(answer.head["value"]["record"])
        _checked(MeetingRecord)(record, len(text.text))
    except (LookupError, ValueError, TypeError, AttributeError, ArithmeticError) as error:
        raise Unsound from error
    except RecursionError as error:
        raise Unsound from error
    source = record.source
    told = (source.name, source.sha256, source.reader, source.characters, source.text_sha256)
    if told != (name, sha256(data).hexdigest(), READER, len(text.text), text.sha256):
        raise Unsound
    if source.pages != (len(text.pages) or None) or source.recognised != text.recognised:
        raise Unsound
    if source.media_type not in {str(known) for known in Format}:
        raise Unsound
    return text, record


def _text(answer: Message) -> CanonicalText:
    words = answer.blobs[0].decode("utf-8", "surrogatepass")
    if len(words) > MAX_CHARACTERS or "\r" in words:
        raise Unsound
    about, hints = answer.head["value"]["about"], get_type_hints(CanonicalText)
    text = CanonicalText(
        words, **{name: _made(hints[name], value) for name, value in about.items()}
    )
    _checked(CanonicalText)(text, len(words))
    _check_pages(text)
    return text


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
