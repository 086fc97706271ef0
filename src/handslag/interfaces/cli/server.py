"""The web server that `handslag serve` runs, which knows for certain when a process has ended."""

from __future__ import annotations

from multiprocessing.connection import wait
from typing import Any

from granian.server.mp import MPServer, WorkerProcess


class AnsweringProcess(WorkerProcess):
    """A process that answers.

    Granian waits for its end in two threads, of which the system tells one. Until that one has
    had its turn to write it down, which takes a while on a busy machine, the other would believe
    that the process refuses to stop, say so, and kill what is no more.
    """

    def is_alive(self) -> bool:
        """Whether the process is there, whoever was told of its end."""
        return not wait([self.inner.sentinel], timeout=0)


class AnsweringServer(MPServer):
    """Granian, of whose processes every end is noticed."""

    def _spawn_worker(self, *how: Any, **more: Any) -> WorkerProcess:
        worker = super()._spawn_worker(*how, **more)
        worker.__class__ = AnsweringProcess
        return worker
