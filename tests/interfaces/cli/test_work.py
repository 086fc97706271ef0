"""The worker as the program it is: killed, ended and started again in the middle of a scan."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from handslag.interfaces.cli.companion import worker_beside
from tests.installations import copied, installed
from tests.installations import rows as ask
from tests.interfaces.cli.test_import import PROGRAM, environment, handslag
from tests.source.reading.scans import saved, scanned, typeset

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = [
    pytest.mark.database,
    pytest.mark.skipif(
        shutil.which("ocrmypdf") is None, reason="needs the programs that recognise"
    ),
]

PAGES = 3
SLOWEST = 300
HAND_IN = """
import sys
from handslag.interfaces.cli.installation import ready
ready()
from pathlib import Path
from handslag.domain.access.viewer import SYSTEM
from handslag.intake.actions import hand_in
done = hand_in(viewer=SYSTEM, name="skannad.pdf", data=Path(sys.argv[1]).read_bytes())
print(done.new, done.waits)
"""


@pytest.fixture(scope="module")
def scan(tmp_path_factory) -> Path:
    pages = [
        f"= Minnesanteckningar\n\nLänsrådet Sjömark\n\nDatum: {n} mars 2031"
        for n in range(1, PAGES)
    ]
    path: Path = tmp_path_factory.mktemp("scan") / "skannad.pdf"
    path.write_bytes(saved(scanned(typeset(*pages, "Mötet avslutades.")), "PDF"))
    return path


@pytest.fixture(scope="module")
def waiting(tmp_path_factory, scan: Path) -> Path:
    """An installation where a scan waits to be read."""
    folder = installed(tmp_path_factory.mktemp("waiting") / "data")
    command = [sys.executable, "-c", HAND_IN, str(scan)]
    done = subprocess.run(
        command, env=environment(folder), capture_output=True, text=True, check=False
    )
    assert done.stdout == "True True\n", done.stderr
    return folder


@pytest.fixture
def data(tmp_path: Path, waiting: Path) -> Path:
    """The same, to be worked on."""
    return copied(waiting, tmp_path / "data")


def until(true: Callable[[], bool]) -> None:
    end = time.monotonic() + SLOWEST
    while not true():
        assert time.monotonic() < end, "it never came so far"
        time.sleep(0.1)


def started(data: Path) -> bool:
    return bool(ask(data, "select 1 from intake_recognition where done > 0"))


def further(data: Path, done: int) -> bool:
    return (done,) < max(ask(data, "select done from intake_recognition"), default=(0,))


def read(data: Path) -> bool:
    return bool(ask(data, "select 1 from intake_review"))


@contextmanager
def working(data: Path):
    process = subprocess.Popen([*PROGRAM, "work"], env=environment(data), stdout=subprocess.DEVNULL)
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def test_killed_in_the_middle_the_next_one_goes_on_where_it_was(data):
    with working(data) as process:
        until(lambda: started(data))
        process.kill()
        process.wait()
    ((state, done),) = ask(data, "select state, done from intake_recognition")
    assert state == "reading"
    kept = [path.stat().st_mtime_ns for path in sorted(data.glob("recognised/*/*.pdf"))]
    assert len(kept) == done >= 1
    assert not read(data)
    # the time goes by in which it might have been alive
    ask(data, "update intake_recognition set held_until = '2000-01-01 00:00:00'")
    with working(data):
        until(lambda: further(data, done) or read(data))
        left = sorted(data.glob("recognised/*/*.pdf"))[: len(kept)]
        assert read(data) or [path.stat().st_mtime_ns for path in left] == kept, "done twice"
        until(lambda: read(data))
    until(lambda: not list(data.glob("recognised/*")))
    assert ask(data, "select count(*) from documents_document") == [(1,)]
    assert ask(data, "select count(*) from intake_reading") == [(1,)]
    assert ask(data, "select count(*) from intake_recognition") == [(0,)]


def test_ended_it_lets_go_and_ends_soon(data):
    with working(data) as process:
        until(lambda: started(data) or read(data))
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=SLOWEST) == 0
    left = ask(data, "select state, holder from intake_recognition")
    assert left in ([("waiting", "")], [])


def beneath(number: int) -> set[str]:
    """The processes that a process has started, and those that they have."""
    found: set[str] = set()
    for place in Path(f"/proc/{number}/task").glob("*/children"):
        for child in place.read_text().split():
            found |= {child} | beneath(int(child))
    return found


def test_the_workers_programs_end_with_it(data):
    with working(data) as process:
        until(lambda: len(beneath(process.pid)) > 1)
        started_by_it = beneath(process.pid)
        process.kill()
        process.wait()
    until(lambda: not any(Path(f"/proc/{number}").exists() for number in started_by_it))


def test_two_workers_read_it_once(data):
    with working(data), working(data):
        until(lambda: read(data))
    assert ask(data, "select count(*) from intake_reading") == [(1,)]
    begun = "select count(*) from audit_entry where verb = 'intake.take_in'"
    assert ask(data, begun) == [(1,)]


def test_interrupted_import_goes_on_where_it_was(tmp_path, scan):
    data = installed(tmp_path / "data")
    process = subprocess.Popen(
        [*PROGRAM, "import", str(scan)],
        env=environment(data),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    until(lambda: bool(list(data.glob("recognised/*/*.pdf"))))
    process.send_signal(signal.SIGINT)
    _said, complaint = process.communicate(timeout=SLOWEST)
    assert process.returncode == 130
    assert "Avbrutet." in complaint
    kept = {path.name: path.stat().st_mtime_ns for path in data.glob("recognised/*/*.pdf")}
    assert kept
    done = handslag(data, "import", "--json", scan)
    assert '"new": 1' in done.stdout
    assert not list(data.glob("recognised/*"))


def test_interrupted_reading_goes_on_where_it_was(tmp_path, scan):
    cache = tmp_path / "cache"
    own = environment(tmp_path / "data") | {"XDG_CACHE_HOME": str(cache)}
    process = subprocess.Popen(
        [*PROGRAM, "read", str(scan)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=own,
        text=True,
    )
    until(lambda: bool(list(cache.glob("handslag/recognised/*/*.pdf"))))
    process.send_signal(signal.SIGINT)
    said, complaint = process.communicate(timeout=SLOWEST)
    assert process.returncode == 130
    assert said == ""
    assert "Avbrutet." in complaint
    done = subprocess.run(
        [*PROGRAM, "read", "--text", str(scan)],
        capture_output=True,
        check=False,
        env=own,
        text=True,
    )
    assert "Mötet avslutades" in done.stdout
    assert not list(cache.glob("handslag/recognised/*"))


def alive(path: Path) -> int | None:
    try:
        number = int(path.read_text())
        os.kill(number, 0)
    except (FileNotFoundError, ValueError, ProcessLookupError):
        return None
    return number


def test_the_companion_is_started_again_and_ends_with_its_server(tmp_path):
    told = tmp_path / "pid"
    words = f"import os, sys; open({str(told)!r}, 'w').write(str(os.getpid())); sys.stdin.read()"
    with worker_beside((sys.executable, "-c", words)):
        until(lambda: alive(told) is not None)
        first = alive(told)
        assert first
        os.kill(first, signal.SIGKILL)
        until(lambda: alive(told) not in (None, first))
        second = alive(told)
    assert second
    assert alive(told) is None


def test_a_companion_whose_server_is_killed_ends(tmp_path):
    folder = installed(tmp_path / "data")
    words = (
        "import time\n"
        "from handslag.interfaces.cli.companion import worker_beside\n"
        "with worker_beside():\n    time.sleep(600)\n"
    )
    server = subprocess.Popen([sys.executable, "-c", words], env=environment(folder))

    until(lambda: bool(beneath(server.pid)))
    (child,) = beneath(server.pid)
    server.kill()
    server.wait()
    until(lambda: not Path(f"/proc/{child}").exists())
