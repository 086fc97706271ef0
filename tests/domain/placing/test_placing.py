"""What is due at a meeting asks for a place on its agenda; without one it is carried over."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from handslag.domain.access.roles import Role
from handslag.domain.access.viewer import Held, Viewer
from handslag.domain.matters.assignments import actions as assignments
from handslag.domain.matters.assignments.queries import assignment, due_at
from handslag.domain.matters.models import Assignee, Assignment, Placement
from handslag.domain.matters.placing import actions, queries
from handslag.domain.matters.placing.rules import heading_of
from handslag.domain.meetings.agenda import actions as agendas
from handslag.domain.meetings.models import AgendaItem
from handslag.domain.registry.models import PersonName
from tests.builders import VIEWER, a_body, a_meeting, a_name, an_item

pytestmark = [pytest.mark.django_db, pytest.mark.database]

TODAY = timezone.localdate()
REASON = "Styrgruppen hann inte"


@pytest.fixture
def met():
    """A body that met last month, and meets in a month and in three."""
    body = a_body()
    last = a_meeting(body, TODAY - timedelta(days=30))
    coming = a_meeting(body, TODAY + timedelta(days=30), prepared=True)
    a_meeting(body, TODAY + timedelta(days=90), prepared=True)
    return last, coming


def given(meeting, text="räkna på kostnaden", **columns) -> Assignment:
    row = Assignment.objects.create(item=an_item(meeting, "Hjälpmedel"), text=text, **columns)
    known = PersonName.objects.filter(text="Vera Ask").first() or a_name("Vera Ask")
    Assignee.objects.create(assignment=row, text="Vera Ask", person=known.person)
    return row


def here(meeting):
    return queries.to_place(VIEWER, meeting.id)


def test_what_is_due_at_a_meeting_asks_for_a_place_there_and_what_was_due_before_is_offered(met):
    last, coming = met
    due = given(last, due_meeting=coming)
    late = given(last, "samla avtalstider", due_date=TODAY - timedelta(days=3))
    given(last, "långt senare", due_date=coming.date + timedelta(days=1))
    given(last, "utan dag")
    assert [row.id for row in here(coming).waiting] == [due.id]
    assert [row.id for row in here(coming).before] == [late.id]


def test_a_place_is_an_item_that_its_holder_presents_and_it_asks_no_more(met):
    last, coming = met
    due = given(last, "att ge Vera Ask i uppdrag att räkna på kostnaden", due_meeting=coming)
    (item_id,) = actions.place(viewer=VIEWER, meeting_id=coming.id, assignment_ids=[due.id])
    item = AgendaItem.objects.get(id=item_id)
    assert item.planned_heading == "Redovisning av uppdrag: räkna på kostnaden"
    assert [one.name.text for one in item.participations.all()] == ["Vera Ask"]
    found = here(coming)
    assert not found.waiting
    assert [(one.row.id, one.number) for one in found.placed] == [(due.id, item.planned_number)]
    assert actions.place(viewer=VIEWER, meeting_id=coming.id, assignment_ids=[due.id]) == []
    assert [row.id for row in queries.placed_under(VIEWER, [item_id])[item_id]] == [due.id]


def test_several_can_go_under_an_item_that_is_there(met):
    last, coming = met
    rows = [given(last, text, due_meeting=coming) for text in ("det ena", "det andra")]
    item = an_item(coming, "Hjälpmedel", planned_number="1", order=None)
    made = actions.place(
        viewer=VIEWER,
        meeting_id=coming.id,
        assignment_ids=[row.id for row in rows],
        item_id=item.id,
    )
    assert made == [item.id]
    assert {one.item_id for one in here(coming).placed} == {item.id}


def test_an_item_that_is_taken_off_again_lets_the_assignment_ask_anew(met):
    last, coming = met
    due = given(last, due_meeting=coming)
    (item_id,) = actions.place(viewer=VIEWER, meeting_id=coming.id, assignment_ids=[due.id])
    agendas.remove_item(viewer=VIEWER, item_id=item_id)
    assert [row.id for row in here(coming).waiting] == [due.id]


def test_without_a_place_it_takes_a_reason_and_is_carried_over_to_the_next_meeting(met):
    last, coming = met
    due = given(last, due_meeting=coming)
    leave = {"viewer": VIEWER, "meeting_id": coming.id, "assignment_id": due.id}
    with pytest.raises(ValidationError, match="varför"):
        actions.leave_out(**leave, reason=" ")
    actions.leave_out(**leave, reason=REASON)
    (left,) = here(coming).left_out
    assert (left.placing.value, left.reason) == ("carried", REASON)
    after = assignment(VIEWER, due.id).row
    assert after.standing.carried == 1
    assert after.due.day == coming.date + timedelta(days=60)


def test_dropping_is_said_in_so_many_words(met):
    last, coming = met
    due = given(last, due_meeting=coming)
    actions.leave_out(
        viewer=VIEWER, meeting_id=coming.id, assignment_id=due.id, reason=REASON, drop=True
    )
    assert assignment(VIEWER, due.id).row.state.value == "dropped"
    assert here(coming).left_out[0].placing.value == "dropped"


@pytest.mark.parametrize("drop", [False, True])
def test_what_was_left_out_can_be_taken_up_all_the_same(met, drop):
    last, coming = met
    due = given(last, due_meeting=coming)
    actions.leave_out(
        viewer=VIEWER, meeting_id=coming.id, assignment_id=due.id, reason=REASON, drop=drop
    )
    actions.place(viewer=VIEWER, meeting_id=coming.id, assignment_ids=[due.id])
    assert not here(coming).left_out
    assert [row.id for row in due_at(VIEWER, coming.id)] == [due.id]
    assert assignment(VIEWER, due.id).row.due.day == coming.date


def test_the_rest_is_carried_over_when_the_notice_goes_out_with_one_reason_for_all(met):
    last, coming = met
    placed, left = (given(last, text, due_meeting=coming) for text in ("det ena", "det andra"))
    actions.place(viewer=VIEWER, meeting_id=coming.id, assignment_ids=[placed.id])
    with pytest.raises(ValidationError):
        actions.leave_the_rest(viewer=VIEWER, meeting_id=coming.id, reason="")
    assert actions.leave_the_rest(viewer=VIEWER, meeting_id=coming.id, reason=REASON) == 1
    assert actions.leave_the_rest(viewer=VIEWER, meeting_id=coming.id, reason="") == 0
    assert Placement.objects.get(assignment=left).placing == "carried"


def test_what_is_reported_and_finished_before_the_meeting_asks_for_nothing(met):
    last, coming = met
    due = given(last, due_meeting=coming)
    assignments.finish(viewer=VIEWER, assignment_id=due.id, text="Klart.")
    assert not here(coming).waiting


def test_who_does_not_prepare_the_meeting_neither_sees_nor_places_anything(met):
    last, coming = met
    due = given(last, due_meeting=coming)
    member = Viewer("Bo Ek", frozenset({Held(Role.MEMBER)}))
    with pytest.raises(PermissionDenied):
        queries.to_place(member, coming.id)
    with pytest.raises(PermissionDenied):
        actions.place(viewer=member, meeting_id=coming.id, assignment_ids=[due.id])


def test_what_the_page_asks_is_the_same_however_much_is_due(met, django_assert_max_num_queries):
    last, coming = met
    for number in range(30):
        given(last, f"uppdrag {number}", due_meeting=coming)
        given(last, f"sent {number}", due_date=TODAY - timedelta(days=number + 1))
    actions.place(
        viewer=VIEWER,
        meeting_id=coming.id,
        assignment_ids=[row.id for row in here(coming).waiting[:10]],
    )
    with django_assert_max_num_queries(18):
        assert len(here(coming).waiting) == 20


@pytest.mark.parametrize(
    ("text", "heading"),
    [
        ("räkna på kostnaden", "Rapport: räkna på kostnaden"),
        (
            "att ge Beredningsgruppen i uppdrag att ta fram en plan till mötet den 11 april.",
            "Rapport: ta fram en plan",
        ),
        ("att uppdra åt kansliet att kalla gruppen senast den 9 maj", "Rapport: kalla gruppen"),
        ("Pernilla återkommer", "Rapport: Pernilla återkommer"),
    ],
)
def test_the_heading_says_what_it_is_about(text, heading):
    assert heading_of(text, "Rapport") == heading


def test_a_long_heading_ends_at_a_word():
    heading = heading_of("ord " * 100, "Rapport")
    assert heading.endswith("ord …")
    assert len(heading) < 140


def test_the_day_of_another_year_is_not_due_here(met):
    last, coming = met
    given(last, due_date=date(coming.date.year + 2, 1, 1))
    assert not here(coming)
