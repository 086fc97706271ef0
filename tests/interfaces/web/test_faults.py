"""A disk that is full, a database that is locked or away: told in words, and then it goes on."""

from __future__ import annotations

import errno
import sqlite3
from html import unescape

import psycopg
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import InterfaceError, OperationalError, connection

from handslag.domain.documents import store
from handslag.domain.documents.models import Document
from handslag.intake.models import Review
from handslag.interfaces.web.kit.errors import server_error
from handslag.interfaces.web.kit.faults import fault_of
from tests.interfaces.web.papers import MINUTES
from tests.signed_in import a_coordinator, signed_in


def wrapped(cause: Exception, kind: type[Exception] = OperationalError) -> Exception:
    """As Django passes on what a database says."""
    error = kind(*cause.args)
    error.__cause__ = cause
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
    """A coordinator's, that gets the pages for faults as people do."""
    client = signed_in(a_coordinator())
    client.raise_request_exception = False
    return client


@pytest.fixture
def uploaded(browser):
    """Hands a file in; what is answered."""

    def upload(*texts: str):
        files = [
            SimpleUploadedFile(f"{number}.txt", text.encode())
            for number, text in enumerate(texts, 1)
        ]
        return browser.post("/handlingar/", {"filer": files})

    return upload


@pytest.fixture
def full(browser, monkeypatch):
    """The database has no room, as from the first thing that is written."""

    def refuse(execute, sql, params, many, context):
        if sql.lstrip().upper().startswith(("INSERT", "UPDATE")):
            raise of_sqlite(sqlite3.SQLITE_FULL)
        return execute(sql, params, many, context)

    return lambda: connection.execute_wrapper(refuse)


def assert_told(answer, status: int, heading: str) -> str:
    words = unescape(answer.content.decode())
    assert answer.status_code == status
    assert answer["Retry-After"]
    assert f"<h1>{heading}</h1>" in words
    assert "Traceback" not in words
    assert "Error" not in words
    return words


@pytest.mark.skipif(connection.vendor != "sqlite", reason="a limit that SQLite alone has")
def test_where_the_database_is_really_full_nothing_is_half_kept_and_then_it_goes_on(
    browser, uploaded
):
    with connection.cursor() as cursor:
        most = cursor.execute("PRAGMA max_page_count").fetchone()[0]
        now = cursor.execute("PRAGMA page_count").fetchone()[0]
        cursor.execute(f"PRAGMA max_page_count = {now}")
        try:
            answer = uploaded(MINUTES + "Ärendet är stort.\n" * 5000)
        finally:
            cursor.execute(f"PRAGMA max_page_count = {most}")
    assert answer.status_code == 507
    assert "Disken är full" in answer.content.decode()
    assert not Document.objects.exists()
    assert uploaded(MINUTES).status_code == 200
    assert Review.objects.count() == 1


def test_a_change_that_does_not_fit_is_told_of_and_goes_well_later(browser, uploaded, full):
    uploaded(MINUTES)
    review = Review.objects.get()
    address = f"/handlingar/{review.document_id}/godkann/"
    with full():
        words = assert_told(
            browser.post(address, {"revision": review.revision}), 507, "Disken är full"
        )
    assert "inget nytt ryms" in words
    review.refresh_from_db()
    assert review.state == "waiting"
    assert browser.post(address, {"revision": review.revision}).status_code == 302
    review.refresh_from_db()
    assert review.state == "accepted"


def test_of_several_files_those_that_were_kept_are_told_too(uploaded, monkeypatch):
    keep = store.keep

    def kept(data: bytes) -> str:
        if b"andra" in data:
            raise OSError(errno.ENOSPC, "No space left on device")
        return keep(data)

    monkeypatch.setattr(store, "keep", kept)
    answer = uploaded(MINUTES, MINUTES.replace("rapporten", "den andra rapporten"))
    words = unescape(answer.content.decode())
    assert answer.status_code == 507
    assert "Filen ryms inte: disken där Handslag sparar är full." in words
    assert "No space" not in words
    assert Document.objects.count() == 1


def away(execute, sql, params, many, context):
    raise wrapped(psycopg.OperationalError("nobody answered"))


@pytest.mark.parametrize("address", ["/", "/handlingar/", "/sok/?q=rapport", "/organ/"])
def test_where_the_database_is_away_each_page_says_so_and_is_back_with_it(browser, address):
    with connection.execute_wrapper(away):
        words = assert_told(browser.get(address), 503, "Databasen svarar inte")
    assert "Den startas kanske om just nu." in words
    assert browser.get(address).status_code == 200


def test_the_page_needs_no_database_and_nobody_signed_in(rf):
    request = rf.get("/")
    try:
        raise of_postgresql("57P03")
    except OperationalError:
        answer = server_error(request)
    assert_told(answer, 503, "Databasen svarar inte")


def test_what_is_ours_is_still_a_fault_of_ours(browser, monkeypatch):
    def broken(*_args, **_kwargs):
        raise ValueError("ours")

    monkeypatch.setattr("handslag.interfaces.web.desk.documents.queries.all_documents", broken)
    answer = browser.get("/handlingar/")
    assert answer.status_code == 500
    assert "Något gick fel hos Handslag" in answer.content.decode()
