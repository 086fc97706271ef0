"""The roll of a meeting over the wire: each button does what it says, and says what to carry."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.urls import reverse

from handslag.domain.meetings.models import Presence
from handslag.domain.meetings.room import queries
from handslag.domain.registry.models import MembershipRole
from tests.builders import NO_SUCH, VIEWER, a_membership, a_name
from tests.domain.meetings.room.making import a_body_that_sits, an_open_room, held
from tests.signed_in import signed_in

pytestmark = pytest.mark.django_db


class Page:
    """A secretary's page of a meeting, which sends what its buttons send."""

    def __init__(self, meeting):
        self.meeting, self.client = meeting, signed_in()

    @property
    def room(self):
        return queries.room_page(VIEWER, self.meeting.id)

    def row(self, name):
        return next(one for one in self.room.roll if one.name == name)

    def send(self, route, *args, status=200, **said):
        address = reverse(f"desk:{route}", args=[self.meeting.id, *args])
        said = {"nyckel": str(uuid4()), **said}
        response = self.client.post(address, said, headers={"Accept": "application/json"})
        assert response.status_code == status, response.content
        return response.json() if status < 500 and response.content[:1] == b"{" else {}

    def change(self, name, gor, **said):
        one = self.row(name)
        return self.send("attendee", one.id, **{"gor": gor, "sett": one.seen, **said})


@pytest.fixture
def page():
    body = a_body_that_sits()
    a_membership(body, a_name("Bo Ek").person, MembershipRole.ALTERNATE)
    return Page(an_open_room(body=body))


def test_presence_duties_and_titles_are_changed_row_by_row(page):
    told = page.change("Per Ek", "narvaro", presence="absent")
    per = page.row("Per Ek")
    assert told["seen"] == {f"attendance-{per.id}": per.seen}
    assert per.presence.value == Presence.ABSENT
    page.change("Vera Ask", "uppgift", duty="chairs", has="1")
    assert (page.row("Vera Ask").chairs, page.row("Lena Berg").chairs) == (True, False)
    page.change("Vera Ask", "uppgift", duty="chairs", has="0")
    assert not page.row("Vera Ask").chairs
    page.change("Vera Ask", "titel", title="chef", organisation="Norrvik")
    assert page.row("Vera Ask").organisation == "Norrvik"


def test_an_alternate_is_suggested_put_on_the_roll_and_serves(page):
    address = reverse("desk:known-people", args=[page.meeting.id])
    found = page.client.get(address, {"q": "bo"}).json()["people"]
    assert [(one["name"], one["as"]) for one in found] == [("Bo Ek", "ersättare")]
    made = page.send("add-attendee", name="Bo Ek")["made"]
    page.change("Bo Ek", "tjanstgor", serves_for=str(page.row("Per Ek").id))
    assert (page.row("Bo Ek").id, page.row("Bo Ek").serves_for) == (made, page.row("Per Ek").id)
    page.change("Bo Ek", "tjanstgor", serves_for="")
    assert page.row("Bo Ek").serves_for is None
    page.change("Bo Ek", "ta-bort")
    assert len(page.room.roll) == 3


def test_comings_and_goings_are_noted_with_the_clock_and_taken_back(page):
    first, second = held(page.meeting)
    page.change("Per Ek", "gick", item=str(first.id), time="9.40")
    page.change("Per Ek", "kom", item=str(second.id), time="10:05")
    moves = page.row("Per Ek").moves
    assert [f"{one.time:%H.%M}" for one in moves] == ["09.40", "10.05"]
    page.send("remove-movement", moves[1].id, sett=page.row("Per Ek").seen)
    assert len(page.row("Per Ek").moves) == 1


def test_nonsense_is_told_by_field(page):
    one = page.row("Per Ek")
    for said, field in (
        ({"gor": "gick", "time": "nyss"}, "time"),
        ({"gor": "gick", "item": "den där"}, "item"),
        ({"gor": "narvaro", "presence": "kanske"}, "presence"),
    ):
        told = page.send("attendee", one.id, status=422, sett=one.seen, **said)
        assert list(told["errors"]) == [field]
    page.send("attendee", one.id, status=404, gor="trolla")
    page.send("attendee", NO_SUCH, status=404, gor="narvaro", presence="absent")


def test_somebody_takes_no_part_in_an_item(page):
    item = held(page.meeting)[0]
    row = page.row("Per Ek")
    told = page.send("item-absence", item.id, row.id, reason="conflict", status=422)
    assert list(told["errors"]) == ["note"]
    page.send("item-absence", item.id, row.id, reason="conflict", note="äger företaget")
    assert page.room.items[0].absences[0].note == "äger företaget"


