"""Documents without questions are accepted together, each by itself; the others say why not."""

from __future__ import annotations

from datetime import date, time, timedelta
from typing import Any

import pytest
from django.core.exceptions import ObjectDoesNotExist, PermissionDenied

from handslag.domain.access.viewer import ANONYMOUS
from handslag.domain.documents.models import Document
from handslag.domain.meetings.models import Meeting
from handslag.intake import acceptance, actions, batches
from handslag.intake.comparing.queries import counts_across
from handslag.intake.errors import Invalid
from handslag.intake.models import BatchEntry, Change, Finding, Review, Suggestion
from handslag.intake.together import batch, ready
from tests.builders import NO_SUCH, VIEWER, a_body
from tests.intake.conftest import accepted_again
from tests.intake.papers import clause, item, paper

DAY = date(2031, 3, 14)


@pytest.fixture(autouse=True)
def _body(db):
    a_body("Älvnätverket")


@pytest.fixture
def quiet(taken):
    """Take in documents that leave nothing to ask."""

    def take(number: int = 1) -> list[int]:
        days = (DAY + timedelta(days=n) for n in range(number))
        return [taken(paper(day=day, note=f"Nr {day}")) for day in days]

    return take


def chosen(ids: list[int]) -> int:
    found = Review.objects.filter(document_id__in=ids)
    revisions = dict(found.values_list("document_id", "revision"))
    return actions.start_batch(viewer=VIEWER, revisions=revisions)


def run(batch_id: int) -> None:
    while actions.go_on(viewer=VIEWER, batch_id=batch_id):
        pass


def reasons(batch_id: int) -> list[str]:
    return [row.reason for row in batch(VIEWER, batch_id).left]


def test_what_leaves_nothing_to_ask_is_accepted(quiet):
    ids = quiet(3)
    assert {row.document_id for row in ready(VIEWER).listing} == set(ids)
    number = chosen(ids)
    run(number)

    page = batch(VIEWER, number)
    assert [row.document_id for row in page.accepted] == ids
    assert not page.left
    assert not page.waiting
    assert Meeting.objects.count() == 3
    assert all(row.meeting_id for row in page.rows)
    assert not ready(VIEWER).listing.rows


def doubtful() -> dict[str, Any]:
    return {"items": (item("1", "Tvekan", clauses=(clause("att gå", doubt="Kanske."),)),)}


@pytest.mark.parametrize(
    ("told", "reason"),
    [
        ({"findings": (("odd", "Udda."),)}, "1 anmärkning är kvar."),
        (doubtful(), "1 uppgift är tveksam."),
        ({"day": None}, "Ange vilken dag mötet hålls."),
        ({"body": None}, "Ange vilket organ som möts."),
        ({"body": "Okända rådet"}, "Organet ”Okända rådet” är inte känt."),
    ],
)
def test_what_needs_a_look_is_not_offered_and_is_left_with_the_reason(taken, told, reason):
    document = taken(paper(**told))
    page = ready(VIEWER)
    assert (page.listing.rows, page.others) == ((), 1)
    number = chosen([document])
    run(number)
    [said] = reasons(number)
    assert reason in said
    assert not Meeting.objects.exists()


def test_an_ordinary_remark_keeps_nothing_waiting(quiet):
    [document] = quiet()
    Finding.objects.create(document_id=document, code="x", severity="info", message="Utan tid.")
    [row] = ready(VIEWER).listing
    assert row.infos == 1
    number = chosen([document])
    run(number)
    assert len(batch(VIEWER, number).accepted) == 1


def test_an_unsettled_change_is_a_question(quiet):
    [document] = quiet()
    Change.objects.create(document_id=document, way="new", kind="place")
    assert not ready(VIEWER).listing.rows
    number = chosen([document])
    run(number)
    assert reasons(number) == ["1 ändring efter omläsning är kvar."]


def test_what_another_document_contradicts_is_left(taken):
    """Two notices of one meeting on the same day, at different hours."""
    accepted_again(taken(paper("notice")))
    late = taken(paper("minutes", place="Sal Alen", start=time(13), end=time(15)))
    open_pairs = counts_across(VIEWER, [late]).get(late, 0)
    offered = {row.document_id for row in ready(VIEWER).listing}
    assert (late in offered) == (open_pairs == 0)
    number = chosen([late])
    run(number)
    assert bool(reasons(number)) == bool(open_pairs)


def test_a_doubt_beneath_what_was_dropped_is_none(taken):
    document = taken(paper(**doubtful()))
    top = Suggestion.objects.get(kind="item")
    actions.drop(viewer=VIEWER, suggestion_id=top.id, revision=1)
    assert [row.document_id for row in ready(VIEWER).listing] == [document]


