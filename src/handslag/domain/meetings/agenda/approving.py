"""The item that approves the minutes of the meeting before: a standing item that knows which.

An item is one where its heading speaks of minutes and names the meeting before, by its day or as
"{förra mötet}". Part of actions, which have asked whether the viewer may.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import override

from handslag.domain.audit.actions import log
from handslag.domain.base.facts import Phase
from handslag.domain.meetings.agenda import rules
from handslag.domain.meetings.agenda.beginning import LAST_MEETING, last_meeting, pattern
from handslag.domain.meetings.events import announce_recorded
from handslag.domain.meetings.models import AgendaItem, ItemOutcome, Meeting, MeetingPaper

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from handslag.domain.access.viewer import Viewer

_MINUTES = re.compile(r"anteckning|protokoll", re.IGNORECASE)
_BEFORE = re.compile(r"\b(?:föregående|förra|senaste)\b", re.IGNORECASE)


def approves_minutes(heading: str) -> bool:
    """Whether an item with this heading is for the minutes of the meeting before."""
    names_it = LAST_MEETING in pattern(heading) or _BEFORE.search(heading) is not None
    return names_it and _MINUTES.search(heading) is not None


def minutes_to_approve(meeting: Meeting) -> Meeting | None:
    """The body's latest meeting before this one whose minutes no item before it approves.

    One that has been, and that there are no minutes of, is passed over; one that is still to be
    held will have them by then. None where there is none. One query.
    """
    earlier = Meeting.objects.filter(
        body_id=meeting.body_id, date__lt=meeting.date, cancelled_at__isnull=True
    )
    told = MeetingPaper.objects.filter(meeting=OuterRef("pk"), phase=Phase.HELD)
    has_minutes = Q(written=True) | Exists(told) | Q(date__gte=timezone.localdate())
    approved = AgendaItem.objects.filter(
        approves=OuterRef("pk"),
        meeting__body_id=meeting.body_id,
        meeting__date__lt=meeting.date,
        meeting__cancelled_at__isnull=True,
        pulled_at__isnull=True,
    ).exclude(outcome__in=(ItemOutcome.WITHDRAWN, ItemOutcome.TABLED))
    return earlier.filter(has_minutes).exclude(Exists(approved)).order_by("-date").first()


def let_approve(meeting: Meeting, items: Iterable[AgendaItem]) -> None:
    """Let those of these new items that are for it approve the minutes of the meeting before.

    A heading that names a day names that meeting's.
    """
    items = [item for item in items if approves_minutes(item.planned_heading)]
    if not items:
        return
    before = minutes_to_approve(meeting)
    for item in items:
        item.approves = before
        item.planned_heading = _named(item.planned_heading, before)
    AgendaItem.objects.bulk_update(items, ["approves", "planned_heading"])


def follow_last(viewer: Viewer, body_id: int, was: date | None = None) -> None:
    """Let the agendas of a body's coming meetings follow where a meeting before them has gone.

    Items that approve minutes approve those of the meeting that is now before; standing items
    whose heading names `was`, the day it had, name the day it has. Two queries where no agenda
    names one, and two for each meeting with an agenda that does.
    """
    planned = AgendaItem.objects.filter(
        meeting__body_id=body_id,
        planned_order__isnull=False,
        order__isnull=True,
        pulled_at__isnull=True,
        prepared=True,
    )
    rows = planned.filter(Q(approves__isnull=False) | Q(standing=True))
    by_meeting: dict[int, list[AgendaItem]] = {}
    for item in rows.select_related("meeting").order_by("meeting__date", "planned_order"):
        if approves_minutes(item.planned_heading) or _names(item.planned_heading, was):
            by_meeting.setdefault(item.meeting_id, []).append(item)
    for items in by_meeting.values():
        _follow(viewer, items[0].meeting, items, was)


def _follow(viewer: Viewer, meeting: Meeting, items: list[AgendaItem], was: date | None) -> None:
    before = minutes_to_approve(meeting)
    told = []
    for item in items:
        heading, approves_id = item.planned_heading, item.approves_id
        if approves_minutes(heading):
            item.approves = before
            item.planned_heading = _named(heading, before)
        elif (last := last_meeting(meeting)) is not None and was is not None:
            item.planned_heading = heading.replace(_in_words(was), _in_words(last))
        if (heading, approves_id) != (item.planned_heading, item.approves_id):
            told.append({"item": item.id, "before": heading, "after": item.planned_heading})
    if not told:
        return
    AgendaItem.objects.bulk_update(items, ["approves", "planned_heading"])
    announce_recorded(meeting.id)
    log(
        viewer=viewer,
        verb="meetings.follow_last_meeting",
        thing_type="meetings.meeting",
        thing_id=meeting.id,
        detail={"items": told},
    )


def _named(heading: str, before: Meeting | None) -> str:
    """A heading that names a day, naming the day of the meeting it approves the minutes of."""
    if before is None:
        return heading
    return rules.DAY_IN_WORDS.sub(_in_words(before.date), heading)


def _names(heading: str, day: date | None) -> bool:
    return day is not None and _in_words(day) in heading


def _in_words(day: date) -> str:
    with override("sv"):
        return date_format(day, "j F Y")
