"""PDFs and pictures, cleaned in a process of their own before anything is done with them.

A file can be made to take all memory, all time, or the process with it. So each is opened first
by `cleaning`, which has limits; where that process ends, the file it ended at is taken for
damaged, and the next are cleaned by another.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

_PROGRAM = Path(__file__).with_name("cleaning.py")
SECONDS = 40
"""That the cleaning of one bundle's files may take, by the clock."""


class File(NamedTuple):
    """A file to be cleaned: "pdf", or the name that Pillow has for a picture's format."""

    kind: str
    content: bytes


class Cleaned(NamedTuple):
    """A PDF or pictures that can be used, or what is wrong with the file."""

    content: bytes = b""
    pages: int = 0
    pictures: tuple[tuple[bytes, str], ...] = ()
    """The bytes and the format of each."""
    fault: str = ""
    """"locked", "damaged", "long", "large" or "late"; empty where it can be used."""


def clean_all(files: Sequence[File], most_pages: int, most_pixels: int) -> list[Cleaned]:
    """Each of the files cleaned, in order. Never raises on what is in them."""
    if not files:
        return []
    done: list[Cleaned] = []
    until = time.monotonic() + SECONDS
    with TemporaryDirectory(prefix="handslag-clean-") as name:
        folder = Path(name)
        for number, (kind, content) in enumerate(files):
            ending = kind if kind == "pdf" else f"{kind}.picture"
            (folder / f"{number}.{ending}").write_bytes(content)
        while len(done) < len(files):
            left = until - time.monotonic()
            if left <= 0:
                done += [Cleaned(fault="late")] * (len(files) - len(done))
                break
            answers = _run(folder, (len(done), most_pages, most_pixels), left)
            done += [_read(folder, len(done) + n, answer) for n, answer in enumerate(answers)]
            if len(done) < len(files):
                done.append(Cleaned(fault="damaged"))
    return done


def _run(folder: Path, told: tuple[int, int, int], seconds: float) -> list[dict[str, int | str]]:
    """What one process answers, until it ends; it is `told` the numbers that it takes."""
    command = [sys.executable, "-I", str(_PROGRAM), str(folder), *map(str, told)]
    try:
        ended = subprocess.run(  # noqa: S603  our own program, and numbers
            command, capture_output=True, timeout=seconds, check=False
        )
        said = ended.stdout
    except subprocess.TimeoutExpired as late:
        said = late.stdout or b""
    lines = said.split(b"\n")[:-1]  # a line that was cut off tells nothing
    return [json.loads(line) for line in lines]


def _read(folder: Path, number: int, answer: dict[str, int | str]) -> Cleaned:
    pages = int(answer.get("pages", 0))
    fault = str(answer.get("fault", ""))
    if fault:
        return Cleaned(pages=pages, fault=fault)
    if "pictures" in answer:
        kind = str(answer["kind"])
        each = [folder / f"{number}.{n}.{kind}" for n in range(int(answer["pictures"]))]
        return Cleaned(pictures=tuple((one.read_bytes(), kind) for one in each))
    return Cleaned((folder / f"{number}.clean.pdf").read_bytes(), pages)
