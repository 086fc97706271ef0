"""`handslag verify` and `handslag head` as the programs they are."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from tests.interfaces.cli.test_import import handslag, notice

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def installed(tmp_path_factory) -> Path:
    """An installation in which some things have been done, and its first head."""
    folder: Path = tmp_path_factory.mktemp("verify")
    paper = folder / "kallelse.txt"
    paper.write_text(notice(1))
    assert handslag(folder / "data", "import", paper).returncode == 0
    return folder / "data"


@pytest.fixture
def data(installed, tmp_path) -> Path:
    """A copy of it, to be spoiled."""
    copy = tmp_path / "data"
    copy.mkdir()
    with (
        closing(sqlite3.connect(installed / "handslag.sqlite3")) as one,
        closing(sqlite3.connect(copy / "handslag.sqlite3")) as other,
    ):
        one.backup(other)
    return copy


def by_hand(data: Path, *statements: str) -> None:
    with closing(sqlite3.connect(data / "handslag.sqlite3")) as database, database:
        for (trigger,) in database.execute(
            "select name from sqlite_master where type = 'trigger' and name like 'audit%'"
        ).fetchall():
            database.execute(f"drop trigger {trigger}")
        for statement in statements:
            database.execute(statement)


def test_a_whole_log_and_its_head(data):
    head = handslag(data, "head")
    number, at, digest = head.stdout.split()
    done = handslag(data, "verify")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == (
        f"Loggen är hel: {number} poster, i obruten följd.\nHuvud: {number} {at} {digest}\n"
    )


def test_heads_are_kept_in_a_file_and_compared(data, tmp_path):
    heads = tmp_path / "huvuden"
    for _ in range(2):
        assert handslag(data, "head", "--write", heads).stdout == ""
    assert handslag(data, "head", "--write", "-").stdout == handslag(data, "head").stdout
    told = json.loads(handslag(data, "verify", "--head", heads, "--json").stdout)
    assert (told["whole"], told["heads_compared"], told["told"]) == (True, 2, [])


def test_what_was_changed_is_told_by_number_time_and_verb(data):
    by_hand(
        data,
        "update audit_entry set user_id = 5 where number = 1",
        "update audit_values set actor = 'Någon annan' where number = 2",
    )
    done = handslag(data, "verify")
    assert done.returncode == 1
    first, *told = done.stdout.splitlines()
    assert first.startswith("Loggen är inte hel: 2 fel bland ")
    assert told[0].startswith("  Post 1 (20")
    assert told[0].endswith("Z, documents.store_document) har ändrats.")
    assert "Post 2 (" in told[1]
    assert told[1].endswith(" berättar något annat än när den skrevs.")
    assert told[2].startswith("Inget har ändrats av kontrollen.")


def test_a_log_cut_short_with_its_head_is_found_by_the_file(data, tmp_path):
    heads = tmp_path / "huvuden"
    handslag(data, "head", "--write", heads)
    number = int(heads.read_text().split()[0])
    by_hand(
        data,
        "delete from audit_values where number = (select max(number) from audit_entry)",
        "delete from audit_entry where number = (select max(number) from audit_entry)",
        "update audit_head set (number, digest) ="
        " (select number, digest from audit_entry order by number desc limit 1)",
    )
    assert handslag(data, "verify").returncode == 0
    done = handslag(data, "verify", "--json", "--head", heads)
    told = json.loads(done.stdout)
    assert done.returncode == 1
    (one,) = told["told"]
    assert (one["fault"], one["number"], one["line"]) == ("fewer-than-written", number, 1)
    assert one["words"].startswith(f"Post {number} skrevs ner på rad 1 i filen")


def test_letters_that_are_none_are_told_and_not_stumbled_over(data):
    by_hand(data, "update audit_values set actor = cast(x'ff41' as text) where number = 1")
    done = handslag(data, "verify")
    assert done.returncode == 1
    assert "Post 1" in done.stdout or "efter post 0" in done.stdout


def test_a_file_that_is_not_there_or_is_no_text(data, tmp_path):
    done = handslag(data, "verify", "--head", tmp_path / "ingen")
    assert done.returncode == 1
    assert "gick inte att läsa" in done.stderr
    (tmp_path / "bild").write_bytes(b"\x89PNG\xff\xfe\n\n\0\0")
    done = handslag(data, "verify", "--head", tmp_path / "bild")
    assert done.returncode == 1
    assert "Rad 1 i filen är inget huvud" in done.stdout


def test_a_head_that_cannot_be_written_is_told(data, tmp_path):
    done = handslag(data, "head", "--write", tmp_path / "ingen" / "fil")
    assert done.returncode == 1
    assert "Loggen är orörd." in done.stderr


def test_an_empty_log_has_no_head(tmp_path):
    done = handslag(tmp_path / "data", "head")
    assert (done.returncode, done.stdout) == (0, "")
    assert "tom" in done.stderr
    assert handslag(tmp_path / "data", "verify").returncode == 0


def test_heads_are_written_down_by_themselves(tmp_path, monkeypatch):
    monkeypatch.setenv("HANDSLAG_HEAD_FILE", str(tmp_path / "huvuden"))
    paper = tmp_path / "kallelse.txt"
    paper.write_text(notice(2))
    assert handslag(tmp_path / "data", "import", paper).returncode == 0
    assert len((tmp_path / "huvuden").read_text().splitlines()) == 1
    done = handslag(tmp_path / "data", "verify", "--head", tmp_path / "huvuden")
    assert done.returncode == 0
    assert "Den stämmer med 1 nedskrivet huvud." in done.stdout
