"""Installations for tests that start `handslag` as a program: a folder, and a database of its own.

Where the tests run on PostgreSQL (HANDSLAG_DATABASE is set), so does every installation, each in
a database made for it; otherwise its database is the SQLite file in its folder.

Making a database from nothing takes seconds, copying one next to none. A test that is not about
the first start asks for an installation that has had it: `installed`.
"""

from __future__ import annotations

import fcntl
import os
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

_SHARED = "TESTS_SHARED_FOLDER"
"""The environment's name for the folder of what the processes of one run have in common."""

_made: set[Path] = set()
"""The folders for which this process has made a database in PostgreSQL."""


def installed(folder: Path) -> Path:
    """Let `folder` be an installation that has been started once, with nothing in it yet."""
    return copied(made_once("installed", lambda new: inside(new, "")), folder)


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
        closing(sqlite3.connect(folder / "handslag.sqlite3", timeout=20)) as connection,
        connection,
    ):
        return connection.execute(query).fetchall()


def has_table(folder: Path, name: str) -> bool:
    """Whether the installation has come so far as to have a database with the table in it."""
    if ON_POSTGRESQL:
        return rows(folder, f"select to_regclass('{name}')") != [(None,)]
    return (folder / "handslag.sqlite3").exists() and bool(
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
        timeout=300,
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
            _on_server(f'drop database if exists "{_name(folder)}" with (force)')
    _made.clear()


def _database_of(folder: Path) -> str:
    """The address of the installation's database, made where it is missing."""
    if folder not in _made and not Path(f"{folder}.done").exists():
        _make_database(folder)
    return urlsplit(ADDRESS)._replace(path=f"/{_name(folder)}").geturl()


def _make_database(folder: Path, like: Path | None = None) -> None:
    template = f' template "{_name(like)}"' if like else ""
    _on_server(f'drop database if exists "{_name(folder)}" with (force)')  # one half made
    _on_server(f'create database "{_name(folder)}"{template}')
    _made.add(folder)


def _name(folder: Path) -> str:
    return f"installation_{sha256(os.fsencode(folder)).hexdigest()[:20]}"


def _on_server(statement: str) -> None:
    with psycopg.connect(ADDRESS, autocommit=True) as connection:
        connection.execute(statement)
