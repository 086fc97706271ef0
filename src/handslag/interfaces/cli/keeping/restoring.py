"""Bringing an installation back from a backup: unpacked aside, verified, and only then placed."""

from __future__ import annotations

import errno
import fcntl
import os
import shutil
import sqlite3
import tempfile
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO, TYPE_CHECKING

from handslag.interfaces.cli.keeping import opening, placing, postgresql, sqlite
from handslag.interfaces.cli.keeping.archive import DATABASES, Archive
from handslag.interfaces.cli.keeping.errors import BadBackup, NotRestored

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from handslag.interfaces.cli.keeping.manifest import Manifest
    from handslag.interfaces.cli.keeping.opening import Place

    Tell = Callable[[str, int, int], object]

NAMES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}


@dataclass(frozen=True, slots=True)
class Looked:
    """A backup that is whole, and what it holds."""

    manifest: Manifest
    damaged: tuple[str, ...]
    """Files that were damaged on the disk already when the backup was made."""
    log_trouble: str = ""
    """What is wrong with the log, first of all; it was so when the backup was made."""

    @property
    def lost(self) -> tuple[str, ...]:
        """Hashes of files that are not there as they were taken in."""
        return (*self.manifest.missing, *self.damaged)


@dataclass(frozen=True, slots=True)
class Restored:
    """What was brought back, and where what was there before lies now."""

    looked: Looked
    aside: str
    """Empty where there was nothing before."""


def verify(path: Path, tell: Tell) -> Looked:
    """See whether a backup is whole, without restoring it or touching any installation.

    Every part is compared with its sum. A SQLite database is opened and looked over, and so are
    the log's chain and that each document's file is there; of a PostgreSQL database it is seen
    that pg_restore can read it to its end. Raises BadBackup.
    """
    with _opened(path) as file, tempfile.TemporaryDirectory(prefix="handslag-") as scratch:
        archive = Archive(file)
        name = DATABASES[archive.manifest.database]
        database = Path(scratch) / name

        def only_the_database(part: str) -> Path | None:
            return database if part == name else None

        digests, damaged = _unpacked(archive, only_the_database, tell, "Läser kopian")
        tell("Provar databasen", 0, 0)
        if archive.manifest.database == "sqlite":
            opening.elsewhere(Path(scratch))
            opening.start(database=database)
            _check_known(archive.manifest)
            sqlite.look_over(database)
            trouble = _check_contents(archive.manifest, digests)
            opening.close()
        else:
            trouble = ""
            postgresql.look_over(database)
        return Looked(archive.manifest, damaged, trouble)


def restore(place: Place, path: Path, tell: Tell, *, replace: bool) -> Restored:
    """Bring back what a backup holds. Raises BadBackup and NotRestored, with nothing changed.

    Where something is there already it is refused, unless it is to be replaced: then that is put
    aside, in the data folder or in a schema of its own, once the new has been verified.
    """
    with _opened(path) as file, _alone(place.folder):
        archive = Archive(file)
        _check_sort(place, archive.manifest)
        placing.finish(place.folder)
        aside = _aside(place, replace=replace)
        _check_room(place.folder, archive.manifest.size)
        new = placing.clear(place.folder)
        try:
            looked = _brought_back(place, archive, new, aside, tell)
        except OSError as error:
            raise NotRestored(_why(error, place.folder)) from error
        finally:
            if not placing.begun(place.folder):
                shutil.rmtree(new, ignore_errors=True)
        return Restored(looked, aside)


def _brought_back(place: Place, archive: Archive, new: Path, aside: str, tell: Tell) -> Looked:
    name = DATABASES[place.database]
    database = new / (placing.DATABASE if place.database == "sqlite" else name)
    for folder in ("files", "recognised"):
        (new / folder).mkdir(mode=0o700)
    digests, damaged = _unpacked(
        archive, lambda part: database if part == name else new / part, tell, "Packar upp"
    )
    tell("Provar databasen", 0, 0)
    if place.database == "sqlite":
        opening.start(database=database, files=new / "files")
        _check_known(archive.manifest)
        sqlite.look_over(database)
        trouble = _check_contents(archive.manifest, digests)
        opening.close()
        _close_old(place.file)
        _settle(place.folder, new)
        placing.place(place.folder, aside=aside)
    else:
        opening.start(files=new / "files")
        _check_known(archive.manifest)
        with postgresql.restored(database, place.folder, aside):
            trouble = _check_contents(archive.manifest, digests)
            opening.close()
            database.unlink()
            _settle(place.folder, new)
            placing.place(place.folder, aside=aside)
    return Looked(archive.manifest, damaged, trouble)


def _settle(folder: Path, new: Path) -> None:
    placing.hand_over(new, folder.stat())
    os.sync()  # thousands of files at once; each by itself would take many times longer


