"""The server as others reach it: several processes, behind a web server that speaks HTTPS."""

from __future__ import annotations

import http.client
import json
import signal
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.config.test_production import SAFE
from tests.door import a_coordinator_in
from tests.installations import environment, inside, installed
from tests.interfaces.cli.test_serve import first_line

HANDSLAG = Path(sys.executable).with_name("handslag")
SLOWEST = 300


@pytest.fixture
def port() -> int:
    with socket.socket() as attempt:
        attempt.bind(("127.0.0.1", 0))
        return attempt.getsockname()[1]


@pytest.fixture
def data(tmp_path) -> Path:
    return installed(tmp_path / "data")


@contextmanager
def started(folder, *arguments, **settings):
    process = subprocess.Popen(
        [HANDSLAG, "serve", "--no-worker", *map(str, arguments)],
        env=environment(folder) | settings,
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


def stopped(process) -> str:
    """What it wrote on standard error until it had stopped in good order."""
    process.terminate()
    _said, complaints = process.communicate(timeout=SLOWEST)
    assert process.returncode == 0, complaints
    return complaints


def answer_of(port, path="/", **headers):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=SLOWEST)
    try:
        connection.request("GET", path, headers=headers)
        answer = connection.getresponse()
        return answer.status, dict(answer.getheaders()), answer.read().decode()
    finally:
        connection.close()


THROUGH_THE_PROXY = {
    "Host": "handslag.example.se",
    "X-Forwarded-For": "203.0.113.9",
    "X-Forwarded-Proto": "https",
}


def test_in_production_it_answers_over_https_alone_and_says_so(data, port):
    settings = SAFE | {"HANDSLAG_LOG": "json"}
    with started(data, "--port", port, **settings) as process:
        assert first_line(process)
        status, headers, _page = answer_of(port, "/logga-in/", **THROUGH_THE_PROXY)
        assert status == 200
        assert headers["strict-transport-security"] == "max-age=31536000"
        assert headers["set-cookie"].startswith("__Host-form=")
        assert "Secure" in headers["set-cookie"]
        plain = THROUGH_THE_PROXY | {"X-Forwarded-Proto": "http"}
        status, headers, _page = answer_of(port, "/moten/", **plain)
        assert (status, headers["location"]) == (301, "https://handslag.example.se/moten/")
        status, _headers, _page = answer_of(
            port, "/", **THROUGH_THE_PROXY | {"Host": "ond.example"}
        )
        assert status == 400
        assert answer_of(port, "/halsa/")[0] == 200
        log = [json.loads(line) for line in stopped(process).splitlines() if line[0] == "{"]
    lines = {line["path"]: line for line in log if line["logger"] == "handslag.access"}
    assert lines["/logga-in/"]["address"] == "203.0.113.9"
    assert "/halsa/" not in lines


NAMED = """
import sys
from handslag.domain.access.viewer import SYSTEM
from handslag.domain.documents.actions import describe
describe(viewer=SYSTEM, document_id=1, kind="minutes", title=sys.argv[1])
"""


def test_processes_of_one_server_show_one_truth(tmp_path, port):
    """Each process keeps pages; what has changed meanwhile, all of them show at once."""
    paper = tmp_path / "protokoll.txt"
    paper.write_text("Minnesanteckningar för Sjörådet\n\nDatum: 14 mars 2031\n\n1. Öppnande\n")
    data = tmp_path / "data"
    cookie = a_coordinator_in(data)
    subprocess.run([HANDSLAG, "import", paper], env=environment(data), check=True)
    with started(data, "--port", port, "--workers", 3, HANDSLAG_LOG="json") as process:
        assert first_line(process)
        for title in ("Den första titeln", "Den andra titeln", "Den tredje titeln"):
            inside(data, NAMED, title)
            for _time in range(8):  # any of them may answer
                status, _headers, page = answer_of(port, "/handlingar/1/", Cookie=cookie)
                assert status == 200
                assert f"<h1>{title}" in page
        log = [json.loads(line) for line in stopped(process).splitlines() if line[0] == "{"]
    assert len([line for line in log if line["message"].startswith("Stopped worker-")]) == 3


