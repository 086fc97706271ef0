"""Nothing that somebody wrote of an assignment is lost when its paper or its minutes change."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from handslag.domain.base.recording import FactRef, type_of
from handslag.domain.matters import actions as matters
from handslag.domain.matters.assignments import actions
from handslag.domain.matters.assignments.telling import PartTold, WhoTold
from handslag.domain.matters.minutes import keeping
from handslag.domain.matters.minutes.gather import facts_of
from handslag.domain.matters.models import Assignee, Assignment, Clause
from handslag.domain.matters.writing import actions as writing
from handslag.domain.matters.writing.told import AssignmentWritten, ClauseWritten
from handslag.domain.matters.writing.told import WhoTold as WhoWritten
from tests.builders import VIEWER, a_body, a_clause, a_meeting, an_item
from tests.domain.matters.writing.writing import a_room, clauses, decide, page, the_item

pytestmark = pytest.mark.django_db

LAST_MONTH = timezone.localdate() - timedelta(days=30)


def refs(*rows) -> list[FactRef]:
    return [FactRef(type_of(type(row)), row.pk) for row in rows]


def test_an_assignment_that_was_reported_on_stays_without_its_paper_and_its_clause():
    item = an_item(a_meeting(None, LAST_MONTH))
    clause = a_clause(item, "att ge Styrgruppen i uppdrag att ta fram en modell")
    row = Assignment.objects.create(item=item, clause=clause, text=clause.text)
    untouched = Assignment.objects.create(item=item, text="Något annat")
    who = Assignee.objects.create(assignment=row, text="Styrgruppen")
    actions.report(viewer=VIEWER, assignment_id=row.id, text="Halvvägs")
    told = refs(clause, row, who, untouched, item)
    assert matters.followed_up_in(viewer=VIEWER, facts=told) == {item.id}
    matters.forget(viewer=VIEWER, facts=told)
    assert not Clause.objects.filter(id=clause.id).exists()
    assert not Assignment.objects.filter(id=untouched.id).exists()
    row.refresh_from_db()
    assert (row.clause_id, row.steps.count(), row.assignees.count()) == (None, 1, 1)


def test_what_nobody_followed_up_goes_with_its_paper_as_before():
    item = an_item(a_meeting(None, LAST_MONTH))
    row = Assignment.objects.create(item=item, text="Något")
    matters.forget(viewer=VIEWER, facts=refs(row))
    assert not Assignment.objects.filter(id=row.id).exists()


@pytest.fixture
def item():
    return the_item(a_room())


def an_assigning_clause(item) -> tuple[Clause, Assignment]:
    clause = decide(
        item,
        "att ge Styrgruppen i uppdrag att ta fram en modell",
        assignees=(WhoWritten(text="Styrgruppen"),),
    )
    return clause, clause.assignments.get()


def test_what_was_reported_follows_a_clause_that_is_reworded(item):
    clause, row = an_assigning_clause(item)
    actions.report(viewer=VIEWER, assignment_id=row.id, text="Halvvägs")
    who = row.assignees.get()
    told = ClauseWritten(
        text="att ge Styrgruppen i uppdrag att ta fram två modeller",
        assignees=(WhoWritten(text="Styrgruppen"), WhoWritten(text="Kansliet")),
    )
    seen = clauses(item)[0].digest
    writing.change_clause(viewer=VIEWER, clause_id=clause.id, seen=seen, told=told)
    row.refresh_from_db()
    assert row.text == told.text
    assert row.steps.count() == 1
    assert [one.text for one in row.assignees.order_by("order")] == ["Styrgruppen", "Kansliet"]
    assert row.assignees.filter(id=who.id).exists()


def test_a_clause_whose_assignment_was_followed_up_is_not_taken_back(item):
    clause, row = an_assigning_clause(item)
    actions.report(viewer=VIEWER, assignment_id=row.id, text="Halvvägs")
    seen = clauses(item)[0].digest
    with pytest.raises(ValidationError, match="följts upp"):
        writing.remove_clause(viewer=VIEWER, clause_id=clause.id, seen=seen)
    with pytest.raises(ValidationError, match="följts upp"):
        writing.change_clause(
            viewer=VIEWER,
            clause_id=clause.id,
            seen=seen,
            told=ClauseWritten(text="att lägga informationen till handlingarna"),
        )
    assert Clause.objects.filter(id=clause.id).exists()


def test_one_in_running_text_that_was_followed_up_is_not_taken_back(item):
    told = AssignmentWritten(text="Ta fram en modell")
    made = writing.note_assignment(viewer=VIEWER, item_id=item.id, told=told).made or 0
    actions.report(viewer=VIEWER, assignment_id=made, text="Halvvägs")
    seen = page(item).assignments[0].digest
    with pytest.raises(ValidationError, match="följts upp"):
        writing.remove_assignment(viewer=VIEWER, assignment_id=made, seen=seen)


def test_whom_the_register_has_by_a_name_is_no_change_of_what_was_written(item):
    a_body("Beredningen")
    told = AssignmentWritten(text="Räkna", assignees=(WhoWritten(text="Beredningen"),))
    written = writing.note_assignment(viewer=VIEWER, item_id=item.id, told=told)
    row = Assignment.objects.get(id=written.made or 0)
    assert row.assignees.get().body_id is not None
    seen = written.seen[f"assignment-{row.id}"]
    again = AssignmentWritten(text="Räkna om", assignees=(WhoWritten(text="Beredningen"),))
    writing.change_assignment(viewer=VIEWER, assignment_id=row.id, seen=seen, told=again)
    assert page(item).assignments[0].text == "Räkna om"


def test_minutes_tell_what_the_meeting_said_whatever_became_of_it(item):
    _clause, row = an_assigning_clause(item)
    before = facts_of(item.meeting_id)
    holder = row.assignees.get()
    actions.hand_over(viewer=VIEWER, assignee_id=holder.id, to=WhoTold(text="Kansliet"))
    parts = [PartTold(text="Det ena"), PartTold(text="Det andra")]
    actions.split(viewer=VIEWER, assignment_id=row.id, parts=parts)
    assert facts_of(item.meeting_id) == before
    assert page(item).assignments == ()


def test_a_correction_that_is_given_up_leaves_what_was_done_with_assignments(item):
    _clause, row = an_assigning_clause(item)
    kept = keeping.rows_of(item.meeting)
    holder = row.assignees.get()
    actions.hand_over(viewer=VIEWER, assignee_id=holder.id, to=WhoTold(text="Kansliet"))
    noted = (
        writing.note_assignment(
            viewer=VIEWER, item_id=item.id, told=AssignmentWritten(text="Under rättelsen")
        ).made
        or 0
    )
    actions.report(viewer=VIEWER, assignment_id=noted, text="Redan gjort")
    keeping.put_back(item.meeting, kept)
    assert [one.text for one in row.assignees.filter(until=None)] == ["Kansliet"]
    assert Assignment.objects.filter(id=noted).exists()
