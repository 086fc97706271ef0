"""Work that goes on when the answer has been given, so that the time it takes tells nothing."""

from __future__ import annotations

import logging
from threading import Thread
from typing import TYPE_CHECKING

from django.db import connection

if TYPE_CHECKING:
    from collections.abc import Callable

log = logging.getLogger(__name__)


def later(work: Callable[[], None]) -> None:
    """Do `work` beside everything else. What goes wrong with it stands in the server's log."""
    Thread(target=_done, args=(work,), daemon=False).start()


def _done(work: Callable[[], None]) -> None:
    try:
        work()
    except Exception:  # nobody waits for it: it can only be told
        log.exception("A letter could not be sent")
    finally:
        connection.close()
