"""Writes of proposals and decisions from the room's forms, and the parts that show them."""

from __future__ import annotations

import re
from datetime import date
from uuid import uuid4

import pytest
from django.template.loader import render_to_string
from django.urls import reverse

from handslag.domain.matters.models import Assignment, Clause, Transfer, Vote
from handslag.domain.matters.writing import actions
from handslag.interfaces.web.desk.room_decided import decided, offered
from tests.builders import NO_SUCH, VIEWER, a_body, a_name
from tests.domain.matters.writing.writing import (
    a_coming_meeting,
    a_room,
    a_room_with_proposal,
    attend,
    decide,
    page,
    settle,
    the_item,
)
from tests.signed_in import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def client():
    return signed_in()


@pytest.fixture
def item():
    return the_item(a_room())


def send(client, item, name, thing_id, **said):
    address = reverse(f"desk:{name}", args=[item.meeting_id, thing_id])
    said.setdefault("nyckel", str(uuid4()))
    return client.post(address, said, headers={"Accept": "application/json"})


def test_a_clause_is_written_with_whom_it_assigns_and_when(client, item):
    body, coming = a_body("Styrgruppen"), a_coming_meeting(item.meeting.body, date(2031, 4, 3))
    told = send(
        client,
        item,
        "room-clauses",
        item.id,
        text="att ge Styrgruppen och Eva Ek i uppdrag att utreda",
        assignees=["Styrgruppen", "Eva Ek; Bo Al"],
        assignees_id=[f"body-{body.id}", ""],
        due_id=f"meeting-{coming.id}",
    ).json()
    clause = Clause.objects.get(id=told["made"])
    assert told["seen"][f"clause-{clause.id}"] == page(item).decisions[0].clauses[0].digest
    assignment = Assignment.objects.get(clause=clause)
    assert assignment.due_date == date(2031, 4, 3)
    assert list(assignment.assignees.values_list("text", "body_id")) == [
        ("Styrgruppen", body.id),
        ("Eva Ek", None),
        ("Bo Al", None),
    ]


def test_the_same_write_sent_again_is_done_once(client, item):
    key = str(uuid4())
    for _time in range(2):
        send(client, item, "room-clauses", item.id, text="att godkänna avtalet", nyckel=key)
    assert Clause.objects.count() == 1


def test_a_conflict_shows_the_others_words(client, item):
    clause = decide(item, "att godkänna avtalet")
    answer = send(
        client, item, "room-clause", clause.id, gor="andra", text="att avslå", sett="gammalt"
    )
    assert answer.status_code == 409
    assert answer.json()["theirs"]["text"] == "att godkänna avtalet"


def test_what_is_wrong_is_told_beside_its_field(client, item):
    answer = send(client, item, "room-clauses", item.id, text=" ")
    assert answer.status_code == 422
    assert list(answer.json()["errors"]) == ["text"]
    assert send(client, item, "room-clause", NO_SUCH, gor="ta-bort").status_code == 404
    assert send(client, item, "room-proposals", item.id, gor="dansa").status_code == 404


def test_without_script_a_form_leads_back_to_the_item(client, item):
    address = reverse("desk:room-clauses", args=[item.meeting_id, item.id])
    answer = client.post(address, {"phrase": "lägg"})
    assert answer["Location"] == f"/moten/{item.meeting_id}/rummet/?punkt={item.id}#punkt-{item.id}"
    assert Clause.objects.get().text == "att lägga informationen till handlingarna"


def test_votes_reservations_stances_and_moves_are_taken(client, item):
    attend(item.meeting, "Eva Ek", "Bo Al")
    decision_id = decide(item, "att godkänna avtalet").decision_id
    vote = {"gor": "omrostning", "in_favour": "2", "against": "0", "abstained": "0"}
    assert send(client, item, "room-decision", decision_id, **vote).status_code == 200
    assert Vote.objects.get().in_favour == 2
    vote["in_favour"] = "9"
    assert send(client, item, "room-decision", decision_id, **vote).status_code == 422
    person_id = a_name("Siv Lund").person_id
    said = {"gor": "reservation", "by": "Siv Lund", "by_id": f"person-{person_id}"}
    assert send(client, item, "room-decision", decision_id, **said).status_code == 200
    stance = {"by": "Regionen", "kind": "not-opposed", "points": "1-2"}
    assert send(client, item, "room-stances", item.id, **stance).status_code == 200
    move = {"gor": "bordlagg", "date": "3 april 2031"}
    assert send(client, item, "room-moves", item.id, **move).status_code == 200
    told = page(item)
    assert told.decisions[0].reservations[0].person_id == person_id
    assert told.stances[0].points == (1, 2)
    assert Transfer.objects.get().to_date == date(2031, 4, 3)


def test_the_parts_show_what_is_written_and_render_every_form():
    meeting, item = a_room_with_proposal("att ett", "att två")
    settle(item, 1, "approved", "region")
    settle(item, 2, "approved")
    decide(item, "att godkänna Styrgruppens förslag p. 2", points=(2,))
    actions.take_stance(viewer=VIEWER, item_id=item.id, by="Regionen", kind="supports")
    context = {
        "room": {"meeting_id": meeting.id},
        "found": item,
        "done": decided(VIEWER, meeting.id)[item.id],
        **offered(VIEWER, meeting.body_id),
    }
    proposals = render_to_string("desk/room/proposals.html", context)
    decisions = render_to_string("desk/room/decisions.html", context)
    settled = re.findall(r'name="side" value="(\w*)">.*?<option value="(\w+)" selected>', proposals)
    assert ("region", "approved") in settled
    assert "Regionen ställer sig bakom" in proposals
    assert "att godkänna Styrgruppens förslag p. 1 för regionens del" in decisions
    assert decisions.count("Punkt 1 har ett utfall som ingen att-sats säger") == 1


def test_what_is_suggested_is_decided_once_however_often_it_is_pressed(client):
    _meeting, item = a_room_with_proposal("att ett", "att två")
    settle(item, 1, "approved")
    settle(item, 2, "approved", "region")
    one = page(item).proposals[0].suggested[0]
    said = {"gor": "enligt-forslag", "text": one.text, "action": one.action, "points": "1"}
    first, again = (send(client, item, "room-clauses", item.id, **said) for _time in range(2))
    assert (first.status_code, again.status_code) == (200, 200)
    assert again.json()["made"] == first.json()["made"] == Clause.objects.get().id
    said |= {"points": "2", "scope": "regionen"}
    send(client, item, "room-clauses", item.id, **said)
    assert Clause.objects.count() == 2


def test_the_picker_answers_scripts_and_people(client, item):
    a_name("Eva Ekdahl")
    address = reverse("desk:room-pick", args=[item.meeting_id])
    told = client.get(
        address, {"q": "ekd", "slag": "person body"}, headers={"Accept": "application/json"}
    )
    assert [(hit["kind"], hit["text"]) for hit in told.json()["hits"]] == [("person", "Eva Ekdahl")]
    assert "Eva Ekdahl" in client.get(address, {"q": "ekd"}).content.decode()
