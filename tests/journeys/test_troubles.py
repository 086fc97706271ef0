"""A real server in trouble: killed, with its disk full, its database locked, away and back."""

from __future__ import annotations

import resource
import sqlite3
import subprocess
import sys
import threading
import time
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING

import pytest

from tests import installations
from tests.door import a_coordinator_in
from tests.endurance.servers import Answer, Postgres, Site
from tests.installations import ON_POSTGRESQL, environment, rows
from tests.interfaces.cli.test_import import assert_whole
from tests.interfaces.web.papers import MINUTES, NOTICE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

pytestmark = pytest.mark.database

NO_LIMIT = resource.RLIM_INFINITY
UPLOAD = "/handlingar/"


@contextmanager
def serving(folder: Path) -> Iterator[Site]:
    site = Site(a_coordinator_in(folder), environment(folder))
    try:
        site.wait()
        yield site
    finally:
        site.kill()


def upload(site: Site, text: str) -> Answer:
    return site.answer("POST", UPLOAD, file=("papper.txt", text.encode()))


def assert_told(answer: Answer, *headings: str) -> None:
    assert answer.status in (503, 507), answer.words
    assert any(heading in answer.words for heading in headings), answer.words
    for never in ("Traceback", "No space left", "Errno", "sqlite", "psycopg", "OperationalError"):
        assert never not in answer.words


class Filler:
    """Keeps a disk full: also what somebody else lets go of meanwhile is taken at once."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._enough = threading.Event()
        self._full = threading.Event()
        self._thread = threading.Thread(target=self._go_on)

    def fill(self, _site: Site | None = None) -> None:
        self._thread.start()
        assert self._full.wait(60)

    def make_room(self, _site: Site | None = None) -> None:
        if self._thread.is_alive():
            self._enough.set()
            self._thread.join()
            self._path.unlink()

    def _go_on(self) -> None:
        with self._path.open("wb", buffering=0) as file:
            while not self._enough.is_set():
                try:
                    file.write(bytes(4096))
                except OSError:
                    self._full.set()
                    self._enough.wait(0.002)


@pytest.fixture
def small_disk(tmp_path) -> Iterator[tuple[Path, Callable[[Site], None], Callable[[Site], None]]]:
    """A folder, and what fills its disk and makes room on it again.

    A small disk in memory where one may be mounted; elsewhere the server's processes are forbidden
    to make any file larger than it is, which the system refuses in the same way.
    """
    folder = tmp_path / "small"
    folder.mkdir()
    mount = ["/bin/mount", "-t", "tmpfs", "-o", "size=16m", "tmpfs", str(folder)]
    filler = Filler(folder / "filler")

    def fill_for(site: Site) -> None:
        for number in site.numbers:
            resource.prlimit(number, resource.RLIMIT_FSIZE, (4096, NO_LIMIT))

    def room_for(site: Site) -> None:
        for number in site.numbers:
            resource.prlimit(number, resource.RLIMIT_FSIZE, (NO_LIMIT, NO_LIMIT))

    if subprocess.run(mount, capture_output=True, check=False).returncode:
        yield folder / "data", fill_for, room_for
        return
    try:
        yield folder / "data", filler.fill, filler.make_room
    finally:
        filler.make_room()
        subprocess.run(["/bin/umount", "--lazy", str(folder)], check=True)


def test_with_a_full_disk_it_can_be_read_says_what_is_wrong_and_goes_on_by_itself(small_disk):
    data, fill, make_room = small_disk
    with serving(data) as site:
        assert upload(site, NOTICE).status == 200
        ((number,),) = rows(data, "select id from documents_document")
        address = f"/handlingar/{number}/godkann/"
        fill(site)
        answer = upload(site, MINUTES)
        assert_told(answer, "disken där Handslag sparar är full", "Disken är full", "Disken svarar")
        assert site.answer("GET", f"/handlingar/{number}/").status == 200
        if not ON_POSTGRESQL:  # whose disk is another
            answer = site.answer("POST", address, {"revision": "1"})
            if answer.status != 302:  # it may have fitted in what the database had left
                assert_told(answer, "Disken är full", "Disken svarar inte")
        assert_whole(data)
        assert rows(data, "select count(*) from documents_document") == [(1,)]
        make_room(site)
        assert upload(site, MINUTES).status == 200
        if rows(data, "select 1 from intake_review where state = 'accepted'") == []:
            again = site.answer("POST", address, {"revision": "1"})
            assert again.status == 302, again.words[-2000:]
        assert rows(data, "select count(*) from documents_document") == [(2,)]
        assert_whole(data)


@pytest.mark.skipif(ON_POSTGRESQL, reason="there is no file that somebody could hold")
def test_while_somebody_holds_the_database_it_can_be_read_and_says_so_to_who_writes(tmp_path):
    data = tmp_path / "data"
    with serving(data) as site:
        held = sqlite3.connect(data / "handslag.sqlite3", isolation_level=None)
        with closing(held):
            held.execute("begin immediate")
            assert site.answer("GET", "/handlingar/").status == 200
            answer = upload(site, MINUTES)
            assert_told(answer, "Databasen är upptagen")
            held.execute("rollback")
        assert upload(site, MINUTES).status == 200
        assert_whole(data)


@pytest.fixture
def postgres(monkeypatch) -> Iterator[Postgres]:
    """A server of PostgreSQL of this test's own, which it may stop."""
    server = Postgres()
    monkeypatch.setenv("HANDSLAG_DATABASE", server.address)
    monkeypatch.setattr(installations, "ON_POSTGRESQL", False)  # the address is set already
    try:
        yield server
    finally:
        server.remove()


@pytest.mark.skipif(ON_POSTGRESQL, reason="it has a PostgreSQL of its own, so once is enough")
def test_a_database_that_goes_away_is_told_of_and_used_again_when_it_is_back(postgres, tmp_path):
    with serving(tmp_path / "data") as site:
        before = site.numbers
        assert upload(site, NOTICE).status == 200
        postgres.stop_at_once()
        answer = site.answer("GET", "/handlingar/")
        assert_told(answer, "Databasen svarar inte")
        assert int(answer.headers["retry-after"]) > 0
        assert_told(upload(site, MINUTES), "Databasen svarar inte")
        postgres.start()
        assert site.answer("GET", "/handlingar/").status == 200
        assert upload(site, MINUTES).status == 200
        postgres.stop_at_once()
        postgres.start()  # and nobody asked for anything meanwhile
        assert site.answer("GET", "/handlingar/").status == 200
        time.sleep(2)
        # a worker that was still starting when the database went away is started again
        assert len(before - site.numbers) <= 1, "the same server, and as a rule the same worker"


def test_killed_some_times_it_loses_nothing():
    """A few of the kills that `make endure` does."""
    sort = "postgresql" if ON_POSTGRESQL else "sqlite"
    command = [sys.executable, "-m", "tests.endurance", "--kills", "5", "--database", sort]
    done = subprocess.run(
        [*command, "--seed", "5"], capture_output=True, text=True, timeout=600, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "none of them missing" in done.stdout
