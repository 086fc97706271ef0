"""Handing in, stopping, going on and removing: what each changes, logs, and leaves alone."""

from __future__ import annotations

import datetime as dt
import os
import time

import pytest

from handslag.domain.audit.models import Entry
from handslag.domain.documents import queries as documents
from handslag.domain.documents.actions import fill, remove_unread
from handslag.domain.documents.models import Document
from handslag.intake import queries
from handslag.intake.actions import take_in
from handslag.intake.errors import Invalid, NotTakenIn
from handslag.intake.models import Review
from handslag.intake.recognising import actions
from handslag.intake.recognising.models import Recognition, State
from handslag.intake.recognising.queries import being_read, reading_of
from handslag.intake.recognising.work import Worker
from handslag.intake.taking_in import all_pages, described
from handslag.source.reading import ReadingError
from handslag.source.record.document import Document as Read
from tests.builders import VIEWER
from tests.intake.papers import paper
from tests.intake.recognising.conftest import PAGES, kept_of, row

pytestmark = pytest.mark.django_db


def verbs() -> list[str]:
    return list(Entry.objects.order_by("number").values_list("verb", flat=True))


def test_a_file_with_pages_to_recognise_is_kept_and_waits(scanner):
    one = scanner.one
    done = actions.hand_in(viewer=VIEWER, name=one.name, data=one.data)
    assert (done.new, done.waits) == (True, True)
    assert documents.file_path(VIEWER, done.document_id).read_bytes() == one.data
    found = row(done.document_id)
    assert (found.state, found.done, found.pages) == (State.WAITING, 0, PAGES)
    assert verbs() == ["documents.store_document", "intake.recognising.queue"]
    assert scanner.recognised == []
    assert queries.all_documents(VIEWER).total == 0, "there is nothing to review yet"


def test_the_same_file_while_it_waits_changes_nothing(scanner, handed_in):
    before = verbs()
    for take in (actions.hand_in, take_in):
        again = take(viewer=VIEWER, name="annat.pdf", data=scanner.one.data)
        assert (again.document_id, again.new) == (handed_in, False)
    assert actions.hand_in(viewer=VIEWER, name="x", data=scanner.one.data).waits
    assert Recognition.objects.count() == Document.objects.count() == 1
    assert verbs() == before
    assert scanner.recognised == []


def test_what_has_been_read_does_not_wait_again(scanner, handed_in):
    Worker().read_next()
    again = actions.hand_in(viewer=VIEWER, name="x", data=scanner.one.data)
    assert (again.document_id, again.new, again.waits) == (handed_in, False, False)


def test_what_can_be_read_quickly_is_read_at_once(shelf, db):
    done = actions.hand_in(viewer=VIEWER, name="a.txt", data=_paper(shelf))
    assert (done.new, done.waits) == (True, False)
    assert Review.objects.filter(document_id=done.document_id).exists()


def _paper(shelf) -> bytes:
    one = paper()
    shelf[one.data] = one
    return one.data


def test_what_shows_at_once_is_refused_at_once(db, monkeypatch):
    def refuse(_data, _name):
        raise ReadingError("damaged-pdf", "PDF-filen är skadad.")

    monkeypatch.setattr(actions, "to_recognise", refuse)
    with pytest.raises(NotTakenIn, match="skadad"):
        actions.hand_in(viewer=VIEWER, name="a.pdf", data=b"%PDF-")
    assert not Document.objects.exists()


def test_a_disk_that_is_full_keeps_nothing(scanner, monkeypatch):
    def full(**_rest):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(actions, "keep_bytes", full)
    with pytest.raises(NotTakenIn, match="disken"):
        actions.hand_in(viewer=VIEWER, name="a.pdf", data=b"%PDF-")
    assert not Document.objects.exists()


def test_stopping_and_going_on_are_logged_once(handed_in):
    for verb in (actions.stop, actions.stop, actions.go_on, actions.go_on):
        verb(viewer=VIEWER, document_id=handed_in)
    assert verbs()[2:] == ["intake.recognising.stop", "intake.recognising.go_on"]
    assert row(handed_in).state == State.WAITING


def test_removing_takes_the_file_along(handed_in, django_capture_on_commit_callbacks):
    path, folder = documents.file_path(VIEWER, handed_in), kept_of(handed_in)
    folder.mkdir(parents=True)
    with django_capture_on_commit_callbacks(execute=True):
        assert actions.remove(viewer=VIEWER, document_id=handed_in) is False
        assert path.exists(), "a kill may still bring the row back"
    assert not Document.objects.exists()
    assert not Recognition.objects.exists()
    assert not path.exists()
    assert not folder.exists()
    assert verbs()[2:] == ["documents.remove_unread", "intake.recognising.remove"]