def test_an_answer_that_is_begun_is_finished_before_it_stops(data, port):
    body = b"login=a&password=b"
    head = (
        f"POST /logga-in/ HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nCookie: form={'a' * 32}\r\n"
        "Content-Type: application/x-www-form-urlencoded\r\n"
        f"Content-Length: {len(body)}\r\n\r\n"
    )
    with started(data, "--port", port) as process:
        assert first_line(process)
        with socket.create_connection(("127.0.0.1", port), timeout=SLOWEST) as connection:
            connection.sendall(head.encode() + body[:5])
            time.sleep(1)  # for it to have begun
            process.send_signal(signal.SIGTERM)
            time.sleep(1)
            connection.sendall(body[5:])
            assert connection.recv(100).startswith(b"HTTP/1.1 403 ")  # without the form's mark
        process.communicate(timeout=SLOWEST)
        assert process.returncode == 0


def test_a_body_too_large_is_refused_before_it_has_come(data, port):
    head = (
        f"POST /handlingar/ HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nCookie: form={'a' * 32}\r\n"
        "Content-Type: multipart/form-data; boundary=x\r\nContent-Length: 900000000000\r\n\r\n"
    )
    with started(data, "--port", port) as process:
        assert first_line(process)
        with socket.create_connection(("127.0.0.1", port), timeout=SLOWEST) as connection:
            connection.sendall(head.encode() + b"--x\r\n")
            assert connection.recv(100).startswith(b"HTTP/1.1 413 ")
        stopped(process)


def refused(folder, port, *arguments, **settings) -> str:
    with started(folder, "--port", port, *arguments, **settings) as process:
        said, complaint = process.communicate(timeout=SLOWEST)
    assert (process.returncode, said) == (1, "")
    assert "Traceback" not in complaint
    return complaint


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.1"])  # noqa: S104  it is refused
def test_others_are_not_answered_unless_all_is_set_up_for_it(data, port, host):
    complaint = refused(data, port, "--host", host)
    assert "svarar bara på den här datorn" in complaint or "inte att svara på" in complaint


def test_an_address_of_another_machine_is_told(data, port):
    assert "inte att svara på 192.0.2.1" in refused(data, port, "--host", "192.0.2.1", **SAFE)


def test_the_example_is_not_for_production(tmp_path, data, port):
    complaint = refused(data, port, "--example", tmp_path, **SAFE)
    assert "Exempellänet kan inte läsas in" in complaint


def test_all_addresses_are_answered_in_production(data, port):
    with started(data, "--port", port, "--host", "0.0.0.0", **SAFE) as process:  # noqa: S104  for its lifetime
        assert first_line(process) == (
            f"Handslag svarar på http://0.0.0.0:{port} – avsluta med Ctrl+C\n"
        )
        assert "HANDSLAG_MAIL_URL saknas" in stopped(process)


def health(port) -> tuple[int, str]:
    done = subprocess.run(
        [HANDSLAG, "health", "--port", str(port)], capture_output=True, text=True, check=False
    )
    return done.returncode, done.stdout + done.stderr


def test_whoever_watches_over_it_can_ask_on_the_command_line(data, port):
    status, words = health(port)
    assert status == 1
    assert f"Ingen svarar på http://127.0.0.1:{port}" in words
    with started(data, "--port", port) as process:
        assert first_line(process)
        assert health(port) == (0, "Handslag svarar.\n")
        (data / "files").write_text("en fil där mappen ska vara")
        assert health(port) == (1, "Mappen för filer går inte att skriva i.\n")
        stopped(process)


def test_no_process_goes_on_answering_when_the_server_is_killed(data, port):
    with started(data, "--port", port, "--workers", 2) as process:
        assert first_line(process)
        process.kill()
        process.communicate(timeout=SLOWEST)  # ends when all that hold its pipes have ended
    with pytest.raises(ConnectionRefusedError):
        answer_of(port, "/halsa/")
