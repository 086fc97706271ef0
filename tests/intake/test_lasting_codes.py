"""A decision keeps its address when its document is read again, taken back, or told otherwise."""

from __future__ import annotations

from datetime import date

import pytest

from handslag.domain.matters.dividing.actions import say_clause_matters
from handslag.domain.matters.history.actions import tie_item
from handslag.domain.matters.history.queries import matter_page
from handslag.domain.matters.linking.actions import link_meeting
from handslag.domain.matters.models import Clause, GoneClause, Matter
from handslag.domain.meetings.models import Meeting
from handslag.intake import actions
from handslag.intake.models import Review, Step, Suggestion
from tests.builders import VIEWER, a_matter, a_meeting, an_item
from tests.intake.conftest import accepted_again
from tests.intake.papers import full_paper


def codes() -> dict[tuple[str, str], str]:
    """The code of every clause, by its words and what came of them."""
    rows = Clause.objects.values_list("text", "decision__state", "code")
    return {(text, state): code for text, state, code in rows}


def undo(document_id: int) -> None:
    step = Step.objects.filter(document_id=document_id, undone=False).latest("id")
    actions.undo(viewer=VIEWER, document_id=document_id, step_id=step.id)


@pytest.fixture
def document(taken) -> int:
    return taken(full_paper())


def test_an_undo_and_another_acceptance_give_every_clause_its_code_again(document):
    accepted_again(document)
    before = codes()
    assert before
    undo(document)
    assert not Clause.objects.exists()
    assert GoneClause.objects.count() == len(before)
    accepted_again(document)
    assert codes() == before
    assert not GoneClause.objects.exists()


def a_clause_of_two(document: int) -> tuple[Clause, Matter, Matter]:
    """A clause of the accepted document, its item's matter, and one that a person tied to it."""
    accepted_again(document)
    clause = Clause.objects.decided().earliest("id")
    item_id = clause.decision.item_id
    other = a_matter(an_item(a_meeting(day=date(2032, 5, 6)), "Hemgång under helger"))
    first = Matter.objects.get(treatments__item=item_id)
    tie_item(viewer=VIEWER, matter_id=other.pk, item_id=item_id)
    return clause, first, other


def test_what_a_person_said_of_a_clauses_matter_outlives_accepting_again(document):
    clause, first, other = a_clause_of_two(document)
    say_clause_matters(viewer=VIEWER, clause_id=clause.pk, matter_ids=[other.pk])
    accepted_again(document)
    link_meeting(viewer=VIEWER, meeting_id=clause.decision.item.meeting_id)

    def told_in(matter):
        told = matter_page(VIEWER, matter.pk).happenings
        return {one.code for each in told for one in each.clauses}

    assert clause.code in told_in(other)
    assert clause.code not in told_in(first)


def test_a_matter_is_not_kept_for_a_clause_that_is_gone(document):
    clause, first, _other = a_clause_of_two(document)
    say_clause_matters(viewer=VIEWER, clause_id=clause.pk, matter_ids=[first.pk])
    undo(document)
    assert not Matter.objects.filter(id=first.pk).exists()


def test_accepting_again_changes_no_code(document):
    accepted_again(document)
    before = codes()
    accepted_again(document)
    assert codes() == before


def test_a_document_that_turns_out_to_tell_of_another_day_takes_the_codes_along(document):
    accepted_again(document)
    before = codes()
    other = a_meeting(Meeting.objects.get().body, date(2032, 5, 6), prepared=True)
    row = Suggestion.objects.get(document_id=document, kind="date")
    actions.correct(
        viewer=VIEWER,
        suggestion_id=row.id,
        fields={"date": "2032-05-06"},
        revision=Review.objects.get(document_id=document).revision,
    )
    accepted_again(document, meeting_id=other.id)
    assert set(Clause.objects.values_list("decision__item__meeting__date", flat=True)) == {
        date(2032, 5, 6)
    }
    assert codes() == before
