"""Making a backup: first the database as it stands at one moment, then the files it names."""

from __future__ import annotations

import errno
import fcntl
import os
import shutil
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import IO, TYPE_CHECKING

from handslag import __version__
from handslag.interfaces.cli.keeping import opening, postgresql, sqlite
from handslag.interfaces.cli.keeping.archive import DATABASES, MANIFEST, Archive, Writer
from handslag.interfaces.cli.keeping.errors import BadBackup, NotKept
from handslag.interfaces.cli.keeping.manifest import Manifest
from handslag.interfaces.cli.keeping.placing import sync

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from contextlib import AbstractContextManager

    from handslag.interfaces.cli.keeping.opening import Place

    Tell = Callable[[str, int, int], object]

_HALF = ".handslag-half-"
_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_HEADS = 2048
"""Bytes that a part takes in the file beside its own, at most."""


@dataclass(frozen=True, slots=True)
class Made:
    """A backup that was made."""

    path: Path
    manifest: Manifest
    damaged: tuple[str, ...]
    """Files that are there, but not as they were taken in."""

    @property
    def lost(self) -> int:
        """How many files are not in it as they were taken in."""
        return len(self.manifest.missing) + len(self.damaged)


def make(place: Place, target: Path, tell: Tell) -> Made:
    """Write all that the installation keeps into one file; others go on working meanwhile.

    `tell` is called with what is being done, how much of it is done and how much it is. A file
    that stands at `target` stays as it is until the new one is whole and on the disk. Raises
    NotKept.
    """
    _check(place, target)
    try:
        _sweep(target.parent)
        with _scratch(target.parent) as scratch:
            opening.start(database=scratch / "copy" if place.database == "sqlite" else None)
            with _nothing_leaves():
                made = _written(place, target, scratch, tell)
            (scratch / "whole").replace(target)
            sync(target.parent)
            return made
    except OSError as error:
        raise NotKept(_why(error, target)) from error


def _nothing_leaves() -> AbstractContextManager[None]:
    from handslag.domain.access.viewer import SYSTEM
    from handslag.domain.documents import actions as documents

    return documents.copying(viewer=SYSTEM)


def _written(place: Place, target: Path, scratch: Path, tell: Tell) -> Made:
    def far(done: int, of: int) -> None:
        tell("Kopierar databasen", done, of)

    def facts() -> tuple[Manifest, dict[str, Path]]:
        return _manifest(place), _files(place)

    copy = scratch / "copy"
    if place.database == "sqlite":
        sqlite.copy(place.file, copy, far, without=opening.LEFT_OUT)
        manifest, files = facts()
        opening.close()
    else:
        manifest, files = postgresql.dump(copy, facts, far, without=opening.LEFT_OUT)
    parts = {DATABASES[place.database]: copy, **files}
    sizes = {name: path.stat().st_size for name, path in parts.items() if path.exists()}
    manifest = replace(
        manifest,
        files=sum(name.startswith("files/") for name in sizes),
        size=sum(sizes.values()),
        missing=sorted(Path(name).name for name in parts.keys() - sizes.keys()),
    )
    _check_room(target, manifest.size + _HEADS * len(sizes))
    with _new(scratch / "whole") as file:
        damaged = _packed(manifest, {name: parts[name] for name in sizes}, file, tell)
    return Made(target, manifest, damaged)


def _packed(
    manifest: Manifest, parts: Mapping[str, Path], file: IO[bytes], tell: Tell
) -> tuple[str, ...]:
    """Write the parts after the manifest, and the seal; returns the hashes of damaged files."""
    done, damaged = 0, []

    def count(size: int) -> None:
        nonlocal done
        done += size
        tell("Kopierar filer", done, manifest.size)

    writer = Writer(file, count)
    writer.add_bytes(MANIFEST, manifest.as_json())
    for name, path in parts.items():
        part = writer.add(name, path)
        if part.digest and part.digest != part.sha256:
            damaged.append(part.digest)
    writer.seal()
    return tuple(damaged)


