"""Stories from real meetings, told by the writes that a secretary makes while they happen."""

from __future__ import annotations

from datetime import date

import pytest

from handslag.domain.matters.models import (
    Appointment,
    Assignment,
    Clause,
    PointOutcome,
    Transfer,
)
from handslag.domain.matters.preparing import queries as preparing
from handslag.domain.matters.preparing.actions import take_up
from handslag.domain.matters.writing import actions
from handslag.domain.matters.writing.told import (
    AssignmentWritten,
    DueTold,
    PersonWritten,
    WhitherTold,
    WhoTold,
)
from handslag.domain.meetings.models import AgendaItem
from tests.builders import VIEWER, a_body, a_name
from tests.domain.matters.writing.writing import (
    a_coming_meeting,
    a_room,
    a_room_with_proposal,
    clauses,
    decide,
    outcome,
    page,
    settle,
    the_item,
)

pytestmark = pytest.mark.django_db
APRIL = date(2031, 4, 3)


def test_an_item_withdrawn_when_the_agenda_is_approved_is_found_by_the_next_meeting():
    meeting = a_room("Godkännande av dagordning", "Samordnad vårdplan")
    coming = a_coming_meeting(meeting.body, APRIL)
    item = the_item(meeting, 2)
    actions.move_to_next(viewer=VIEWER, item_id=item.id)
    assert outcome(item) == "withdrawn"
    (tabled,) = preparing.tabled_to(VIEWER, coming.id)
    assert tabled.heading == "Samordnad vårdplan"
    (new,) = take_up(viewer=VIEWER, meeting_id=coming.id, transfer_ids=[tabled.transfer_id])
    assert AgendaItem.objects.get(id=new).planned_heading == "Samordnad vårdplan"


def test_an_item_is_tabled_to_a_day_before_anyone_has_spoken():
    meeting = a_room("Reviderat vårdprogram")
    item = the_item(meeting)
    actions.move_item(
        viewer=VIEWER, item_id=item.id, kind="tabled", whither=WhitherTold(date=APRIL)
    )
    told = page(item)
    assert (told.outcome.value, told.decisions) == ("tabled", ())
    assert [(one.kind.value, one.to_date) for one in told.transfers] == [("tabled", APRIL)]


def test_a_late_evaluation_is_referred_to_the_council_and_each_side_has_its_stance():
    council = a_body("Välfärdsrådet")
    meeting = a_room("Utvärdering av avtal")
    item = the_item(meeting)
    for by, kind in (("Kommunerna", "cannot-decide-yet"), ("Regionen", "supports")):
        actions.take_stance(viewer=VIEWER, item_id=item.id, by=by, kind=kind)
    whither = WhitherTold(body_id=council.id, date=date(2031, 3, 11))
    clause = decide(
        item, "att hänskjuta utvärderingen till Välfärdsrådets möte den 11 mars", whither=whither
    )
    told = page(item)
    assert told.outcome.value == "referred"
    transfer = Transfer.objects.get(clause=clause)
    assert (transfer.to_body, transfer.to_date) == ("Välfärdsrådet", date(2031, 3, 11))
    assert [(one.by, one.kind.value) for one in told.stances] == [
        ("Kommunerna", "cannot-decide-yet"),
        ("Regionen", "supports"),
    ]


def test_two_points_are_approved_and_the_third_rejected_for_one_side_alone():
    _meeting, item = a_room_with_proposal("att godkänna", "att besluta", "att ge mandat")
    settle(item, 1, "approved")
    settle(item, 2, "approved")
    settle(item, 3, "rejected", "municipalities")
    actions.take_stance(
        viewer=VIEWER, item_id=item.id, by="Regionen", kind="not-opposed", points=[3]
    )
    suggestions = page(item).proposals[0].suggested
    assert [one.text for one in suggestions] == [
        "att godkänna Styrgruppens förslag p. 1-2",
        "att avslå Styrgruppens förslag p. 3 för kommunernas del",
    ]
    for one in suggestions:
        decide(item, one.text, action=one.action, points=one.points, scope=one.scope)
    decide(
        item,
        "att fortsatt nomineringsprocess ska ske avseende kommunernas representanter",
        scope="kommunerna",
    )
    told = page(item)
    assert told.clashes == ()
    assert told.proposals[0].suggested == ()
    assert told.outcome.value == "decided"
    assert [(one.action.value, one.points, one.side) for one in clauses(item)] == [
        ("approve", (1, 2), ""),
        ("reject", (3,), "municipalities"),
        ("other", (), "municipalities"),
    ]
    assert not PointOutcome.objects.filter(clause=None).exists()


def test_a_contact_is_appointed_for_the_municipalities_and_the_region_takes_no_part():
    meeting = a_room("Förfrågan från den nationella samordnaren")
    item = the_item(meeting)
    decide(item, "att lägga informationen till handlingarna")
    decide(
        item,
        "att utse Elsa Frank som kontaktperson för länets kommuner",
        scope="kommunerna",
        appointees=(PersonWritten(person_id=a_name("Elsa Frank").person_id),),
    )
    (decision,) = page(item).decisions
    actions.change_decision(
        viewer=VIEWER,
        decision_id=decision.id,
        seen=decision.digest,
        by=decision.by,
        abstaining=["regionen"],
    )
    (decision,) = page(item).decisions
    assert decision.abstaining == ("regionen",)
    assert decision.clauses[1].action.value == "appoint"
    assert [one.name for one in decision.clauses[1].appointees] == ["Elsa Frank"]


def test_both_sides_representatives_are_appointed_and_an_official_may_name_their_alternates():
    meeting = a_room("Representanter i det nationella nätverket")
    item = the_item(meeting)
    one, other = a_name("Rut Region"), a_name("Kim Kommun")
    decide(
        item,
        "att utse Rut Region till ordinarie representant för regionen",
        scope="regionen",
        appointees=(PersonWritten(person_id=one.person_id),),
    )
    decide(
        item,
        "att utse Kim Kommun till ordinarie representant för kommunerna",
        scope="kommunerna",
        appointees=(PersonWritten(person_id=other.person_id),),
    )
    mandate = decide(
        item,
        "att ge Ona Office mandat att utse ersättare",
        assignees=(WhoTold(text="Ona Office"),),
    )
    assert mandate.action == "assign"
    assert set(Appointment.objects.values_list("name__text", "clause__side")) == {
        ("Rut Region", "region"),
        ("Kim Kommun", "municipalities"),
    }
    assert Assignment.objects.get(clause=mandate).assignees.get().text == "Ona Office"


def test_the_same_assignment_stands_in_the_text_and_again_among_the_clauses():
    steering = a_body("Styrgruppen")
    meeting = a_room("Kartläggning av våld i nära relationer")
    coming = a_coming_meeting(meeting.body, APRIL)
    item = the_item(meeting)
    actions.note_assignment(
        viewer=VIEWER,
        item_id=item.id,
        told=AssignmentWritten(
            text="ta fram ett uppdrag över hur det fortsatta arbetet kan utformas",
            assignees=(WhoTold(body_id=steering.id),),
        ),
    )
    clause = decide(
        item,
        "att ge Styrgruppen i uppdrag att ta fram förslag på fortsatt arbete",
        assignees=(WhoTold(body_id=steering.id),),
        due=DueTold(meeting_id=coming.id),
    )
    told = page(item)
    assert [one.assignees[0].text for one in told.assignments] == ["Styrgruppen"]
    of_clause = Assignment.objects.get(clause=clause)
    assert of_clause.due_date == APRIL
    assert of_clause.assignees.get().body_id == steering.id
    assert Clause.objects.get().action == "assign"
