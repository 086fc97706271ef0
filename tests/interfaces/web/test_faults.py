"""A disk that is full, a database that is locked or away: told in words, and then it goes on."""

from __future__ import annotations

import errno
import sqlite3

import psycopg
import pytest
from django.db import InterfaceError, OperationalError, connection

from handslag.interfaces.web.kit.faults import fault_of
from tests.signed_in import a_coordinator, signed_in


def wrapped(cause: Exception, kind: type[Exception] = OperationalError) -> Exception:
    """As Django passes on what a database says."""
    try:
        try:
            raise cause
        except Exception as error:
            raise kind(*error.args) from error
    except Exception as error:  # noqa: BLE001  it is what is wanted
        return error


def of_sqlite(code: int) -> Exception:
    error = sqlite3.OperationalError("said in some language")
    error.sqlite_errorcode = code
    return wrapped(error)


def of_postgresql(state: str) -> Exception:
    return wrapped(psycopg.errors.lookup(state)("said in some language"))


@pytest.mark.parametrize(
    ("error", "status", "heading"),
    [
        (of_sqlite(sqlite3.SQLITE_FULL), 507, "Disken är full"),
        (of_sqlite(sqlite3.SQLITE_BUSY_SNAPSHOT), 503, "Databasen är upptagen"),
        (of_sqlite(sqlite3.SQLITE_READONLY), 503, "Det går inte att skriva just nu"),
        (of_sqlite(sqlite3.SQLITE_IOERR_WRITE), 503, "Disken svarar inte som den ska"),
        (of_sqlite(sqlite3.SQLITE_CANTOPEN), 503, "Databasen svarar inte"),
        (of_sqlite(sqlite3.SQLITE_CORRUPT), 503, "Databasen är skadad"),
        (of_postgresql("53100"), 507, "Disken är full"),
        (of_postgresql("40P01"), 503, "Databasen är upptagen"),
        (of_postgresql("55P03"), 503, "Databasen är upptagen"),
        (of_postgresql("57P01"), 503, "Databasen svarar inte"),
        (of_postgresql("08006"), 503, "Databasen svarar inte"),
        (of_postgresql("25006"), 503, "Det går inte att skriva just nu"),
        (wrapped(psycopg.OperationalError("nobody answered")), 503, "Databasen svarar inte"),
        (InterfaceError("the connection is closed"), 503, "Databasen svarar inte"),
        (OSError(errno.ENOSPC, "x"), 507, "Disken är full"),
        (OSError(errno.EDQUOT, "x"), 507, "Disken är full"),
        (OSError(errno.EROFS, "x"), 503, "Det går inte att skriva just nu"),
        (PermissionError(errno.EACCES, "x"), 503, "Det går inte att skriva just nu"),
        (OSError(errno.EIO, "x"), 503, "Disken svarar inte som den ska"),
    ],
)
def test_it_is_known_by_its_code(error, status, heading):
    fault = fault_of(error)
    assert fault is not None
    assert (fault.status, fault.heading) == (status, heading)
    assert fault.wait > 0
    assert "Det som redan var sparat finns kvar" in fault.words


@pytest.mark.parametrize(
    "error",
    [
        None,
        ValueError("ours"),
        FileNotFoundError(errno.ENOENT, "x"),
        of_sqlite(sqlite3.SQLITE_ERROR),
        of_postgresql("42601"),
        of_postgresql("23505"),
    ],
)
def test_other_faults_are_ours(error):
    assert fault_of(error) is None


@pytest.fixture
def browser(transactional_db):
    client = signed_in(a_coordinator())
    client.raise_request_exception = False
    return client


@pytest.fixture
def full_database(browser):
    """The database may not grow by one page more, until told otherwise."""
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL has no such limit; tests.journeys fills its disk")
    with connection.cursor() as cursor:
        most = cursor.execute("PRAGMA max_page_count").fetchone()[0]

        def limit(full: bool) -> None:
            pages = cursor.execute("PRAGMA page_count").fetchone()[0] if full else most
            cursor.execute(f"PRAGMA max_page_count = {pages}")

        yield limit
        limit(full=False)
