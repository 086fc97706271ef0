"""A room is opened: what was planned stands there as what is about to happen."""

from __future__ import annotations

from datetime import time

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from handslag.domain.access.roles import Role
from handslag.domain.access.things import of_body
from handslag.domain.access.viewer import ANONYMOUS, Held, Viewer
from handslag.domain.audit.models import Entry
from handslag.domain.base.facts import Phase
from handslag.domain.base.states import PublicationState
from handslag.domain.meetings.agenda import actions as agenda
from handslag.domain.meetings.models import (
    AgendaItem,
    ItemOutcome,
    Meeting,
    Participation,
    ParticipationRole,
    Presence,
    Reply,
    ReplyAnswer,
    Room,
)
from handslag.domain.meetings.room import actions
from handslag.domain.registry.models import MembershipRole, Person
from tests.builders import VIEWER, a_membership, a_name, a_paper
from tests.domain.meetings.room.making import (
    a_body_that_sits,
    a_meeting_to_hold,
    an_open_room,
    attending,
    held,
)

pytestmark = pytest.mark.django_db


def person(name: str) -> Person:
    return Person.objects.get(name=name)


def test_items_of_the_plan_stand_as_the_meetings_own_in_order():
    meeting = an_open_room("Lägesrapport", "Avtal")
    told = [(row.order, row.number, row.heading, row.outcome, row.written) for row in held(meeting)]
    assert told == [
        (1, "1", "Lägesrapport", ItemOutcome.NONE, True),
        (2, "2", "Avtal", ItemOutcome.NONE, True),
    ]
    assert meeting.written
    assert (meeting.start, meeting.planned_start) == (time(9), time(9))


def test_an_item_that_was_pulled_is_no_item_of_the_meeting():
    meeting = a_meeting_to_hold("Lägesrapport", "Avtal")
    pulled = AgendaItem.objects.get(planned_heading="Lägesrapport")
    agenda.pull_item(viewer=VIEWER, item_id=pulled.id, reason="Underlaget dröjer")
    actions.open_room(viewer=VIEWER, meeting_id=meeting.id)
    assert [(row.order, row.number, row.heading) for row in held(meeting)] == [(1, "2", "Avtal")]


def test_presenters_come_along_from_the_plan():
    meeting = an_open_room()
    rows = Participation.objects.filter(
        item=held(meeting)[0], role=ParticipationRole.PRESENTING, phase=Phase.HELD
    )
    assert [(row.name.text, row.title, row.written) for row in rows] == [
        ("Moa Lind", "strateg", True)
    ]


def test_who_sits_in_the_body_attends_but_for_those_who_sent_regrets():
    meeting = a_meeting_to_hold()
    for name, answer in (("Per Ek", ReplyAnswer.REGRETS), ("Vera Ask", ReplyAnswer.COMING)):
        Reply.objects.create(meeting=meeting, person=person(name), answer=answer, by=name)
    actions.open_room(viewer=VIEWER, meeting_id=meeting.id)
    found = attending(meeting)
    assert {name: row.presence for name, row in found.items()} == {
        "Lena Berg": Presence.PRESENT,
        "Per Ek": Presence.ABSENT,
        "Vera Ask": Presence.PRESENT,
    }
    assert [name for name, row in found.items() if row.chairs] == ["Lena Berg"]


def test_an_alternate_who_was_called_in_serves_for_whoever_cannot_come():
    body = a_body_that_sits()
    for name in ("Bo Ek", "Tove Ek"):
        a_membership(body, a_name(name).person, MembershipRole.ALTERNATE)
    meeting = a_meeting_to_hold(body=body)
    Reply.objects.create(
        meeting=meeting,
        person=person("Per Ek"),
        answer=ReplyAnswer.REGRETS,
        by="Per Ek",
        alternate=person("Bo Ek"),
    )
    actions.open_room(viewer=VIEWER, meeting_id=meeting.id)
    found = attending(meeting)
    assert found["Bo Ek"].serves_for == found["Per Ek"]
    assert found["Bo Ek"].presence == Presence.PRESENT
    assert "Tove Ek" not in found


def test_the_vice_chair_leads_where_the_chair_cannot_come():
    body = a_body_that_sits(
        sits=(("Lena Berg", MembershipRole.CHAIR), ("Per Ek", MembershipRole.VICE_CHAIR))
    )
    meeting = a_meeting_to_hold(body=body)
    Reply.objects.create(
        meeting=meeting, person=person("Lena Berg"), answer=ReplyAnswer.REGRETS, by="Lena Berg"
    )
    actions.open_room(viewer=VIEWER, meeting_id=meeting.id)
    assert [name for name, row in attending(meeting).items() if row.chairs] == ["Per Ek"]


def test_opening_twice_does_nothing_more():
    meeting = an_open_room()
    before = Entry.objects.count()
    actions.open_room(viewer=VIEWER, meeting_id=meeting.id)
    assert (Room.objects.count(), len(attending(meeting))) == (1, 3)
    assert Entry.objects.count() == before


def test_a_meeting_whose_minutes_a_document_has_told_is_not_written_here():
    meeting = a_meeting_to_hold()
    a_paper(meeting, Phase.HELD)
    with pytest.raises(ValidationError, match="från en handling"):
        actions.open_room(viewer=VIEWER, meeting_id=meeting.id)
    assert not Room.objects.exists()


def test_a_cancelled_meeting_is_not_opened():
    meeting = a_meeting_to_hold(cancelled_at=timezone.now())
    with pytest.raises(ValidationError, match="inställt"):
        actions.open_room(viewer=VIEWER, meeting_id=meeting.id)


def test_only_who_writes_for_the_body_opens_its_room():
    meeting = a_meeting_to_hold(planned_state=PublicationState.SHARED)
    secretary = Viewer("S", frozenset({Held(Role.SECRETARY, of_body(meeting.body_id))}), 1)
    member = Viewer("M", frozenset({Held(Role.MEMBER, of_body(meeting.body_id))}), 2)
    elsewhere = Viewer("E", frozenset({Held(Role.SECRETARY, of_body(meeting.body_id + 1))}), 3)
    for viewer, refusal in (
        (ANONYMOUS, PermissionDenied),
        (member, PermissionDenied),
        (elsewhere, Meeting.DoesNotExist),
    ):
        with pytest.raises(refusal):
            actions.open_room(viewer=viewer, meeting_id=meeting.id)
    actions.open_room(viewer=secretary, meeting_id=meeting.id)
    assert Room.objects.get().opened_by == "S"
