from __future__ import annotations

import re
import select
import signal
import socket
import subprocess
import sys
import urllib.request
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests import installations
from tests.door import a_coordinator_in

pytestmark = pytest.mark.database

HANDSLAG = Path(sys.executable).with_name("handslag")
SLOWEST = 300
COUNTY = """\
[[bodies]]
name = "Sjörådet"

[[documents]]
file = "documents/kallelse.txt"
"""
NOTICE = """\
Kallelse till Sjörådet

Datum: 14 mars 2031
Plats: Hamnhuset

1. Mötets öppnande
2. Hjälpmedel i hemmet
"""


@contextmanager
def started(folder, *arguments):
    process = subprocess.Popen(
        [HANDSLAG, "serve", *arguments],
        env=installations.environment(folder),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        yield process
    finally:
        if process.poll() is None:
            process.kill()
        process.communicate()


def first_line(process) -> str:
    ready, _writable, _odd = select.select([process.stdout], [], [], SLOWEST)
    return process.stdout.readline() if ready else ""


@pytest.fixture
def port() -> str:
    with socket.socket() as attempt:
        attempt.bind(("127.0.0.1", 0))
        return str(attempt.getsockname()[1])


@pytest.fixture
def data(tmp_path) -> Path:
    return tmp_path / "data"


@pytest.fixture
def cookie(data) -> str:
    """The coordinator's, who is there before the server starts."""
    return a_coordinator_in(data)


def get(cookie: str, port: str, path: str = "/") -> str:
    """The page as a coordinator sees it."""
    asked = urllib.request.Request(f"http://127.0.0.1:{port}{path}", headers={"Cookie": cookie})
    with urllib.request.urlopen(asked) as answer:  # noqa: S310  as above
        return answer.read().decode()


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_it_says_once_where_to_look_answers_and_stops_quietly(data, cookie, port, how):
    with started(data, "--port", port) as process:
        said = first_line(process)
        assert re.fullmatch(rf"Handslag svarar på http://127\.0\.0\.1:{port} – .*\n", said)
        assert "Inget väntar på granskning." in get(cookie, port)
        process.send_signal(how)
        more, complaints = process.communicate(timeout=SLOWEST)
        assert (process.returncode, more, complaints) == (0, "", "")


def test_a_port_that_is_taken_is_told(tmp_path, port):
    with socket.socket() as other:
        other.bind(("127.0.0.1", int(port)))
        other.listen()
        with started(tmp_path, "--port", port) as process:
            _said, complaint = process.communicate(timeout=SLOWEST)
    assert process.returncode == 1
    assert f"Port {port} används redan" in complaint
    assert "Traceback" not in complaint


def test_it_answers_on_this_machine_alone(data, port):
    with started(installations.installed(data), "--port", port) as process:
        assert first_line(process)
        listening = Path("/proc/net/tcp").read_text().splitlines()[1:]
        local = {line.split()[1] for line in listening if line.split()[3] == "0A"}
        assert {at for at in local if at.endswith(f":{int(port):04X}")} == {
            f"0100007F:{int(port):04X}"
        }
        process.terminate()
        process.communicate(timeout=SLOWEST)


@pytest.fixture
def example(tmp_path):
    folder = tmp_path / "example"
    (folder / "documents").mkdir(parents=True)
    (folder / "county.toml").write_text(COUNTY)
    (folder / "documents" / "kallelse.txt").write_text(NOTICE)
    return folder


def test_the_example_is_loaded_once(data, cookie, port, example):
    for _start in range(2):
        with started(data, "--port", port, "--example", str(example)) as process:
            assert first_line(process)
            page = get(cookie, port, "/moten/")
            process.terminate()
            _more, complaints = process.communicate(timeout=SLOWEST)
        assert "1 möte<" in page
        assert complaints == ""


def test_without_it_there_is_no_example(data, cookie, port):
    with started(data, "--port", port) as process:
        assert first_line(process)
        assert "Här kommer mötena att stå." in get(cookie, port, "/moten/")
        process.terminate()
        process.communicate(timeout=SLOWEST)


@pytest.mark.parametrize("county", [None, "det här är ingen toml ["])
def test_a_folder_without_a_good_example_is_told(tmp_path, data, port, county):
    folder = tmp_path / "odd"
    folder.mkdir()
    if county:
        (folder / "county.toml").write_text(county)
    installations.installed(data)
    with started(data, "--port", port, "--example", str(folder)) as process:
        _said, complaint = process.communicate(timeout=SLOWEST)
    assert process.returncode == 1
    assert "gick inte att läsa in" in complaint
    assert "Traceback" not in complaint