def _unpacked(
    archive: Archive, into: Callable[[str], Path | None], tell: Tell, words: str
) -> tuple[frozenset[str], tuple[str, ...]]:
    """Unpack all parts; the hashes that documents' files are under, and those that are damaged."""
    done = 0

    def count(size: int) -> None:
        nonlocal done
        done += size
        tell(words, done, archive.manifest.size)

    parts = [part for part in archive.unpack(into, count) if part.digest]
    damaged = tuple(part.digest for part in parts if part.digest != part.sha256)
    return frozenset(part.digest for part in parts), damaged


def _check_sort(place: Place, manifest: Manifest) -> None:
    if manifest.database != place.database:
        msg = (
            f"Säkerhetskopian är gjord av en installation med {NAMES[manifest.database]}, och den "
            f"här använder {NAMES[place.database]}. En kopia kan bara återställas till samma slags "
            "databas. Ändra HANDSLAG_DATABASE och försök igen. Inget har ändrats."
        )
        raise NotRestored(msg)


def _check_known(manifest: Manifest) -> None:
    if newer := opening.unknown(manifest.migrations):
        msg = (
            f"Säkerhetskopian är gjord av en nyare version av Handslag ({manifest.version}), som "
            f"har ändrat databasen ({newer[0]}). Installera den versionen eller en senare, och "
            "försök igen. Inget har ändrats."
        )
        raise BadBackup(msg)


def _check_contents(manifest: Manifest, digests: frozenset[str]) -> str:
    """See that the database holds what it should, and bring it to this version.

    Returns what is wrong with its log, if anything. That is no reason to refuse: all is as it was
    when the backup was made, and there may be no other. Raises BadBackup.
    """
    from django.core.management import call_command

    from handslag.domain.access.viewer import SYSTEM
    from handslag.domain.documents import queries as documents

    rows = opening.rows()
    for table, count in manifest.rows.items():
        if rows.get(table) != count:
            msg = (
                f"Säkerhetskopian är skadad: tabellen {table} har {rows.get(table, 0)} rader, men "
                f"hade {count} när kopian gjordes."
            )
            raise BadBackup(msg)
    call_command("migrate", interactive=False, verbosity=0)
    if lost := documents.stored(SYSTEM).keys() - digests - set(manifest.missing):
        msg = f"Säkerhetskopian saknar filen {min(lost)}, som en handling består av."
        raise BadBackup(msg)
    return opening.log_trouble(manifest.head)


def _aside(place: Place, *, replace: bool) -> str:
    """What to call the place for what is there now; empty where nothing is. Raises NotRestored."""
    there = placing.occupied(place.folder)
    if place.database == "sqlite":
        there = there or place.file.exists()
    else:
        opening.start()
        there = there or postgresql.occupied()
    if there and not replace:
        msg = (
            f"I {place.folder} finns redan en installation. Inget har ändrats. Välj en tom mapp "
            "med HANDSLAG_DATA, eller ersätt den som finns med --replace: då läggs den åt sidan."
        )
        raise NotRestored(msg)
    return f"{placing.REPLACED}{datetime.now().astimezone():%Y%m%d-%H%M%S}" if there else ""


def _close_old(database: Path) -> None:
    """Let the old database be one file, and see that nobody uses it. Raises NotRestored."""
    if not database.exists():
        return
    try:
        with closing(sqlite3.connect(database, timeout=1)) as connection:
            connection.execute("PRAGMA journal_mode = DELETE")
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode & 0xFF in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            raise NotRestored(_BUSY) from error
    except sqlite3.DatabaseError:
        pass  # a broken one is put aside as it is


_BUSY = (
    "Handslag är igång på den här installationen. Inget har ändrats. Stoppa servern, handslag work "
    "och det som läses in, och försök igen."
)


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Nobody else works on the installation meanwhile. Raises NotRestored where somebody does."""
    with (folder / opening.USED).open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise NotRestored(_BUSY) from None
        yield


@contextmanager
def _opened(path: Path) -> Iterator[IO[bytes]]:
    try:
        file = path.open("rb")
    except OSError as error:
        msg = f"{path} går inte att läsa ({error.strerror})."
        raise BadBackup(msg) from error
    with file:
        yield file


def _check_room(folder: Path, needed: int) -> None:
    free = shutil.disk_usage(folder).free
    if needed > free:
        msg = (
            f"Det som ska återställas är {needed // 1_000_000 + 1} MB, och i {folder} finns plats "
            f"för {free // 1_000_000} MB. Inget har ändrats. Frigör utrymme och försök igen."
        )
        raise NotRestored(msg)


def _why(error: OSError, folder: Path) -> str:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return (
            f"Disken där {folder} ligger blev full. Det påbörjade är borttaget, och det som fanns "
            "är kvar. Frigör utrymme och försök igen."
        )
    return (
        f"Återställningen avbröts ({error.filename or folder}: {error.strerror}). Det som fanns är "
        "kvar."
    )