def test_removed_it_can_be_handed_in_again(scanner, handed_in):
    actions.remove(viewer=VIEWER, document_id=handed_in)
    again = actions.hand_in(viewer=VIEWER, name="a.pdf", data=scanner.one.data)
    assert again.new
    assert documents.file_path(VIEWER, again.document_id).exists()


def test_what_has_been_read_cannot_be_removed(handed_in):
    Worker().read_next()
    with pytest.raises(Invalid, match="redan läst"):
        actions.remove(viewer=VIEWER, document_id=handed_in)
    with pytest.raises(Document.DoesNotExist):
        remove_unread(viewer=VIEWER, document_id=handed_in)
    assert documents.file_path(VIEWER, handed_in).exists()


def test_what_has_been_read_is_not_filled_again(handed_in, scanner):
    Worker().read_next()
    new = described("a", Read(scanner.one.text, scanner.one.record), "")
    with pytest.raises(Document.DoesNotExist):
        fill(viewer=VIEWER, document_id=handed_in, new=new)


def test_a_document_stays_where_only_reading_it_again_is_given_up(handed_in):
    Worker().read_next()
    actions.reread_in_turn(viewer=VIEWER, document_id=handed_in)
    assert actions.remove(viewer=VIEWER, document_id=handed_in) is True
    assert Review.objects.filter(document_id=handed_in).exists()
    assert documents.file_path(VIEWER, handed_in).exists()


def test_read_again_at_once_where_nothing_is_to_be_recognised(taken):
    done = actions.reread_in_turn(viewer=VIEWER, document_id=taken(paper()))
    assert done is not None
    assert not done.changed


def test_read_again_without_its_file(handed_in):
    Worker().read_next()
    documents.file_path(VIEWER, handed_in).unlink()
    with pytest.raises(NotTakenIn, match="disken"):
        actions.reread_in_turn(viewer=VIEWER, document_id=handed_in)


def test_pages_of_readings_left_long_ago_are_forgotten(handed_in):
    old, new = all_pages() / "old", all_pages() / "new"
    for folder in (old, new):
        folder.mkdir(parents=True)
        (folder / "1_9.pdf").write_bytes(b"%PDF-")
    past = time.time() - actions.FORGOTTEN - 60
    os.utime(old, (past, past))
    actions.forget_old_pages(viewer=VIEWER)
    assert (old.exists(), new.exists()) == (False, True)


@pytest.mark.parametrize(
    ("state", "done", "words"),
    [
        ("waiting", 0, "väntar på att läsas"),
        ("reading", 0, "läses, sida 1 av 3"),
        ("reading", 2, "läses, sida 3 av 3"),
        ("reading", 3, "läses, alla sidor är tydda"),
        ("stopped", 0, "stoppad"),
        ("stopped", 1, "stoppad, 1 av 3 sidor är tydda"),
        ("failed", 1, "kunde inte läsas"),
    ],
)
def test_how_far_it_has_come_in_words(handed_in, state, done, words):
    Recognition.objects.update(state=state, done=done)
    found = reading_of(VIEWER, handed_in)
    assert found is not None
    assert found.words == words
    assert found.moves is (state in {"waiting", "reading"})


def test_the_number_of_queries_is_the_same_for_one_and_many(
    scanner, handed_in, django_assert_num_queries
):
    with django_assert_num_queries(3):
        assert being_read(VIEWER).total == 1
    for number in range(5):
        actions.hand_in(viewer=VIEWER, name=f"{number}.pdf", data=bytes([number]))
    with django_assert_num_queries(3):
        assert being_read(VIEWER).total == 6
    with django_assert_num_queries(2):
        assert reading_of(VIEWER, handed_in)
    Recognition.objects.all().delete()
    with django_assert_num_queries(1):
        assert being_read(VIEWER).total == 0
    with django_assert_num_queries(1):
        assert reading_of(VIEWER, handed_in) is None


def test_somebody_is_told_where_nobody_reads(handed_in, monkeypatch):
    found = reading_of(VIEWER, handed_in)
    assert found
    assert not found.left_alone
    monkeypatch.setattr("handslag.intake.recognising.queries.PATIENCE", dt.timedelta(0))
    found = reading_of(VIEWER, handed_in)
    assert found
    assert found.left_alone
