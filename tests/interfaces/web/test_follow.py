"""Following a meeting while it is held, and the screen in the room."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from handslag.domain.base.sides import Side
from handslag.domain.base.states import PublicationState
from handslag.domain.matters.models import PointVerdict
from handslag.domain.matters.preparing.actions import propose
from handslag.domain.matters.writing import actions as writing
from handslag.domain.meetings import actions as meetings
from handslag.domain.meetings.agenda import actions as agenda
from handslag.domain.meetings.agenda.told import ItemTold, PresenterTold
from handslag.domain.meetings.models import AgendaItem, Meeting, Presence
from handslag.domain.meetings.room import actions as room
from handslag.domain.meetings.room.queries import following
from handslag.domain.registry.models import MembershipRole, Organisation, Person
from handslag.interfaces.web.kit.kept import forget
from tests.builders import VIEWER, a_body, a_membership, a_name, a_principal
from tests.domain.agenda.making import a_planned_meeting
from tests.domain.matters.writing.writing import decide, settle, the_item
from tests.signed_in import a_user, signed_in

if TYPE_CHECKING:
    from django.test import Client

pytestmark = pytest.mark.django_db

POLL = {"HX-Request": "true"}


def a_held_meeting(items: int = 2, members: int = 3, name: str = "Chefsnätverket") -> Meeting:
    """A meeting whose room is open: three members of two principals, a proposal on each item."""
    body = a_body(name)
    principals = [
        Organisation.objects.filter(name=one).first() or a_principal(one, kind)
        for one, kind in (("Norrviks kommun", "municipality"), ("Region Norrland", "region"))
    ]
    for number in range(members):
        a_membership(
            body,
            a_name(f"{name} {number}").person,
            MembershipRole.MEMBER,
            principal=principals[number % 2],
        )
    meeting = a_planned_meeting(body, planned_state=PublicationState.SHARED)
    for number in range(items):
        told = ItemTold(
            heading=f"Ärende {number + 1}", minutes=10, presenters=(PresenterTold(name="Moa Lind"),)
        )
        item_id = agenda.add_item(viewer=VIEWER, meeting_id=meeting.id, told=told)
        propose(viewer=VIEWER, item_id=item_id, by="Styrgruppen", points=("Anta planen.", "Bida."))
    room.open_room(viewer=VIEWER, meeting_id=meeting.id)
    for number in range(items):
        writing.hold_proposals(viewer=VIEWER, item_id=the_item(meeting, number + 1).id)
    return meeting


def begin(meeting: Meeting, place: int = 1) -> AgendaItem:
    item = the_item(meeting, place)
    at = following(VIEWER, meeting.id).item_id
    seen = "" if at is None else str(at)
    room.begin_item(viewer=VIEWER, meeting_id=meeting.id, item_id=item.id, seen=seen)
    return item


def a_member_of(meeting: Meeting) -> Client:
    user = a_user("Vera Ask")
    a_membership(meeting.body, Person.objects.create(name="Vera Ask", user=user))
    return signed_in(user)


def address(meeting: Meeting, page: str = "follow-meeting") -> str:
    return reverse(f"desk:{page}", args=[meeting.id])


def read(client: Client, meeting: Meeting, page: str = "follow-meeting") -> str:
    answer = client.get(address(meeting, page))
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_member_sees_where_the_meeting_is_and_what_is_decided():
    meeting = a_held_meeting()
    item = begin(meeting)
    settle(item, 1, PointVerdict.APPROVED, Side.REGION)
    settle(item, 1, PointVerdict.REJECTED, Side.MUNICIPALITIES)
    decide(item, "att anta planen för regionen")
    room.write_discussion(viewer=VIEWER, item_id=item.id, seen="0", text="Hemlig diskussion")
    shown = read(a_member_of(meeting), meeting)
    assert "1. Ärende 1" in shown
    assert "Moa Lind" in shown
    assert "10 minuter kvar" in shown
    assert "Anta planen." in shown
    assert "Regionen: " in shown
    assert "Kommunerna: " in shown
    assert "att anta planen för regionen" in shown
    assert "Hemlig diskussion" not in shown
    assert f"/mina-moten/{meeting.id}/#punkt-{item.id}" in shown


def test_who_is_there_is_counted_by_principal():
    meeting = a_held_meeting()
    absent = following(VIEWER, meeting.id).roll[0]
    row = meeting.participations.get(name__text=absent.name)
    page = read(a_member_of(meeting), meeting)
    assert "3 av 3" in page
    row.presence = Presence.ABSENT
    row.save()
    forget()
    page = read(a_member_of(meeting), meeting)
    assert "2 av 3" in page
    assert "Norrviks kommun" in page


def test_nothing_new_is_answered_by_one_small_query_beside_the_viewers():
    meeting = a_held_meeting()
    begin(meeting)
    client = a_member_of(meeting)
    for page in ("follow-meeting", "screen"):
        first = client.get(address(meeting, page), headers=POLL)
        assert first.status_code == 200
        with CaptureQueriesContext(connection) as asked:
            again = client.get(
                address(meeting, page), headers=POLL | {"If-None-Match": first["ETag"]}
            )
        assert again.status_code == 304
        assert again.content == b""
        told = [one["sql"] for one in asked if "meetings_room" in one["sql"]]
        assert len(told) == 1
        assert len(asked) == 3  # who is signed in, as what they look, and the room


def test_what_is_new_is_answered_with_the_part_that_changes_alone():
    meeting = a_held_meeting()
    item = begin(meeting)
    client = a_member_of(meeting)
    first = client.get(address(meeting), headers=POLL)
    decide(item, "att anta planen")
    answer = client.get(address(meeting), headers=POLL | {"If-None-Match": first["ETag"]})
    assert answer.status_code == 200
    assert answer["ETag"] != first["ETag"]
    assert "att anta planen" in answer.content.decode()
    assert "<html" not in answer.content.decode()


def test_what_is_said_changes_nothing_for_those_who_follow():
    meeting = a_held_meeting()
    item = begin(meeting)
    client = a_member_of(meeting)
    first = client.get(address(meeting), headers=POLL)
    room.write_discussion(viewer=VIEWER, item_id=item.id, seen="0", text="Ord")
    answer = client.get(address(meeting), headers=POLL | {"If-None-Match": first["ETag"]})
    assert answer.status_code == 304


def test_the_part_is_rendered_once_for_all_who_see_the_same():
    meeting = a_held_meeting()
    begin(meeting)
    clients = [a_member_of(meeting) for _number in range(2)]
    clients[0].get(address(meeting), headers=POLL)
    with CaptureQueriesContext(connection) as asked:
        assert clients[1].get(address(meeting), headers=POLL).status_code == 200
    assert len(asked) == 3


def test_the_number_of_queries_is_fixed():
    counts = []
    for items, name in ((2, "Chefsnätverket"), (20, "Socialchefsnätverket")):
        meeting = a_held_meeting(items, members=items, name=name)
        item = begin(meeting)
        for _number in range(items):
            decide(item, "att anta planen")
        client = a_member_of(meeting)
        with CaptureQueriesContext(connection) as asked:
            read(client, meeting)
        counts.append(len(asked))
        forget()
    assert counts[0] == counts[1] <= 31


def test_the_screen_tells_no_more_of_a_closed_item_than_that_it_is_one():
    meeting = a_held_meeting()
    item = begin(meeting)
    decide(item, "att anta planen")
    client = a_member_of(meeting)
    assert "Ärende 1" in read(client, meeting, "screen")
    meetings.close_item(viewer=VIEWER, item_id=item.id, ground="OSL 26 kap. 1 §")
    shown = read(client, meeting, "screen")
    assert "Sluten punkt" in shown
    for word in ("Ärende 1", "att anta planen", "Anta planen.", "Moa Lind"):
        assert word not in shown
    assert "Ärende 1" in read(client, meeting)  # who sits there sees it


def test_who_presents_sees_their_own_items_alone():
    meeting = a_held_meeting()
    item = the_item(meeting, 2)
    meeting.participations.filter(item=item).delete()
    user = a_user("Moa Lind")
    Person.objects.filter(names__text="Moa Lind").update(user=user)
    begin(meeting, 2)
    shown = read(signed_in(user), meeting)
    assert "Ärende 1" in shown
    assert "Ärende 2" not in shown
    assert "Annan punkt" in shown
    assert "Närvarande per huvudman" not in shown
    assert "Anta planen" not in shown
    assert "Ärende 2" in read(a_member_of(meeting), meeting)


def test_others_may_not_follow():
    meeting = a_held_meeting()
    stranger = signed_in(a_user("Någon Annan"))
    for page in ("follow-meeting", "screen"):
        assert stranger.get(address(meeting, page)).status_code in {403, 404}
    unopened = a_planned_meeting(
        meeting.body, date(2031, 4, 3), planned_state=PublicationState.SHARED
    )
    assert a_member_of(meeting).get(address(unopened)).status_code == 404


def test_the_screen_may_be_full_and_works_without_javascript():
    meeting = a_held_meeting()
    answer = a_member_of(meeting).get(address(meeting, "screen"))
    assert "fullscreen=(self)" in answer["Permissions-Policy"]
    assert '<noscript><meta http-equiv="refresh"' in answer.content.decode()
    assert "Mötet har inte börjat" in answer.content.decode()
    room.end_meeting(viewer=VIEWER, meeting_id=meeting.id)
    assert "Mötet är slut" in read(a_member_of(meeting), meeting, "screen")
    assert "Mötet är slut" in read(a_member_of(meeting), meeting)
