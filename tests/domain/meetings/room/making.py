"""Rooms to test with: a body with members, a planned meeting, and its room opened."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from handslag.domain.base.facts import Phase
from handslag.domain.meetings.agenda import actions as agenda
from handslag.domain.meetings.agenda.told import ItemTold, PresenterTold
from handslag.domain.meetings.models import AgendaItem, Meeting, Participation, ParticipationRole
from handslag.domain.meetings.room import actions
from handslag.domain.registry.models import Body, MembershipRole
from tests.builders import VIEWER, a_body, a_membership, a_name
from tests.domain.agenda.making import a_planned_meeting

if TYPE_CHECKING:
    from collections.abc import Iterable

DAY = date(2031, 2, 3)
SITS = (
    ("Lena Berg", MembershipRole.CHAIR),
    ("Per Ek", MembershipRole.MEMBER),
    ("Vera Ask", MembershipRole.MEMBER),
)


def a_body_that_sits(name: str = "Nordnätverket", sits: Iterable[Any] = SITS) -> Body:
    """A body with a chair and two members, unless told otherwise."""
    body = a_body(name)
    for person, role in sits:
        a_membership(body, a_name(person).person, role)
    return body


def a_meeting_to_hold(*headings: str, body: Body | None = None, **columns: Any) -> Meeting:
    """A planned meeting with these items of ten minutes each, the first presented by Moa Lind."""
    meeting = a_planned_meeting(body or a_body_that_sits(), DAY, **columns)
    for place, heading in enumerate(headings or ("Hembesök om natten", "Avtal om hjälpmedel")):
        presenters = (PresenterTold(name="Moa Lind", title="strateg"),) if place == 0 else ()
        told = ItemTold(heading=heading, minutes=10, presenters=presenters)
        agenda.add_item(viewer=VIEWER, meeting_id=meeting.id, told=told)
    return meeting


def an_open_room(*headings: str, **columns: Any) -> Meeting:
    """The same, with its room opened."""
    meeting = a_meeting_to_hold(*headings, **columns)
    actions.open_room(viewer=VIEWER, meeting_id=meeting.id)
    meeting.refresh_from_db()
    return meeting


def held(meeting: Meeting) -> list[AgendaItem]:
    """The meeting's items, in the order they stand."""
    rows = AgendaItem.objects.filter(meeting=meeting, order__isnull=False)
    return list(rows.order_by("order"))


def attending(meeting: Meeting) -> dict[str, Participation]:
    """Who stands on the meeting's roll, by name."""
    rows = Participation.objects.filter(
        meeting=meeting, role=ParticipationRole.ATTENDING, phase=Phase.HELD
    )
    return {row.name.text: row for row in rows.select_related("name")}
