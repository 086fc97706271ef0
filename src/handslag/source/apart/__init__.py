"""Reading in a process of its own, so that no file can cost more than itself.

A file comes from outside, and the libraries that take it apart are large and written for speed.
Here each file is read by a process that holds nothing else, may use so much and no more, has no
network and sees no files but the system's own. Whatever happens to it, the answer is a text and
a record whose form has been checked, or a ReadingError with a reason in Swedish.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar

from handslag.source.apart import answers
from handslag.source.apart.asking import Progress, Readers, readers
from handslag.source.apart.frames import Message
from handslag.source.apart.kept import KeptPages, forget_old
from handslag.source.apart.limits import Limits
from handslag.source.apart.refusals import crashed
from handslag.source.reading.box import Box
from handslag.source.reading.result import check_size
from handslag.source.record.document import Document
from handslag.source.tables import Tables
from handslag.source.tables.limits import check_bytes
from handslag.source.text import CanonicalText, Span

__all__ = [
    "Box",
    "Document",
    "Limits",
    "Progress",
    "Readers",
    "draw_page",
    "find_boxes",
    "forget_old",
    "forget_pages",
    "look_over",
    "read_apart",
    "read_tables_apart",
    "to_recognise",
]

READING = Limits()
SHOWING = Limits(seconds=60, still_seconds=60, cpu_seconds=30, memory=1_000_000_000)
"""For one page, while a person waits."""

Result = TypeVar("Result")


def read_apart(
    data: bytes,
    name: str,
    *,
    media_type: str | None = None,
    limits: Limits = READING,
    progress: Progress | None = None,
    kept: Path | None = None,
    by: Readers | None = None,
) -> Document:
    """What `source.read.read_document` gives, read in a process of its own.

    `progress` is called with the parts done and their number, while it is read; what it raises
    stops the reading at once and is raised here. Pages that are recognised are put in the folder
    `kept`, one for this document alone, and are not recognised again when it is read with the same
    folder: `forget_pages` when they are needed no more. `by` are the processes to use, otherwise
    those this process shares.

    Raises ReadingError where the file cannot be read, also where reading it takes too much time or
    memory (`reading-too-slow`, `reading-too-large`), kills the process (`reading-crashed`), meets
    a fault of ours (`reading-failed`), or where no process can be started (`reading-unavailable`).
    """
    check_size(len(data))
    pages = KeptPages(kept) if kept else None
    known = pages.known() if pages else {}
    names = list(known) if pages else None
    arguments = {"name": name, "media_type": media_type, "kept": names}
    answer = (by or readers()).ask(
        "read",
        arguments,
        [data, *known.values()],
        limits=limits,
        progress=progress,
        keep=pages.keep if pages else None,
    )
    return _believed(lambda: answers.document(answer, data, name))


def to_recognise(
    data: bytes, name: str, *, media_type: str | None = None
) -> tuple[int, str | None]:
    """What `reading.whole.to_recognise` gives, found in a process of its own.

    Raises ReadingError as `read_apart` does.
    """
    check_size(len(data))
    arguments = {"name": name, "media_type": media_type}
    answer = readers().ask("to_recognise", arguments, [data], limits=READING)
    return _believed(lambda: answers.pages_to_recognise(answer))


def forget_pages(kept: Path) -> None:
    """Take away the pages that `read_apart` put in a folder, and the folder."""
    KeptPages(kept).forget()


def draw_page(data: bytes, page: int, width: int) -> bytes:
    """What `pdf_places.draw_page` gives, drawn in a process of its own.

    Raises ReadingError as `read_apart` does, and IndexError where there is no such page.
    """
    answer = _shown("draw_page", {"page": page, "width": width}, [data])
    return _believed(lambda: answers.picture(answer, page))


def find_boxes(
    data: bytes, text: CanonicalText, spans: Sequence[Span]
) -> tuple[tuple[Box, ...], ...]:
    """What `pdf_places.find_boxes` gives, found in a process of its own.

    Raises ReadingError as `read_apart` does.
    """
    about, words = answers.parts_of(text)
    answer = _shown("find_boxes", {"about": about, "spans": list(spans)}, [data, words])
    return _believed(lambda: answers.boxes(answer, len(text.pages), len(spans)))


def read_tables_apart(data: bytes) -> Tables:
    """What `tables.read.read_tables` gives, read in a process of its own.

    Raises ReadingError as `read_apart` does.
    """
    check_bytes(len(data))
    answer = readers().ask("read_tables", {}, [data], limits=SHOWING)
    return _believed(lambda: answers.tables(answer))


def look_over(data: bytes, name: str) -> tuple[str, int | None]:
    """What `reading.attached.look_over` gives, found in a process of its own.

    Raises ReadingError as `read_apart` does.
    """
    answer = _shown("look_over", {"name": name}, [data])
    return _believed(lambda: answers.looked_over(answer))


def _shown(task: str, arguments: Mapping[str, Any], blobs: Sequence[bytes]) -> Message:
    check_size(len(blobs[0]))
    return readers().ask(task, arguments, blobs, limits=SHOWING)


def _believed(checked: Callable[[], Result]) -> Result:
    try:
        return checked()
    except answers.Unsound:
        raise crashed() from None
