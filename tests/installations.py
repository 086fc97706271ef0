"""Installations for tests that start `handslag` as a program: a folder, and a database of its own.

Where the tests run on PostgreSQL (HANDSLAG_DATABASE is set), so does every installation, each in
a database made for it; otherwise its database is the SQLite file in its folder.

Making a database from nothing takes seconds, copying one next to none. A test that is not about
the first start asks for an installation that has had it: `installed`. The tests' own database is
copied in the same way.
"""

from __future__ import annotations

import fcntl
import os
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from contextlib import closing
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import psycopg

if TYPE_CHECKING:
    from collections.abc import Callable

ADDRESS = os.environ.get("HANDSLAG_DATABASE", "")
"""The server that the tests run on; empty for SQLite."""
ON_POSTGRESQL = bool(ADDRESS)

ROOT = Path(__file__).parents[1]
DATABASE = "handslag.sqlite3"
READY = ROOT / ".pytest_cache" / "ready"
"""Where SQLite's database as a first start leaves it is kept from run to run."""

_SHARED = "TESTS_SHARED_FOLDER"
"""The environment's name for the folder of what the processes of one run have in common."""

_made: set[Path] = set()
"""The folders for which this process has made a database in PostgreSQL."""


def installed(folder: Path) -> Path:
    """Let `folder` be an installation that has been started once, with nothing in it yet."""
    return copied(started_once(), folder)


def started_once() -> Path:
    """An installation that has been started once; to be copied, not used."""
    return made_once("installed", _start_once)


def _start_once(folder: Path) -> None:
    if not ON_POSTGRESQL:
        folder.mkdir(mode=0o700)  # as the first start makes it
        shutil.copy(ready_database(), folder / DATABASE)
    inside(folder, "")


