"""`handslag restore` as the program it is: all comes back, or nothing changes."""

from __future__ import annotations

import io
import json
import random
import subprocess
import sys
import tarfile
import time
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

import pytest

from handslag.interfaces.cli.keeping import placing
from tests.installations import ON_POSTGRESQL, copied, installed, rows
from tests.interfaces.cli.test_backup import members, papers
from tests.interfaces.cli.test_import import PROGRAM, assert_whole, environment, handslag

pytestmark = pytest.mark.database

SEED = 7
DOCUMENTS = "select name, sha256, text from documents_document order by id"
LOG = "select number, verb, digest from audit_entry order by number"


@pytest.fixture(scope="module")
def source(tmp_path_factory) -> Path:
    return with_papers(tmp_path_factory.mktemp("source"), "data", 3)


@pytest.fixture(scope="module")
def other(tmp_path_factory) -> Path:
    """An installation with another document, to be copied."""
    return with_papers(tmp_path_factory.mktemp("other"), "data", 1, 50)


def with_papers(above: Path, name: str, *which: int) -> Path:
    folder = installed(above / name)
    done = handslag(folder, "import", papers(above / "papers", *which))
    assert done.returncode == 0, done.stderr
    return folder


@pytest.fixture(scope="module")
def copy(source, tmp_path_factory) -> Path:
    """A backup of an installation with three documents."""
    path: Path = tmp_path_factory.mktemp("copies") / "kopia.tar"
    done = handslag(source, "backup", path)
    assert done.returncode == 0, done.stderr
    return path


def listed(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir() if path.suffix != ".lock"}


def repacked(copy: Path, to: Path, change) -> Path:
    """The same backup with other parts, and sums that fit them."""
    parts = members(copy)
    del parts["SHA256SUMS"]
    parts = change(parts) or parts
    sums = "".join(f"{sha256(data).hexdigest()}  {name}\n" for name, data in parts.items())
    with tarfile.open(to, "w") as tar:
        for name, data in {**parts, "SHA256SUMS": sums.encode()}.items():
            head = tarfile.TarInfo(name)
            head.size = len(data)
            tar.addfile(head, io.BytesIO(data))
    return to


def told(parts: dict[str, bytes], **other) -> dict[str, bytes]:
    manifest = json.loads(parts["manifest.json"]) | other
    return {**parts, "manifest.json": json.dumps(manifest).encode()}


def assert_refused(data: Path, path: Path, words: str, *more: str) -> None:
    done = handslag(data, "restore", path, *more)
    assert done.returncode == 1, done.stdout
    assert words in done.stderr
    assert "Traceback" not in done.stderr
    assert "restoring" not in listed(data)


def test_all_of_it_comes_back(source, copy, tmp_path):
    data = tmp_path / "data"
    done = handslag(data, "restore", copy)
    assert (done.returncode, done.stderr) == (0, "")
    assert "3 handlingar, 3 filer och 6 rader i loggen" in done.stdout
    assert "Alla är utloggade." in done.stdout
    assert rows(data, DOCUMENTS) == rows(source, DOCUMENTS)
    assert rows(data, LOG) == rows(source, LOG)
    assert_whole(data)
    kept = [path for path in data.rglob("*") if path.is_file() and path.suffix != ".lock"]
    assert {path.stat().st_mode & 0o777 for path in kept} == {0o600}
    assert "restoring" not in listed(data)


def test_work_goes_on_from_there(copy, tmp_path):
    data = tmp_path / "data"
    handslag(data, "restore", copy)
    done = handslag(data, "import", "--json", papers(tmp_path / "papers", 4))
    counts = json.loads(done.stdout)
    assert (counts["new"], counts["unchanged"]) == (1, 3)
    assert_whole(data)


def test_where_something_is_already_it_is_refused(copy, other, tmp_path):
    data = copied(other, tmp_path / "data")
    before = rows(data, DOCUMENTS)
    assert_refused(data, copy, "finns redan en installation")
    assert rows(data, DOCUMENTS) == before
    assert_whole(data)


def test_replacing_puts_aside_what_was_there(copy, other, source, tmp_path):
    data = copied(other, tmp_path / "data")
    (file,) = data.glob("files/*/[0-9a-f]*")
    done = handslag(data, "restore", copy, "--replace")
    assert done.returncode == 0, done.stderr
    assert "Det som fanns förut ligger i" in done.stdout
    assert rows(data, DOCUMENTS) == rows(source, DOCUMENTS)
    assert_whole(data)
    (aside,) = data.glob("replaced-*")
    assert [path.name for path in aside.glob("files/*/[0-9a-f]*")] == [file.name]
    assert not (data / "files" / file.name[:2] / file.name).exists()


