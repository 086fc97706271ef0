"""`handslag import` as the program it is: what is kept, what is said, and what a kill leaves."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from hashlib import sha256
from pathlib import Path

import pytest

from tests import installations
from tests.installations import rows
from tests.source.reading.pdfs import pdf, text_page

pytestmark = pytest.mark.database

PROGRAM = [sys.executable, "-c", "from handslag.interfaces.cli.main import main; main()"]
SOURCES = str(Path(__file__).parents[3] / "src")


def environment(data: Path) -> dict[str, str]:
    return installations.environment(data) | {"PYTHONPATH": SOURCES}


def handslag(data: Path, *arguments: str | Path, cwd: Path | None = None):
    return subprocess.run(
        [*PROGRAM, *map(str, arguments)],
        cwd=cwd,
        env=environment(data),
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )


def notice(number: int) -> str:
    items = "".join(
        f"{n}. Ärende {n} på möte {number}\nFörslag till beslut\natt godkänna förslag {n}\n\n"
        for n in range(1, 9)
    )
    day = f"2031-{number % 12 + 1:02}-{number % 27 + 1:02}"
    return f"Kallelse till Älvnätverket\n\nDatum: {day}\nTid: 09.00-12.00\n\n{items}"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return installations.installed(tmp_path / "data")


@pytest.fixture
def nothing(tmp_path: Path) -> Path:
    """A data folder that is not there yet."""
    return tmp_path / "nothing"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Three documents, a file that is none, and what is to be passed over."""
    papers = tmp_path / "papper"
    (papers / "2031").mkdir(parents=True)
    (papers / ".git").mkdir()
    (papers / "a.txt").write_text(notice(1))
    (papers / "2031" / "b.md").write_text(notice(2))
    (papers / "2031" / "c.pdf").write_bytes(pdf(text_page("Kallelse", "1. Mötets öppnande")))
    (papers / "2031" / "bild.pdf").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(100))
    (papers / ".gömd.txt").write_text(notice(3))
    (papers / ".git" / "d.txt").write_text(notice(4))
    (papers / "slinga").symlink_to(papers)
    return papers


def assert_whole(data: Path) -> None:
    """Every document that shows has its review, its reading, its facts and its bytes."""
    found = rows(
        data,
        "select d.sha256, (select count(*) from intake_review where document_id = d.id),"
        " (select count(*) from intake_reading where document_id = d.id),"
        " (select count(*) from intake_suggestion where document_id = d.id)"
        " from documents_document d",
    )
    for digest, reviews, readings, facts in found:
        kept = data / "files" / digest[:2] / digest
        assert sha256(kept.read_bytes()).hexdigest() == digest
        assert (reviews, readings) == (1, 1)
        assert facts
    assert installations.whole(data)


def test_a_folder_is_taken_in_and_the_summary_told(data: Path, folder: Path):
    done = handslag(data, "import", folder)

    assert done.returncode == 1
    assert done.stdout.splitlines()[:3] == ["Nya: 3", "Oförändrade: 0", "Misslyckade: 1"]
    (failure,) = done.stdout.splitlines()[3:]
    assert failure.strip().startswith(f"{folder}/2031/bild.pdf: ")
    assert done.stderr == "", "no progress bar where nobody looks"
    assert_whole(data)
    assert {name for (name,) in rows(data, "select name from documents_document")} == {
        "a.txt",
        "b.md",
        "c.pdf",
    }


def test_the_same_again_changes_nothing_and_a_changed_file_is_new(data: Path, folder: Path):
    (folder / "2031" / "bild.pdf").unlink()
    first = handslag(data, "import", folder, "--json")
    again = handslag(data, "import", folder, folder / "a.txt", "--json")
    (folder / "a.txt").write_text(notice(5))
    changed = handslag(data, "import", folder, "--json")

    assert [json.loads(done.stdout) for done in (first, again, changed)] == [
        {"new": 3, "unchanged": 0, "failed": 0, "failures": []},
        {"new": 0, "unchanged": 3, "failed": 0, "failures": []},
        {"new": 1, "unchanged": 2, "failed": 0, "failures": []},
    ]
    assert [done.returncode for done in (first, again, changed)] == [0, 0, 0]
    assert_whole(data)


