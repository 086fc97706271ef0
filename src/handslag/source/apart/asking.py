"""The trusting side: it asks for a task, waits no longer than allowed, and says what went wrong.

Wardens are kept warm and used again, each for one task at a time; what a task breaks is replaced.
All of this may be called from any thread.
"""

from __future__ import annotations

import atexit
import json
import logging
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from threading import BoundedSemaphore, Lock
from typing import Any

from handslag.source.apart.frames import Channel, Ended, Garbled, Message, Oversized
from handslag.source.apart.limits import Limits
from handslag.source.apart.refusals import (
    crashed,
    failed,
    refused,
    too_large,
    too_slow,
    unavailable,
)
from handslag.source.reading import ReadingError

Progress = Callable[[int, int], None]
"""Called with how many parts are done, and of how many. What it raises stops the task."""

Keep = Callable[[Message], None]
"""Called with what a task hands over on its way; raises Garbled for what is not to be kept."""

LOG = logging.getLogger(__name__)

COMMAND = (sys.executable, "-P", "-s", "-m", "handslag.source.apart")
_SOURCES = Path(__file__).parents[3]
_TO_START = 60.0
_TO_END = 10.0
_LINE = 4096
_MOST_PARTS = 10_000_000
_MEMORY_SHARE = 0.5
"""Of the memory allowed: a process that died above it most likely died for want of more."""


class Gone(Exception):  # noqa: N818  nobody's fault in particular
    """The warden was not there any more when it was asked, so nothing was begun."""


class Reader:
    """One warden, and the connection to it. Close it when done.

    Raises a ReadingError of code `reading-unavailable` where it cannot be started.
    """

    def __init__(self, command: Sequence[str] = COMMAND) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix="handslag-"))
        self._control, theirs = socket.socketpair()
        try:
            with theirs:
                self._process = subprocess.Popen(  # noqa: S603  our own program, fixed words
                    command,
                    stdin=theirs.fileno(),
                    stdout=subprocess.DEVNULL,
                    cwd=self._folder,
                    env=_environment(self._folder),
                    start_new_session=True,
                )
        except OSError as error:
            self._control.close()
            shutil.rmtree(self._folder, ignore_errors=True)
            raise unavailable(error.strerror or type(error).__name__) from error
        self.usable = True
        self._stopped = False
        ready = self._heard(_TO_START)
        if ready is None:
            self.close()
            raise unavailable("läsprocessen startade inte")
        self.given_up = tuple(ready.get("given_up", ()))
        """What the system let it give up: see `confinement.confine`."""

    def ask(
        self,
        task: str,
        arguments: Mapping[str, Any],
        blobs: Sequence[bytes],
        *,
        limits: Limits,
        progress: Progress | None = None,
        keep: Keep | None = None,
    ) -> Message:
        """The answer to a task, its form checked but not what it says.

        Raises ReadingError where the task was refused, stopped or broke down, and Gone where the
        warden was not there. Whatever else is raised on the way, as by Ctrl+C or by `progress`,
        stops the task at once.
        """
        self._stopped = False
        ours, theirs = socket.socketpair()
        with theirs:
            try:
                words = json.dumps(asdict(limits)).encode() + b"\n"
                socket.send_fds(self._control, [words], [theirs.fileno()])
            except OSError as error:
                ours.close()
                self.close()
                raise Gone from error
        channel = Channel(ours)
        try:
            return self._outcome(
                channel, {"task": task, "arguments": arguments}, blobs, limits, progress, keep
            )
        finally:
            channel.close()

    def stop(self) -> None:
        """Stop what it does, from another thread than the one that asked for it."""
        self._stopped = True
        with suppress(OSError):
            self._control.sendall(b"stop\n")

    def close(self) -> None:
        """End the warden, and with it what it does."""
        self.usable = False
        self._control.close()
        try:
            self._process.wait(_TO_END)
        except subprocess.TimeoutExpired:
            with suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
        shutil.rmtree(self._folder, ignore_errors=True)

    def _outcome(
        self,
        channel: Channel,
        request: dict[str, Any],
        blobs: Sequence[bytes],
        limits: Limits,
        progress: Progress | None,
        keep: Keep | None,
    ) -> Message:
        try:
            message = _talked(channel, request, blobs, limits, progress, keep)
        except TimeoutError as error:
            self._stop()
            raise too_slow() from error
        except Oversized as error:
            self._stop()
            raise too_large() from error
        except Garbled as error:
            self._stop()
            LOG.warning("a reading process answered with what is no message")
            raise crashed() from error
        except Ended as error:
            raise self._explained(limits) from error
        except BaseException:
            self._stop()
            raise
        if self._heard(_TO_END) is None:
            self._stop()
        return message

    def _stop(self) -> dict[str, Any] | None:
        """Stop the task with all it has started; how it ended, where the warden can tell."""
        with suppress(OSError):
            self._control.sendall(b"stop\n")
        ended = self._heard(_TO_END)
        if ended is None:
            self.close()
        return ended

    def _explained(self, limits: Limits) -> ReadingError:
        """Why a task ended without an answer."""
        ended = self._heard(_TO_END) or self._stop()
        if ended is None or self._stopped:
            return crashed()
        status, peak = ended.get("status"), ended.get("peak", 0)
        LOG.warning("a reading process ended with status %s, %s bytes at most", status, peak)
        if status in (-signal.SIGXCPU, -signal.SIGALRM):
            return too_slow()
        if peak > _MEMORY_SHARE * limits.memory:
            return too_large()
        return crashed()

    def _heard(self, seconds: float) -> dict[str, Any] | None:
        """What the warden says next; None where it is silent, or gone."""
        if not self.usable:
            return None
        self._control.settimeout(seconds)
        try:
            line = self._control.recv(_LINE)
        except OSError:
            return None
        finally:
            self._control.settimeout(None)
        return json.loads(line) if line else None


