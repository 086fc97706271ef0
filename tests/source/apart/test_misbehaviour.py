"""Whatever a process does that reads a file, it costs that file and a clear message, no more."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from handslag.source.apart import Limits, read_apart
from handslag.source.apart.asking import Readers
from handslag.source.read import read_document as read
from handslag.source.reading import ReadingError
from tests.source.apart.misbehaving import FINE

PROGRAM = str(Path(__file__).with_name("misbehaving.py"))
HURRY = Limits(seconds=20, still_seconds=10, cpu_seconds=10, memory=400_000_000)
BAD = b"Kallelse\n"


@pytest.fixture
def going_wrong(monkeypatch):
    """Readers whose reading goes wrong in the named way."""
    root = str(Path(__file__).parents[3])
    monkeypatch.setattr("handslag.source.apart.asking._SOURCES", f"{root}/src:{root}")
    made = []

    def make(*arguments: str) -> Readers:
        made.append(Readers((sys.executable, "-P", PROGRAM, *arguments), most=2))
        return made[-1]

    yield make
    for readers in made:
        readers.close()


def refusal(readers: Readers, limits: Limits = HURRY, data: bytes = BAD) -> ReadingError:
    with pytest.raises(ReadingError) as refused:
        read_apart(data, "a.txt", limits=limits, by=readers)
    assert str(refused.value).endswith(".")
    assert "\n" not in str(refused.value)
    return refused.value


@pytest.mark.parametrize(
    ("way", "code"),
    [
        ("segfault", "reading-crashed"),
        ("kill_itself", "reading-crashed"),
        ("kill_the_warden", "reading-crashed"),
        ("leave", "reading-crashed"),
        ("leave_politely", "reading-failed"),
        ("balloon", "reading-too-large"),
        ("balloon_outside_python", "reading-too-large"),
        ("recurse", "reading-failed"),
        ("trip", "reading-failed"),
        ("refuse_at_length", "reading-crashed"),
        ("write_garbage", "reading-too-large"),
        ("write_nothing_much", "reading-crashed"),
        ("write_a_half", "reading-crashed"),
        ("write_no_end", "reading-crashed"),
        ("write_a_giant", "reading-too-large"),
        ("write_deep", "reading-crashed"),
    ],
)
def test_it_costs_one_file_and_a_clear_message(going_wrong, way, code):
    readers = going_wrong(way)
    assert refusal(readers).code == code
    assert read_apart(FINE, "a.txt", limits=HURRY, by=readers) == read(FINE, "a.txt")


@pytest.mark.parametrize(
    ("way", "limits"),
    [
        ("hang", Limits(still_seconds=0.5)),
        ("work_for_ever", Limits(still_seconds=0.5)),
        ("work_for_ever", Limits(cpu_seconds=1)),
        ("tick_for_ever", Limits(seconds=1, still_seconds=0.5)),
        ("tick_for_ever", Limits(seconds=0.7)),
    ],
)
def test_what_takes_too_long_is_stopped(going_wrong, way, limits):
    readers = going_wrong(way)
    begin = time.monotonic()
    assert refusal(readers, limits).code == "reading-too-slow"
    assert time.monotonic() - begin < 120
    assert read_apart(FINE, "a.txt", by=readers) == read(FINE, "a.txt")


def test_a_file_on_the_disk_grows_only_so_large(going_wrong):
    error = refusal(going_wrong("fill_the_disk"), Limits(file_bytes=5_000_000))
    assert error.code == "reading-failed"
    assert "OSError" in error.message


def test_what_a_file_says_is_not_told_in_the_message(going_wrong, caplog):
    assert "hemligt" not in refusal(going_wrong("trip")).message
    assert "hemligt" not in caplog.text
    assert "misbehaving.py" in caplog.text  # but where in the code it went wrong


def running(mark: str) -> int:
    """How many processes beside this one were started with this word."""
    count = 0
    for place in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            count += mark.encode() in place.read_bytes() and place.parts[2] != str(os.getpid())
        except OSError:
            continue
    return count


def settled(mark: str, wanted: int) -> int:
    """How many processes run, when they are as many as wanted or a minute has gone."""
    until = time.monotonic() + 60
    while (count := running(mark)) != wanted and time.monotonic() < until:
        time.sleep(0.05)
    return count


def test_programs_that_a_task_started_end_with_it(going_wrong, tmp_path):
    mark = str(tmp_path)
    seen = []
    readers = going_wrong("leave_a_child", mark)
    with pytest.raises(ReadingError, match="för lång tid"):
        read_apart(
            BAD,
            "a.txt",
            limits=Limits(still_seconds=1),
            by=readers,
            progress=lambda *_: seen.append(settled(mark, 3)),
        )
    assert seen == [3]  # the warden, the reading process, and what that one started
    assert settled(mark, 1) == 1
    readers.close()
    assert running(mark) == 0


KILLED = """
import sys
from handslag.source.apart import read_apart
from handslag.source.apart.asking import Readers