def test_the_secret_that_is_there_stays(copy, tmp_path):
    data = tmp_path / "data"
    data.mkdir()
    (data / "secret").write_text("the one that was here")
    assert handslag(data, "restore", copy).returncode == 0
    assert (data / "secret").read_text() == "the one that was here"


def test_wherever_a_byte_is_another_it_is_noticed(copy, tmp_path):
    whole = copy.read_bytes()
    chance = random.Random(SEED)  # noqa: S311  to be repeated
    with tarfile.open(copy) as tar:
        last = tar.getmembers()[-1]
    # the end of the file is padding, in which nothing is told
    places = [chance.randrange(0, last.offset_data + last.size) for _ in range(12)]
    noticed = 0
    for place in places:
        broken = bytearray(whole)
        broken[place] ^= 0x20
        (tmp_path / "trasig.tar").write_bytes(broken)
        done = handslag(tmp_path / "data", "backup", "--verify", tmp_path / "trasig.tar")
        assert "Traceback" not in done.stderr
        if done.returncode:
            noticed += 1
        else:  # padding between parts, or a name of the owner
            into = tmp_path / f"data-{place}"
            assert handslag(into, "restore", tmp_path / "trasig.tar").returncode == 0
            assert_whole(into)
    assert noticed >= 9


@pytest.mark.parametrize("part", [0.0, 0.001, 0.3, 0.9, 0.99])
def test_one_that_was_cut_off_is_refused(copy, tmp_path, part):
    with tarfile.open(copy) as tar:
        last = tar.getmembers()[-1]
    (tmp_path / "halv.tar").write_bytes(copy.read_bytes()[: int(last.offset_data * part)])
    assert_refused(tmp_path / "data", tmp_path / "halv.tar", "")
    assert listed(tmp_path / "data") <= {"secret"}


def without(name: str):
    return lambda parts: {key: data for key, data in parts.items() if not key.startswith(name)}


def one_row_less(parts):
    return told(parts, rows=json.loads(parts["manifest.json"])["rows"] | {"audit_entry": 7})


def newer(parts):
    migrations = json.loads(parts["manifest.json"])["migrations"]
    migrations["documents"].append("0999_from_tomorrow")
    return told(parts, migrations=migrations, version="9.0")


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (without("manifest.json"), "ingen säkerhetskopia"),
        (without("files/"), "saknar filen"),
        (one_row_less, "tabellen audit_entry har 6 rader, men hade 7"),
        (newer, "nyare version av Handslag (9.0)"),
        (lambda parts: told(parts, format=2, version="9.0"), "nyare version av Handslag (9.0)"),
        (lambda parts: told(parts, program="annat"), "ingen säkerhetskopia"),
        (lambda parts: parts | {"../utanför": b"x"}, "något främmande"),
        (lambda parts: parts | {"/utanför": b"x"}, "något främmande"),
        (lambda parts: parts | {"files/ab/../../../utanför": b"x"}, "något främmande"),
    ],
)
def test_what_is_not_right_is_refused_and_nothing_is_left(copy, tmp_path, change, words):
    path = repacked(copy, tmp_path / "annan.tar", change)
    assert_refused(tmp_path / "data", path, words)
    assert listed(tmp_path / "data") <= {"secret"}
    assert rows_there(tmp_path / "data") == []


TAMPER = """
import os
os.environ["DJANGO_SETTINGS_MODULE"] = "handslag.config.settings"
import django
django.setup()
from django.db import connection
from handslag.domain.audit import guards
guards.take_down(connection)
connection.cursor().execute("update audit_entry set verb = 'annat' where number = 2")
"""


def test_a_log_that_somebody_changed_is_brought_back_and_told_of(other, tmp_path):
    fresh = copied(other, tmp_path / "fresh")
    command = [sys.executable, "-c", TAMPER]
    subprocess.run(command, env=environment(fresh), check=True)
    assert handslag(fresh, "backup", tmp_path / "kopia.tar").returncode == 0
    for done in (
        handslag(tmp_path / "data", "backup", "--verify", tmp_path / "kopia.tar"),
        handslag(tmp_path / "data", "restore", tmp_path / "kopia.tar"),
    ):
        if "--verify" in done.args and ON_POSTGRESQL:
            continue  # the database is only tried out where there is one to restore it to
        assert done.returncode == 3
        assert "Loggen var inte hel när kopian gjordes" in done.stderr
    assert_whole(tmp_path / "data")


def test_which_tables_are_kept_empty_may_change_from_one_version_to_the_next(copy, tmp_path):
    def told_of_all(parts):
        counts = json.loads(parts["manifest.json"])["rows"]
        return told(parts, rows=counts | {"accounts_session": 0})

    path = repacked(copy, tmp_path / "annan.tar", told_of_all)
    assert handslag(tmp_path / "data", "restore", path).returncode == 0


