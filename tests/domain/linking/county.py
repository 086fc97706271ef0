"""A small county to link in: meetings told in a line each, accepted in whatever order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from handslag.domain.access.viewer import SYSTEM
from handslag.domain.matters.linking.actions import link_meeting
from handslag.domain.matters.models import LinkState, LinkSuggestion, Treatment
from handslag.domain.meetings.models import AgendaItem, Meeting
from tests.builders import a_meeting, an_item

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from handslag.domain.registry.models import Body


def held(body: Body, day: date, *headings: str) -> list[AgendaItem]:
    """The items of a meeting that was held with these headings, not linked as yet."""
    meeting = a_meeting(body, day)
    return [
        an_item(meeting, heading, order=number, planned_order=None, number=str(number))
        for number, heading in enumerate(headings, 1)
    ]


def link(*items: AgendaItem | Sequence[AgendaItem]) -> None:
    """Link the meetings of these items, one after the other."""
    for one in items:
        item = one if isinstance(one, AgendaItem) else one[0]
        link_meeting(viewer=SYSTEM, meeting_id=item.meeting_id)


def link_all(meetings: Sequence[Meeting]) -> None:
    """Link these meetings in this order."""
    for meeting in meetings:
        link_meeting(viewer=SYSTEM, meeting_id=meeting.id)


def together() -> set[frozenset[int]]:
    """The items (ids) of each matter."""
    found: dict[int, set[int]] = {}
    for matter_id, item_id in Treatment.objects.values_list("matter_id", "item_id"):
        found.setdefault(matter_id, set()).add(item_id)
    return {frozenset(items) for items in found.values()}


def asked() -> set[frozenset[int]]:
    """The pairs of items (ids) that somebody is asked about."""
    rows = LinkSuggestion.objects.filter(state=LinkState.OPEN)
    return {frozenset(pair) for pair in rows.values_list("item_id", "other_id")}


def are_together(*items: AgendaItem) -> bool:
    """Whether one matter has all of these."""
    return any({item.id for item in items} <= matter for matter in together())
