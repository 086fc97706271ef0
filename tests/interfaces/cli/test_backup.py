"""`handslag backup` as the program it is: what is in the file, and what is left where it fails."""

from __future__ import annotations

import hashlib
import json
import os
import random
import resource
import signal
import subprocess
import tarfile
import time
from typing import TYPE_CHECKING

import pytest

from tests.installations import copied, installed, rows
from tests.interfaces.cli.test_import import PROGRAM, environment, handslag, notice

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.database

SEED = 5
SESSION = (
    "insert into accounts_session"
    " (session_key, session_data, expire_date, device, started_at, used_at)"
    " values ('minnyckel', 'hemligt', '2099-01-01', '', '2031-01-01', '2031-01-01')"
)


def papers(folder: Path, count: int, first: int = 1) -> Path:
    folder.mkdir(exist_ok=True)
    for number in range(first, first + count):
        (folder / f"{number}.txt").write_text(notice(number))
    return folder


@pytest.fixture(scope="module")
def whole(tmp_path_factory) -> Path:
    """An installation with some documents; nobody changes it."""
    above = tmp_path_factory.mktemp("installation")
    folder = installed(above / "data")
    done = handslag(folder, "import", papers(above / "papers", 4))
    assert done.returncode == 0, done.stderr
    return folder


@pytest.fixture
def data(whole, tmp_path) -> Path:
    """The same, to be changed."""
    return copied(whole, tmp_path / "data")


def members(path: Path) -> dict[str, bytes]:
    with tarfile.open(path) as tar:
        parts = {head.name: tar.extractfile(head) for head in tar}
        return {name: part.read() for name, part in parts.items() if part is not None}


def test_all_that_is_kept_is_in_it_for_its_owner_alone(whole, tmp_path):
    done = handslag(whole, "backup", tmp_path / "kopia.tar")
    assert (done.returncode, done.stderr) == (0, "")
    assert "4 handlingar, 4 filer och 8 rader i loggen" in done.stdout
    found = members(tmp_path / "kopia.tar")
    files = {name: data for name, data in found.items() if name.startswith("files/")}
    kept = {path.name: path.read_bytes() for path in whole.glob("files/*/[0-9a-f]*")}
    assert {name.rpartition("/")[2]: data for name, data in files.items()} == kept
    assert next(iter(found)) == "manifest.json"
    assert list(found)[-1] == "SHA256SUMS"
    assert (tmp_path / "kopia.tar").stat().st_mode & 0o777 == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["kopia.tar"]


def test_it_can_be_checked_without_handslag(whole, tmp_path):
    handslag(whole, "backup", tmp_path / "kopia.tar")
    ask = "tar xf kopia.tar && sha256sum --quiet --check SHA256SUMS"
    subprocess.run(["/bin/sh", "-c", ask], cwd=tmp_path, check=True)


def test_the_manifest_says_what_made_it_and_how_much_it_holds(whole, tmp_path):
    handslag(whole, "backup", tmp_path / "kopia.tar")
    told = json.loads(members(tmp_path / "kopia.tar")["manifest.json"])
    assert told["format"] == 1
    assert told["rows"]["documents_document"] == 4
    assert told["rows"]["audit_entry"] == 8
    assert told["files"] == 4
    assert told["missing"] == []
    assert "0001_initial" in told["migrations"]["audit"]
    assert told["head"] == handslag(whole, "head").stdout.strip()


def test_verifying_finds_it_whole_and_touches_no_installation(whole, tmp_path):
    handslag(whole, "backup", tmp_path / "kopia.tar")
    elsewhere = tmp_path / "elsewhere"
    done = handslag(elsewhere, "backup", "--verify", tmp_path / "kopia.tar")
    assert (done.returncode, done.stderr) == (0, "")
    assert "Säkerhetskopian är hel." in done.stdout
    assert not elsewhere.exists()


def test_in_a_folder_it_is_named_by_the_clock_and_older_ones_go(whole, tmp_path):
    (tmp_path / "annat.tar").write_text("rör inte")
    for _ in range(3):
        done = handslag(whole, "backup", "--keep", "2", tmp_path)
        assert done.returncode == 0, done.stderr
        time.sleep(1)
    left = sorted(path.name for path in tmp_path.iterdir())
    assert len(left) == 3
    assert left[0] == "annat.tar"
    assert "är borttagen" in done.stdout


@pytest.mark.parametrize("there", [b"", b"min enda kopia av n\xe5got annat", bytes(10240)])
def test_what_is_no_backup_is_never_written_over(whole, tmp_path, there):
    (tmp_path / "fil").write_bytes(there)
    done = handslag(whole, "backup", tmp_path / "fil")
    assert done.returncode == 1
    assert "skrivs inte över" in done.stderr
    assert (tmp_path / "fil").read_bytes() == there


def test_where_there_is_nothing_to_keep_it_says_so(tmp_path):
    (tmp_path / "data").mkdir()
    done = handslag(tmp_path / "data", "backup", tmp_path / "kopia.tar")
    assert done.returncode == 1
    assert "finns inget att säkerhetskopiera" in done.stderr
    assert not (tmp_path / "kopia.tar").exists()


