from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from handslag.domain.base.facts import Phase
from handslag.domain.matters.models import ClauseAction, DecisionState
from handslag.domain.matters.queries import decision_filters, decisions, latest, searchable
from tests.builders import (
    VIEWER,
    a_body,
    a_clause,
    a_decision,
    a_meeting,
    a_paper,
    a_whole_meeting,
    an_item,
)

pytestmark = pytest.mark.django_db


def texts(**sifted: Any) -> list[str]:
    return [row.text for row in decisions(VIEWER, **sifted)]


@pytest.fixture
def several():
    north, south = a_body("Nordnätverket"), a_body("Sydrådet")
    early = an_item(a_meeting(north, date(2030, 5, 6)), "Överenskommelse om läkare")
    late = an_item(a_meeting(south, date(2031, 2, 3)), "Budget")
    a_clause(early, "att godkänna punkterna", side="region")
    a_clause(early, "att avslå punkt 3", action=ClauseAction.REJECT, side="municipalities")
    a_clause(late, "att lägga rapporten till handlingarna", action=ClauseAction.NOTE)
    proposed = a_decision(late, state=DecisionState.PROPOSED)
    a_clause(proposed, "att bara föreslå")
    return {"north": north, "south": south}


def test_only_what_was_decided_newest_first(several):
    assert texts() == [
        "att lägga rapporten till handlingarna",
        "att godkänna punkterna",
        "att avslå punkt 3",
    ]


@pytest.mark.parametrize(
    ("sifted", "expected"),
    [
        ({"year": 2030}, ["att godkänna punkterna", "att avslå punkt 3"]),
        ({"year": 2029}, []),
        ({"action": "reject"}, ["att avslå punkt 3"]),
        ({"side": "region"}, ["att godkänna punkterna"]),
        ({"words": "RAPPORTEN"}, ["att lägga rapporten till handlingarna"]),
        ({"words": "överenskommelse avslå"}, ["att avslå punkt 3"]),
        ({"words": "ÖVERENSKOMMELSE avslå"}, ["att avslå punkt 3"]),
        ({"words": "budget avslå"}, []),
        ({"words": "100%"}, []),
        ({"year": 2030, "action": "approve", "side": "region"}, ["att godkänna punkterna"]),
        ({"action": "", "words": "  ", "year": 2031}, ["att lägga rapporten till handlingarna"]),
    ],
)
def test_each_filter_and_several_together(several, sifted, expected):

    assert texts(**sifted) == expected


def test_of_one_body(several):
    assert texts(body_id=several["south"].id) == ["att lägga rapporten till handlingarna"]


def test_filters_are_those_there_is_something_for(several):
    a_body("Aldrig sammanträtt")
    found = decision_filters(VIEWER)
    assert [one.name for one in found.bodies] == ["Nordnätverket", "Sydrådet"]
    assert found.years == (2031, 2030)
    assert [one.value for one in found.actions] == ["approve", "reject", "note"]
    assert [one.value for one in found.sides] == ["municipalities", "region"]


def test_a_row_tells_where_it_was_decided_and_where_that_stands():
    meeting = a_meeting()
    minutes = a_paper(meeting, Phase.HELD)
    item = an_item(meeting, "Budget", number="7")
    clause = a_clause(item, document=minutes, due_date=date(2031, 6, 1), points=[1, 2])
    (row,) = decisions(VIEWER)
    assert (row.id, row.item_id, row.item_number) == (clause.id, item.id, "7")
    assert (row.meeting_id, row.body, row.date) == (meeting.id, "Nordnätverket", meeting.date)
    assert (row.points, row.due_date) == ((1, 2), date(2031, 6, 1))
    assert row.evidence is not None
    assert (row.evidence.document_id, row.evidence.page) == (minutes.id, 1)


@pytest.mark.parametrize("meetings", [1, 10])
def test_queries_do_not_grow(meetings, django_assert_num_queries):
    body = a_body()
    for month in range(1, meetings + 1):
        a_whole_meeting(2, body=body, day=date(2031, month, 1))
    with django_assert_num_queries(3):
        assert len(decisions(VIEWER, year=2031, words="avtalet")) == 2 * meetings
    with django_assert_num_queries(3):
        latest(VIEWER)
    with django_assert_num_queries(2):
        decision_filters(VIEWER)


def test_a_page_outside_the_list_is_the_nearest_in_it():
    item = an_item(a_meeting())
    decision = a_decision(item)
    for number in range(60):
        a_clause(decision, f"att {number}", order=number)
    last = decisions(VIEWER, page=99)
    assert (last.page, last.pages, last.total, len(last)) == (2, 2, 60, 10)
    assert (last.previous, last.next) == (1, None)
    assert decisions(VIEWER, page=-3).page == 1


def test_latest_keeps_the_count_asked_for():
    body = a_body()
    for month in range(1, 8):
        a_clause(an_item(a_meeting(body, date(2031, month, 1))), f"att {month}")
    found = latest(VIEWER, 3)
    assert [row.date.month for row in found.meetings] == [7, 6, 5]
    assert [row.text for row in found.decisions] == ["att 7", "att 6", "att 5"]


def test_what_can_be_sought_is_headings_and_decided_clauses():
    meeting = a_meeting()
    item = an_item(meeting, "Budget")
    clause = a_clause(item, "att godkänna")
    a_clause(a_decision(item, state=DecisionState.PROPOSED), "att föreslå")
    an_item(a_meeting(meeting.body, date(2030, 1, 1)), "Annat möte")
    found = searchable(VIEWER, [meeting.id])
    assert [(one.kind, one.text, one.thing) for one in found] == [
        ("meeting", "Nordnätverket 3 februari 2031", meeting.id),
        ("item", "Budget", item.id),
        ("clause", "att godkänna", clause.id),
    ]


def test_pages_go_through_every_clause_once_in_order():
    body = a_body()
    for month in range(1, 13):
        decision = a_decision(an_item(a_meeting(body, date(2031, month, 1))))
        for number in range(10):
            a_clause(decision, f"att {month}.{number}", order=number)
    pages = [decisions(VIEWER, page=page) for page in (1, 2, 3)]
    assert [len(page) for page in pages] == [50, 50, 20]
    assert [row.text for page in pages for row in page] == [
        f"att {month}.{number}" for month in range(12, 0, -1) for number in range(10)
    ]