def ready_database() -> Path:
    """SQLite's database after all migrations, with nothing in it, in one file without a log.

    It is made when it is asked for first, and anew when a migration has been changed.
    """
    READY.mkdir(parents=True, exist_ok=True)
    with (READY / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        ready = READY / f"{_migrations()}.sqlite3"
        if not ready.exists():
            with tempfile.TemporaryDirectory() as folder:
                inside(Path(folder), "")
                with (
                    closing(sqlite3.connect(Path(folder) / DATABASE)) as made,
                    closing(sqlite3.connect(Path(folder) / "copy")) as copy,
                ):
                    made.backup(copy)
                    copy.execute("pragma journal_mode = delete")
                for older in READY.glob("*.sqlite3"):
                    older.unlink()
                shutil.copy(Path(folder) / "copy", READY / "new")
                (READY / "new").rename(ready)
    return ready


def _migrations() -> str:
    """Tells all migrations that there are from those of another version.

    Ours, with the modules that they import; and whatever is required, with those in it.
    """
    source = ROOT / "src"
    ours = sorted(source.glob("**/migrations/*.py"))
    imported = {
        source / f"{module.replace('.', '/')}{end}"
        for path in ours
        for package, name in re.findall(r"from (handslag[\w.]*) import (\w+)", path.read_text())
        for module in (package, f"{package}.{name}")
        for end in (".py", "/__init__.py")
    }
    told = sha256(f"{sys.version} {sqlite3.sqlite_version}".encode())
    for path in (*ours, *sorted(filter(Path.exists, imported)), ROOT / "requirements/base.txt"):
        told.update(f"{path.relative_to(ROOT)}\n".encode() + path.read_bytes())
    return told.hexdigest()[:20]


def copied(source: Path, folder: Path) -> Path:
    """Let `folder` be an installation as that in `source` is, on which nothing runs."""
    shutil.copytree(source, folder, dirs_exist_ok=True)
    if ON_POSTGRESQL:
        _make_database(folder, like=source)
    return folder


def made_once(name: str, make: Callable[[Path], object]) -> Path:
    """An installation that is made by the first in a run who wants it; to be copied, not used."""
    folder = Path(os.environ[_SHARED]) / name
    with Path(f"{folder}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        done = Path(f"{folder}.done")
        if not done.exists():
            make(folder)
            done.touch()
            _made.discard(folder)  # it is everybody's
    return folder


def untouched(folder: Path) -> bool:
    """Whether nothing has been started in `folder`, and its database will be of these tests."""
    ours = os.environ.get("HANDSLAG_DATABASE", "") == ADDRESS
    return ours and not (folder.exists() and any(folder.iterdir()))


def share() -> None:
    """Begin a run: make the folder of what its processes have in common."""
    os.environ[_SHARED] = tempfile.mkdtemp(prefix="handslag-tests-")


def unshare() -> None:
    """End it: take away what was made once."""
    folder = Path(os.environ.pop(_SHARED))
    _made.update(path.with_suffix("") for path in folder.glob("*.lock"))
    drop_all()
    shutil.rmtree(folder)


def environment(folder: Path) -> dict[str, str]:
    """What a program is started with that is to work on the installation in `folder`."""
    own = {"HANDSLAG_DATA": str(folder)}
    if ON_POSTGRESQL:
        own["HANDSLAG_DATABASE"] = _database_of(folder)
    return os.environ | own


def rows(folder: Path, query: str) -> list[tuple[Any, ...]]:
    """What the installation's database answers; a change is kept."""
    if ON_POSTGRESQL:
        with psycopg.connect(_database_of(folder)) as server:
            cursor = server.execute(query)
            return cursor.fetchall() if cursor.description else []
    with (
        closing(sqlite3.connect(folder / DATABASE, timeout=20)) as connection,
        connection,
    ):
        return connection.execute(query).fetchall()


def has_table(folder: Path, name: str) -> bool:
    """Whether the installation has come so far as to have a database with the table in it."""
    if ON_POSTGRESQL:
        return rows(folder, f"select to_regclass('{name}')") != [(None,)]
    return (folder / DATABASE).exists() and bool(
        rows(folder, f"select 1 from sqlite_master where name = '{name}'")  # noqa: S608  ours
    )


def inside(folder: Path, code: str, *arguments: str) -> str:
    """What a program prints that runs with the installation's Django ready."""
    start = "from handslag.interfaces.cli.installation import ready; ready()"
    done = subprocess.run(
        [sys.executable, "-c", f"{start}\n{code}", *arguments],
        env=environment(folder),
        capture_output=True,
        text=True,
        timeout=900,  # every migration, on a busy machine
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def whole(folder: Path) -> bool:
    """Whether every row that is pointed at is there. PostgreSQL sees to that at every change."""
    return ON_POSTGRESQL or not rows(folder, "pragma foreign_key_check")


def drop_all() -> None:
    """Take away the databases that were made; the folders are for whoever made them."""
    if ON_POSTGRESQL:
        for folder in _made:
            _on_server(f'drop database if exists "{name_of(folder)}" with (force)')
    _made.clear()


def _database_of(folder: Path) -> str:
    """The address of the installation's database, made where it is missing."""
    if folder not in _made and not Path(f"{folder}.done").exists():
        _make_database(folder)
    return urlsplit(ADDRESS)._replace(path=f"/{name_of(folder)}").geturl()


def _make_database(folder: Path, like: Path | None = None) -> None:
    template = f' template "{name_of(like)}"' if like else ""
    _on_server(f'drop database if exists "{name_of(folder)}" with (force)')  # one half made
    _on_server(f'create database "{name_of(folder)}"{template}')
    _made.add(folder)


def name_of(folder: Path) -> str:
    """What the installation's database is called in PostgreSQL."""
    return f"installation_{sha256(os.fsencode(folder)).hexdigest()[:20]}"


def _on_server(statement: str) -> None:
    with psycopg.connect(ADDRESS, autocommit=True) as connection:
        connection.execute(statement)
