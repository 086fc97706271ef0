"""Templates and standing items: what a new agenda begins with."""

from __future__ import annotations

from datetime import date
from functools import partial

import pytest
from django.core.exceptions import ValidationError

from handslag.domain.base.meanwhile import ChangedMeanwhile
from handslag.domain.meetings.agenda import actions, queries
from handslag.domain.meetings.agenda.actions.templates import begin
from handslag.domain.meetings.agenda.told import ItemTold
from handslag.domain.meetings.models import AgendaTemplate, Meeting
from handslag.domain.meetings.planning.actions import plan_year
from handslag.domain.meetings.planning.told import Wanted
from tests.builders import VIEWER, a_body
from tests.domain.agenda.making import a_planned_meeting, headings, numbers, put
from tests.signed_in import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def body():
    return a_body()


@pytest.fixture
def first(body) -> Meeting:
    meeting = a_planned_meeting(body, date(2031, 1, 9))
    put(meeting, "Godkännande av dagordning", kind="formal", minutes=5, standing=True)
    put(meeting, "Minnesanteckningar från föregående möte", minutes=5, standing=True)
    put(meeting, "Avtal om hjälpmedel", kind="decision")
    put(meeting, "Övriga frågor", standing=True)
    return meeting


def test_a_new_agenda_begins_with_what_comes_back_and_knows_the_last_meeting(body, first):
    second = a_planned_meeting(body, date(2031, 2, 3))
    begin(VIEWER, [second])
    assert headings(second) == [
        "Godkännande av dagordning",
        "Minnesanteckningar från 9 januari 2031",
        "Övriga frågor",
    ]
    assert numbers(second) == ["1", "2", "3"]
    begin(VIEWER, [second])
    assert len(headings(second)) == 3
    third = a_planned_meeting(body, date(2031, 4, 7))
    begin(VIEWER, [third])
    assert headings(third)[1] == "Minnesanteckningar från 3 februari 2031"


def test_a_cancelled_meeting_is_not_the_last_one(body, first):
    second = a_planned_meeting(body, date(2031, 2, 3))
    Meeting.objects.filter(id=second.id).update(cancelled_at="2031-01-20T09:00Z")
    third = a_planned_meeting(body, date(2031, 4, 7))
    begin(VIEWER, [third])
    assert headings(third)[1] == "Minnesanteckningar från 9 januari 2031"


def test_meetings_of_a_year_that_is_planned_begin_with_what_comes_back(body, first):
    days = [Wanted(date(2031, 3, 3)), Wanted(date(2031, 5, 5))]
    plan_year(viewer=VIEWER, body_id=body.id, days=days)
    planned = Meeting.objects.filter(body=body, date__gte=date(2031, 3, 1)).order_by("date")
    assert [headings(one)[1] for one in planned] == [
        "Minnesanteckningar från 9 januari 2031",
        "Minnesanteckningar från 3 mars 2031",
    ]


def test_a_template_is_made_of_an_agenda_changed_and_begun_from(body, first):
    make = {"viewer": VIEWER, "meeting_id": first.id}
    template_id = actions.make_template(**make, name="Vanligt möte")
    with pytest.raises(ValidationError):
        actions.make_template(**make, name="Vanligt möte")
    found = queries.template(VIEWER, template_id)
    assert found.items[1].heading == "Minnesanteckningar från {förra mötet}"
    change = partial(
        actions.change_template, viewer=VIEWER, template_id=template_id, seen=found.digest
    )
    items = [ItemTold(heading="Nästa möte", standing=True), ItemTold(heading="Fika", minutes=15)]
    change(name="Kort möte", items=items)
    with pytest.raises(ChangedMeanwhile):
        change(name="Kort möte", items=[])
    second = a_planned_meeting(body, date(2031, 2, 3))
    put(second, "Fika")
    begun = actions.begin_agenda(viewer=VIEWER, meeting_id=second.id, template_id=template_id)
    assert (begun.items, headings(second)) == (1, ["Fika", "Nästa möte"])
    assert queries.begins_from(VIEWER, second.id).missing == (
        "Godkännande av dagordning",
        "Minnesanteckningar från 9 januari 2031",
        "Övriga frågor",
    )
    actions.begin_agenda(viewer=VIEWER, meeting_id=second.id)
    assert len(headings(second)) == 5
    actions.remove_template(viewer=VIEWER, template_id=template_id)
    assert not AgendaTemplate.objects.exists()
    assert len(headings(second)) == 5


def test_the_page_of_a_template_is_saved_in_the_order_of_its_places(client, first):
    template_id = actions.make_template(viewer=VIEWER, meeting_id=first.id, name="Vanligt möte")
    assert "Vanligt möte" in client.get(f"/mallar/{template_id}/").content.decode()
    found = queries.template(VIEWER, template_id)
    form = {"namn": "Vanligt", "sedd": found.digest}
    form |= {"rubrik-1": "B", "plats-1": "2", "rubrik-2": "A", "plats-2": "1", "minuter-2": "5"}
    assert client.post(f"/mallar/{template_id}/", form).status_code == 302
    assert [one.heading for one in queries.template(VIEWER, template_id).items] == ["A", "B"]
    stale = client.post(f"/mallar/{template_id}/", form | {"rubrik-1": "Min punkt"})
    assert stale.status_code == 409
    assert "Min punkt" in stale.content.decode()
    client.post(f"/moten/{first.id}/dagordning/mall/", {"mall": template_id})
    assert headings(first)[-2:] == ["A", "B"]


@pytest.fixture
def client():

    return signed_in()
