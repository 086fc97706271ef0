"""A meeting whose minutes are written here, to test the writing of decisions in."""

from __future__ import annotations

from datetime import date, time
from typing import TYPE_CHECKING, Any

from handslag.domain.base.facts import Phase
from handslag.domain.matters.models import Clause
from handslag.domain.matters.preparing.actions import propose
from handslag.domain.matters.writing import actions, queries
from handslag.domain.matters.writing.told import ClauseWritten
from handslag.domain.meetings.models import AgendaItem, Meeting, Participation, ParticipationRole
from handslag.domain.meetings.room.actions import open_room
from tests.builders import VIEWER, a_body, a_name
from tests.domain.agenda.making import a_planned_meeting, put

if TYPE_CHECKING:
    from handslag.domain.matters.writing.shapes import ClauseView, ItemDecisions
    from handslag.domain.registry.models import Body


def a_room(
    *headings: str, body: Body | None = None, day: date = date(2031, 3, 6), **columns: Any
) -> Meeting:
    """A meeting whose room is open, with an item for each heading."""
    meeting = a_planned_meeting(body or a_body("Chefsnätverket"), day, **columns)
    for heading in headings or ("Avtal om hjälpmedel",):
        put(meeting, heading)
    open_room(viewer=VIEWER, meeting_id=meeting.id)
    meeting.refresh_from_db()
    return meeting


def a_room_with_proposal(*points: str, by: str = "Styrgruppen") -> tuple[Meeting, AgendaItem]:
    """A room with one item, under which a body proposes points, taken up."""
    meeting = a_planned_meeting(a_body("Chefsnätverket"), date(2031, 3, 6))
    item_id = put(meeting, "Nytt uppdragsdirektiv")
    propose(viewer=VIEWER, item_id=item_id, by=by, points=points)
    open_room(viewer=VIEWER, meeting_id=meeting.id)
    actions.hold_proposals(viewer=VIEWER, item_id=item_id)
    return meeting, AgendaItem.objects.get(id=item_id)


def a_coming_meeting(body: Body, day: date) -> Meeting:
    """A later meeting of the body."""
    return a_planned_meeting(body, day, planned_start=time(9, 0))


def the_item(meeting: Meeting, place: int = 1) -> AgendaItem:
    """The item at a place of the meeting."""
    return AgendaItem.objects.get(meeting=meeting, order=place)


def page(item: AgendaItem) -> ItemDecisions:
    """Everything written under an item."""
    return queries.item_page(VIEWER, item.id)


def decide(item: AgendaItem, text: str, **told: Any) -> Clause:
    """Write a clause under an item."""
    decision_id = told.pop("decision_id", None)
    written = actions.write_clause(
        viewer=VIEWER,
        item_id=item.id,
        told=ClauseWritten(text=text, **told),
        decision_id=decision_id,
    )
    return Clause.objects.get(id=written.made or 0)


def clauses(item: AgendaItem) -> list[ClauseView]:
    """The clauses under an item, in order."""
    return [clause for decision in page(item).decisions for clause in decision.clauses]


def outcome(item: AgendaItem) -> str:
    """What became of an item."""
    return page(item).outcome.value


def settle(item: AgendaItem, figure: int, verdict: str, side: str = "") -> None:
    """Say what becomes of a point of the item's first proposal."""
    point = next(one for one in page(item).proposals[0].points if one.figure == figure)
    actions.settle_point(
        viewer=VIEWER, point_id=point.id, side=side, seen=point.settled, verdict=verdict
    )


def attend(meeting: Meeting, *names: str) -> None:
    """Let these be there."""
    Participation.objects.bulk_create(
        Participation(
            meeting=meeting,
            name=a_name(name),
            role=ParticipationRole.ATTENDING,
            phase=Phase.HELD,
            written=True,
        )
        for name in names
    )
