"""Agendas to test with: a planned meeting, items put on it, a notice that has gone out."""

from __future__ import annotations

from datetime import date, time
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from handslag.domain.meetings.agenda import actions
from handslag.domain.meetings.agenda.told import ItemTold
from handslag.domain.meetings.models import AgendaItem, Meeting, Notice
from tests.builders import VIEWER, a_meeting

if TYPE_CHECKING:
    from handslag.domain.registry.models import Body


def a_planned_meeting(
    body: Body | None = None, day: date = date(2031, 2, 3), **columns: Any
) -> Meeting:
    """A meeting that was planned here, from nine to twelve."""
    columns = {"planned_start": time(9, 0), "planned_end": time(12, 0)} | columns
    return a_meeting(body, day, prepared=True, typed=True, planned_date=day, **columns)


def put(meeting: Meeting, heading: str = "Lägesrapport", **told: Any) -> int:
    """Put an item on the plan; its id."""
    return actions.add_item(
        viewer=VIEWER, meeting_id=meeting.id, told=ItemTold(heading=heading, **told)
    )


def a_sent_notice(meeting: Meeting, version: int = 1) -> Notice:
    """A notice that has gone out."""
    return Notice.objects.create(
        meeting=meeting,
        version=version,
        content={},
        text="",
        pdf_sha256="0" * 64,
        sent_at=timezone.now(),
    )


def headings(meeting: Meeting) -> list[str]:
    """What the plan's items are called, in order."""
    return [item.planned_heading for item in _planned(meeting)]


def numbers(meeting: Meeting) -> list[str]:
    """The numbers of the plan's items, in order."""
    return [item.planned_number for item in _planned(meeting)]


def _planned(meeting: Meeting) -> list[AgendaItem]:
    rows = AgendaItem.objects.filter(meeting=meeting, planned_order__isnull=False)
    return list(rows.order_by("planned_order", "id"))
