"""The web server that `handslag serve` runs: no process outlives it, and none is missed."""

from __future__ import annotations

import ctypes
import os
import signal
import sys
from multiprocessing import parent_process
from multiprocessing.connection import wait
from typing import Any

from granian.server.mp import MPServer, WorkerProcess

_PR_SET_PDEATHSIG = 1


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
    """Granian, whose processes end with it, also where it is killed, and while they are loading."""

    def _spawn_worker(self, *how: Any, **more: Any) -> WorkerProcess:
        worker = super()._spawn_worker(*how, **more)
        worker.__class__ = AnsweringProcess
        return worker

    @staticmethod
    def _spawn_wsgi_worker(*how: Any) -> None:
        end_with_the_server()
        MPServer._spawn_wsgi_worker(*how)


def end_with_the_server() -> None:
    """Let this process, about to load what answers, end when the server says so or is gone.

    One that outlived a server that was killed would go on answering, beside the next one, with
    what was true for it then. Until it answers it must not handle signals as the server does,
    from which it has its handlers: they would only be noted down.
    """
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is for the server, which then says so
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM, 0, 0, 0)
    server = parent_process()
    if server is None or os.getppid() != server.pid:  # it was gone before the system was asked
        sys.exit()