def test_two_on_the_same_row_meet_and_on_two_rows_do_not(page):
    per, vera = page.row("Per Ek"), page.row("Vera Ask")
    page.send("attendee", per.id, gor="narvaro", presence="absent", sett=per.seen)
    told = page.send("attendee", per.id, gor="titel", title="chef", sett=per.seen, status=409)
    assert told["theirs"]["presence"] == "absent"
    assert told["seen"] == {f"attendance-{per.id}": page.row("Per Ek").seen}
    page.send("attendee", vera.id, gor="narvaro", presence="absent", sett=vera.seen)


def test_without_script_a_button_leads_back_to_the_roll(page):
    one = page.row("Per Ek")
    address = reverse("desk:attendee", args=[page.meeting.id, one.id])
    response = page.client.post(address, {"gor": "narvaro", "presence": "absent", "sett": one.seen})
    assert response["Location"] == f"/moten/{page.meeting.id}/rummet/#narvaro"
    response = page.client.post(
        address, {"gor": "narvaro", "presence": "present", "sett": "gammalt"}
    )
    assert response.status_code == 409


class TestAgenda:
    def item(self, page, place, gor, status=200, **said):
        one = page.room.items[place]
        return page.send("room-item", one.id, status=status, gor=gor, sett=one.seen, **said)

    def test_an_item_is_withdrawn_put_back_reworded_and_given_an_outcome(self, page):
        self.item(page, 0, "utga", reason="Dröjer")
        assert page.room.items[0].withdrawn
        self.item(page, 0, "ta-upp")
        self.item(page, 0, "rubrik", heading="Hembesök")
        self.item(page, 0, "utfall", outcome="noted")
        told = page.room.items[0]
        assert (told.heading, told.outcome.value) == ("Hembesök", "noted")
        assert list(self.item(page, 0, "utga", 422, reason="")["errors"]) == ["reason"]
        self.item(page, 0, "trolla", 404)

    def test_an_extra_question_is_added_and_removed(self, page):
        first = page.room.items[0]
        told = page.send(
            "add-extra-item",
            heading="Extra",
            minutes="5",
            name_0="Per Ek",
            late_reason="Kom i går",
            late_by="ordföranden",
            after=str(first.id),
        )
        extra = page.room.items[1]
        assert (extra.id, extra.allotted) == (told["made"], 5)
        assert extra.presenters[0].name == "Per Ek"
        self.item(page, 1, "ta-bort")
        assert [one.number for one in page.room.items] == ["1", "2"]
        errors = page.send("add-extra-item", heading="Extra", status=422)["errors"]
        assert set(errors) == {"late_reason", "late_by"}

    def test_presenters_are_changed(self, page):
        first = page.room.items[0]
        page.send(
            "room-item",
            first.id,
            gor="foredragande",
            sett=first.presenters_seen,
            name_0="Åsa Lind",
            name_3="Per Ek",
        )
        assert [one.name for one in page.room.items[0].presenters] == ["Åsa Lind", "Per Ek"]

    def test_the_order_is_changed_whole_or_a_step_at_a_time(self, page):
        one, two = (item.id for item in page.room.items)
        page.send("order-room", ordning=f"{two},{one}", sett=page.room.order_seen)
        assert [item.number for item in page.room.items] == ["2", "1"]
        page.send("order-room", upp=str(one), sett=page.room.order_seen)
        page.send("order-room", upp=str(one), sett=page.room.order_seen)
        assert [item.number for item in page.room.items] == ["1", "2"]
        page.send("order-room", ned=str(one), sett=page.room.order_seen)
        assert [item.number for item in page.room.items] == ["2", "1"]
        told = page.send("order-room", status=409, ordning=f"{one},{two}", sett=f"{one},{two}")
        assert told["conflict"]


class TestClock:
    def test_the_meeting_goes_on_rests_ends_and_opens_again(self, page):
        first = page.room.items[0]
        page.send("room-clock", gor="borja", item=str(first.id), sett="")
        assert page.room.item_id == first.id
        page.send("room-clock", gor="paus", sett=str(first.id))
        page.send("room-clock", gor="sluta")
        assert page.room.clock.ended_at
        page.send("room-clock", gor="oppna")
        assert not page.room.clock.ended_at
        page.send("room-clock", gor="trolla", status=404)
        page.send("room-clock", gor="borja", item=str(NO_SUCH), sett="", status=404)

    def test_when_and_where_it_was_held_is_said(self, page):
        seen = page.room.sitting_seen
        page.send("room-sitting", start="9.05", end="11.30", place="Sal Eken", sett=seen)
        assert (f"{page.room.end:%H.%M}", page.room.place) == ("11.30", "Sal Eken")
        told = page.send("room-sitting", start="9.05", end="8.30", sett=seen, status=422)
        assert list(told["errors"]) == ["end"]

    def test_whether_anything_is_new_is_told(self, page):
        address = reverse("desk:room-revision", args=[page.meeting.id])
        assert page.client.get(address).json() == {"revision": 1}
        page.change("Per Ek", "narvaro", presence="absent")
        assert page.client.get(address).json() == {"revision": 2}