def test_failures_are_told_with_their_reasons_and_the_rest_goes_on(data: Path, folder: Path):
    (folder / "tom.txt").touch()
    done = handslag(data, "import", folder / "saknas.txt", folder, "--json")

    summary = json.loads(done.stdout)
    assert (done.returncode, summary["new"], summary["failed"]) == (1, 3, 3)
    reasons = {Path(one["file"]).name: one["reason"] for one in summary["failures"]}
    assert set(reasons) == {"saknas.txt", "tom.txt", "bild.pdf"}
    assert all(reason.endswith(".") and "Traceback" not in reason for reason in reasons.values())


def test_what_is_handslags_own_is_left_out(data: Path, folder: Path):
    handslag(data, "import", folder / "a.txt")
    (data / "möten").mkdir()
    (data / "möten" / "e.txt").write_text(notice(6))

    done = handslag(data, "import", data, "--json")
    assert json.loads(done.stdout) == {"new": 1, "unchanged": 0, "failed": 0, "failures": []}


def test_odd_file_names_can_be_taken_in(data: Path, tmp_path: Path):
    name = os.fsdecode(b"k\xe5llelse\n[bold].txt")
    (tmp_path / name).write_text(notice(7))

    done = handslag(data, "import", tmp_path / name, "--json")
    assert json.loads(done.stdout)["new"] == 1
    assert rows(data, "select name from documents_document") == [("k�llelse�[bold].txt",)]


def test_a_data_folder_that_cannot_be_used_is_told_in_words(tmp_path: Path, folder: Path):
    (tmp_path / "fil").touch()
    done = handslag(tmp_path / "fil" / "data", "import", folder)

    assert done.returncode == 1
    assert "går inte att använda" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.skipif(installations.ON_POSTGRESQL, reason="there is no file to spoil")
def test_a_database_that_cannot_be_used_is_told_in_words(data: Path, folder: Path):
    (data / "handslag.sqlite3").write_text("this is no database, but somebody put it here\n" * 50)
    done = handslag(data, "import", folder)

    assert done.returncode == 1
    assert "går inte att använda" in done.stderr
    assert "Traceback" not in done.stderr


def start(data: Path, *arguments: str | Path) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [*PROGRAM, *map(str, arguments)],
        env=environment(data),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def test_two_at_once_after_a_killed_start_take_each_file_in_once(nothing: Path, tmp_path: Path):
    papers = tmp_path / "papper"
    papers.mkdir()
    for number in range(12):
        (papers / f"{number}.txt").write_text(notice(number))
    killed = start(nothing, "import", papers)
    time.sleep(2)  # in the middle of the first start
    killed.kill()
    killed.communicate(timeout=300)
    both = [start(nothing, "import", papers, "--json") for _ in range(2)]
    said = [process.communicate(timeout=300) for process in both]

    summaries = [json.loads(out) for out, _err in said]
    assert [process.returncode for process in both] == [0, 0], said
    assert sum(summary["new"] for summary in summaries) == 12
    assert sum(summary["unchanged"] for summary in summaries) == 12
    assert_whole(nothing)


def test_killed_anywhere_it_leaves_only_whole_documents_and_goes_on(data: Path, tmp_path: Path):
    papers = tmp_path / "papper"
    papers.mkdir()
    for number in range(40):
        (papers / f"{number:02}.txt").write_text(notice(number))
    chance = random.Random(20310314)  # noqa: S311  it picks moments, not secrets
    killed = 0
    for _ in range(8):
        process = start(data, "import", papers)
        time.sleep(chance.uniform(0.5, 3))
        process.send_signal(signal.SIGKILL)
        process.communicate(timeout=300)
        killed += process.returncode == -signal.SIGKILL
        assert_whole(data)
    assert killed

    done = handslag(data, "import", papers, "--json")
    summary = json.loads(done.stdout)
    assert (summary["new"] + summary["unchanged"], summary["failed"]) == (40, 0)
    assert rows(data, "select count(*) from documents_document") == [(40,)]
    assert_whole(data)
    assert not list((data / "files").glob("*/.tmp-*"))


def test_reread_says_what_changed(data: Path, folder: Path):
    handslag(data, "import", folder / "a.txt")

    done = handslag(data, "reread")
    assert (done.returncode, done.stdout.splitlines()) == (
        0,
        ["Ändrade: 0", "Oförändrade: 1", "Misslyckade: 0"],
    )
    unknown = handslag(data, "reread", "77")
    assert unknown.returncode == 1
    assert "77: Det finns ingen handling med det numret." in unknown.stdout
