"""The file store: the bytes of every document, each under the hash of its own bytes.

A file is either wholly there or not at all: it is written under a temporary name in the folder
where it will lie, forced onto the disk, and only then given its own name. A file that no row
tells of does no harm; the same bytes taken in again find it there.

A file leaves in two steps: it is marked while the row that names it is being removed, and taken
away once that is certain. So a kill between the two loses no file that a row still names, and
while somebody copies the store nothing leaves it at all: what is marked goes afterwards.
"""

from __future__ import annotations

import fcntl
import os
import tempfile
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from django.db.models import Model

_TEMPORARY = ".tmp-"
_MARK = ".gone-"
_COPYING = ".copying.lock"
_ATTEMPTS = 3


_naming: dict[tuple[type[Model], str], None] = {}


def named_in(model: type[Model], *columns: str) -> None:
    """Let rows of `model` name bytes in the store, by their hashes in `columns`, from now on.

    What no registered column names is neither backed up nor kept when a document with the same
    bytes is removed. Empty strings name nothing.
    """
    _naming.update(dict.fromkeys((model, column) for column in columns))


def every_hash_named() -> Iterator[str]:
    """Every hash that some row names; the same one as often as it is named. A query a column."""
    for model, column in _naming:
        rows = model._default_manager.exclude(**{column: ""}).order_by()
        yield from rows.values_list(column, flat=True)


def is_named(digest: str) -> bool:
    """Whether any row names the bytes with this hash."""
    return digest != "" and any(
        model._default_manager.filter(**{column: digest}).exists() for model, column in _naming
    )


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
    with _marked(path) as mark:
        if mark is not None:
            mark.unlink()  # wanted again
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


def let_go(digest: str) -> None:
    """Mark the bytes with this hash as no longer wanted. They stay until `take_away`."""
    path = path_of(digest)
    if path.exists():
        _mark_of(path).touch()


def take_away(digest: str, *, named: Callable[[str], bool]) -> bool:
    """Take away the bytes with this hash if they are marked and not `named`; whether they went.

    `named` tells whether a row names them, as where the removal of the row came to nothing: then
    only the mark goes. While somebody copies the store, everything stays as it is.
    """
    path = path_of(digest)
    with _nobody_copies() as free, _marked(path) as mark:
        if not free or mark is None:
            return False
        goes = not named(digest)
        if goes:
            path.unlink(missing_ok=True)
        mark.unlink()
        return goes


@contextmanager
def copying() -> Iterator[None]:
    """Nothing leaves the store meanwhile. Waits for whoever is removing or copying just now."""
    folder = Path(settings.FILES)
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / _COPYING).open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def marked() -> Iterator[str]:
    """The hashes of all bytes that are marked as no longer wanted."""
    for path in Path(settings.FILES).glob(f"*/{_MARK}*"):
        yield path.name.removeprefix(_MARK)


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


def _mark_of(path: Path) -> Path:
    return path.with_name(f"{_MARK}{path.name}")


@contextmanager
def _marked(path: Path) -> Iterator[Path | None]:
    """The mark of a file, which nobody else touches meanwhile; None where there is none."""
    mark = _mark_of(path)
    while True:
        try:
            file = mark.open("rb")
        except FileNotFoundError:
            yield None
            return
        with file:
            fcntl.flock(file, fcntl.LOCK_EX)
            if not _is_still(mark, file.fileno()):
                continue  # it went, or another came, while this one was waited for
            yield mark
            return


def _is_still(path: Path, handle: int) -> bool:
    try:
        return path.stat().st_ino == os.fstat(handle).st_ino
    except FileNotFoundError:
        return False


@contextmanager
def _nobody_copies() -> Iterator[bool]:
    """Whether nobody copies the store; nobody begins to meanwhile."""
    with (Path(settings.FILES) / _COPYING).open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
            return
        yield True


def _sync_folder(folder: Path) -> None:
    """Force the new name onto the disk too, where the system can."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
