"""The web server's own processes: that their end is noticed by whoever asks."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import cast

from granian.server.mp import WorkerProcess

from handslag.interfaces.cli.server import AnsweringProcess


def ended_behind_its_back(kind: type[WorkerProcess]) -> WorkerProcess:
    """A process of whose end the system has told somebody else, as Granian's other thread."""
    worker = kind(parent=None, idx=0, target=os.getpid, args=())
    worker.inner.start()
    os.waitpid(cast("int", worker.inner.pid), 0)
    return worker


def test_a_process_that_has_ended_is_never_said_to_refuse():
    worker = ended_behind_its_back(AnsweringProcess)
    worker.join(timeout=30)
    assert not worker.is_alive()


def test_granian_alone_would_miss_it():
    """When this fails, Granian has learnt it, and AnsweringProcess can go."""
    worker = ended_behind_its_back(WorkerProcess)
    worker.join(timeout=30)
    assert worker.is_alive()


def test_a_process_that_works_is_alive():
    reading, writing = os.pipe()
    worker = AnsweringProcess(parent=None, idx=0, target=os.read, args=(reading, 1))
    worker.inner.start()
    assert worker.is_alive()
    os.write(writing, b"x")
    worker.join(timeout=30)
    assert not worker.is_alive()
    for end in (reading, writing):
        os.close(end)


BORN = """
import multiprocessing, os, signal
from handslag.interfaces.cli.server import end_with_the_server

def born():
    os.close(writing)
    os.read(reading, 1)  # until it may go on, or nobody is there to say so
    end_with_the_server()
    print("loading", flush=True)
    os.write(has_begun, b"x")
    signal.pause()

signal.signal(signal.SIGTERM, lambda *_how: print("noted", flush=True))
reading, writing = os.pipe()
loading, has_begun = os.pipe()
process = multiprocessing.get_context("fork").Process(target=born)
process.start()
"""
KILLED = "os._exit(0)"
STOPPED = """
os.write(writing, b"x")
os.read(loading, 1)
process.terminate()
process.join()
print(process.exitcode)
"""


def said_by(words: str) -> str:
    """What a server said, and a process of its that had not begun to answer."""
    done = subprocess.run(
        [sys.executable, "-c", BORN + words],
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert not done.stderr
    return done.stdout


def test_a_process_whose_server_is_killed_before_it_loads_ends():
    assert said_by(KILLED) == ""


def test_a_process_that_is_told_to_stop_while_it_loads_ends():
    assert said_by(STOPPED) == "loading\n-15\n"
