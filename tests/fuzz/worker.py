"""Tries one input in a process of its own, so that a crash or a hang is one finding."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from handslag.source.apart.asking import Readers
from handslag.source.apart.limits import Limits
from handslag.source.apart.warden import serve
from handslag.source.reading import ReadingError
from tests.fuzz.checks import CHECKS, wrong_with_bytes

if TYPE_CHECKING:
    from handslag.source.apart.tasks import Answer, Progress

_ROOT = str(Path(__file__).parents[2])
PROGRAM = (
    sys.executable,
    "-P",
    "-c",
    f"import sys; sys.path.insert(0, {_ROOT!r}); from tests.fuzz.worker import main; main()",
)
LIMITS = Limits(seconds=60, still_seconds=60, cpu_seconds=40, memory=1_000_000_000)


class Trial:
    """Tries inputs one by one."""

    def __init__(self) -> None:
        self._readers = Readers(PROGRAM, most=1)

    def wrong(self, kind: str, data: bytes, name: str) -> str | None:
        """What is wrong with an input, or None."""
        arguments = {"kind": kind, "name": name}
        try:
            answer = self._readers.ask("try", arguments, [data], limits=LIMITS)
        except ReadingError as error:
            return f"{error.code}: {error.message}"
        wrong: str | None = answer.head["value"]["wrong"]
        return wrong

    def close(self) -> None:
        """End its process."""
        self._readers.close()


def tried(arguments: Mapping[str, Any], blobs: Sequence[bytes], _progress: Progress) -> Answer:
    """The task that the process does."""
    kind, data = arguments["kind"], blobs[0]
    if kind in CHECKS:
        return {"wrong": CHECKS[kind](data.decode("utf-8", "surrogatepass"))}, []
    return {"wrong": wrong_with_bytes(data, arguments["name"])}, []


def main() -> None:
    """Be the process that the inputs' own processes are forked from."""
    os.environ["PATH"] = ""  # recognising text in pictures takes seconds a page
    serve({"try": tried})
