"""Messages between a process and one that it does not trust: JSON and bytes, lengths first.

A message is one JSON object and any number of byte strings. Its form is checked and its size
limited while it arrives, and nothing in it is ever run, as it would be in a pickle.
"""

from __future__ import annotations

import json
import socket
import struct
import time
from dataclasses import dataclass
from typing import Any, NoReturn

_HEAD = struct.Struct(">IB")
"""Length of the JSON in bytes, and the number of byte strings after it."""
_LENGTH = struct.Struct(">Q")
_AT_ONCE = 1 << 20

MOST_JSON = 64_000_000
"""Bytes of JSON in one message. The record of the longest text allowed is shorter."""

MOST_PARTS = 3_000_000
"""Objects, lists and commas in the JSON: what decides how much memory it takes when read."""


class Ended(Exception):  # noqa: N818  not always a fault
    """The other side closed the connection, or died."""


class Garbled(Exception):  # noqa: N818  names what came, not what was done
    """What came is no message."""


class Oversized(Garbled):
    """A message is larger than is taken."""


@dataclass(frozen=True, slots=True)
class Message:
    """What came: an object, and the byte strings beside it."""

    head: dict[str, Any]
    blobs: tuple[bytes, ...] = ()


class Channel:
    """One end of a connection. Close it when done."""

    def __init__(self, connection: socket.socket) -> None:
        self._socket = connection

    def close(self) -> None:
        """Close this end; the other side gets `Ended`."""
        self._socket.close()

    def send(self, head: dict[str, Any], *blobs: bytes, until: float | None = None) -> None:
        """Send a message. Raises Ended, or TimeoutError at `until` on the monotonic clock."""
        words = json.dumps(head, ensure_ascii=True, separators=(",", ":")).encode("ascii")
        self._send(_HEAD.pack(len(words), len(blobs)) + words, until)
        for blob in blobs:
            self._send(_LENGTH.pack(len(blob)), until)
            self._send(blob, until)

    def receive(self, *, most: int, until: float | None = None) -> Message:
        """The next message, of at most `most` bytes.

        Raises Ended, Garbled or Oversized, or TimeoutError at `until` on the monotonic clock.
        """
        length, count = _HEAD.unpack(self._receive(_HEAD.size, until))
        left = most - length
        if length > MOST_JSON or left < 0:
            raise Oversized
        head = _object(self._receive(length, until))
        blobs = []
        for _ in range(count):
            (length,) = _LENGTH.unpack(self._receive(_LENGTH.size, until))
            left -= length
            if left < 0:
                raise Oversized
            blobs.append(self._receive(length, until))
        return Message(head, tuple(blobs))

    def _send(self, data: bytes, until: float | None) -> None:
        rest = memoryview(data)
        try:
            while rest:
                self._wait(until)
                rest = rest[self._socket.send(rest[:_AT_ONCE]) :]
        except (BrokenPipeError, ConnectionResetError) as error:
            raise Ended from error

    def _receive(self, length: int, until: float | None) -> bytes:
        data = bytearray()
        try:
            while len(data) < length:
                self._wait(until)
                part = self._socket.recv(min(length - len(data), _AT_ONCE))
                if not part:
                    raise Ended
                data += part
        except ConnectionResetError as error:
            raise Ended from error
        return bytes(data)

    def _wait(self, until: float | None) -> None:
        if until is None:
            self._socket.settimeout(None)
            return
        left = until - time.monotonic()
        if left <= 0:
            raise TimeoutError
        self._socket.settimeout(left)


def _object(words: bytes) -> dict[str, Any]:
    if words.count(b",") + words.count(b"[") + words.count(b"{") > MOST_PARTS:
        raise Oversized
    try:
        value = json.loads(words, parse_constant=_refused)
    except (ValueError, RecursionError) as error:
        raise Garbled from error
    if not isinstance(value, dict):
        raise Garbled
    return value


def _refused(_constant: str) -> NoReturn:
    raise ValueError
