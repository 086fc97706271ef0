"""Two who do the same at the same moment, each on a connection of their own, on either database.

One of them is always first. The other sees what the first did, and is told so in words: nothing
is done twice, nothing is written over unseen, and nobody meets an error of the database.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from django.core.exceptions import ValidationError

from handslag.domain.access.viewer import SYSTEM
from handslag.domain.audit.queries import state, verification
from handslag.domain.documents.models import Document
from handslag.domain.meetings.models import AgendaItem, Meeting, Participation
from handslag.domain.registry.actions import (
    add_body_name,
    answer_pair,
    body_named,
    merge_people,
    person_names,
)
from handslag.domain.registry.models import BodyName, NamePair, Person, PersonName
from handslag.intake import actions
from handslag.intake.batches import go_on, start_batch
from handslag.intake.errors import ChangedMeanwhile, Invalid
from handslag.intake.models import BatchEntry, Review, Step, Suggestion
from handslag.intake.recognising import claims
from handslag.intake.recognising.models import Recognition
from tests.builders import VIEWER, a_body, a_document, a_name
from tests.intake.papers import full_paper, paper

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

pytestmark = pytest.mark.django_db(transaction=True)

TIMES = 3
"""Each is done so many times: what goes wrong at once does not go wrong each time."""


def refusals(done: Iterable[object]) -> list[object]:
    return [one for one in done if isinstance(one, Exception)]


@pytest.fixture(autouse=True)
def _the_log_is_whole_afterwards(at_once):
    yield
    if state(SYSTEM):
        assert list(verification(SYSTEM).troubles()) == []


@pytest.fixture
def document(taken) -> int:
    return taken(full_paper())


def accepting(document_id: int) -> Callable[[], object]:
    revision = Review.objects.get(document_id=document_id).revision
    return lambda: actions.accept(viewer=VIEWER, document_id=document_id, revision=revision)


def test_a_document_that_three_accept_is_accepted_once(at_once, document):
    refused = refusals(at_once(*[accepting(document)] * 3))
    assert [type(one) for one in refused] == [ChangedMeanwhile] * 2
    review = Review.objects.get()
    assert (review.state, review.revision) == ("accepted", 2)
    assert Meeting.objects.count() == 1
    assert Step.objects.filter(verb="accept").count() == 1


def test_notice_and_minutes_accepted_by_two_become_one_meeting(at_once, taken):
    both = [taken(full_paper(kind)) for kind in ("notice", "minutes")]
    assert refusals(at_once(*map(accepting, both))) == []
    assert Meeting.objects.count() == 1
    items = AgendaItem.objects.values_list("order", "planned_order")
    assert all(order is not None and planned is not None for order, planned in items)
    assert len(items) == len({order for order, _planned in items})


def test_two_documents_that_name_the_same_new_people_make_each_once(at_once, taken):
    both = [taken(full_paper(day=date(2031, month, 14))) for month in (3, 4)]
    assert refusals(at_once(*map(accepting, both))) == []
    assert Meeting.objects.count() == 2
    assert PersonName.objects.count() == Person.objects.count() == 4
    assert Participation.objects.filter(name__text="Ada Lindh").count() == 2


@pytest.mark.parametrize("_time", range(TIMES))
def test_of_two_who_correct_the_same_fact_one_is_told_of_the_other(at_once, document, _time):
    fact = Suggestion.objects.filter(kind="place").first()
    assert fact

    def correct(words: str) -> Callable[[], object]:
        return lambda: actions.correct(
            viewer=VIEWER, suggestion_id=fact.id, fields={"place": words}, revision=1
        )

    [refused] = refusals(at_once(correct("Sal A"), correct("Sal B")))
    assert isinstance(refused, ChangedMeanwhile)
    assert Review.objects.get().revision == 2
    assert Step.objects.count() == 1


def test_one_accepts_and_one_corrects(at_once, document):
    fact = Suggestion.objects.filter(kind="clause").first()
    assert fact
    correct = lambda: actions.correct(  # noqa: E731  as its neighbour
        viewer=VIEWER, suggestion_id=fact.id, fields={"text": "att avslå"}, revision=1
    )
    [refused] = refusals(at_once(accepting(document), correct))
    assert isinstance(refused, ChangedMeanwhile)


def test_of_two_who_undo_one_step_one_is_told(at_once, document):
    accepting(document)()
    step = Step.objects.get()
    undo = lambda: actions.undo(viewer=VIEWER, document_id=document, step_id=step.id)  # noqa: E731
    [refused] = refusals(at_once(undo, undo))
    assert isinstance(refused, (ChangedMeanwhile, Invalid))
    assert Meeting.objects.count() == 0


def test_a_batch_that_two_pages_drive_gives_each_document_one_turn(at_once, taken):
    a_body("Älvnätverket")
    papers = [taken(paper("minutes", day=date(2031, month, 14))) for month in (3, 4, 5)]
    batch = start_batch(viewer=VIEWER, revisions=dict.fromkeys(papers, 1))
    drive = lambda: go_on(viewer=VIEWER, batch_id=batch, seconds=20)  # noqa: E731  as above
    assert refusals(at_once(drive, drive)) == []
    assert set(BatchEntry.objects.values_list("outcome", flat=True)) == {"accepted"}
    assert Step.objects.filter(verb="accept").count() == len(papers)


def test_the_same_bytes_taken_in_by_two_are_one_document(at_once, shelf):
    one = full_paper()
    shelf[one.data] = one
    take = lambda: actions.take_in(viewer=VIEWER, name=one.name, data=one.data)  # noqa: E731
    done = at_once(take, take, take)
    assert refusals(done) == []
    assert sorted(result.new for result in done) == [False, False, True]
    assert (Document.objects.count(), Review.objects.count()) == (1, 1)


@pytest.mark.parametrize("_time", range(TIMES))
def test_new_names_that_two_write_are_one_persons_each(at_once, _time):
    texts = [f"Namn {letter}son" for letter in "ABCDEFGH"]
    done = at_once(
        lambda: person_names(viewer=VIEWER, texts=texts),
        lambda: person_names(viewer=VIEWER, texts=texts[::-1]),
    )
    assert refusals(done) == []
    assert done[0] == done[1]
    assert Person.objects.count() == len(texts)


@pytest.mark.parametrize("_time", range(TIMES))
def test_a_new_body_that_two_name_is_one(at_once, _time):
    name = lambda: body_named(viewer=VIEWER, name="Älvnätverket", short_name="ÄN")  # noqa: E731
    one, other = at_once(name, name)
    assert one == other
    assert BodyName.objects.count() == 2


def test_a_name_that_two_bodies_are_given_is_ones(at_once):
    bodies = [a_body("Ett råd").id, a_body("Ett annat råd").id]

    def give(body_id: int) -> Callable[[], object]:
        return lambda: add_body_name(viewer=VIEWER, body_id=body_id, text="Rådet")

    [refused] = refusals(at_once(*map(give, bodies)))
    assert isinstance(refused, ValidationError)
    assert "används redan för" in str(refused)


def test_a_question_that_two_answer_is_answered_once(at_once):
    a_name("Maja Lund")
    a_name("Maja Lundh")
    pair = NamePair.objects.get()

    def answer(*, same: bool) -> Callable[[], object]:
        return lambda: answer_pair(viewer=VIEWER, pair_id=pair.id, same=same)

    [refused] = refusals(at_once(answer(same=True), answer(same=False)))
    assert isinstance(refused, ValidationError)
    assert "har redan svarat" in str(refused)


def test_two_people_whom_two_make_one_each_way_become_one(at_once):
    one, other = (a_name(text).person_id for text in ("Maja Lund", "Bo Ek"))

    def merge(keep: int, gone: int) -> Callable[[], object]:
        return lambda: merge_people(viewer=VIEWER, keep_id=keep, other_id=gone)

    [refused] = refusals(at_once(merge(one, other), merge(other, one)))
    assert isinstance(refused, Person.DoesNotExist)
    assert Person.objects.count() == 1
    assert PersonName.objects.count() == 2


def test_what_waits_to_be_read_is_claimed_by_one_worker_each(at_once):
    for _ in range(5):
        Recognition.objects.create(document=a_document(), pages=3)
    done = at_once(*[lambda holder=f"worker {n}": claims.claim(holder) for n in range(8)])
    assert refusals(done) == []
    claimed = [one for one in done if one is not None]
    assert len(claimed) == len(set(claimed)) == 5
