"""Frozen dataclasses as plain data that JSON can hold, and back: what versions are kept as.

What was kept is read back to the same. What a later version of Handslag has added to a shape is
as if it had not been said, and changes no digest while it says nothing.
"""

from __future__ import annotations

import datetime as dt
import json
import types
import typing
from dataclasses import Field, fields, is_dataclass
from functools import cache
from hashlib import sha256
from typing import Any, TypeVar

T = TypeVar("T")

LATER = {"later": True}
"""Metadata of a field that a shape got after versions had been kept. While it is at its default it
is left out, so that what was frozen and signed before has the digest it had."""

_TIMES = (dt.datetime, dt.date, dt.time)


def plain(value: Any) -> Any:
    """Frozen data of dataclasses, tuples, days and times as JSON can say it."""
    if is_dataclass(value):
        told = {field: getattr(value, field.name) for field in fields(value)}
        return {field.name: plain(one) for field, one in told.items() if not _unsaid(field, one)}
    if isinstance(value, tuple):
        return [plain(one) for one in value]
    if isinstance(value, _TIMES):
        return value.isoformat()
    return value


def _unsaid(field: Field[Any], value: Any) -> bool:
    return bool(field.metadata.get("later")) and value == field.default


def read_as(kind: type[T], told: dict[str, Any]) -> T:
    """The dataclass `kind` of what `plain` gave."""
    hints = _hints(kind)  # type: ignore[arg-type]  # every class can be a key
    known = {
        field.name: _value(hints[field.name], told[field.name])
        for field in fields(kind)  # type: ignore[arg-type]  # only dataclasses are asked for
        if field.name in told
    }
    return kind(**known)


def digest_of(value: Any) -> str:
    """A digest of all that is said: two that say the same have the same."""
    written = json.dumps(plain(value), ensure_ascii=False, sort_keys=True)
    return sha256(written.encode("utf-8", "surrogatepass")).hexdigest()


@cache
def _hints(kind: type) -> dict[str, Any]:
    """What each field holds; working it out takes longer than reading what was kept."""
    return typing.get_type_hints(kind)


def _value(hint: Any, told: Any) -> Any:
    if isinstance(hint, types.UnionType):  # something or None
        return None if told is None else _value(typing.get_args(hint)[0], told)
    if typing.get_origin(hint) is tuple:
        return tuple(_value(typing.get_args(hint)[0], one) for one in told)
    if hint in _TIMES:
        return hint.fromisoformat(told)
    return read_as(hint, told) if isinstance(hint, type) and is_dataclass(hint) else told
