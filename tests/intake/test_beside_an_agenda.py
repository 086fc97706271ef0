"""Documents beside an agenda that was prepared here: they fill in what happened, and change no
word of the plan; taken back, they leave the agenda as it was.
"""

from __future__ import annotations

from datetime import time
from typing import TYPE_CHECKING, Any

import pytest
from django.utils import timezone

from handslag.domain.matters.models import Proposal
from handslag.domain.matters.preparing import actions as proposing
from handslag.domain.matters.preparing.queries import agenda_page
from handslag.domain.meetings.agenda import actions
from handslag.domain.meetings.agenda.told import ItemTold, PresenterTold
from handslag.domain.meetings.models import AgendaItem, Meeting
from handslag.intake import actions as intake
from handslag.intake.models import Step
from tests.builders import VIEWER, a_body
from tests.domain.agenda.making import a_planned_meeting, headings
from tests.intake.conftest import accepted_again
from tests.intake.papers import DAY, clause, item, paper

if TYPE_CHECKING:
    from handslag.domain.matters.preparing.shapes import AgendaPage

pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting() -> Meeting:
    made = a_planned_meeting(a_body("Älvnätverket"), DAY, planned_place="Sal Asken")
    for heading, presenter in (
        ("Hembesök om natten", PresenterTold(name="Vera Ask", title="chef")),
        ("Avtal om hjälpmedel", PresenterTold(name="Per Ek")),
    ):
        told = ItemTold(heading=heading, minutes=15, kind="decision", presenters=(presenter,))
        item_id = actions.add_item(viewer=VIEWER, meeting_id=made.id, told=told)
        proposing.propose(
            viewer=VIEWER, item_id=item_id, by="Styrgruppen", points=["att anta planen"]
        )
    return made


def plan(meeting: Meeting) -> AgendaPage:
    return agenda_page(VIEWER, meeting.id, timezone.localdate())


def undo_last(document_id: int) -> None:
    step = Step.objects.filter(document_id=document_id, undone=False).latest("id")
    intake.undo(viewer=VIEWER, document_id=document_id, step_id=step.id)


def held(meeting: Meeting) -> list[tuple[Any, ...]]:
    rows = AgendaItem.objects.filter(meeting=meeting).order_by("planned_order")
    return list(rows.values_list("order", "number", "heading", "outcome"))


def a_notice() -> Any:
    """The same meeting as somebody wrote it elsewhere: other words, other order, other place."""
    return paper(
        "notice",
        place="Sal Björken",
        start=time(10),
        items=(
            item("1", "Avtal om hjälpmedel", presenters=("Per Ek",)),
            item("2", "Hembesök om natten, bilaga 4", presenters=("Moa Berg",)),
        ),
    )


def test_a_notice_changes_no_word_of_a_plan_that_was_entered_and_doubles_nothing(taken, meeting):
    before = plan(meeting)
    document_id = taken(a_notice())
    assert accepted_again(document_id) == meeting.id
    after = plan(meeting)
    assert Meeting.objects.count() == 1
    assert [row.item.heading for row in after.rows] == [row.item.heading for row in before.rows]
    assert [row.item.number for row in after.rows] == ["1", "2"]
    assert [row.proposals for row in after.rows] == [row.proposals for row in before.rows]
    assert (after.agenda.start, after.agenda.place) == (time(9), "Sal Asken")
    first = after.rows[0].item.presenters
    assert [one.name for one in first if one.title == "chef"] == ["Vera Ask"]
    assert Proposal.objects.count() == 2


def test_taking_a_notice_back_leaves_the_agenda_as_it_was(taken, meeting):
    before = plan(meeting)
    document_id = taken(a_notice())
    accepted_again(document_id)
    undo_last(document_id)
    assert plan(meeting) == before


def test_what_only_the_notice_has_stands_last_and_goes_with_it(taken, meeting):
    before = plan(meeting)
    document_id = taken(
        paper("notice", items=(item("1", "Ny fråga om körkort"), item("2", "Avtal om hjälpmedel")))
    )
    accepted_again(document_id)
    assert headings(meeting) == ["Hembesök om natten", "Avtal om hjälpmedel", "Ny fråga om körkort"]
    undo_last(document_id)
    assert plan(meeting) == before


def test_minutes_fill_what_happened_and_taking_them_back_blanks_it_again(taken, meeting):
    before = plan(meeting)
    document_id = taken(
        paper(
            "minutes",
            items=(
                item("1", "Avtal om hjälpmedel", clauses=[clause("att anta avtalet")]),
                item("2", "Hembesök om natten", clauses=[clause("att anta planen")]),
            ),
        )
    )
    empty = held(meeting)
    accepted_again(document_id)
    assert [(row[0], row[2]) for row in held(meeting)] == [
        (2, "Hembesök om natten"),
        (1, "Avtal om hjälpmedel"),
    ]
    meeting.refresh_from_db()
    assert (meeting.place, meeting.planned_place) == ("Sal Björken", "Sal Asken")
    assert plan(meeting).rows == before.rows
    undo_last(document_id)
    assert held(meeting) == empty
    meeting.refresh_from_db()
    assert (meeting.place, meeting.date) == ("", DAY)
    assert plan(meeting) == before


def test_points_that_only_the_notice_has_are_not_put_into_what_was_entered(taken, meeting):
    before = plan(meeting)
    document_id = taken(
        paper(
            "notice",
            items=(
                item(
                    "1",
                    "Hembesök om natten",
                    proposals=[("Styrgruppen", ["att anta planen", "att höja avgiften"])],
                ),
            ),
        )
    )
    accepted_again(document_id)
    assert [row.proposals for row in plan(meeting).rows] == [row.proposals for row in before.rows]
    undo_last(document_id)
    assert plan(meeting) == before
