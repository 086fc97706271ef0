"""What one task in a process of its own may use before it is stopped."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Limits for one task. How many pages, bytes and characters a file may hold is in `reading`.

    The defaults let the largest documents that are allowed at all through on a slow machine,
    recognised page by page, and stop what has gone wrong within minutes.
    """

    seconds: float = 10_800
    """Time on the clock for the whole task. Recognising a page takes some seconds."""

    still_seconds: float = 240
    """Time on the clock without a sign of progress. Few files take a tenth of it in all."""

    cpu_seconds: int = 900
    """Time on the processor, for each process of the task."""

    memory: int = 2_000_000_000
    """Address space in bytes, for each process of the task."""

    file_bytes: int = 1_000_000_000
    """The largest file it may write in its own temporary folder."""

    open_files: int = 256
    """Files and pipes open at once, in each process."""

    answer_bytes: int = 256_000_000
    """The largest answer that is taken from it."""
