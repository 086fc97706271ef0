"""Where the meeting is, how long each item takes, and when the meeting ends."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from handslag.domain.access.permissions import Permission
from handslag.domain.access.rules import require_somewhere
from handslag.domain.audit.actions import log
from handslag.domain.base.meanwhile import ChangedMeanwhile
from handslag.domain.base.states import PublicationState
from handslag.domain.meetings.events import announce_begun, announce_recorded
from handslag.domain.meetings.models import AgendaItem, ItemOutcome, ItemTime, Meeting
from handslag.domain.meetings.room.locking import MEETING, bump, room_to_write
from handslag.domain.meetings.room.rows import (
    CLOCK,
    SITTING,
    clock_seen,
    sitting_digest,
)
from handslag.domain.meetings.room.shapes import Written

if TYPE_CHECKING:
    from datetime import datetime, time

    from handslag.domain.access.viewer import Viewer
    from handslag.domain.meetings.models import Room

LONGEST_PLACE = 300


@transaction.atomic
def begin_item(
    *, viewer: Viewer, meeting_id: int, item_id: int, seen: str, now: datetime | None = None
) -> Written:
    """Let the meeting go on to an item; the one that it was at is left, and the clock runs.

    `seen` is the item (id) that the page saw the meeting at, empty for none. Nothing happens where
    the meeting is at the item already. Raises Meeting.DoesNotExist, Room.DoesNotExist,
    AgendaItem.DoesNotExist, ChangedMeanwhile, and ValidationError where the meeting is over or the
    item withdrawn.
    """
    require_somewhere(viewer, Permission.MEETINGS_WRITE)
    room = room_to_write(viewer, meeting_id)
    if room.item_id == item_id:
        return _told(room)
    item = AgendaItem.objects.get(id=item_id, meeting_id=meeting_id, order__isnull=False)
    _refuse_over(room)
    _require_seen(room, seen)
    if item.outcome == ItemOutcome.WITHDRAWN:
        raise ValidationError({"item": _("Punkten har utgått. Ta upp den igen först.")})
    now = now or timezone.now()
    _stop(room, now)
    ItemTime.objects.create(item=item, began_at=now)
    room.item = item
    room.save(update_fields=["item"])
    announce_begun(item.id, viewer)
    return _written(viewer, room, "meetings.begin_item", _of(item))


@transaction.atomic
def leave_item(
    *, viewer: Viewer, meeting_id: int, seen: str, now: datetime | None = None
) -> Written:
    """Let the meeting be at no item for a while, as in a break; the clock stands. Raises as above.

    Nothing happens where it is at none.
    """
    require_somewhere(viewer, Permission.MEETINGS_WRITE)
    room = room_to_write(viewer, meeting_id)
    item = room.item
    if item is None:
        return _told(room)
    _require_seen(room, seen)
    _stop(room, now or timezone.now())
    room.item = None
    room.save(update_fields=["item"])
    return _written(viewer, room, "meetings.leave_item", _of(item))


@transaction.atomic
def end_meeting(*, viewer: Viewer, meeting_id: int, now: datetime | None = None) -> Written:
    """Let the meeting be over; it ended now, where nobody has said when. What is left to write is
    written as before.

    Nothing happens where it is over. Raises Meeting.DoesNotExist and Room.DoesNotExist.
    """
    require_somewhere(viewer, Permission.MEETINGS_WRITE)
    room = room_to_write(viewer, meeting_id)
    if room.ended_at is not None:
        return _told(room)
    now = now or timezone.now()
    _stop(room, now)
    room.item, room.ended_at = None, now
    room.save(update_fields=["item", "ended_at"])
    meeting = room.meeting
    if meeting.end is None:
        meeting.end = timezone.localtime(now).time().replace(second=0, microsecond=0)
        meeting.save(update_fields=["end"])
    announce_recorded(meeting.id)
    return _written(viewer, room, "meetings.end_meeting", {"at": f"{meeting.end:%H.%M}"})


@transaction.atomic
def reopen_meeting(*, viewer: Viewer, meeting_id: int) -> Written:
    """Let a meeting that was ended go on. Nothing happens where it does.

    Raises Meeting.DoesNotExist, Room.DoesNotExist, and ValidationError once its minutes have been
    shared: from then on they say when it ended.
    """
    require_somewhere(viewer, Permission.MEETINGS_WRITE)
    room = room_to_write(viewer, meeting_id)
    if room.ended_at is None:
        return _told(room)
    meeting = room.meeting
    if meeting.state != PublicationState.DRAFT:
        raise ValidationError(
            _("Det som skrevs på mötet är delat, så mötet kan inte öppnas igen. Inget har ändrats.")
        )
    room.ended_at, meeting.end = None, None
    room.save(update_fields=["ended_at"])
    meeting.save(update_fields=["end"])
    announce_recorded(meeting.id)
    return _written(viewer, room, "meetings.reopen_meeting", {})


@transaction.atomic
def set_sitting(
    *,
    viewer: Viewer,
    meeting_id: int,
    seen: str,
    start: time | None,
    end: time | None,
    place: str,
) -> Written:
    """Say when the meeting began and ended, in local time, and where it was held.

    Raises Meeting.DoesNotExist, Room.DoesNotExist, ChangedMeanwhile, and ValidationError where it
    would end before it began.
    """
    require_somewhere(viewer, Permission.MEETINGS_WRITE)
    room = room_to_write(viewer, meeting_id)
    meeting, place = room.meeting, " ".join(place.split())
    if len(place) > LONGEST_PLACE:
        words = _("Det är för långt: högst %(count)d tecken.")
        raise ValidationError({"place": words % {"count": LONGEST_PLACE}})
    if start and end and end < start:
        raise ValidationError({"end": _("Mötet kan inte sluta innan det började.")})
    before, after = _sitting(meeting), _sitting_of(start, end, place)
    if before == after:
        return Written(seen={SITTING: sitting_digest(meeting)}, revision=room.revision)
    if seen != sitting_digest(meeting):
        raise ChangedMeanwhile(before, seen={SITTING: sitting_digest(meeting)})
    meeting.start, meeting.end, meeting.place = start, end, place
    meeting.save(update_fields=["start", "end", "place"])
    announce_recorded(meeting.id)
    detail = {"before": before, "after": after}
    done = _written(viewer, room, "meetings.set_sitting", detail)
    return Written(seen={SITTING: sitting_digest(meeting)}, revision=done.revision)


def _sitting(meeting: Meeting) -> dict[str, str]:
    return _sitting_of(meeting.start, meeting.end, meeting.place)


def _sitting_of(start: time | None, end: time | None, place: str) -> dict[str, str]:
    return {
        "start": f"{start:%H.%M}" if start else "",
        "end": f"{end:%H.%M}" if end else "",
        "place": place,
    }


def _stop(room: Room, now: datetime) -> None:
    """Let the clock stand."""
    running = ItemTime.objects.filter(item__meeting_id=room.meeting_id, ended_at__isnull=True)
    running.update(ended_at=now)


def _refuse_over(room: Room) -> None:
    if room.ended_at is not None:
        raise ValidationError(_("Mötet är avslutat. Öppna det igen för att gå vidare."))


def _require_seen(room: Room, seen: str) -> None:
    now = clock_seen(room.item_id)
    if seen != now:
        words = f"{room.item.number} {room.item.heading}".strip() if room.item else ""
        raise ChangedMeanwhile({"item": words}, seen={CLOCK: now})


def _of(item: AgendaItem) -> dict[str, Any]:
    return {"item": item.id, "number": item.number, "heading": item.heading}


def _told(room: Room) -> Written:
    return Written(seen={CLOCK: clock_seen(room.item_id)}, revision=room.revision)


def _written(viewer: Viewer, room: Room, verb: str, detail: dict[str, Any]) -> Written:
    log(viewer=viewer, verb=verb, thing_type=MEETING, thing_id=room.meeting_id, detail=detail)
    bump(room.meeting)
    return _told(room)
