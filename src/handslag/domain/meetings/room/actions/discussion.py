"""What was said under an item, saved as somebody writes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from handslag.domain.access.permissions import Permission
from handslag.domain.access.rules import require_somewhere
from handslag.domain.audit.actions import log
from handslag.domain.base.meanwhile import ChangedMeanwhile
from handslag.domain.meetings.models import Discussion
from handslag.domain.meetings.room.locking import MEETING, bump, item_to_write
from handslag.domain.meetings.room.rules import splice
from handslag.domain.meetings.room.shapes import Written

if TYPE_CHECKING:
    from handslag.domain.access.viewer import Viewer

LONGEST_DISCUSSION = 100_000
"""Letters under one item: some thirty pages."""


@transaction.atomic
def write_discussion(*, viewer: Viewer, item_id: int, seen: str, text: str) -> Written:
    """Let the discussion under an item be `text`, Markdown of a few marks.

    `seen` is the revision that the page saw, "0" where there was no text. Raises ChangedMeanwhile,
    with the other's text, where somebody else has written since; the same text is no change.
    Raises AgendaItem.DoesNotExist, PermissionDenied, and ValidationError for too long a text.
    """
    require_somewhere(viewer, Permission.MEETINGS_WRITE)
    item = item_to_write(viewer, item_id)
    text = tidy(text)
    known = Discussion.objects.filter(item=item).first()
    before = known.text if known else ""
    revision = known.revision if known else 0
    if text == before:
        return _written(item_id, revision, item.meeting.room.revision)
    if seen != str(revision):
        theirs = {"text": before}
        raise ChangedMeanwhile(
            theirs, by=known.by if known else "", seen={_key(item_id): str(revision)}
        )
    written = known or Discussion(item=item, revision=0)
    written.text, written.revision, written.by = text, revision + 1, viewer.name[:200]
    written.save()
    change = splice(before, text)
    log(
        viewer=viewer,
        verb="meetings.write_discussion",
        thing_type=MEETING,
        thing_id=item.meeting_id,
        detail={
            "item": item.id,
            "number": item.number,
            "revision": written.revision,
            "position": change.position,
            "removed": change.removed,
            "added": change.added,
        },
    )
    return _written(item_id, written.revision, bump(item.meeting, shown=False))


def tidy(text: str) -> str:
    """A text as it is kept: line ends of one kind, nothing that a database refuses."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")
    if len(text) > LONGEST_DISCUSSION:
        words = _("Texten är för lång: högst %(count)d tecken. Dela upp den på flera punkter.")
        raise ValidationError({"text": words % {"count": LONGEST_DISCUSSION}})
    return text


def _written(item_id: int, discussion: int, room: int) -> Written:
    return Written(seen={_key(item_id): str(discussion)}, revision=room)


def _key(item_id: int) -> str:
    return f"discussion-{item_id}"
