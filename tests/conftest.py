"""What holds for all tests."""

from __future__ import annotations

import gc
import signal
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from threading import Barrier
from typing import TYPE_CHECKING

import pytest
from django.db import connection
from django.db.backends.signals import connection_created

from tests import chance, installations

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

# a shell that starts its tests in the background lets them ignore Ctrl+C, and all that they start
signal.signal(signal.SIGINT, signal.default_int_handler)

chance.choose()

TOUCHES_THE_DATABASE = {"db", "transactional_db", "live_server"}


def pytest_configure(config: pytest.Config) -> None:
    """Begin a run, in the process that starts the others."""
    if not hasattr(config, "workerinput"):
        installations.share()


def pytest_unconfigure(config: pytest.Config) -> None:
    """End it, after them."""
    if not hasattr(config, "workerinput"):
        installations.unshare()


def pytest_report_header() -> str:
    """Say which database the tests run on."""
    return f"database: {'PostgreSQL' if installations.ON_POSTGRESQL else 'SQLite'}"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what touches a database, so that it can be run on each: -m database.

    Tests that start `handslag` as a program say it themselves.
    """
    for item in items:
        fixtures = set(getattr(item, "fixturenames", ()))
        if item.get_closest_marker("django_db") or fixtures & TOUCHES_THE_DATABASE:
            item.add_marker(pytest.mark.database)


def pytest_collection_finish() -> None:
    """Let what lives as long as the run be, instead of looking through it for rubbish again.

    Thousands of collected tests and all modules are gone through over and over otherwise.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings) -> None:
    """Copy the tests' database from one that is ready: nothing is left for it to be migrated."""
    if connection.vendor == "postgresql":
        ready = installations.name_of(installations.started_once())
        connection.settings_dict["TEST"]["TEMPLATE"] = ready
    else:
        connection_created.connect(_fill, dispatch_uid="tests")


def _fill(connection, **_more) -> None:
    """Fill the database in memory when it is first opened."""
    if connection.is_in_memory_db():
        connection_created.disconnect(dispatch_uid="tests")
        with closing(sqlite3.connect(installations.ready_database())) as ready:
            ready.backup(connection.connection)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """Tests that commit empty the database after themselves, which the log's triggers refuse.

    What the triggers do is tested where they are put up again.
    """
    # imported here: models cannot be had before Django has begun
    from handslag.domain.audit import guards

    with django_db_blocker.unblock():
        guards.take_down(connection, only_emptying=True)


@pytest.fixture(scope="session", autouse=True)
def _no_installation_is_left():
    yield
    installations.drop_all()


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


def _done(what: Callable[[], object], ready: Barrier) -> object:
    """What came of it: what it gave, or what it refused with."""
    try:
        connection.ensure_connection()
        ready.wait(120)  # opening a connection takes longer than most that is done with it
        return what()
    except Exception as refusal:  # noqa: BLE001  whatever it was is what the test asks about
        return refusal
    finally:
        connection.close()


@pytest.fixture
def at_once(_on_a_disk):
    """Do several things at the same time, each on a connection of its own; what came of each."""

    def done(*what: Callable[[], object]) -> list[object]:
        ready = Barrier(len(what))
        with ThreadPoolExecutor(len(what)) as pool:
            return list(pool.map(lambda one: _done(one, ready), what))

    return done
