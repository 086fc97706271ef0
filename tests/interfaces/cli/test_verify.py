"""`handslag verify` and `handslag head` as the programs they are."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.installations import ON_POSTGRESQL, copied, inside, installed, rows
from tests.interfaces.cli.test_import import handslag, notice

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.database

THREE_ENTRIES = """
from django.db import transaction
from handslag.domain.access.viewer import SYSTEM
from handslag.domain.audit.actions import log
with transaction.atomic():
    for number in (1, 2, 3):
        log(viewer=SYSTEM, verb="registry.rename_body", thing_type="registry.body", thing_id=number)
"""
NO_TRIGGERS = """
from django.db import connection
from handslag.domain.audit.guards import take_down
take_down(connection)
"""


@pytest.fixture(scope="module")
def whole(tmp_path_factory) -> Path:
    """An installation in which three things have been done, and which nobody spoils."""
    folder = installed(tmp_path_factory.mktemp("verify") / "data")
    inside(folder, THREE_ENTRIES)
    return folder


@pytest.fixture
def data(whole, tmp_path) -> Path:
    """The same, to be spoiled."""
    return copied(whole, tmp_path / "data")


def by_hand(data: Path, *statements: str) -> None:
    inside(data, NO_TRIGGERS)
    for statement in statements:
        rows(data, statement)


def test_a_whole_log_and_its_head(whole):
    head = handslag(whole, "head")
    number, at, digest = head.stdout.split()
    done = handslag(whole, "verify")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == (
        f"Loggen är hel: {number} poster, i obruten följd.\nHuvud: {number} {at} {digest}\n"
    )


def test_heads_are_kept_in_a_file_and_compared(whole, tmp_path):
    heads = tmp_path / "huvuden"
    for _ in range(2):
        assert handslag(whole, "head", "--write", heads).stdout == ""
    assert handslag(whole, "head", "--write", "-").stdout == handslag(whole, "head").stdout
    told = json.loads(handslag(whole, "verify", "--head", heads, "--json").stdout)
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
    assert told[0].endswith("Z, registry.rename_body) har ändrats.")
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


@pytest.mark.skipif(ON_POSTGRESQL, reason="PostgreSQL takes no such letters")
def test_letters_that_are_none_are_told_and_not_stumbled_over(data):
    by_hand(data, "update audit_values set actor = cast(x'ff41' as text) where number = 1")
    done = handslag(data, "verify")
    assert done.returncode == 1
    assert "Post 1" in done.stdout or "efter post 0" in done.stdout


def test_a_file_that_is_not_there_or_is_no_text(whole, tmp_path):
    done = handslag(whole, "verify", "--head", tmp_path / "ingen")
    assert done.returncode == 1
    assert "gick inte att läsa" in done.stderr
    (tmp_path / "bild").write_bytes(b"\x89PNG\xff\xfe\n\n\0\0")
    done = handslag(whole, "verify", "--head", tmp_path / "bild")
    assert done.returncode == 1
    assert "Rad 1 i filen är inget huvud" in done.stdout


def test_a_head_that_cannot_be_written_is_told(whole, tmp_path):
    done = handslag(whole, "head", "--write", tmp_path / "ingen" / "fil")
    assert done.returncode == 1
    assert "Loggen är orörd." in done.stderr


def test_an_empty_log_has_no_head(tmp_path):
    empty = installed(tmp_path / "data")
    done = handslag(empty, "head")
    assert (done.returncode, done.stdout) == (0, "")
    assert "tom" in done.stderr
    assert handslag(empty, "verify").returncode == 0


def test_heads_are_written_down_by_themselves(tmp_path, monkeypatch):
    monkeypatch.setenv("HANDSLAG_HEAD_FILE", str(tmp_path / "huvuden"))
    paper = tmp_path / "kallelse.txt"
    paper.write_text(notice(2))
    data = installed(tmp_path / "data")
    assert handslag(data, "import", paper).returncode == 0
    assert len((tmp_path / "huvuden").read_text().splitlines()) == 1
    done = handslag(data, "verify", "--head", tmp_path / "huvuden")
    assert done.returncode == 0
    assert "Den stämmer med 1 nedskrivet huvud." in done.stdout
