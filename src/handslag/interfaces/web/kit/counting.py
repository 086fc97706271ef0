"""How much each visitor has asked for lately, counted together by every process of the machine.

A file of fixed size, read and written in place under locks. It holds no addresses and no names:
each key is a keyed digest, and of each only one moment is known. Where there is no room left in
its row, whoever is nearest to being free is forgotten.

A table in the database would cost a write that waits for the disk at every search; a count in
each process would let through as many times more as there are processes.
"""

from __future__ import annotations

import fcntl
import os
import struct
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import blake2b
from threading import Lock
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

ROWS, IN_A_ROW = 8192, 8
_SLOT = struct.Struct("=Qd")
_ROW = _SLOT.size * IN_A_ROW
_LONGEST_SECRET = 64


@dataclass(frozen=True, slots=True)
class Allowance:
    """So many at once, and then one each `every` seconds."""

    at_once: int
    every: float

    @property
    def span(self) -> float:
        """Seconds until all of it is free again, after all of it was used."""
        return self.at_once * self.every


class Counts:
    """The count of every key, in the file at `path`, made where it is missing."""

    def __init__(self, path: Path, secret: str) -> None:
        self._secret = secret.encode()[:_LONGEST_SECRET]
        self._file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        self._lock = Lock()

    def take(self, key: str, allowance: Allowance, now: float) -> float:
        """Take one of what `key` is allowed at the time `now`, in seconds.

        Returns 0.0 where there was one, otherwise the seconds until there is; nothing is then
        taken. A clock that was set back locks nobody out for longer than the allowance's span.
        """
        row, name = self._place(key)
        with self._alone(row):
            slots = self._read(row)
            known = [index for index, (who, _free) in enumerate(slots) if who == name]
            index = known[0] if known else min(range(IN_A_ROW), key=lambda i: slots[i][1])
            free = slots[index][1] if known else now
            if not now <= free <= now + allowance.span:
                free = now
            wait = free - now - (allowance.at_once - 1) * allowance.every
            if wait > 0:
                return wait
            told = _SLOT.pack(name, free + allowance.every)
            os.pwrite(self._file, told, row * _ROW + index * _SLOT.size)
            return 0.0

    def close(self) -> None:
        """Let go of the file."""
        os.close(self._file)

    def _place(self, key: str) -> tuple[int, int]:
        digest = blake2b(key.encode(), key=self._secret, digest_size=16).digest()
        row, name = struct.unpack("=QQ", digest)
        return row % ROWS, name or 1

    def _read(self, row: int) -> list[tuple[int, float]]:
        data = os.pread(self._file, _ROW, row * _ROW).ljust(_ROW, b"\0")
        return list(_SLOT.iter_unpack(data))

    @contextmanager
    def _alone(self, row: int) -> Iterator[None]:
        """With no other thread or process in this row of the file."""
        with self._lock:
            fcntl.lockf(self._file, fcntl.LOCK_EX, _ROW, row * _ROW)
            try:
                yield
            finally:
                fcntl.lockf(self._file, fcntl.LOCK_UN, _ROW, row * _ROW)