class Readers:
    """Wardens kept warm, as many as are asked at the same time, `most` at once."""

    def __init__(self, command: Sequence[str] = COMMAND, *, most: int | None = None) -> None:
        self._command = command
        self._room = BoundedSemaphore(most or os.cpu_count() or 1)
        self._lock = Lock()
        self._idle: list[Reader] = []
        self._busy: set[Reader] = set()

    def ask(
        self,
        task: str,
        arguments: Mapping[str, Any],
        blobs: Sequence[bytes],
        *,
        limits: Limits,
        progress: Progress | None = None,
        keep: Keep | None = None,
    ) -> Message:
        """As `Reader.ask`, by a reader that is free; waits for one where all are busy."""
        with self._room:
            while True:
                warm, reader = self._taken()
                try:
                    return reader.ask(
                        task, arguments, blobs, limits=limits, progress=progress, keep=keep
                    )
                except Gone:
                    if not warm:
                        raise unavailable("läsprocessen avslutades") from None
                finally:
                    self._put_back(reader)

    def stop(self) -> None:
        """Stop whatever is being done; who asked for it gets a ReadingError. From any thread."""
        with self._lock:
            busy = tuple(self._busy)
        for reader in busy:
            reader.stop()

    def close(self) -> None:
        """End all that are idle."""
        with self._lock:
            idle, self._idle = self._idle, []
        for reader in idle:
            reader.close()

    def _taken(self) -> tuple[bool, Reader]:
        with self._lock:
            warm = self._idle.pop() if self._idle else None
            if warm is not None:
                self._busy.add(warm)
                return True, warm
        reader = Reader(self._command)
        with self._lock:
            self._busy.add(reader)
        return False, reader

    def _put_back(self, reader: Reader) -> None:
        with self._lock:
            self._busy.discard(reader)
            if reader.usable:
                self._idle.append(reader)


def _talked(
    channel: Channel,
    request: dict[str, Any],
    blobs: Sequence[bytes],
    limits: Limits,
    progress: Progress | None,
    keep: Keep | None,
) -> Message:
    """The answer. Raises ReadingError, Ended, Garbled, Oversized or TimeoutError."""
    last = time.monotonic() + limits.seconds
    until = min(last, time.monotonic() + limits.still_seconds)
    channel.send(request, *blobs, until=until)
    furthest = 0
    while True:
        message = channel.receive(most=limits.answer_bytes, until=until)
        kind = message.head.get("kind")
        if kind == "answer":
            return message
        if kind == "kept" and keep is not None:
            keep(message)
            continue
        if kind != "progress":
            raise _told(message.head)
        done, of = _parts(message.head)
        if done > furthest:  # saying the same again is no progress
            furthest, until = done, min(last, time.monotonic() + limits.still_seconds)
            if progress is not None:
                progress(done, of)


def _parts(head: Mapping[str, Any]) -> tuple[int, int]:
    done, of = head.get("done"), head.get("of")
    if type(done) is not int or type(of) is not int or not 0 <= done <= of <= _MOST_PARTS:
        raise Garbled
    return done, of


def _told(head: Mapping[str, Any]) -> ReadingError:
    kind = head.get("kind")
    if kind == "refusal":
        return refused(head.get("code"), head.get("message"))
    if kind == "memory":
        return too_large()
    if kind == "failure":
        LOG.warning("reading failed: %.2000r", head)
        return failed(head.get("error"))
    raise Garbled


def _environment(folder: Path) -> dict[str, str]:
    """All that the warden and its children get to know of ours."""
    return {
        "PATH": "/usr/local/bin:/usr/bin:/bin",
        "LANG": "C.UTF-8",
        "HOME": str(folder),
        "TMPDIR": str(folder),
        "PYTHONPATH": str(_SOURCES),
        "OMP_THREAD_LIMIT": "1",  # tesseract is faster on one page a thread than on many
    }


_READERS = Readers()


def readers() -> Readers:
    """The wardens that this process shares among its threads."""
    return _READERS


def _forget() -> None:
    """A process that was forked from ours must not talk with our wardens."""
    global _READERS
    _READERS = Readers()


atexit.register(lambda: _READERS.close())
os.register_at_fork(after_in_child=_forget)