def rows_there(data: Path):
    with suppress(Exception):
        return rows(data, DOCUMENTS)
    return []


def test_links_and_devices_are_refused(copy, tmp_path):
    with tarfile.open(tmp_path / "annan.tar", "w") as tar:
        head = tarfile.TarInfo("manifest.json")
        data = members(copy)["manifest.json"]
        head.size = len(data)
        tar.addfile(head, io.BytesIO(data))
        link = tarfile.TarInfo("files/ab/" + "ab" * 32)
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        tar.addfile(link)
    assert_refused(tmp_path / "data", tmp_path / "annan.tar", "något främmande")


def test_while_the_installation_is_used_it_is_not_replaced(copy, other, tmp_path):
    data = copied(other, tmp_path / "data")
    worker = subprocess.Popen(
        [*PROGRAM, "work"], env=environment(data), stdout=subprocess.PIPE, text=True
    )
    try:
        assert worker.stdout is not None
        assert worker.stdout.readline()
        assert_refused(data, copy, "Handslag är igång", "--replace")
    finally:
        worker.terminate()
        worker.communicate()
    assert handslag(data, "restore", copy, "--replace").returncode == 0


BEFORE = """
import os
os.environ["DJANGO_SETTINGS_MODULE"] = "handslag.config.settings"
import django
django.setup()
from django.core.management import call_command
call_command("migrate", "search", "zero", verbosity=0)
"""


def test_one_of_an_older_version_is_brought_to_this_one(other, tmp_path):
    fresh = copied(other, tmp_path / "fresh")
    command = [sys.executable, "-c", BEFORE]
    subprocess.run(command, env=environment(fresh), check=True)
    done = handslag(fresh, "backup", tmp_path / "older.tar")
    assert done.returncode == 0, done.stderr
    manifest = json.loads(members(tmp_path / "older.tar")["manifest.json"])
    assert "search" not in manifest["migrations"]
    done = handslag(tmp_path / "data", "restore", tmp_path / "older.tar")
    assert done.returncode == 0, done.stderr
    applied = "select name from django_migrations where app = 'search'"
    assert ("0001_initial",) in rows(tmp_path / "data", applied)
    assert_whole(tmp_path / "data")


def test_killed_at_any_moment_it_is_the_old_or_the_new_and_goes_on_by_itself(copy, other, tmp_path):
    chance = random.Random(SEED)  # noqa: S311  to be repeated
    data = copied(other, tmp_path / "data")
    old = rows(data, DOCUMENTS)
    for _ in range(6):
        process = subprocess.Popen(
            [*PROGRAM, "restore", str(copy), "--replace"],
            env=environment(data),
            stdout=subprocess.DEVNULL,
        )
        until = time.monotonic() + 300
        while not (data / placing.FOLDER).exists() and process.poll() is None:
            assert time.monotonic() < until
            time.sleep(0.005)
        time.sleep(chance.uniform(0, 1.5))
        process.kill()
        process.wait()
        assert handslag(data, "import", papers(tmp_path / "none", 0)).returncode == 0
        now = rows(data, DOCUMENTS)
        assert_whole(data)
        if now != old:
            break
    assert now == old or len(now) == 3


@pytest.mark.parametrize("moves", range(9))
def test_moves_that_were_cut_off_are_finished(tmp_path, monkeypatch, moves):
    for above, words in ((tmp_path, "old"), (tmp_path / placing.FOLDER, "new")):
        for name in ("files", "recognised"):
            (above / name).mkdir(parents=True)
            (above / name / "one").write_text(words)
        (above / placing.DATABASE).write_text(words)
    for name in placing.BESIDE:
        (tmp_path / name).write_text("old")
    done = 0
    rename = Path.rename

    def cut_off(path, to):
        nonlocal done
        if done == moves:
            raise KeyboardInterrupt
        done += 1
        return rename(path, to)

    with monkeypatch.context() as patched, suppress(KeyboardInterrupt):
        patched.setattr(Path, "rename", cut_off)
        placing.place(tmp_path, aside="replaced-then")
    assert placing.begun(tmp_path) == (done < 8)
    placing.finish(tmp_path)
    assert placing.finish(tmp_path) is False
    aside = tmp_path / "replaced-then"
    for above, words in ((tmp_path, "new"), (aside, "old")):
        assert (above / "files" / "one").read_text() == words
        assert (above / "recognised" / "one").read_text() == words
        assert (above / placing.DATABASE).read_text() == words
    assert {path.name for path in aside.iterdir()} == {*placing.NAMES, *placing.BESIDE}
    assert not (tmp_path / placing.FOLDER).exists()
    assert not any((tmp_path / name).exists() for name in placing.BESIDE)
