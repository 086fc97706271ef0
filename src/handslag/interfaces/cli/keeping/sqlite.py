"""The database as a SQLite file: copied while others write, and looked over."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

from handslag.interfaces.cli.keeping.errors import BadBackup, NotKept

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

PAGES = 2048
"""Copied between one word about how far it has come and the next; 8 MB."""
PATIENCE = 60.0
"""Seconds to wait for somebody who has locked the whole database."""


def copy(
    live: Path, to: Path, tell: Callable[[int, int], object], *, without: Sequence[str]
) -> None:
    """Copy a database as it stands at one moment; others read and write it meanwhile.

    `tell` is called with pages done and pages in all. The tables named in `without` are there but
    empty, and what stood in them is overwritten with zeros. Raises NotKept.
    """
    try:
        with (
            closing(sqlite3.connect(live, timeout=PATIENCE, isolation_level=None)) as source,
            closing(sqlite3.connect(to, isolation_level=None)) as target,
        ):
            # the transaction holds on to this moment; without it each change begins the copy anew
            source.execute("BEGIN")
            source.execute("SELECT count(*) FROM sqlite_schema").fetchone()
            source.backup(
                target, pages=PAGES, progress=lambda _status, left, of: tell(of - left, of)
            )
            # one file and nothing beside it; what it holds is forced onto the disk afterwards
            target.execute("PRAGMA journal_mode = DELETE")
            target.execute("PRAGMA synchronous = OFF")
            target.execute("PRAGMA secure_delete = ON")
            for table in tables(target):
                if table in without:
                    target.execute(f'DELETE FROM "{table}"')  # noqa: S608  a name of its own
    except sqlite3.Error as error:
        msg = (
            f"Databasen gick inte att kopiera ({error}). Inget har ändrats, och den förra "
            "säkerhetskopian är kvar."
        )
        raise NotKept(msg) from error


def tables(connection: sqlite3.Connection) -> list[str]:
    """The names of the database's tables."""
    rows = connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")
    return [name for (name,) in rows]


def look_over(database: Path) -> None:
    """Let SQLite check every page, index and reference. Raises BadBackup."""
    try:
        with closing(sqlite3.connect(database)) as connection:
            connection.execute("PRAGMA journal_mode = DELETE")
            problems = [row[0] for row in connection.execute("PRAGMA integrity_check(1)")]
            loose = connection.execute("PRAGMA foreign_key_check").fetchone()
    except sqlite3.Error as error:
        msg = f"Databasen i säkerhetskopian går inte att läsa ({error})."
        raise BadBackup(msg) from error
    if problems != ["ok"]:
        msg = f"Databasen i säkerhetskopian är skadad ({problems[0]})."
        raise BadBackup(msg)
    if loose is not None:
        msg = f"Databasen i säkerhetskopian saknar rader som {loose[0]} pekar på."
        raise BadBackup(msg)


def version() -> str:
    """Of the SQLite that Python was built with."""
    return sqlite3.sqlite_version
