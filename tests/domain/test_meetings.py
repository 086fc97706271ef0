from __future__ import annotations

from datetime import date, time

import pytest

from handslag.domain.base.facts import Phase
from handslag.domain.meetings import queries
from tests.builders import NO_SUCH, VIEWER, a_body, a_meeting, a_paper, an_item

pytestmark = pytest.mark.django_db


def test_newest_first_and_of_one_body_or_year():
    north, south = a_body("Nordnätverket"), a_body("Sydrådet")
    one = a_meeting(north, date(2030, 3, 4))
    two = a_meeting(north, date(2031, 3, 4))
    three = a_meeting(south, date(2031, 1, 1))

    def ids(**sifted: int) -> list[int]:
        return [row.id for row in queries.meetings(VIEWER, **sifted)]

    assert ids() == [two.id, three.id, one.id]
    assert ids(body_id=north.id) == [two.id, one.id]
    assert ids(year=2031) == [two.id, three.id]
    assert ids(body_id=north.id, year=2030) == [one.id]
    assert queries.years(VIEWER) == [2031, 2030]
    assert queries.years(VIEWER, body_id=south.id) == [2031]
    assert queries.meeting_ids(VIEWER) == [one.id, two.id, three.id]


def test_a_row_counts_held_items_and_falls_back_on_the_plan():
    body = a_body("Nordnätverket", "NN")
    held = a_meeting(body, date(2031, 3, 4), start=time(9), planned_start=time(8))
    a_paper(held, Phase.HELD)
    an_item(held)
    an_item(held, order=None, planned_order=2)
    planned = a_meeting(body, date(2031, 4, 4), planned_start=time(10), planned_place="Salen")
    a_paper(planned, Phase.PLAN)
    for order in range(3):
        an_item(planned, order=None, planned_order=order)
    later, sooner = queries.meetings(VIEWER)
    assert (sooner.items, sooner.start, sooner.held, sooner.planned) == (1, time(9), True, False)
    assert (later.items, later.start, later.place) == (3, time(10), "Salen")
    assert (later.held, later.planned, later.body_short) == (False, True, "NN")


@pytest.mark.parametrize("count", [1, 10])
def test_queries_do_not_grow(count, django_assert_num_queries):
    for number in range(count):
        meeting = a_meeting(a_body(f"Råd {number}"))
        a_paper(meeting, Phase.HELD)
        an_item(meeting)
    with django_assert_num_queries(2):
        assert len(queries.meetings(VIEWER)) == count
    with django_assert_num_queries(2):
        assert len(queries.bodies(VIEWER)) == count
    with django_assert_num_queries(1):
        queries.years(VIEWER)


def test_bodies_tell_how_often_they_met():
    body = a_body("Nordnätverket")
    a_body("Sydrådet")
    a_meeting(body, date(2030, 1, 1))
    a_meeting(body, date(2031, 1, 1))
    north, south = queries.bodies(VIEWER)
    assert (north.name, north.meetings, north.latest) == ("Nordnätverket", 2, date(2031, 1, 1))
    assert (south.name, south.meetings, south.latest) == ("Sydrådet", 0, None)


def test_the_next_meeting_is_today_or_the_nearest_after():
    body = a_body()
    a_meeting(body, date(2031, 1, 1))
    near = a_meeting(body, date(2031, 2, 1))
    a_meeting(body, date(2031, 3, 1))
    for today in (date(2031, 1, 2), date(2031, 2, 1)):
        found = queries.next_meeting(VIEWER, today)
        assert found is not None
        assert found.id == near.id
    assert queries.next_meeting(VIEWER, date(2031, 3, 2)) is None


def test_meetings_near_a_day():
    body = a_body()
    near = a_meeting(body, date(2031, 1, 30))
    a_meeting(body, date(2031, 9, 1))
    a_meeting(a_body("Annat"), date(2031, 1, 30))
    found = queries.near(VIEWER, body_id=body.id, day=date(2031, 2, 3))
    assert [row.id for row in found] == [near.id]


def test_which_meeting_a_document_tells_of():
    meeting = a_meeting()
    notice = a_paper(meeting, Phase.PLAN)
    assert queries.meetings_told_by(VIEWER, [notice.id, NO_SUCH]) == {notice.id: meeting.id}
    assert queries.meeting_names(VIEWER, [meeting.id, NO_SUCH]) == {
        meeting.id: queries.MeetingName(meeting.id, meeting.date, meeting.body_id, "Nordnätverket")
    }
