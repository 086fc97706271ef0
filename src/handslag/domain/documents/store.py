"""The file store: the bytes of every document, each under the hash of its own bytes.

A file is either wholly there or not at all: it is written under a temporary name in the folder
where it will lie, forced onto the disk, and only then given its own name. A file that no row
tells of does no harm; the same bytes taken in again find it there.
"""

from __future__ import annotations

import fcntl
import os
import tempfile
from hashlib import sha256
from pathlib import Path

from django.conf import settings

_TEMPORARY = ".tmp-"
_ATTEMPTS = 3


def hash_of(data: bytes) -> str:
    """The name that `data` is kept under: SHA-256, hexadecimal."""
    return sha256(data).hexdigest()


def path_of(digest: str) -> Path:
    """Where the bytes with this hash lie, whether they are there or not."""
    return Path(settings.FILES) / digest[:2] / digest


def keep(data: bytes) -> str:
    """Put `data` in the store and return its hash. Once this returns, the bytes are on the disk.

    Bytes that are there already are left alone, unless the disk has damaged them: then they are
    written anew.
    """
    digest = hash_of(data)
    path = path_of(digest)
    if _holds(path, data):
        return digest
    path.parent.mkdir(parents=True, exist_ok=True)
    for attempt in range(1, _ATTEMPTS + 1):
        try:
            _write(path, data)
            break
        except FileNotFoundError:
            # a sweep may take the file in the moment before its writer has locked it
            if attempt == _ATTEMPTS:
                raise
    _sync_folder(path.parent)
    return digest


def bytes_of(digest: str) -> bytes:
    """The bytes with this hash. Raises FileNotFoundError where they are missing."""
    return path_of(digest).read_bytes()


def remove(digest: str) -> None:
    """Take away the bytes with this hash, where they are there."""
    path_of(digest).unlink(missing_ok=True)


def sweep() -> int:
    """Take away temporary files that killed processes left, and say how many there were.

    A file that somebody is writing just now is locked by its writer, and left alone.
    """
    swept = 0
    for path in Path(settings.FILES).glob(f"*/{_TEMPORARY}*"):
        try:
            with path.open("rb") as file:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                path.unlink()
                swept += 1
        except (FileNotFoundError, BlockingIOError):
            continue
    return swept


def _write(path: Path, data: bytes) -> None:
    """Let `path` hold `data`, from one moment to the next."""
    handle, name = tempfile.mkstemp(prefix=_TEMPORARY, dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
            Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _holds(path: Path, data: bytes) -> bool:
    try:
        return path.stat().st_size == len(data) and path.read_bytes() == data
    except FileNotFoundError:
        return False


def _sync_folder(folder: Path) -> None:
    """Force the new name onto the disk too, where the system can."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
