"""Moving meetings from one body to another, when somebody has said that the two are one, and back
when somebody has taken that back."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from handslag.domain.access.permissions import Permission
from handslag.domain.access.rules import require
from handslag.domain.audit.actions import log
from handslag.domain.meetings.events import announce_recorded
from handslag.domain.meetings.models import Meeting
from handslag.domain.meetings.papers import papers_follow

if TYPE_CHECKING:
    from collections.abc import Collection

    from handslag.domain.access.viewer import Viewer


class Moved(NamedTuple):
    """What became of one body's meetings (ids)."""

    moved: list[int]
    both: dict[int, int]
    """Those that were left, with the kept body's meeting on the same day."""


@transaction.atomic
def move_meetings(*, viewer: Viewer, keep_id: int, other_id: int) -> Moved:
    """Give the meetings of one body to another, but for those on days when both have one.

    Raises ValidationError where such a day's meeting was planned or written here: no document can
    be accepted again to tell of it.
    """
    require(viewer, Permission.REGISTRY_CHANGE)
    days = dict(Meeting.objects.filter(body_id=keep_id).values_list("date", "id"))
    both: dict[int, int] = {}
    moved = []
    for meeting in Meeting.objects.filter(body_id=other_id):
        if meeting.date in days and (meeting.prepared or meeting.written):
            words = _(
                "Båda organen har ett möte den %(day)s, och det ena är planerat här. Flytta ett av "
                "dem till en annan dag först. Inget har ändrats."
            )
            raise ValidationError(words % {"day": meeting.date.isoformat()})
        if meeting.date in days:
            both[meeting.id] = days[meeting.date]
            continue
        meeting.body_id = keep_id
        meeting.save(update_fields=["body"])
        moved.append(meeting.id)
    papers_follow(moved)
    for meeting_id in moved:
        announce_recorded(meeting_id)
    if moved:
        log(
            viewer=viewer,
            verb="meetings.move_meetings",
            thing_type="registry.body",
            thing_id=keep_id,
            detail={"other_id": other_id, "meetings": moved},
        )
    return Moved(moved, both)


@transaction.atomic
def move_back(*, viewer: Viewer, meeting_ids: Collection[int], keep_id: int, body_id: int) -> None:
    """Give meetings back to the body that they came from; those that are gone are passed over."""
    require(viewer, Permission.REGISTRY_CHANGE)
    found = Meeting.objects.filter(id__in=meeting_ids, body_id=keep_id)
    moved = list(found.order_by("id").values_list("id", flat=True))
    Meeting.objects.filter(id__in=moved).update(body_id=body_id)
    papers_follow(moved)
    for meeting_id in moved:
        announce_recorded(meeting_id)
    if moved:
        log(
            viewer=viewer,
            verb="meetings.move_back",
            thing_type="registry.body",
            thing_id=body_id,
            detail={"from": keep_id, "meetings": moved},
        )
