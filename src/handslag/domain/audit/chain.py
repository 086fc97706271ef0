"""The bytes whose digests make the log a chain. Pure; docs/reference/log.md states the same.

Two digests an entry, both SHA-256, written as 64 small hexadecimal digits:

- of the values that lie beside: the 16 bytes of the salt, then the values as canonical JSON;
- of the entry itself: a JSON list of what the chain holds, the digest of the values and that of
  the previous entry among it.

Erasing values leaves their digest, so the chain holds without them; the salt goes with them, so
that nobody can try names and sentences until one of them gives the digest.
"""

from __future__ import annotations

import datetime as dt
import json
from hashlib import sha256
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

FORMAT: Final = "handslag-log/1"
"""Stands first in every entry's bytes, so that a later way of writing them can be told apart."""

BEGINNING: Final = "0" * 64
"""What the first entry has for the digest of the previous one."""

SALT_BYTES: Final = 16

ERASE: Final = "audit.erase_values"
"""The verb under which an erasure stands in the chain; its thing is the entry erased."""
ENTRY: Final = "audit.entry"
"""The type of thing that an entry of the log is to the log."""

_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode
_encode_sorted = json.JSONEncoder(
    ensure_ascii=False, separators=(",", ":"), allow_nan=False, sort_keys=True
).encode


def canonical(value: Mapping[str, Any]) -> str:
    """`value` as canonical JSON: keys in order of their characters, no blanks, no needless escapes.

    Half a surrogate pair, which no UTF-8 can hold, stays the escape that JSON has for it.
    Raises TypeError and ValueError for what JSON cannot say.
    """
    return _encodable(_encode_sorted(value))


def storable(text: str) -> str:
    """`text` as every database can keep it: without NUL and halves of surrogate pairs."""
    return text.replace("\0", "").encode("utf-8", "replace").decode()


def written(at: dt.datetime) -> str:
    """A moment as it stands in the entry's bytes: in UTC, to the microsecond."""
    return f"{at.astimezone(dt.UTC):%Y-%m-%dT%H:%M:%S.%f}Z"


def values_bytes(actor: str, detail: str, reason: str) -> bytes:
    """The values as canonical JSON in UTF-8; `detail` is canonical JSON already."""
    return f'{{"actor":{_encode(actor)},"detail":{detail},"reason":{_encode(reason)}}}'.encode()


def values_digest(salt: str, actor: str, detail: str, reason: str) -> str:
    """The digest of an entry's values. `salt` in small hexadecimal digits, or ValueError."""
    salted = bytes.fromhex(salt)
    if salted.hex() != salt:
        msg = "blanks or capitals in a salt"
        raise ValueError(msg)
    return sha256(salted + values_bytes(actor, detail, reason)).hexdigest()


def entry_bytes(
    number: int,
    at: str,
    user_id: int | None,
    verb: str,
    thing_type: str,
    thing_id: int,
    values_digest: str,
    previous: str,
) -> bytes:
    """What an entry's digest is taken over; `at` as `written` gives it."""
    return _encode(
        [FORMAT, number, at, user_id, verb, thing_type, thing_id, values_digest, previous]
    ).encode()


def entry_digest(
    number: int,
    at: str,
    user_id: int | None,
    verb: str,
    thing_type: str,
    thing_id: int,
    values_digest: str,
    previous: str,
) -> str:
    """The digest of an entry, which the next entry holds."""
    return sha256(
        entry_bytes(number, at, user_id, verb, thing_type, thing_id, values_digest, previous)
    ).hexdigest()


def _encodable(text: str) -> str:
    return text.encode("utf-8", "backslashreplace").decode()
