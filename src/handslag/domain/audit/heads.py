"""The chain's head, written down away from the machine: a line of number, time and digest.

Who owns the database can write the whole chain anew, and its head too. A line that lies where the
machine cannot change it, or was sent to somebody, tells of that.
"""

from __future__ import annotations

import logging
import os
import time
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import DatabaseError, transaction

from handslag.domain.audit import chain
from handslag.domain.audit.models import Entry

if TYPE_CHECKING:
    import datetime as dt

SECONDS_BETWEEN = 60
"""The head is written after a commit, but not more often than this."""

_log = logging.getLogger(__name__)
_lock = Lock()
_tried: float | None = None


def line(number: int, at: dt.datetime, digest: str) -> str:
    """A head as it is written down, with its line end."""
    return f"{number} {chain.written(at)} {digest}\n"


def newest() -> str:
    """The line of the last entry as the database has it now; empty for an empty log. One query."""
    row = Entry.objects.order_by("-number").values_list("number", "at", "digest").first()
    return line(*row) if row else ""


def append(path: Path, words: str) -> None:
    """Put one line at the end of a file and see to it that it lies on the disk. Raises OSError.

    A line that an earlier writing left in the middle gets its end first, so that it spoils itself
    alone.
    """
    with path.open("ab+") as file:
        if file.tell():
            file.seek(-1, os.SEEK_END)
            if file.read(1) != b"\n":
                words = f"\n{words}"
        file.write(words.encode())
        file.flush()
        os.fsync(file.fileno())


def write_down_after_commit() -> None:
    """Append the head to the file that the settings name, once what is being done now is done.

    Never fails what was done: where the file cannot be written, the log of the program tells.
    """
    if settings.HEAD_FILE:
        transaction.on_commit(_write_down, robust=True)


def _write_down() -> None:
    global _tried
    path = Path(settings.HEAD_FILE)
    with _lock:
        now = time.monotonic()
        if _tried is not None and now - _tried < SECONDS_BETWEEN:
            return
        _tried = now
    try:
        if not _written_lately(path):
            append(path, newest())
    except (OSError, DatabaseError) as error:
        _log.error("the head of the log could not be written to %s: %s", path, error)


def _written_lately(path: Path) -> bool:
    """Whether another process has just written."""
    try:
        age = time.time() - path.stat().st_mtime
    except FileNotFoundError:
        return False
    return 0 <= age < SECONDS_BETWEEN
