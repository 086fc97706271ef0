"""How fast an installation is backed up and restored: `python -m benchmarks.keeping`.

Fills an installation with documents whose files and texts are made up, so many bytes of each as
asked for, and takes turns: `handslag backup`, `handslag restore` to an empty folder, `backup
--verify`, and beside them `tar` and `cp -a` of the same bytes, which verify nothing and may copy a
database in the middle of a change. All of it on the disk before it counts (`sync`). Beside the
seconds that pass stand those of the processor, which a busy machine does not change.

    --files MB      of documents' files (750)
    --database MB   of the database, about (250)
    --runs N        each this many times; the middle one is told (3)
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
from hashlib import sha256
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

PROGRAM = [sys.executable, "-c", "from handslag.interfaces.cli.main import main; main()"]
FILE = 400_000
"""Bytes of a file, as a county's PDF files are on average."""
WORDS = ["ärende", "beslut", "samverkan", "kommun", "region", "uppdrag", "möte", "rapport"]


def main() -> None:
    """Fill, measure, print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--files", type=int, default=750)
    parser.add_argument("--database", type=int, default=250)
    parser.add_argument("--runs", type=int, default=3)
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="handslag-bench-") as scratch:
        above = Path(scratch)
        data = above / "data"
        os.environ |= {"HANDSLAG_DATA": str(data), "HANDSLAG_DATABASE": ""}
        _fill(wanted.files * 1_000_000, wanted.database * 1_000_000)
        size = sum(path.stat().st_size for path in data.rglob("*") if path.is_file())
        print(f"{size / 1e6:.0f} MB, {sum(1 for _ in data.glob('files/*/*'))} files")
        _measure(above, data, size, wanted.runs)


def _measure(above: Path, data: Path, size: int, runs: int) -> None:
    copy, back = above / "copy.tar", above / "back"
    deeds: dict[str, Callable[[], None]] = {
        "handslag backup": lambda: _handslag(data, "backup", copy),
        "tar": lambda: _run("tar", "cf", above / "peer.tar", "-C", data, "."),
        "handslag restore": lambda: _handslag(back, "restore", copy),
        "cp -a": lambda: _run("cp", "-a", data, above / "peer"),
        "handslag backup --verify": lambda: _handslag(data, "backup", "--verify", copy),
        "sha256sum of the backup": lambda: _run("sha256sum", copy),
    }
    took: dict[str, list[float]] = {name: [] for name in deeds}
    worked: dict[str, list[float]] = {name: [] for name in deeds}
    for _ in range(runs):
        for path in (back, above / "peer"):
            shutil.rmtree(path, ignore_errors=True)
        (above / "peer.tar").unlink(missing_ok=True)
        for name, deed in deeds.items():
            os.sync()
            began, used = perf_counter(), _processor()
            deed()
            os.sync()
            took[name].append(perf_counter() - began)
            worked[name].append(_processor() - used)
    for name, seconds in took.items():
        middle = statistics.median(seconds)
        busy = statistics.median(worked[name])
        speed = size / 1e6 / middle
        print(f"{name:25} {middle:6.1f} s  {speed:6.0f} MB/s  {busy:6.1f} s of processor")


def _processor() -> float:
    """Seconds of the processor that programs started here have used."""
    times = os.times()
    return times.children_user + times.children_system


def _fill(files: int, database: int) -> None:
    """Documents with files of their own, and texts that the database keeps."""
    from handslag.interfaces.cli.installation import ready

    ready()
    from handslag.domain.access.viewer import SYSTEM
    from handslag.domain.documents import actions

    chance = random.Random(1)  # noqa: S311  the same bytes each time
    count = files // FILE
    # beside the text a document has its row in the log; half the bytes of words are two letters
    letters = database // count
    for number in range(count):
        data = chance.randbytes(FILE)
        text = " ".join(chance.choices(WORDS, k=letters // 8))
        digest = actions.keep_bytes(viewer=SYSTEM, data=data)
        new = actions.NewDocument(
            name=f"{number}.pdf",
            media_type="application/pdf",
            text=text,
            text_sha256=sha256(text.encode()).hexdigest(),
        )
        actions.store_document(viewer=SYSTEM, digest=digest, size=len(data), new=new)


def _handslag(data: Path, *arguments: str | Path) -> None:
    subprocess.run(  # noqa: S603  our own program
        [*PROGRAM, *map(str, arguments)],
        env=os.environ | {"HANDSLAG_DATA": str(data)},
        stdout=subprocess.DEVNULL,
        check=True,
    )


def _run(*command: str | Path) -> None:
    subprocess.run(command, stdout=subprocess.DEVNULL, check=True)  # noqa: S603  named above


if __name__ == "__main__":
    main()
