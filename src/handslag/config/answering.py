"""What each process of `handslag serve` loads: the application, and the word to end with it.

A process that outlived a server that was killed would go on answering, beside the next one, with
what was true for it then.
"""

import ctypes
import signal
import sys

from handslag.config.wsgi import application

__all__ = ["application"]

_PR_SET_PDEATHSIG = 1


def _end_with_the_server() -> None:
    """Let the system send SIGTERM to this process when its parent, the server, is gone."""
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM, 0, 0, 0)


_end_with_the_server()
