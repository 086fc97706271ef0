"""The secretary's page: one view that follows the agenda, and what a page that is open asks."""

from __future__ import annotations

import re

import pytest

from handslag.domain.matters.writing import actions as deciding
from handslag.domain.matters.writing.told import ClauseWritten
from handslag.domain.meetings.room import actions
from handslag.domain.meetings.room.queries import room_page
from tests.builders import VIEWER
from tests.domain.meetings.room.making import a_meeting_to_hold, an_open_room, attending, held
from tests.signed_in import WHO_LOOKS

pytestmark = pytest.mark.django_db
PART = {"HX-Request": "true"}


@pytest.fixture
def meeting():
    return an_open_room("Mötets öppnande", "Avtal om hjälpmedel", "Övriga frågor")


def page(client, meeting, more="", headers=None):
    answer = client.get(f"/moten/{meeting.id}/rummet/{more}", headers=headers)
    assert answer.status_code == 200
    return answer.content.decode()


def articles(text: str) -> list[int]:
    return [int(found) for found in re.findall(r'data-item="(\d+)"', text)]


def test_the_page_shows_the_agenda_and_one_item_of_it(client, meeting):
    first, second, _third = held(meeting)
    text = page(client, meeting)
    assert text.count('class="where"') == 3
    assert articles(text) == [first.id]
    assert articles(page(client, meeting, f"?punkt={second.id}")) == [second.id]
    assert articles(page(client, meeting, "?punkt=nonsens")) == [first.id]


def test_the_page_opens_where_the_meeting_is_and_tells_the_time(client, meeting):
    second = held(meeting)[1]
    actions.begin_item(viewer=VIEWER, meeting_id=meeting.id, item_id=second.id, seen="")
    text = page(client, meeting)
    assert articles(text) == [second.id]
    assert "Mötet är här" in text
    assert re.search(r"0\.0\d</span> av 10 min", text)
    assert "10 min kvar" in text
    assert re.search(r'data-began="\d{13}"', text)


def test_a_script_gets_the_parts_alone_and_every_item_at_once(client, meeting):
    ids = [item.id for item in held(meeting)]
    part = page(client, meeting, f"?punkt={ids[1]}", PART)
    assert "<html" not in part
    assert articles(part) == [ids[1]]
    assert f'data-revision="{room_page(VIEWER, meeting.id).revision}"' in part
    assert articles(page(client, meeting, "?alla=1", PART)) == ids


def test_a_script_that_has_the_roll_gets_it_again_only_when_it_is_new(client, meeting):
    found = re.search(r'id="rum-narvaro" data-digest="(\w+)"', page(client, meeting))
    assert found
    asked = f"?narvaro={found[1]}"
    assert 'id="rum-narvaro"' not in page(client, meeting, asked, PART)
    lena = attending(meeting)["Lena Berg"]
    seen = room_page(VIEWER, meeting.id).roll[0].seen
    assert room_page(VIEWER, meeting.id).roll[0].id == lena.id
    actions.mark_presence(viewer=VIEWER, attendance_id=lena.id, seen=seen, presence="absent")
    assert "2 av 3 är här." in page(client, meeting, asked, PART)


def test_a_page_that_is_open_is_told_who_is_in_and_how_much_is_written(client, meeting):
    address = f"/moten/{meeting.id}/rummet/puls/"
    before = client.get(address).json()
    item = held(meeting)[0]
    actions.write_discussion(viewer=VIEWER, item_id=item.id, seen="0", text="Lena hälsar.")
    after = client.get(address).json()
    assert after["revision"] == before["revision"] + 1
    assert before["account"]
    assert before["token"]
    assert before["now"] > 1_700_000_000_000


def test_who_is_chosen_in_the_form_takes_no_part_in_the_item(client, meeting):
    item, per = held(meeting)[1], attending(meeting)["Per Ek"]
    address = f"/moten/{meeting.id}/rummet/punkter/{item.id}/deltar-inte/"
    said = {"attendance": per.id, "reason": "conflict", "note": "arbetar där", "sett": ""}
    assert client.post(address, said).status_code == 302
    text = page(client, meeting, f"?punkt={item.id}")
    assert 'value="arbetar där"' in text
    assert "Inte här vid punkten: Per Ek" in text
    assert client.post(address, said | {"attendance": ""}).status_code == 404


def test_comings_duties_and_what_the_meeting_is_late_with_are_told(client, meeting):
    roll = attending(meeting)
    item = held(meeting)[1]
    seen = {one.name: one.seen for one in room_page(VIEWER, meeting.id).roll}
    actions.note_movement(
        viewer=VIEWER,
        attendance_id=roll["Vera Ask"].id,
        seen=seen["Vera Ask"],
        kind="left",
        item_id=item.id,
    )
    text = page(client, meeting)
    assert "Gick vid punkt 2." in text
    assert "Leder mötet." in text


def test_what_is_said_is_shown_in_its_field(client, meeting):
    item = held(meeting)[0]
    actions.write_discussion(viewer=VIEWER, item_id=item.id, seen="0", text="<b>Lena</b> hälsar.")
    text = page(client, meeting)
    assert "&lt;b&gt;Lena&lt;/b&gt; hälsar.</textarea>" in text
    assert 'name="sett" value="1"' in text


def test_the_meetings_page_leads_in_once_the_meeting_can_begin(client):
    meeting = a_meeting_to_hold()
    address = f"/moten/{meeting.id}/"
    assert "Börja mötet" in client.get(address).content.decode()
    assert client.get(f"{address}rummet/").status_code == 404
    done = client.post(f"{address}rummet/oppna/", follow=True)
    assert done.redirect_chain[-1][0] == f"{address}rummet/"
    text = client.get(address).content.decode()
    assert f'href="{address}rummet/"' in text
    assert "Börja mötet" not in text


@pytest.mark.parametrize("count", [4, 40])
def test_the_page_costs_the_same_number_of_queries_whatever_its_size(
    client, count, django_assert_num_queries
):
    meeting = an_open_room(*(f"Punkt {place}" for place in range(count)))
    for item in held(meeting):
        actions.write_discussion(viewer=VIEWER, item_id=item.id, seen="0", text="Sagt.")
        told = ClauseWritten(text="att ge kansliet i uppdrag att räkna", points=(1,))
        deciding.put_proposal(viewer=VIEWER, item_id=item.id, by="Gruppen", points=["att räkna"])
        deciding.write_clause(viewer=VIEWER, item_id=item.id, told=told)
    with django_assert_num_queries(WHO_LOOKS + 28):  # one for what is due at the meeting
        page(client, meeting)
    with django_assert_num_queries(WHO_LOOKS + 27):
        page(client, meeting, "?alla=1", PART)
    with django_assert_num_queries(WHO_LOOKS + 1):
        client.get(f"/moten/{meeting.id}/rummet/puls/")


def test_what_is_moved_in_the_order_is_known_by_name_so_that_the_focus_goes_along(client, meeting):
    told = page(client, meeting)
    moved = re.findall(r'<li id="ordning-(\d+)">', told)
    assert len(moved) == len(set(moved)) > 1
    assert [id_ for id_ in moved if f'name="upp" id="upp-{id_}" value="{id_}"' in told] == moved[1:]
    assert [id_ for id_ in moved if f'name="ned" id="ned-{id_}" value="{id_}"' in told] == moved[
        :-1
    ]
