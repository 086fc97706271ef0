"""What keeps the index as it should be, for as long as it is let: see `settling`.

One is enough; several do no harm, since each thing they do is the same when done twice.
"""

from __future__ import annotations

import logging
from threading import Event

from django.db import Error, close_old_connections, connections

from handslag.domain.access.viewer import SYSTEM
from handslag.output.search.settling import rebuild, settle

LOOK = 2.0
"""Seconds between one look for what is to be done and the next."""
TROUBLED = 15.0
"""The same where the database does not answer as it should."""

_log = logging.getLogger(__name__)


class Librarian:
    """Run it from one thread; stop it from any."""

    def __init__(self) -> None:
        self._ended = Event()

    def run(self) -> None:
        """Settle what was learnt, and make anew what is to be, until it is stopped."""
        while not self._ended.is_set():
            close_old_connections()  # one that has broken is opened anew
            pause = LOOK
            try:
                rebuild(viewer=SYSTEM)
                settle(viewer=SYSTEM)
            except Error as error:
                _log.warning("The index waits, and then goes on: %s", " ".join(str(error).split()))
                pause = TROUBLED
            self._ended.wait(pause)
        connections.close_all()

    def stop(self) -> None:
        """Let it end when what it does now is done."""
        self._ended.set()
