from __future__ import annotations

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from django.db import connection

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path


@pytest.fixture
def _on_a_disk(transactional_db, tmp_path: Path) -> Iterator[None]:
    """Let the test work on a file, as installations do.

    Tests share one SQLite database in memory, whose connections refuse each other instead of
    waiting. PostgreSQL is as it always is.
    """
    if connection.vendor != "sqlite":
        yield
        return
    connection.ensure_connection()
    in_memory, name = connection.connection, connection.settings_dict["NAME"]
    path = tmp_path / "handslag.sqlite3"
    with closing(sqlite3.connect(path)) as file:
        in_memory.backup(file)
    connection.connection, connection.settings_dict["NAME"] = None, path
    yield
    connection.close()
    connection.connection, connection.settings_dict["NAME"] = in_memory, name


def _done(what: Callable[[], object]) -> object:
    """What came of it: what it gave, or what it refused with."""
    try:
        return what()
    except Exception as refusal:  # noqa: BLE001  whatever it was is what the test asks about
        return refusal
    finally:
        connection.close()


@pytest.fixture
def at_once(_on_a_disk):
    """Do several things at the same time, each on a connection of its own."""

    def done(*what: Callable[[], object]) -> list[object]:
        with ThreadPoolExecutor(len(what)) as pool:
            return list(pool.map(_done, what))

    return done
