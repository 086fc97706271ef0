"""The servers that are killed: Handslag's own, and PostgreSQL's."""

from __future__ import annotations

import ctypes
import http.client
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from contextlib import suppress
from html import unescape
from importlib.machinery import SourceFileLoader
from importlib.util import module_from_spec, spec_from_loader
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlencode
from uuid import uuid4

ROOT = Path(__file__).parents[2]
PROGRAM = [sys.executable, "-c", "from handslag.interfaces.cli.main import main; main()"]
SLOWEST = 300.0
TOKEN = "k" * 32
"""Stands in the cookie and in what is sent: the form comes from one of the server's own pages."""


def beneath(number: int) -> set[int]:
    """The processes that a process has started, and those that they have."""
    found: set[int] = set()
    for place in Path(f"/proc/{number}/task").glob("*/children"):
        try:
            children = [int(child) for child in place.read_text().split()]
        except (FileNotFoundError, ProcessLookupError):
            continue
        for child in children:
            found |= {child} | beneath(child)
    return found


class Postgres:
    """A PostgreSQL server with the safe settings it comes with, stopped at once when told to."""

    def __init__(self) -> None:
        self._script = _with_postgres()
        self._programs, self._user = self._script._programs(), self._script._user()
        self.folder = Path(tempfile.mkdtemp(prefix="handslag-pg-", dir="/tmp"))
        self.address = f"postgresql://handslag@/handslag?host={self.folder}"
        if self._user:
            shutil.chown(self.folder, self._user)
        self._script._make(self._programs, self.folder, self._user)
        self.start()
        make = [self._programs / "createdb", "--host", self.folder, "--username", "handslag"]
        subprocess.run([*make, "handslag"], check=True)

    def start(self) -> None:
        """Start it, and wait until all that was being done has been sorted out."""
        command = [
            self._programs / "postgres",
            "-D",
            self.folder / "data",
            "-c",
            "listen_addresses=",
        ]
        command += ["-c", f"unix_socket_directories={self.folder}", "-c", "log_min_messages=fatal"]
        self._server = subprocess.Popen(
            command,
            user=self._user,
            cwd=self.folder,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            preexec_fn=die_with_parent,
        )
        self._script._wait(self._programs, self.folder, self._server)

    def stop_at_once(self) -> None:
        """As when the power goes, as far as PostgreSQL is concerned: nothing is tidied."""
        self._server.send_signal(signal.SIGQUIT)
        self._server.wait()

    def remove(self) -> None:
        """Stop it, and take away all of it."""
        self._script._stop(self._server)
        shutil.rmtree(self.folder, ignore_errors=True)


def _with_postgres() -> Any:
    """The script that makes a server for tests, as a module."""
    loader = SourceFileLoader("with_postgres", str(ROOT / "scripts" / "with-postgres"))
    spec = spec_from_loader("with_postgres", loader)
    assert spec is not None
    module = module_from_spec(spec)
    loader.exec_module(module)
    return module


def die_with_parent() -> None:
    """Nobody is left over from a run that was itself cut off."""
    ctypes.CDLL(None).prctl(1, signal.SIGKILL)


def free_port() -> int:
    """A port that nobody listens on just now."""
    with socket.socket() as attempt:
        attempt.bind(("127.0.0.1", 0))
        return int(attempt.getsockname()[1])


class Site:
    """`handslag serve` with its worker, and a browser in which a coordinator has signed in."""

    def __init__(self, cookie: str, environment: dict[str, str] | None = None) -> None:
        self._cookie = cookie
        self.port = free_port()
        self._server = subprocess.Popen(
            [*PROGRAM, "serve", "--port", str(self.port)],
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            preexec_fn=die_with_parent,
        )

    def wait(self) -> None:
        """Until it says where it answers."""
        assert self._server.stdout is not None
        said = self._server.stdout.readline()
        assert b"svarar" in said, "the server did not start"

    def kill(self) -> None:
        """Kill the server, its worker and all that they started, at one moment."""
        all_of_them = {self._server.pid, *beneath(self._server.pid)}
        for number in all_of_them:
            kill(number)
        self._server.communicate()

    def kill_the_worker(self) -> None:
        """Kill the worker alone; the server is to start another."""
        for number in beneath(self._server.pid):
            if b"\0work\0" in Path(f"/proc/{number}/cmdline").read_bytes():
                kill(number)

    @property
    def numbers(self) -> set[int]:
        """The server's process and all that it has started."""
        return {self._server.pid, *beneath(self._server.pid)}

    def post(self, path: str, fields: dict[str, str], file: tuple[str, bytes] | None = None) -> int:
        """Send a form; the answer's status. Raises OSError where nobody answers."""
        return self.answer("POST", path, fields, file).status

    def answer(
        self,
        method: str,
        path: str,
        fields: dict[str, str] | None = None,
        file: tuple[str, bytes] | None = None,
        *,
        accept: str = "text/html",
    ) -> Answer:
        """Ask for a page, or send a form. Raises OSError where nobody answers."""
        if file is None:
            body, sort = urlencode(fields or {}).encode(), "application/x-www-form-urlencoded"
        else:
            mark = uuid4().hex
            head = f'Content-Disposition: form-data; name="filer"; filename="{file[0]}"'
            body = f"--{mark}\r\n{head}\r\n\r\n".encode() + file[1] + f"\r\n--{mark}--".encode()
            sort = f"multipart/form-data; boundary={mark}"
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=SLOWEST)
        headers = {"Cookie": f"{self._cookie}; form={TOKEN}", "X-CSRFToken": TOKEN}
        headers["Accept"] = accept
        try:
            connection.request(method, path, body, headers | {"Content-Type": sort})
            answer = connection.getresponse()
            return Answer(
                answer.status,
                unescape(answer.read().decode()),
                {name.lower(): told for name, told in answer.headers.items()},
            )
        except http.client.HTTPException as error:
            raise ConnectionError from error
        finally:
            connection.close()


class Answer(NamedTuple):
    """What a server answered."""

    status: int
    words: str
    headers: dict[str, str]


def kill(number: int) -> None:
    """Kill a process, if it is still there."""
    with suppress(ProcessLookupError):
        os.kill(number, signal.SIGKILL)
