"""The one who makes digests ready each morning, for as long as it is let: see `sending`.

Several may run at the same time, on several machines: each person's digest of a day is made once.
"""

from __future__ import annotations

import logging
from threading import Event
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import Error, close_old_connections, connections
from django.utils import timezone

from handslag.domain.access.viewer import SYSTEM
from handslag.output.news.rules import MORNING
from handslag.output.news.sending import send_digests

if TYPE_CHECKING:
    import datetime as dt

LOOK = 300.0
"""Seconds between one look for digests to make and the next."""

_log = logging.getLogger(__name__)


class Herald:
    """Run it from one thread; stop it from any."""

    def __init__(self) -> None:
        self._ended = Event()

    def run(self) -> None:
        """Make ready what is due, morning after morning, until it is stopped."""
        while not self._ended.is_set():
            close_old_connections()  # one that has broken is opened anew
            try:
                self.look(timezone.localtime())
            except Error as error:
                _log.warning("Digests wait, and then go on: %s", " ".join(str(error).split()))
            self._ended.wait(LOOK)
        connections.close_all()  # this thread's own

    def look(self, now: dt.datetime) -> int:
        """Make ready what is due by now; how many letters were queued.

        None is where the installation has no mail server: they would only grow old.
        """
        if not settings.EMAIL_HOST or now.time() < MORNING:
            return 0
        count = 0
        for _made in send_digests(viewer=SYSTEM, today=now.date()):
            count += 1
            if self._ended.is_set():
                break
        return count

    def stop(self) -> None:
        """Let it end when the digest that it makes now is made."""
        self._ended.set()
