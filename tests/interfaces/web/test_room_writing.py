"""Small writes in a meeting's room: as JSON for the page's script, as pages for everybody else."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.urls import reverse

from handslag.domain.audit.models import Entry
from handslag.domain.meetings.models import Discussion, Room
from handslag.domain.meetings.room import actions
from handslag.domain.registry.models import MembershipRole, Person
from tests.builders import VIEWER, a_membership
from tests.domain.meetings.room.making import a_meeting_to_hold, an_open_room, held
from tests.signed_in import a_user, signed_in

pytestmark = pytest.mark.django_db

JSON = {"Accept": "application/json"}


@pytest.fixture
def client():
    return signed_in()


@pytest.fixture
def item():
    return held(an_open_room())[0]


def address(item) -> str:
    return reverse("desk:write-discussion", args=[item.meeting_id, item.id])


def send(client, item, text, seen="0", key=None, **headers):
    said = {"text": text, "sett": seen, "nyckel": str(key or uuid4())}
    return client.post(address(item), said, headers=headers)


def test_a_room_is_opened_by_its_button_and_leads_to_its_page(client):
    meeting = a_meeting_to_hold()
    response = client.post(reverse("desk:open-room", args=[meeting.id]))
    assert (response.status_code, response["Location"]) == (302, f"/moten/{meeting.id}/rummet/")
    assert Room.objects.get().meeting == meeting


class TestForTheScript:
    def test_a_write_tells_what_to_carry_from_now_on_and_when_it_was_saved(self, client, item):
        response = send(client, item, "Vera berättar", **JSON)
        told = response.json()
        assert response.status_code == 200
        assert told.pop("at")[2] == "."
        assert told == {"ok": True, "seen": {f"discussion-{item.id}": "1"}, "revision": 2}

    def test_the_same_write_again_gets_the_same_answer_and_is_done_once(self, client, item):
        key = uuid4()
        first = send(client, item, "Vera berättar", key=key, **JSON).json()
        actions.write_discussion(viewer=VIEWER, item_id=item.id, seen="1", text="Annat")
        again = send(client, item, "Vera berättar", key=key, **JSON).json()
        assert {**again, "at": ""} == {**first, "at": ""}
        assert Discussion.objects.get().text == "Annat"

    def test_another_write_under_the_same_key_is_refused(self, client, item):
        key = uuid4()
        send(client, item, "Vera berättar", key=key, **JSON)
        response = send(client, item, "Per svarar", "1", key=key, **JSON)
        assert response.status_code == 422
        assert list(response.json()["errors"]) == ["nyckel"]
        assert Discussion.objects.get().text == "Vera berättar"

    def test_a_conflict_tells_the_others_text_and_what_to_carry_to_choose(self, client, item):
        actions.write_discussion(viewer=VIEWER, item_id=item.id, seen="0", text="Den andras")
        response = send(client, item, "Min", **JSON)
        assert response.status_code == 409
        assert response.json() == {
            "conflict": True,
            "theirs": {"text": "Den andras"},
            "by": "Prövaren",
            "seen": {f"discussion-{item.id}": "1"},
        }
        assert send(client, item, "Min", "1", **JSON).status_code == 200

    def test_what_is_wrong_is_told_by_field(self, client, item):
        response = send(client, item, "a" * 100_001, **JSON)
        assert response.status_code == 422
        assert list(response.json()["errors"]) == ["text"]

    def test_a_key_that_is_none_is_refused(self, client, item):
        response = send(client, item, "Vera", key="nej", **JSON)
        assert (response.status_code, list(response.json()["errors"])) == (422, ["nyckel"])

    def test_who_may_not_is_told_why(self, item):
        user = a_user("Per Ek")
        Person.objects.filter(name="Per Ek").update(user=user)
        item.meeting.planned_state = "shared"
        item.meeting.save()
        response = send(signed_in(user), item, "Min", **JSON)
        assert response.status_code == 403
        assert "skriva på mötet" in response.json()["refused"]

    def test_a_stranger_is_refused_and_the_page_asks_who_it_is(self, client, item):
        # Refused at the door, before any view, with a page: the script then asks the pulse, which
        # tells that nobody is signed in, and keeps the write until somebody is.
        client.logout()
        assert send(client, item, "Min", **JSON).status_code == 403
        assert not Discussion.objects.exists()
        pulse = client.get(reverse("desk:room-pulse", args=[item.meeting_id]), headers=JSON)
        assert pulse.status_code == 302 or not pulse.json().get("account")

    def test_an_item_of_a_room_that_is_gone_is_told(self, client, item):
        Room.objects.all().delete()
        response = send(client, item, "Min", **JSON)
        assert (response.status_code, list(response.json())) == (404, ["refused"])

    def test_a_secretary_of_the_body_writes(self, item):
        user = a_user("Sara Lind")
        person = Person.objects.create(name="Sara Lind", user=user)
        a_membership(item.meeting.body, person, MembershipRole.SECRETARY)
        assert send(signed_in(user), item, "Min", **JSON).status_code == 200
        assert Entry.objects.latest("number").user_id == user.pk


class TestWithoutScript:
    def test_a_form_leads_back_to_the_item(self, client, item):
        response = client.post(address(item), {"text": "Vera berättar", "sett": "0"})
        assert response.status_code == 302
        assert (
            response["Location"]
            == f"/moten/{item.meeting_id}/rummet/?punkt={item.id}#punkt-{item.id}"
        )
        assert Discussion.objects.get().text == "Vera berättar"

    def test_a_conflict_is_a_page_with_both_texts_from_which_either_is_chosen(self, client, item):
        actions.write_discussion(viewer=VIEWER, item_id=item.id, seen="0", text="Den andras")
        response = send(client, item, "Min text")
        page = response.content.decode()
        assert response.status_code == 409
        assert "Min text</textarea>" in page
        assert "Den andras" in page
        assert 'name="sett" value="1"' in page
        assert "skrivet av Prövaren" in page
        assert send(client, item, "Min text", "1").status_code == 302

    def test_what_is_wrong_is_told_beside_all_that_was_typed(self, client, item):
        response = send(client, item, "a" * 100_001)
        page = response.content.decode()
        assert response.status_code == 422
        assert "a" * 100_001 in page
        assert "för lång" in page
