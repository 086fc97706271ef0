"""What the worker does with a scan that waits, and with whatever goes wrong on the way."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import OperationalError
from django.utils import timezone

from handslag.domain.audit.models import Entry
from handslag.domain.documents import queries as documents
from handslag.domain.documents.models import Document
from handslag.intake import queries
from handslag.intake.models import Review
from handslag.intake.recognising import actions, claims
from handslag.intake.recognising.models import Recognition, State
from handslag.intake.recognising.work import Worker
from handslag.source.reading import ReadingError
from tests.builders import VIEWER
from tests.intake.recognising.conftest import PAGES, kept_of, row

pytestmark = pytest.mark.django_db


def read_all() -> None:
    worker = Worker()
    while worker.read_next():
        pass


def late(document_id: int) -> None:
    """Nothing has been heard of whoever holds the document."""
    past = timezone.now() - dt.timedelta(seconds=1)
    Recognition.objects.filter(document_id=document_id).update(held_until=past)


def test_a_scan_is_read_and_lies_ready_for_review(handed_in, scanner):
    folder = kept_of(handed_in)
    read_all()
    review = queries.review_page(VIEWER, handed_in)
    assert review.document.recognised
    assert review.document.shown_sha256
    assert review.document.text == scanner.one.text.text
    assert review.facts
    assert not Recognition.objects.exists()
    assert not folder.exists()
    verbs = set(Entry.objects.filter(thing_id=handed_in).values_list("verb", flat=True))
    assert {"intake.recognising.queue", "documents.fill", "intake.take_in"} <= verbs


def test_where_nothing_waits_nothing_is_done(scanner):
    assert Worker().read_next() is False


def test_the_one_that_came_first_has_its_turn_first(scanner):
    def hand_in(data: bytes) -> int:
        return actions.hand_in(viewer=VIEWER, name="a.pdf", data=data).document_id

    first, second = hand_in(b"one"), hand_in(b"two")
    assert [claims.claim("a"), claims.claim("b"), claims.claim("c")] == [first, second, None]


def test_two_workers_never_hold_the_same(handed_in):
    assert claims.claim("one") == handed_in
    assert claims.claim("two") is None
    assert not claims.tell("two", handed_in, 1, PAGES)
    assert not claims.hold_on("two", handed_in)
    assert claims.tell("one", handed_in, 1, PAGES)
    assert row(handed_in).done == 1


def test_who_loses_the_race_for_one_takes_none(handed_in, monkeypatch):
    """Another worker claims it between the look and the taking."""
    free, calls = claims._free, []

    def look(now):
        calls.append(now)
        if len(calls) == 1:
            found = free(now)
            Recognition.objects.update(
                state=State.READING, holder="other", held_until=now + claims.HOLD
            )
            # what was seen a moment ago stands as seen: the taking asks again
            return found
        return free(now)

    monkeypatch.setattr(claims, "_free", look)
    assert claims.claim("own") is None
    assert row(handed_in).holder == "other"


def test_what_a_killed_worker_held_is_read_by_the_next(handed_in, scanner):
    assert claims.claim("killed") == handed_in
    claims.tell("killed", handed_in, 2, PAGES)
    folder = kept_of(handed_in)
    folder.mkdir(parents=True)
    for page in (1, 2):
        (folder / f"{page}_90.pdf").write_bytes(b"%PDF-")
    assert Worker().read_next() is False, "it may be alive"
    late(handed_in)
    read_all()
    assert scanner.recognised == [3]
    assert Review.objects.filter(document_id=handed_in).exists()


def test_a_worker_that_comes_back_too_late_writes_nothing(handed_in, scanner):
    worker = Worker()

    def overtaken(page: int) -> None:
        if page == PAGES:
            late(handed_in)
            assert claims.claim("other") == handed_in

    scanner.on_page = overtaken
    assert worker.read_next()
    assert row(handed_in).holder == "other"
    assert row(handed_in).state == State.READING
    assert not Review.objects.exists()


def test_stopped_in_the_middle_it_goes_on_where_it_was(handed_in, scanner):
    scanner.on_page = lambda page: page == 2 and actions.stop(viewer=VIEWER, document_id=handed_in)
    assert Worker().read_next()
    found = row(handed_in)
    assert (found.state, found.done, found.holder) == (State.STOPPED, 1, "")
    assert Worker().read_next() is False
    scanner.on_page = lambda _page: None
    actions.go_on(viewer=VIEWER, document_id=handed_in)
    read_all()
    assert scanner.recognised == [1, 2, 3]
    assert Review.objects.filter(document_id=handed_in).exists()


def test_what_is_stopped_is_held_until_its_worker_has_let_go(handed_in):
    assert claims.claim("one") == handed_in
    actions.stop(viewer=VIEWER, document_id=handed_in)
    actions.go_on(viewer=VIEWER, document_id=handed_in)
    assert claims.claim("two") is None
    assert not claims.hold_on("one", handed_in)
    claims.let_go("one", handed_in)
    assert claims.claim("two") == handed_in


def test_a_worker_that_is_ended_lets_go_at_once(handed_in, scanner):
    worker = Worker()
    scanner.on_page = lambda page: worker.stop() if page == 2 else None
    assert worker.read_next()
    found = row(handed_in)
    assert (found.state, found.holder, found.attempts) == (State.WAITING, "", 0)


def test_removed_while_it_is_read(handed_in, scanner):
    folder = kept_of(handed_in)
    scanner.on_page = lambda page: (
        page == 2 and actions.remove(viewer=VIEWER, document_id=handed_in)
    )
    assert Worker().read_next()
    assert not Document.objects.exists()
    assert not folder.exists()


def test_the_reason_why_it_could_not_be_read_is_told(handed_in, scanner):
    scanner.refusal = ReadingError("only-pictures", "Ingen text gick att känna igen.")
    read_all()
    found = row(handed_in)
    assert (found.state, found.problem) == (State.FAILED, "Ingen text gick att känna igen.")
    assert not Review.objects.exists()
    scanner.refusal = None
    actions.go_on(viewer=VIEWER, document_id=handed_in)
    read_all()
    assert Review.objects.filter(document_id=handed_in).exists()


def test_a_fault_of_ours_costs_one_document(handed_in, scanner, caplog):
    def trip(_page: int) -> None:
        raise ZeroDivisionError

    scanner.on_page = trip
    assert Worker().read_next()
    assert row(handed_in).state == State.FAILED
    assert "ZeroDivisionError" in row(handed_in).problem
    assert "could not be read" in caplog.text


def test_a_file_that_the_disk_has_lost(handed_in):
    documents.file_path(VIEWER, handed_in).unlink()
    read_all()
    assert row(handed_in).state == State.FAILED
    assert "disken" in row(handed_in).problem


def test_a_database_that_cannot_be_written_is_no_fault_of_the_document(
    handed_in, scanner, monkeypatch
):
    def full(*_args: object, **_rest: object) -> None:
        raise OperationalError("database or disk is full")

    monkeypatch.setattr("handslag.intake.recognising.work.fill", full)
    with pytest.raises(OperationalError):
        Worker().read_next()
    assert row(handed_in).state == State.READING, "tried again once nobody is heard of"
    assert kept_of(handed_in).exists()
    monkeypatch.undo()


def test_a_file_that_kills_its_workers_is_given_up(handed_in):
    for number in range(claims.MOST_ATTEMPTS):
        assert claims.claim(f"worker {number}") == handed_in
        late(handed_in)
    assert Worker().read_next() is False
    assert row(handed_in).state == State.FAILED
    assert "flera gånger" in row(handed_in).problem
    actions.go_on(viewer=VIEWER, document_id=handed_in)
    assert claims.claim("again") == handed_in


def test_a_worker_that_gets_further_is_not_given_up(handed_in):
    for number in range(3 * claims.MOST_ATTEMPTS):
        assert claims.claim(f"worker {number}") == handed_in
        assert claims.tell(f"worker {number}", handed_in, 1, PAGES)
        late(handed_in)


def test_read_again_in_its_turn_it_keeps_what_people_said(handed_in, scanner):
    read_all()
    assert actions.reread_in_turn(viewer=VIEWER, document_id=handed_in) is None
    assert actions.reread_in_turn(viewer=VIEWER, document_id=handed_in) is None, "once is enough"
    assert row(handed_in).state == State.WAITING
    before = queries.review_page(VIEWER, handed_in)
    read_all()
    assert not Recognition.objects.exists()
    assert queries.review_page(VIEWER, handed_in).facts == before.facts


def test_what_shows_that_a_worker_lives_moves_the_time_ahead(handed_in):
    claims.claim("one")
    late(handed_in)
    assert claims.hold_on("one", handed_in)
    assert claims.claim("two") is None
