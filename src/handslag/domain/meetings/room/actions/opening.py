"""A room is opened: what was planned stands there as what is about to happen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from handslag.domain.access.permissions import Permission
from handslag.domain.access.rules import require, require_somewhere
from handslag.domain.audit.actions import log
from handslag.domain.base.facts import Phase
from handslag.domain.base.states import PublicationState
from handslag.domain.meetings.access import account, visible_meetings
from handslag.domain.meetings.events import announce_recorded
from handslag.domain.meetings.models import (
    AgendaItem,
    ItemOutcome,
    Meeting,
    MeetingPaper,
    Participation,
    ParticipationRole,
    Room,
)
from handslag.domain.meetings.room.actions.once import forget_old_answers
from handslag.domain.meetings.room.calling import call_the_roll
from handslag.domain.meetings.room.locking import MEETING
from handslag.domain.meetings.room.shapes import Written

if TYPE_CHECKING:
    from handslag.domain.access.viewer import Viewer


@transaction.atomic
def open_room(*, viewer: Viewer, meeting_id: int) -> Written:
    """Begin to write a meeting's minutes here.

    Every item of the plan that stands is an item of the meeting, under its number and heading and
    with its presenters; who sits in the body that day attends, as far as they have not sent
    regrets, and alternates who were called in serve. Nothing happens where it is open already.

    Raises Meeting.DoesNotExist, PermissionDenied, and ValidationError where the meeting is
    cancelled, or a document has told what happened.
    """
    require_somewhere(viewer, Permission.MEETINGS_WRITE)
    seen = Meeting.objects.filter(visible_meetings(viewer))
    meeting = seen.select_for_update(of=("self",)).get(id=meeting_id)
    thing = account(meeting.body_id, PublicationState.SHARED)
    require(viewer, Permission.MEETINGS_WRITE, thing)
    if known := Room.objects.filter(meeting=meeting).first():
        return Written(revision=known.revision)
    _refuse(meeting)
    room = Room.objects.create(meeting=meeting, opened_by=viewer.name[:200])
    _hold(meeting)
    items = _hold_items(meeting)
    attending = call_the_roll(meeting)
    announce_recorded(meeting.id)
    forget_old_answers()
    log(
        viewer=viewer,
        verb="meetings.open_room",
        thing_type=MEETING,
        thing_id=meeting.id,
        detail={"items": items, "attending": attending},
    )
    return Written(revision=room.revision)


def _refuse(meeting: Meeting) -> None:
    if meeting.cancelled_at is not None:
        raise ValidationError(_("Mötet är inställt. Ta upp det igen för att skriva på det."))
    if MeetingPaper.objects.filter(meeting=meeting, phase=Phase.HELD).exists():
        raise ValidationError(
            _(
                "Mötet har redan minnesanteckningar eller protokoll från en handling. Ångra "
                "godkännandet av den för att skriva här i stället. Inget har ändrats."
            )
        )


def _hold(meeting: Meeting) -> None:
    """Let the meeting be held as planned, until somebody says otherwise."""
    meeting.written = meeting.typed = True
    meeting.start = meeting.start or meeting.planned_start
    meeting.place = meeting.place or meeting.planned_place
    meeting.save(update_fields=["written", "typed", "start", "place"])


def _hold_items(meeting: Meeting) -> int:
    """Let the items of the plan that stand be those of the meeting; how many they are."""
    rows = AgendaItem.objects.filter(
        meeting=meeting, planned_order__isnull=False, pulled_at__isnull=True
    )
    items = list(rows.order_by("planned_order", "id"))
    for place, item in enumerate(items, 1):
        hold_item(item, place)
    columns = ["order", "number", "heading", "outcome", "typed", "written"]
    AgendaItem.objects.bulk_update(items, columns)
    hold_presenters(items)
    return len(items)


def hold_item(item: AgendaItem, place: int) -> None:
    """Let an item of the plan stand at a place of the meeting; it is saved by whoever calls."""
    item.order, item.number, item.heading = place, item.planned_number, item.planned_heading
    item.outcome = ItemOutcome.NONE
    item.typed = item.written = True


def hold_presenters(items: list[AgendaItem]) -> None:
    """Let those who were to present these items present them."""
    planned = Participation.objects.filter(
        item__in=items, role=ParticipationRole.PRESENTING, phase=Phase.PLAN
    )
    Participation.objects.bulk_create(
        Participation(
            meeting_id=one.meeting_id,
            item_id=one.item_id,
            name_id=one.name_id,
            role=one.role,
            phase=Phase.HELD,
            title=one.title,
            organisation=one.organisation,
            order=one.order,
            typed=True,
            written=True,
        )
        for one in planned.order_by("item_id", "order", "id")
    )
