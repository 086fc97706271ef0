"""The web server's own processes: that their end is noticed by whoever asks."""

from __future__ import annotations

import os
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
