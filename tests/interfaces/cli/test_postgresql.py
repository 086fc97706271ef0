"""The program on PostgreSQL, where it is otherwise than on SQLite; and the tests' own server."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.installations import ON_POSTGRESQL, rows
from tests.interfaces.cli.test_import import PROGRAM, environment, handslag, notice

pytestmark = pytest.mark.database

WITH_POSTGRES = Path(__file__).parents[3] / "scripts" / "with-postgres"
LONG = "import os, time; print(os.environ['HANDSLAG_DATABASE'], flush=True); time.sleep(600)"
SLOWEST = 300

on_postgresql = pytest.mark.skipif(not ON_POSTGRESQL, reason="asks about PostgreSQL")
with_programs = pytest.mark.skipif(
    shutil.which("initdb") is None and not list(Path("/usr/lib/postgresql").glob("*/bin/initdb")),
    reason="needs PostgreSQL's programs",
)


@on_postgresql
def test_two_machines_that_start_at_once_on_an_empty_database_wait_for_each_other(tmp_path):
    one = environment(tmp_path / "one")
    other = one | {"HANDSLAG_DATA": str(tmp_path / "other")}
    for number, folder in enumerate(("one", "other")):
        (tmp_path / folder).mkdir()
        (tmp_path / f"{folder}.txt").write_text(notice(number))
    both = [
        subprocess.Popen(
            [*PROGRAM, "import", str(tmp_path / f"{folder}.txt")],
            env=settings,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for folder, settings in (("one", one), ("other", other))
    ]
    said = [process.communicate(timeout=300) for process in both]
    assert [process.returncode for process in both] == [0, 0], said
    assert rows(tmp_path / "one", "select count(*) from documents_document") == [(2,)]
    applied = rows(
        tmp_path / "one", "select count(*), count(distinct (app, name)) from django_migrations"
    )
    assert applied[0][0] == applied[0][1], "a step was taken twice"


@on_postgresql
def test_a_database_without_room_for_us_is_told_in_words(tmp_path):
    folder = tmp_path / "data"
    assert handslag(folder, "import", tmp_path / "saknas.txt").returncode == 1
    address = environment(folder)["HANDSLAG_DATABASE"].replace("/installation_", "/saknas_")
    done = subprocess.run(
        [*PROGRAM, "reread"],
        env=environment(folder) | {"HANDSLAG_DATABASE": address},
        capture_output=True,
        text=True,
        timeout=SLOWEST,
        check=False,
    )
    assert done.returncode == 1
    assert "HANDSLAG_DATABASE anger går inte att använda" in done.stderr
    assert "Traceback" not in done.stderr


@with_programs
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_test_server_is_gone_with_its_command_however_that_ends(how):
    process = subprocess.Popen(
        [WITH_POSTGRES, sys.executable, "-c", LONG],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    assert process.stdout
    folder = Path(parse_qs(urlsplit(process.stdout.readline().strip()).query)["host"][0])
    server = int((folder / "data" / "postmaster.pid").read_text().split()[0])
    os.killpg(process.pid, how)  # as a terminal does it
    process.communicate(timeout=SLOWEST)
    assert process.returncode != 0
    assert not folder.exists()
    assert not Path(f"/proc/{server}").exists()


@with_programs
def test_a_test_server_is_gone_where_what_started_it_is_killed():
    process = subprocess.Popen(
        [WITH_POSTGRES, sys.executable, "-c", LONG], stdout=subprocess.PIPE, text=True
    )
    assert process.stdout
    folder = Path(parse_qs(urlsplit(process.stdout.readline().strip()).query)["host"][0])
    server = int((folder / "data" / "postmaster.pid").read_text().split()[0])
    (command,) = [
        int(path.parent.name)
        for path in Path("/proc").glob("[0-9]*/status")
        if f"PPid:\t{process.pid}\n" in _text(path) and int(path.parent.name) != server
    ]
    process.kill()
    process.wait()
    process.stdout.close()
    end = time.monotonic() + SLOWEST
    while Path(f"/proc/{server}").exists():
        assert time.monotonic() < end, "the server lives on"
        time.sleep(0.1)
    os.kill(command, signal.SIGKILL)
    shutil.rmtree(folder)


def _text(path: Path) -> str:
    try:
        return path.read_text()
    except OSError:
        return ""  # it has just ended


@with_programs
def test_the_command_s_own_status_is_given_back():
    done = subprocess.run([WITH_POSTGRES, "sh", "-c", "exit 7"], timeout=SLOWEST, check=False)
    assert done.returncode == 7
