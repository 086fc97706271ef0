"""The standing item that approves the minutes of the meeting before knows which that is."""

from __future__ import annotations

from datetime import date

import pytest

from handslag.domain.base.facts import Phase
from handslag.domain.matters.minutes import queries
from handslag.domain.matters.models import ClauseAction
from handslag.domain.meetings.agenda import queries as agenda
from handslag.domain.meetings.agenda.actions.templates import begin
from handslag.domain.meetings.models import AgendaItem, Meeting
from handslag.domain.meetings.planning.actions import (
    cancel_meeting,
    move_meeting,
    plan_year,
    reinstate_meeting,
)
from handslag.domain.meetings.planning.told import Wanted
from tests.builders import VIEWER, a_body, a_clause, a_meeting, a_paper
from tests.domain.agenda.making import a_planned_meeting, put

pytestmark = pytest.mark.django_db
HEADING = "Minnesanteckningar från föregående möte"


@pytest.fixture
def body():
    return a_body()


@pytest.fixture
def year(body) -> list[Meeting]:
    """Three meetings, each of which approves what the one before wrote."""
    first = a_planned_meeting(body, date(2031, 1, 9))
    put(first, HEADING, standing=True)
    put(first, "Uppföljning av mötet 9 december 2030", standing=True)
    days = [Wanted(date(2031, 3, 3)), Wanted(date(2031, 5, 5))]
    plan_year(viewer=VIEWER, body_id=body.id, days=days)
    return list(Meeting.objects.filter(body=body).order_by("date"))


def approval(meeting: Meeting) -> AgendaItem:
    items = AgendaItem.objects.select_related("approves").filter(meeting=meeting)
    return items.get(planned_heading__startswith="Minnesanteckningar")


def test_each_meeting_approves_the_minutes_of_the_one_before(year):
    first, second, third = year
    assert approval(first).approves is None
    assert approval(second).approves == first
    assert approval(third).approves == second
    assert approval(third).planned_heading == "Minnesanteckningar från 3 mars 2031"
    (item, *_rest) = agenda.agenda_paper(VIEWER, third.id).items
    assert item.approves == (second.id, date(2031, 3, 3))


def test_the_heading_follows_when_the_meeting_before_is_moved(year):
    first, second, third = year
    move_meeting(viewer=VIEWER, meeting_id=second.id, to=Wanted(date(2031, 3, 10)))
    assert approval(third).planned_heading == "Minnesanteckningar från 10 mars 2031"
    follows = AgendaItem.objects.get(meeting=third, planned_heading__startswith="Uppföljning")
    assert follows.planned_heading == "Uppföljning av mötet 10 mars 2031"
    move_meeting(viewer=VIEWER, meeting_id=second.id, to=Wanted(date(2031, 6, 9)))
    assert approval(third).approves == first
    assert approval(third).planned_heading == "Minnesanteckningar från 9 januari 2031"
    assert approval(second).approves == third
    assert approval(second).planned_heading == "Minnesanteckningar från 5 maj 2031"


def test_a_cancelled_meeting_has_no_minutes_to_approve(year):
    first, second, third = year
    cancel_meeting(viewer=VIEWER, meeting_id=second.id, reason="För få ärenden")
    assert approval(third).approves == first
    reinstate_meeting(viewer=VIEWER, meeting_id=second.id)
    assert approval(third).approves == second


def test_a_meeting_that_comes_in_between_is_the_one_before(body, year):
    _first, second, third = year
    between = a_planned_meeting(body, date(2031, 4, 7))
    begin(VIEWER, [between])
    assert approval(between).approves == second
    assert approval(third).approves == between
    assert approval(third).planned_heading == "Minnesanteckningar från 7 april 2031"


def test_a_meeting_that_was_held_without_minutes_is_passed_over(body):
    with_minutes = a_meeting(body, date(2020, 1, 9))
    a_paper(with_minutes, Phase.HELD)
    a_meeting(body, date(2020, 2, 9))
    now = a_planned_meeting(body, date(2031, 2, 3))
    put(now, "Godkännande av föregående protokoll", standing=True)
    assert AgendaItem.objects.get(meeting=now).approves == with_minutes


def test_the_decision_to_approve_shows_on_the_minutes_that_it_approves(body, year):
    first, second, _third = year
    Meeting.objects.filter(id__in=[first.id, second.id]).update(written=True, state="shared")
    assert queries.head(VIEWER, first.id).approved_on is None
    item = approval(second)
    AgendaItem.objects.filter(id=item.id).update(order=1, heading=item.planned_heading)
    a_clause(item, "att godkänna minnesanteckningarna", action=ClauseAction.APPROVE)
    head = queries.head(VIEWER, first.id)
    assert (head.approved_on, head.approved_at) == (second.date, second.id)


def test_an_item_that_only_speaks_of_minutes_approves_none(body, year):
    item_id = put(year[1], "Ny mall för minnesanteckningar")
    assert AgendaItem.objects.get(id=item_id).approves is None
