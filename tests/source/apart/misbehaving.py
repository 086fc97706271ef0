"""A warden whose reading goes wrong in the way that its argument names."""

from __future__ import annotations

import ctypes
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from handslag.source.apart.tasks import TASKS, Answer, Progress
from handslag.source.apart.warden import serve
from handslag.source.reading import ReadingError

Wrong = Callable[[Progress], None]


def segfault(_progress: Progress) -> None:
    ctypes.string_at(0)


def kill_itself(_progress: Progress) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def kill_the_warden(_progress: Progress) -> None:
    os.kill(os.getppid(), signal.SIGKILL)
    time.sleep(60)


def leave(_progress: Progress) -> None:
    os._exit(0)


def leave_politely(_progress: Progress) -> None:
    sys.exit("no more")


def hang(_progress: Progress) -> None:
    while True:
        time.sleep(1)


def work_for_ever(_progress: Progress) -> None:
    while True:
        pass


def tick_for_ever(progress: Progress) -> None:
    while True:
        progress(1, 1)
        time.sleep(0.01)


def balloon(_progress: Progress) -> None:
    kept = []
    while True:
        kept.append(b"x" * 10_000_000)


def balloon_outside_python(_progress: Progress) -> None:
    """As a library in C does that does not look whether it got the memory."""
    libc = ctypes.CDLL(None)
    libc.malloc.restype = ctypes.c_void_p
    while True:
        ctypes.memset(libc.malloc(ctypes.c_size_t(10_000_000)), 1, 10_000_000)


def recurse(progress: Progress) -> None:
    recurse(progress)


def trip(_progress: Progress) -> None:
    raise KeyError("hemligt ord ur filen")


def refuse_at_length(_progress: Progress) -> None:
    raise ReadingError("no-text", "Ord " * 100_000)


def fill_the_disk(_progress: Progress) -> None:
    with Path(os.environ["TMPDIR"], "stor").open("wb") as file:
        while True:
            file.write(bytes(1_000_000))


def write(words: bytes, *, end: bool = True) -> Wrong:
    """Writes past the channel, as a process does that has been taken over."""

    def task(_progress: Progress) -> None:
        for number in range(3, 64):
            try:
                with socket.socket(fileno=os.dup(number)) as connection:
                    while True:
                        connection.sendall(words)
                        if end:
                            break
            except OSError:
                continue
        if end:
            os._exit(0)

    return task


def leave_a_child(progress: Progress) -> None:
    """A child in a session of its own that would live on, as a program may that is started."""
    words = "import time; time.sleep(60)"
    subprocess.Popen([sys.executable, "-c", words, sys.argv[2]], start_new_session=True)
    progress(1, 1)
    time.sleep(60)


def call_out(_progress: Progress) -> None:
    """Succeeds only where there is no network at all."""
    port = int(sys.argv[2])
    try:
        socket.create_connection(("127.0.0.1", port), timeout=5).close()
    except OSError:
        raise ReadingError("no-network", "Inget nät.") from None


def look_around(_progress: Progress) -> None:
    """Succeeds only where a file of somebody else's cannot be opened, nor written."""
    path = Path(sys.argv[2])
    for open_it in (path.read_bytes, lambda: path.with_name("ny").write_bytes(b"x")):
        try:
            open_it()
        except PermissionError:
            continue
        raise AssertionError
    raise ReadingError("no-files", "Inga filer.")


def tell_the_environment(_progress: Progress) -> None:
    names = sorted(os.environ)
    raise ReadingError("environment", " ".join(names) + ".")


def count_pages(progress: Progress) -> None:
    for done in range(1, 6):
        progress(done, 5)


def steps() -> Iterator[tuple[str, Wrong]]:
    for name, value in list(globals().items()):
        if callable(value):
            yield name, value
    yield "write_garbage", write(b"\xff" * 64)
    yield "write_nothing_much", write(b"\x00\x00\x00\x02\x00[]")
    yield "write_a_half", write(b"\x00\x00\x00\x10\x00{")
    yield "write_no_end", write(b"\x00\x00\x00\x02\x01{}" + b"\x00" * 7 + b"\x01x", end=False)
    yield "write_a_giant", write(b"\x00\x00\x00\x02\x01{}" + b"\xff" * 8 + b"x" * 1000)
    yield "write_deep", write(b"\x00\x02\x00\x00\x00" + b"[" * 0x20000)


WRONG = dict(steps())


def read(arguments: Mapping[str, Any], blobs: Sequence[bytes], progress: Progress) -> Answer:
    """Reads as it should, after going wrong, unless the file says that all is well."""
    if blobs[0] != FINE:
        WRONG[sys.argv[1]](progress)
    return TASKS["read"](arguments, blobs, progress)


FINE = "Minnesanteckningar\n\n§ 1 Öppnande\n".encode()

if __name__ == "__main__":
    serve({"read": read})
