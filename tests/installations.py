"""Installations for tests that start `handslag` as a program: a folder, and a database of its own.

Where the tests run on PostgreSQL (HANDSLAG_DATABASE is set), so does every installation, each in
a database made for it; otherwise its database is the SQLite file in its folder.
"""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from hashlib import sha256
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import psycopg

if TYPE_CHECKING:
    from pathlib import Path

ADDRESS = os.environ.get("HANDSLAG_DATABASE", "")
"""The server that the tests run on; empty for SQLite."""
ON_POSTGRESQL = bool(ADDRESS)

_made: dict[Path, str] = {}


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
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def whole(folder: Path) -> bool:
    """Whether every row that is pointed at is there. PostgreSQL sees to that at every change."""
    return ON_POSTGRESQL or not rows(folder, "pragma foreign_key_check")


def drop_all() -> None:
    """Take away the databases that were made; the folders are for whoever made them."""
    for address in _made.values():
        _on_server(f'drop database if exists "{_name(address)}" with (force)')
    _made.clear()


def _database_of(folder: Path) -> str:
    """The address of the installation's database, made where it is missing."""
    if folder not in _made:
        name = f"installation_{sha256(os.fsencode(folder)).hexdigest()[:20]}"
        _on_server(f'create database "{name}"')
        _made[folder] = urlsplit(ADDRESS)._replace(path=f"/{name}").geturl()
    return _made[folder]


def _name(address: str) -> str:
    return urlsplit(address).path[1:]


def _on_server(statement: str) -> None:
    with psycopg.connect(ADDRESS, autocommit=True) as connection:
        connection.execute(statement)