def test_a_confirmed_doubt_is_none(taken):
    document = taken(paper(**doubtful()))
    row = Suggestion.objects.get(kind="clause")
    actions.confirm(viewer=VIEWER, suggestion_id=row.id, revision=1)
    assert [row.document_id for row in ready(VIEWER).listing] == [document]


def test_what_changed_after_it_was_chosen_is_left(quiet):
    ids = quiet(2)
    number = chosen(ids)
    row = Suggestion.objects.get(document_id=ids[0], kind="place")
    actions.drop(viewer=VIEWER, suggestion_id=row.id, revision=1)
    run(number)
    [reason] = reasons(number)
    assert "Någon annan har ändrat" in reason
    assert [row.document_id for row in batch(VIEWER, number).accepted] == ids[1:]


def test_what_somebody_else_accepted_meanwhile_is_told(quiet):
    [document] = quiet()
    number = chosen([document])
    accepted_again(document)
    run(number)
    assert reasons(number) == ["Handlingen var redan godkänd."]


def test_a_fault_in_one_costs_the_others_nothing(quiet, monkeypatch):
    ids = quiet(3)
    real = acceptance.accept

    def faulty(**asked):
        real(**asked)
        if asked["document_id"] == ids[1]:
            raise RuntimeError("a fault of ours")

    monkeypatch.setattr(batches, "accept", faulty)
    number = chosen(ids)
    run(number)
    page = batch(VIEWER, number)
    assert [row.document_id for row in page.accepted] == [ids[0], ids[2]]
    assert "Något gick fel hos Handslag" in page.left[0].reason
    assert Review.objects.get(document_id=ids[1]).state == "waiting"
    assert Meeting.objects.count() == 2


def test_a_killed_run_goes_on_where_it_was(quiet, monkeypatch):
    ids = quiet(3)
    number = chosen(ids)
    real = acceptance.accept

    class Killed(BaseException):
        pass

    def killed(**asked):
        real(**asked)
        if asked["document_id"] == ids[1]:
            raise Killed

    monkeypatch.setattr(batches, "accept", killed)
    with pytest.raises(Killed):
        run(number)
    assert Meeting.objects.count() == 1
    unfinished = ready(VIEWER).unfinished
    assert unfinished
    assert (unfinished.id, unfinished.done) == (number, 1)

    monkeypatch.setattr(batches, "accept", real)
    run(number)
    assert len(batch(VIEWER, number).accepted) == 3
    assert Meeting.objects.count() == 3
    assert ready(VIEWER).unfinished is None


def test_a_run_is_stopped_between_two_documents_and_started_again(quiet, monkeypatch):
    number = chosen(quiet(3))
    real = acceptance.accept

    def stopping(**asked):
        real(**asked)
        actions.stop_batch(viewer=VIEWER, batch_id=number)

    monkeypatch.setattr(batches, "accept", stopping)
    assert actions.go_on(viewer=VIEWER, batch_id=number, seconds=60)
    page = batch(VIEWER, number)
    assert (page.stopped, page.done) == (True, 1)
    monkeypatch.setattr(batches, "accept", real)
    run(number)
    assert (batch(VIEWER, number).done, batch(VIEWER, number).stopped) == (3, False)


def test_each_call_gives_at_least_one_its_turn(quiet):
    number = chosen(quiet(2))
    assert actions.go_on(viewer=VIEWER, batch_id=number, seconds=0)
    assert not actions.go_on(viewer=VIEWER, batch_id=number, seconds=0)


def test_a_document_that_is_gone_is_passed_over(quiet):
    ids = quiet(2)
    number = chosen(ids)
    Document.objects.filter(id=ids[0]).delete()
    run(number)
    assert BatchEntry.objects.filter(batch_id=number, outcome="accepted").count() == 1


def test_nothing_chosen_and_nobody_to_choose(quiet):
    with pytest.raises(Invalid, match="Välj minst en handling först"):
        actions.start_batch(viewer=VIEWER, revisions={NO_SUCH: 1})
    for act in (
        lambda: actions.start_batch(viewer=ANONYMOUS, revisions={1: 1}),
        lambda: actions.go_on(viewer=ANONYMOUS, batch_id=1),
        lambda: actions.stop_batch(viewer=ANONYMOUS, batch_id=1),
        lambda: ready(ANONYMOUS),
        lambda: batch(ANONYMOUS, 1),
    ):
        with pytest.raises(PermissionDenied):
            act()
    with pytest.raises(ObjectDoesNotExist):
        batch(VIEWER, 7)


@pytest.mark.parametrize("number", [1, 10])
def test_the_pages_take_a_fixed_number_of_queries(quiet, django_assert_num_queries, number):
    ids = quiet(number)
    with django_assert_num_queries(8):
        assert len(ready(VIEWER).listing) == number
    started = chosen(ids)
    with django_assert_num_queries(9):
        assert ready(VIEWER).unfinished
    with django_assert_num_queries(2):
        assert len(batch(VIEWER, started).rows) == number
