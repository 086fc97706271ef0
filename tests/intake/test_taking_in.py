"""A file is taken in whole or not at all, and once."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

import pytest

from handslag.domain.audit.models import Entry
from handslag.domain.documents import store
from handslag.domain.documents.models import Document
from handslag.domain.meetings.models import Meeting
from handslag.intake import taking_in
from handslag.intake.actions import take_in
from handslag.intake.errors import NotTakenIn
from handslag.intake.models import Finding, Reading, Review, Suggestion
from handslag.source.read import read
from handslag.source.record import from_json
from tests.builders import VIEWER
from tests.intake.papers import full_paper, paper

if TYPE_CHECKING:
    from pathlib import Path

NOTICE = """Kallelse till Älvnätverket

Datum: 14 mars 2031
Tid: 09.00-12.00

1. Mötets öppnande
2. Hembesök om natten
Förslag till beslut
att pröva hembesöken ett år till
""".encode()


def test_the_bytes_the_text_and_the_record_are_kept(db, file_store: Path):
    taken = take_in(viewer=VIEWER, name="kallelse.txt", data=NOTICE)

    document = Document.objects.get(id=taken.document_id)
    digest = sha256(NOTICE).hexdigest()
    assert taken.new
    assert (document.name, document.sha256, document.size) == ("kallelse.txt", digest, len(NOTICE))
    assert store.path_of(digest).read_bytes() == NOTICE
    assert store.path_of(digest).is_relative_to(file_store)
    text, record = read(NOTICE, "kallelse.txt")
    assert document.text == text.text
    assert from_json(Reading.objects.get().record) == record
    assert Review.objects.get(document=document).state == "waiting"
    assert not Meeting.objects.exists()


def test_every_fact_of_the_record_is_suggested_where_it_stands(taken):
    document = taken(full_paper(findings=(("odd", "Något är udda."),)))

    text = Document.objects.get(id=document).text
    rows = Suggestion.objects.filter(document_id=document)
    kinds = list(rows.values_list("kind", flat=True))
    assert {kind: kinds.count(kind) for kind in kinds} == {
        "kind": 1,
        "title": 1,
        "body": 1,
        "date": 1,
        "time": 1,
        "place": 1,
        "attendee": 2,
        "item": 2,
        "presenter": 1,
        "proposal": 1,
        "point": 2,
        "proposed_decision": 1,
        "decision": 1,
        "clause": 4,
        "appointee": 1,
        "assignment": 1,
        "assignee": 2,
        "stance": 1,
        "transfer": 2,
        "attachment": 2,
        "amount": 2,
        "reference": 1,
    }
    for row in rows.filter(kind="clause"):
        assert text[row.start : row.end] == row.value["text"]
        assert row.parent
        assert row.parent.kind in {"decision", "proposed_decision"}
    assert Finding.objects.get().code == "odd"


def test_the_same_bytes_again_change_nothing(db):
    first = take_in(viewer=VIEWER, name="kallelse.txt", data=NOTICE)
    before = [model.objects.count() for model in (Document, Reading, Review, Suggestion, Entry)]

    again = take_in(viewer=VIEWER, name="kopia av kallelse.txt", data=NOTICE)

    assert again == taking_in.TakenIn(first.document_id, new=False)
    assert Document.objects.get().name == "kallelse.txt"
    assert [
        model.objects.count() for model in (Document, Reading, Review, Suggestion, Entry)
    ] == before


def test_other_bytes_under_the_same_name_are_another_document(db):
    first = take_in(viewer=VIEWER, name="kallelse.txt", data=NOTICE)
    second = take_in(viewer=VIEWER, name="kallelse.txt", data=NOTICE + b"3. Avslutning\n")

    assert second.new
    assert second.document_id != first.document_id


@pytest.mark.parametrize("data", [b"", b"\0" * 500, b"%PDF-1.4 no more", b"\x89PNG\r\n\x1a\n"])
def test_what_cannot_be_read_leaves_nothing_and_says_why(db, file_store: Path, data: bytes):
    with pytest.raises(NotTakenIn) as refused:
        take_in(viewer=VIEWER, name="trasig.pdf", data=data)

    assert str(refused.value).endswith(".")
    assert not Document.objects.exists()
    assert not list(file_store.glob("*/*"))


def test_a_failure_in_the_middle_leaves_nothing_that_shows(db, shelf, monkeypatch):
    one = paper()
    shelf[one.data] = one

    def fail(**_rest: object) -> None:
        raise RuntimeError

    with monkeypatch.context() as patch:
        patch.setattr(taking_in, "log", fail)
        with pytest.raises(RuntimeError):
            take_in(viewer=VIEWER, name="a.txt", data=one.data)
    for model in (Document, Reading, Review, Suggestion, Finding):
        assert not model.objects.exists()

    assert take_in(viewer=VIEWER, name="a.txt", data=one.data).new


def test_a_file_that_the_disk_has_lost_or_damaged_is_put_back(db):
    take_in(viewer=VIEWER, name="kallelse.txt", data=NOTICE)
    path = store.path_of(sha256(NOTICE).hexdigest())

    path.unlink()
    assert not take_in(viewer=VIEWER, name="kallelse.txt", data=NOTICE).new
    assert path.read_bytes() == NOTICE

    path.write_bytes(b"damaged")
    take_in(viewer=VIEWER, name="kallelse.txt", data=NOTICE)
    assert path.read_bytes() == NOTICE


def test_a_full_disk_is_told_in_words(db, monkeypatch):
    def full(**_rest: object) -> str:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(taking_in, "keep_bytes", full)
    with pytest.raises(NotTakenIn, match="Inget av den är sparat"):
        take_in(viewer=VIEWER, name="kallelse.txt", data=NOTICE)
    assert not Document.objects.exists()


def test_half_written_files_are_swept_but_not_those_being_written(file_store: Path):
    import fcntl

    folder = file_store / "ab"
    folder.mkdir(parents=True)
    left, writing, whole = folder / ".tmp-left", folder / ".tmp-writing", folder / ("ab" * 32)
    for path in (left, writing, whole):
        path.write_bytes(b"half")
    with writing.open("rb") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        assert store.sweep() == 1
    assert (left.exists(), writing.exists(), whole.exists()) == (False, True, True)


def test_keeping_the_same_bytes_twice_writes_once(file_store: Path):
    digest = store.keep(b"hello")
    stamp = store.path_of(digest).stat().st_mtime_ns

    assert store.keep(b"hello") == digest
    assert store.path_of(digest).stat().st_mtime_ns == stamp
    assert [path.name for path in file_store.glob("*/*")] == [digest]