def test_where_the_folder_is_missing_it_says_so(whole, tmp_path):
    done = handslag(whole, "backup", tmp_path / "ingen" / "kopia.tar")
    assert done.returncode == 1
    assert "finns inte" in done.stderr


def killed_backup(data: Path, target: Path, after: float) -> int:
    process = subprocess.Popen(
        [*PROGRAM, "backup", str(target)],
        env=environment(data),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    until = time.monotonic() + 300
    while not list(target.parent.glob(".handslag-half-*")) and process.poll() is None:
        assert time.monotonic() < until
        time.sleep(0.005)
    time.sleep(after)
    process.send_signal(signal.SIGKILL)
    return process.wait()


def test_killed_in_the_middle_it_leaves_the_former_one_untouched(data, tmp_path):
    folder = tmp_path / "kopior"
    folder.mkdir()
    target = folder / "kopia.tar"
    assert handslag(data, "backup", target).returncode == 0
    before = target.read_bytes()
    for _ in range(20):  # so that writing takes a while
        big = os.urandom(3_000_000)
        digest = hashlib.sha256(big).hexdigest()
        (data / "files" / digest[:2]).mkdir(exist_ok=True)
        (data / "files" / digest[:2] / digest).write_bytes(big)
    chance = random.Random(SEED)  # noqa: S311  to be repeated
    ends = [killed_backup(data, target, chance.uniform(0, 0.6)) for _ in range(4)]
    assert -signal.SIGKILL in ends
    if 0 not in ends:
        assert target.read_bytes() == before
    assert handslag(data, "backup", "--verify", target).returncode == 0
    assert handslag(data, "backup", target).returncode == 0
    assert [path.name for path in folder.iterdir()] == ["kopia.tar"], (
        "what killed ones left is swept"
    )


def with_small_files(most: int):
    def limit() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))

    return limit


@pytest.mark.parametrize("most", [100_000, 1_000_000])
def test_where_it_does_not_fit_nothing_is_left_and_the_former_stays(data, tmp_path, most):
    folder = tmp_path / "kopior"
    folder.mkdir()
    target = folder / "kopia.tar"
    assert handslag(data, "backup", target).returncode == 0
    before = target.read_bytes()
    assert len(before) > 200_000  # a dump of PostgreSQL is packed, SQLite's file is not
    if most > 600_000:  # the database alone fits, with the files it does not
        files = papers(tmp_path / "more", 1, 500)
        (files / "stor.txt").write_text(notice(900) + "Ärendet är stort.\n" * 60_000)
        assert handslag(data, "import", files).returncode == 0
    done = subprocess.run(
        [*PROGRAM, "backup", str(target)],
        env=environment(data),
        preexec_fn=with_small_files(most),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "kopian är kvar" in done.stderr
    assert "Traceback" not in done.stderr
    assert target.read_bytes() == before
    assert [path.name for path in folder.iterdir()] == ["kopia.tar"]


def test_what_the_disk_has_lost_is_told_and_the_rest_is_kept(data, tmp_path):
    first, second, *_ = sorted(data.glob("files/*/[0-9a-f]*"))
    first.unlink()
    second.write_bytes(b"n\xe5got annat")
    done = handslag(data, "backup", tmp_path / "kopia.tar")
    assert done.returncode == 3
    assert f"{first.name} saknas" in done.stderr
    assert f"{second.name} är skadad" in done.stderr
    checked = handslag(data, "backup", "--verify", tmp_path / "kopia.tar")
    assert checked.returncode == 3
    assert "2 filer saknades eller var skadade redan när kopian gjordes" in checked.stderr


def test_nobody_can_go_on_in_a_session_that_was_backed_up(data, tmp_path):
    rows(data, SESSION)
    handslag(data, "backup", tmp_path / "kopia.tar")
    raw = (tmp_path / "kopia.tar").read_bytes()
    assert b"minnyckel" not in raw
    assert (data / "secret").read_bytes().strip() not in raw


def test_one_taken_while_others_write_is_of_one_moment(data, tmp_path):
    process = subprocess.Popen(
        [*PROGRAM, "import", str(papers(tmp_path / "more", 30, 100))],
        env=environment(data),
        stdout=subprocess.DEVNULL,
    )
    taken = 0
    while process.poll() is None:
        assert handslag(data, "backup", tmp_path / f"{taken}.tar").returncode == 0
        taken += 1
    assert process.returncode == 0
    counts = set()
    for number in range(taken):
        found = members(tmp_path / f"{number}.tar")
        told = json.loads(found["manifest.json"])
        documents = told["rows"]["documents_document"]
        assert documents == told["rows"]["intake_review"] == told["files"]
        assert told["rows"]["audit_entry"] == 2 * documents
        assert handslag(data, "backup", "--verify", tmp_path / f"{number}.tar").returncode == 0
        counts.add(documents)
    assert taken >= 2
    assert len(counts) >= 2
