"""A write that a page sends until it gets an answer is done once, and answered as it was."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from handslag.domain.access.permissions import Permission
from handslag.domain.access.rules import require_somewhere
from handslag.domain.meetings.models import RoomWrite
from handslag.domain.meetings.room.locking import room_to_write

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from uuid import UUID

    from handslag.domain.access.viewer import Viewer

KEPT = timedelta(days=30)
"""How long an answer is kept: a page that has been shut that long has been opened anew."""


@transaction.atomic
def write_once(
    *,
    viewer: Viewer,
    meeting_id: int,
    key: UUID,
    asked: str,
    write: Callable[[], Mapping[str, Any]],
) -> Mapping[str, Any]:
    """Do `write` once under the page's `key`, in one transaction; what it gave, as JSON can say it.

    The same key with the same question (`asked`, its digest) gives the answer it had, and nothing
    is done. With another question, or from somebody else, it is refused by ValidationError. What
    `write` raises is raised, and nothing is kept under the key: it may be sent again.
    Raises also what `room_to_write` raises.
    """
    require_somewhere(viewer, Permission.MEETINGS_WRITE)
    room_to_write(viewer, meeting_id)
    known = RoomWrite.objects.filter(key=key).first()
    if known is not None:
        same = (known.meeting_id, known.asked_sha256, known.user_id)
        if same != (meeting_id, asked, viewer.user_id):
            words = _("Sidan skickade två olika saker som om de vore en. Inget har ändrats.")
            raise ValidationError({"nyckel": words})
        answer: Mapping[str, Any] = known.answer
        return answer
    given = dict(write())
    RoomWrite.objects.create(
        meeting_id=meeting_id,
        key=key,
        asked_sha256=asked,
        user_id=viewer.user_id,
        answer=given,
    )
    return given


def forget_old_answers() -> None:
    """Let go of answers that no page asks for any more. Part of other actions."""
    RoomWrite.objects.filter(at__lt=timezone.now() - KEPT).delete()