def _manifest(place: Place) -> Manifest:
    """What the database tells; what there is to tell of the files is filled in later."""
    of_sqlite = place.database == "sqlite"
    return Manifest(
        version=__version__,
        made_at=datetime.now().astimezone().isoformat(timespec="seconds"),
        database=place.database,
        database_version=sqlite.version() if of_sqlite else postgresql.server_version(),
        migrations=opening.migrations(),
        rows=opening.rows(without=opening.LEFT_OUT),
        files=0,
        size=0,
        head=opening.head(),
    )


def _files(place: Place) -> dict[str, Path]:
    """What lies beside the database, by its name in the backup, in the order of the folders."""
    from handslag.domain.access.viewer import SYSTEM
    from handslag.domain.documents import queries as documents

    stored = documents.stored(SYSTEM)
    files = {f"files/{digest[:2]}/{digest}": stored[digest] for digest in sorted(stored)}
    pages = {
        f"recognised/{path.parent.name}/{path.name}": path
        for path in sorted((place.folder / "recognised").glob("*/*.pdf"))
    }
    return files | pages


def _check(place: Place, target: Path) -> None:
    """See that there is something to keep and somewhere to keep it. Raises NotKept."""
    if place.database == "sqlite" and not place.file.exists():
        msg = (
            f"I {place.folder} finns inget att säkerhetskopiera. Peka ut datamappen med "
            "HANDSLAG_DATA."
        )
        raise NotKept(msg)
    if not target.parent.is_dir():
        msg = f"Mappen {target.parent} finns inte. Skapa den, eller välj en annan."
        raise NotKept(msg)
    if target.exists():
        try:
            with target.open("rb") as file:
                Archive(file)
        except (BadBackup, OSError) as error:
            msg = (
                f"{target} är något annat än en säkerhetskopia från Handslag och skrivs inte över. "
                "Välj ett annat namn."
            )
            raise NotKept(msg) from error


def _check_room(target: Path, needed: int) -> None:
    free = shutil.disk_usage(target.parent).free
    if needed > free:
        msg = (
            f"Säkerhetskopian behöver {needed // 1_000_000 + 1} MB, och där {target} ska ligga "
            f"finns {free // 1_000_000} MB. Inget har skrivits, och den förra kopian är kvar. "
            "Frigör utrymme eller välj en annan plats."
        )
        raise NotKept(msg)


def _why(error: OSError, target: Path) -> str:
    if error.errno in _FULL:
        return (
            f"Disken där {target} ska ligga blev full. Det påbörjade är borttaget, och den förra "
            "kopian är kvar. Frigör utrymme eller välj en annan plats."
        )
    return (
        f"Säkerhetskopian gick inte att skriva ({error.filename or target}: {error.strerror}). Det "
        "påbörjade är borttaget, och den förra kopian är kvar."
    )


@contextmanager
def _new(path: Path) -> Iterator[IO[bytes]]:
    """A new file, for its owner alone; on the disk when this is left."""
    with os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600), "w+b") as file:
        yield file
        file.flush()
        os.fsync(file.fileno())


@contextmanager
def _scratch(folder: Path) -> Iterator[Path]:
    """A folder beside the target, for its owner alone, locked and gone again afterwards."""
    scratch = Path(tempfile.mkdtemp(prefix=_HALF, dir=folder))
    handle = os.open(scratch, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield scratch
    finally:
        opening.close()
        shutil.rmtree(scratch, ignore_errors=True)
        os.close(handle)


def _sweep(folder: Path) -> None:
    """Take away what killed backups left; what a running one writes is locked, and stays."""
    for scratch in folder.glob(f"{_HALF}*"):
        handle = os.open(scratch, os.O_RDONLY)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            shutil.rmtree(scratch, ignore_errors=True)
        except BlockingIOError:
            continue
        finally:
            os.close(handle)