readers = Readers((sys.executable, "-P", sys.argv[1], "leave_a_child", sys.argv[2]))
read_apart(b"Kallelse", "a.txt", by=readers, progress=lambda *_: print("begun", flush=True))
"""


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGINT, signal.SIGTERM])
def test_all_of_it_ends_when_the_asking_process_is_stopped(tmp_path, how):
    root = str(Path(__file__).parents[3])
    program = KILLED.replace(
        "readers =", f"import handslag.source.apart.asking as a; a._SOURCES = {root!r}; readers ="
    ).replace(repr(root), repr(f"{root}/src:{root}"))
    with subprocess.Popen(
        [sys.executable, "-c", program, PROGRAM, str(tmp_path)],
        env=os.environ | {"PYTHONPATH": f"{root}/src:{root}"},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    ) as asking:
        assert asking.stdout is not None
        assert asking.stdout.readline() == b"begun\n"
        assert settled(str(tmp_path), 4) == 4
        asking.send_signal(how)
        asking.wait(10)
    assert settled(str(tmp_path), 0) == 0


class StoppedError(Exception):
    pass


def test_what_progress_raises_stops_the_reading(going_wrong):
    readers = going_wrong("tick_for_ever")

    def stop(_done: int, _of: int) -> None:
        raise StoppedError

    begin = time.monotonic()
    with pytest.raises(StoppedError):
        read_apart(BAD, "a.txt", by=readers, progress=stop)
    assert time.monotonic() - begin < 120
    assert read_apart(FINE, "a.txt", by=readers) == read(FINE, "a.txt")


def test_progress_reaches_whoever_asked(going_wrong):
    heard: list[tuple[int, int]] = []
    read_apart(BAD, "a.txt", by=going_wrong("count_pages"), progress=lambda *at: heard.append(at))
    assert heard == [(1, 5), (2, 5), (3, 5), (4, 5), (5, 5)]


def test_several_threads_read_at_once_and_none_disturbs_another(going_wrong):
    readers = going_wrong("segfault")
    wrong: list[object] = []

    def work(number: int) -> None:
        data = FINE if number % 2 else BAD
        try:
            if read_apart(data, "a.txt", by=readers) != read(FINE, "a.txt"):
                wrong.append(number)
        except ReadingError as error:
            if data == FINE or error.code != "reading-crashed":
                wrong.append(error)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert wrong == []


def given_up(readers: Readers) -> tuple[str, ...]:
    read_apart(FINE, "a.txt", by=readers)
    (reader,) = readers._idle
    return reader.given_up


def test_there_is_no_network(going_wrong):
    with socket.create_server(("127.0.0.1", 0)) as server:
        readers = going_wrong("call_out", str(server.getsockname()[1]))
        if "network" not in given_up(readers):
            pytest.skip("this system lets nobody leave its network")
        assert refusal(readers).code == "no-network"


def test_other_files_can_be_neither_read_nor_written(going_wrong, tmp_path):
    secret = tmp_path / "secret"
    secret.write_text("hemligt")
    readers = going_wrong("look_around", str(secret))
    if "files" not in given_up(readers):
        pytest.skip("this system lets nobody close its files")
    assert refusal(readers).code == "no-files"
    assert [path.name for path in tmp_path.iterdir()] == ["secret"]


def test_nothing_of_our_environment_is_known_there(going_wrong, monkeypatch):
    monkeypatch.setenv("HANDSLAG_SECRET_KEY", "hemligt")
    told = refusal(going_wrong("tell_the_environment")).message
    allowed = {"HOME", "LANG", "LC_CTYPE", "OMP_THREAD_LIMIT", "PATH", "PYTHONPATH", "TMPDIR"}
    assert set(told.rstrip(".").split()) <= allowed
