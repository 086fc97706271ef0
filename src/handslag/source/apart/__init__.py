"""Reading in a process of its own, so that no file can cost more than itself.

A file comes from outside, and the libraries that take it apart are large and written for speed.
Here each file is read by a process that holds nothing else, may use so much and no more, has no
network and sees no files but the system's own. Whatever happens to it, the answer is a text and
a record whose form has been checked, or a ReadingError with a reason in Swedish.
"""

from __future__ import annotations

from handslag.source.apart.answers import Unsound, document
from handslag.source.apart.asking import Progress, Readers, readers
from handslag.source.apart.limits import Limits
from handslag.source.apart.refusals import crashed
from handslag.source.reading.result import check_size
from handslag.source.record import MeetingRecord
from handslag.source.text import CanonicalText

__all__ = ["Limits", "Progress", "read_apart"]

DEFAULT = Limits()


def read_apart(
    data: bytes,
    name: str,
    *,
    media_type: str | None = None,
    limits: Limits = DEFAULT,
    progress: Progress | None = None,
    by: Readers | None = None,
) -> tuple[CanonicalText, MeetingRecord]:
    """What `source.read.read` gives, read in a process of its own.

    `progress` is called with the parts done and their number, while it is read; what it raises
    stops the reading at once and is raised here. `by` are the processes to use, otherwise those
    this process shares. Raises ReadingError where the file cannot be read, also where reading it
    takes too much time or memory (`reading-too-slow`, `reading-too-large`), kills the process
    (`reading-crashed`), meets a fault of ours (`reading-failed`), or where no process can be
    started (`reading-unavailable`).
    """
    check_size(len(data))
    arguments = {"name": name, "media_type": media_type}
    answer = (by or readers()).ask("read", arguments, [data], limits=limits, progress=progress)
    try:
        return document(answer, data, name)
    except Unsound:
        raise crashed() from None
