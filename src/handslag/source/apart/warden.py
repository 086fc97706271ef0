"""The process between: it starts one process for each task, watches it, and clears up after it.

The warden has all that reading needs loaded, and has given up what `confinement` says, before
the first file comes. It never sees a file itself. For each task it is handed one end of a
connection; it forks, the new process talks with the asking side over that connection, and the
warden tells how the process ended. So every file is read by a process that has met no other
file, at the price of a fork.

The control connection is the warden's standard input. A request is one line of JSON, sent
together with the connection; the answer is one line of JSON. Any word from the asking side in
the middle of a task, or its end, stops the task with all the processes it has started.
"""

from __future__ import annotations

import gc
import json
import os
import select
import shutil
import signal
import socket
import sys
import tempfile
import traceback
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from handslag.source.apart.confinement import (
    SYSTEM,
    adopt_orphans,
    confine,
    die_with_parent,
    limit,
)
from handslag.source.apart.frames import Channel, Ended, Garbled
from handslag.source.apart.limits import Limits
from handslag.source.reading import ReadingError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from handslag.source.apart.tasks import Task

_LINE = 4096
_GRACE = 5
"""Seconds after which a task stops itself, should nobody be there to do so."""
_MOST_REQUEST = 700_000_000


def serve(tasks: Mapping[str, Task], control: socket.socket | None = None) -> None:
    """Do tasks until the asking side closes the connection."""
    control = control or socket.socket(fileno=os.dup(0))
    folder = Path(os.environ.get("TMPDIR", tempfile.gettempdir()))
    adopt_orphans()
    given_up = confine(
        readable=(*SYSTEM, sys.prefix, sys.base_prefix, *sys.path, *_own_folders()),
        writable=(str(folder), "/dev/null"),
    )
    woken, wake = os.pipe2(os.O_NONBLOCK | os.O_CLOEXEC)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    signal.set_wakeup_fd(wake, warn_on_full_buffer=False)
    gc.collect()
    gc.freeze()  # so that children need not copy what they share with us
    _tell(control, {"given_up": given_up})
    while _one_task(tasks, control, folder, woken):
        pass


def _own_folders() -> tuple[str, ...]:
    return (str(Path(__file__).parents[3]),)


def _tell(control: socket.socket, words: dict[str, Any]) -> None:
    control.sendall(json.dumps(words).encode() + b"\n")


def _one_task(tasks: Mapping[str, Task], control: socket.socket, folder: Path, woken: int) -> bool:
    """Wait for a task and see it through; False when no more will come."""
    line, connections, _, _ = socket.recv_fds(control, _LINE, 1)
    if not line:
        return False
    if not connections:
        return True  # a stop for a task that has ended meanwhile
    own = Path(tempfile.mkdtemp(dir=folder))
    child = os.fork()
    if not child:
        _work(tasks, control, own, connections[0], line)
    os.close(connections[0])
    with suppress(OSError):
        os.setpgid(child, child)
    status, peak = _watched(child, control, woken)
    shutil.rmtree(own, ignore_errors=True)
    try:
        _tell(control, {"status": status, "peak": peak})
    except OSError:
        return False
    return True


def _watched(child: int, control: socket.socket, woken: int) -> tuple[int, int]:
    """How the child ended (a signal is negative), and the most memory it held, in bytes."""
    poll = select.poll()
    poll.register(control, select.POLLIN)
    poll.register(woken, select.POLLIN)
    while not _ended(child):
        ready = [place for place, _ in poll.poll()]
        if control.fileno() in ready:
            control.recv(_LINE)
            os.kill(child, signal.SIGKILL)
            break
        with suppress(BlockingIOError):
            os.read(woken, _LINE)
    os.waitid(os.P_PID, child, os.WEXITED | os.WNOWAIT)
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(child, signal.SIGKILL)  # while its number is still taken
    _, status, usage = os.wait4(child, 0)
    _end_orphans()
    kilobyte = 1 if sys.platform == "darwin" else 1024
    return os.waitstatus_to_exitcode(status), usage.ru_maxrss * kilobyte


def _ended(child: int) -> bool:
    return os.waitid(os.P_PID, child, os.WEXITED | os.WNOWAIT | os.WNOHANG) is not None


def _end_orphans() -> None:
    """End what the task has started and left, also what has moved to a group of its own."""
    place = Path(f"/proc/self/task/{os.getpid()}/children")
    while True:
        with suppress(OSError):
            for number in place.read_text(encoding="ascii").split():
                os.kill(int(number), signal.SIGKILL)
        try:
            ended, _ = os.waitpid(-1, 0 if place.exists() else os.WNOHANG)
        except ChildProcessError:
            return
        if not ended:
            return


def _work(
    tasks: Mapping[str, Task], control: socket.socket, folder: Path, connection: int, line: bytes
) -> NoReturn:
    """Be the process that does one task, and end."""
    try:
        os.setpgid(0, 0)
        die_with_parent()
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        control.close()
        _be_silent()
        os.environ["TMPDIR"] = tempfile.tempdir = str(folder)
        limits = Limits(**json.loads(line.splitlines()[-1]))
        signal.setitimer(signal.ITIMER_REAL, limits.seconds + _GRACE)
        limit(limits)
        channel = Channel(socket.socket(fileno=connection))
        _answer(tasks, channel)
    except (Ended, Garbled):
        pass  # nobody is there to be told
    finally:
        os._exit(0)


def _be_silent() -> None:
    """Let libraries print what they like to nobody."""
    nothing = os.open(os.devnull, os.O_RDWR)
    for number in range(3):
        os.dup2(nothing, number)
    os.close(nothing)


def _answer(tasks: Mapping[str, Task], channel: Channel) -> None:
    request = channel.receive(most=_MOST_REQUEST)

    progress = _Progress(channel)
    try:
        task = tasks[request.head["task"]]
        value, blobs = task(request.head["arguments"], request.blobs, progress)
        channel.send({"kind": "answer", "value": value}, *blobs)
    except Ended:
        raise
    except ReadingError as error:
        channel.send({"kind": "refusal", "code": error.code, "message": error.message})
    except MemoryError:
        channel.send({"kind": "memory"})
    except BaseException as error:  # noqa: BLE001  whatever it was, it costs this file alone
        channel.send({"kind": "failure", "error": type(error).__name__, "place": _place(error)})


class _Progress:
    """What a task tells on its way, sent to the asking side."""

    def __init__(self, channel: Channel) -> None:
        self._channel = channel

    def __call__(self, done: int, of: int, /) -> None:
        self._channel.send({"kind": "progress", "done": done, "of": of})

    def keep(self, pages: Mapping[str, bytes], /) -> None:
        self._channel.send({"kind": "kept", "names": list(pages)}, *pages.values())


def _place(error: BaseException) -> list[str]:
    """Where in the code it happened, without any of the file's own words."""
    frames = traceback.extract_tb(error.__traceback__)[-8:]
    return [f"{Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in frames]
