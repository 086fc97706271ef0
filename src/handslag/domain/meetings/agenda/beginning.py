"""What a new agenda begins with: the items that come back at every meeting of the body.

They are the standing items of the body's first template, and those that were said to come back on
the body's latest agenda before. Part of actions, which have asked whether the viewer may and log.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from handslag.domain.base.words import key_of
from handslag.domain.meetings.agenda import rules
from handslag.domain.meetings.agenda.told import ItemTold
from handslag.domain.meetings.models import AgendaItem, AgendaTemplate, Meeting, TemplateItem

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

LAST_MEETING = "{förra mötet}"
"""What stands in a template's heading where the day of the body's meeting before is to stand."""


def standing_items(meeting: Meeting) -> list[ItemTold]:
    """The items that come back and are not on the meeting's agenda, as they are put on it."""
    template = AgendaTemplate.objects.filter(body_id=meeting.body_id).order_by("id").first()
    kept = list(template.items.filter(standing=True)) if template else []
    rows: list[TemplateItem | AgendaItem] = [*kept]
    before = _latest_agenda(meeting)
    texts = [pattern(row.heading) for row in kept]
    others = [pattern(row.planned_heading) for row in before]
    order = rules.woven([key_of(one) for one in texts], [key_of(one) for one in others])
    rows = [kept[place] if of == "template" else before[place] for of, place in order]
    there = {
        key_of(pattern(heading))
        for heading in AgendaItem.objects.filter(meeting=meeting).values_list(
            "planned_heading", flat=True
        )
    }
    last = last_meeting(meeting)
    return [
        one
        for row in rows
        for one in [_told(row, last)]
        if key_of(pattern(one.heading)) not in there
    ]


def from_template(template: AgendaTemplate, meeting: Meeting) -> list[ItemTold]:
    """Every item of a template, as it is put on the meeting's agenda."""
    last = last_meeting(meeting)
    return [_told(row, last) for row in template.items.all()]


def last_meeting(meeting: Meeting) -> date | None:
    """The day of the body's meeting before this one that is not cancelled; None without one."""
    before = Meeting.objects.filter(
        body_id=meeting.body_id, date__lt=meeting.date, cancelled_at__isnull=True
    )
    return before.order_by("-date").values_list("date", flat=True).first()


def filled(heading: str, last: date | None) -> str:
    """A heading with the day of the last meeting in its place, in Swedish as papers are."""
    if LAST_MEETING not in heading:
        return heading
    with override("sv"):
        words = date_format(last, "j F Y") if last else _("föregående möte")
    return heading.replace(LAST_MEETING, words)


def pattern(heading: str) -> str:
    """A heading with a day in it written as a template has it, so that two can be compared."""
    return rules.DAY_IN_WORDS.sub(LAST_MEETING, heading)


def _latest_agenda(meeting: Meeting) -> Sequence[AgendaItem]:
    """The standing items of the body's latest agenda before this meeting."""
    rows = AgendaItem.objects.filter(
        meeting__body_id=meeting.body_id,
        meeting__date__lt=meeting.date,
        prepared=True,
        planned_order__isnull=False,
        pulled_at__isnull=True,
    )
    latest = rows.order_by("-meeting__date").values_list("meeting_id", flat=True).first()
    if latest is None:
        return []
    return list(rows.filter(meeting_id=latest, standing=True).order_by("planned_order"))


def _told(row: TemplateItem | AgendaItem, last: date | None) -> ItemTold:
    heading = row.heading if isinstance(row, TemplateItem) else pattern(row.planned_heading)
    return ItemTold(
        heading=filled(heading, last),
        kind=row.kind,
        minutes=row.minutes,
        description=row.description,
        standing=row.standing,
    )
