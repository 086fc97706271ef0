"""The worker that runs beside the server: started with it, stopped with it, and kept alive."""

from __future__ import annotations

import subprocess
import sys
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

COMMAND = (
    sys.executable,
    "-c",
    "from handslag.interfaces.cli.main import main; main()",
    "work",
    "--beside",
)
AGAIN = 2.0
"""Seconds before one that has died is started again; more for each that dies at once."""
LONGEST = 60.0
TO_STOP = 15.0


@contextmanager
def worker_beside(command: Sequence[str] = COMMAND) -> Iterator[None]:
    """Keep a worker running meanwhile. It ends also where this process is killed."""
    ended = threading.Event()
    thread = threading.Thread(target=_keep_alive, args=(command, ended), daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join(TO_STOP)


def _keep_alive(command: Sequence[str], ended: threading.Event) -> None:
    pause = AGAIN
    while not ended.is_set():
        # in a group of its own: Ctrl+C is for the server, which then stops its worker
        process = subprocess.Popen(  # noqa: S603  our own program
            command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, process_group=0
        )
        lasted = _watched(process, ended)
        pause = AGAIN if lasted else min(pause * 2, LONGEST)
        ended.wait(pause)


def _watched(process: subprocess.Popen[bytes], ended: threading.Event) -> bool:
    """Wait until it dies or has to end; whether it lived for a while."""
    seconds = 0
    while not ended.wait(1):
        if process.poll() is not None:
            break
        seconds += 1
    if process.stdin:
        process.stdin.close()  # which is the word to stop
    try:
        process.wait(TO_STOP - AGAIN)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    return seconds > LONGEST
