"""Finalised minutes are opened for a correction, and closed again as they were."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from handslag.domain.access.permissions import Permission
from handslag.domain.access.rules import require_somewhere
from handslag.domain.access.viewer import Viewer  # noqa: TC001  read by the walk over actions
from handslag.domain.audit.actions import log
from handslag.domain.base.states import PublicationState
from handslag.domain.matters.minutes.actions.versions import LONGEST_REASON
from handslag.domain.matters.minutes.keeping import put_back, rows_of
from handslag.domain.matters.minutes.locking import (
    MEETING,
    meeting_to,
    open_correction,
    tell_the_room,
)
from handslag.domain.meetings.events import announce_recorded
from handslag.domain.meetings.models import Correction, Minutes


@transaction.atomic
def begin_correction(*, viewer: Viewer, meeting_id: int, reason: str) -> int:
    """Open finalised minutes for writing, for a reason that stands on the corrected version.

    Returns the correction's id. What was finalised stays as a version, and every row is kept as it
    is now. Nothing happens where one goes on already. Raises Meeting.DoesNotExist, and
    ValidationError without a reason, or where nothing is finalised.
    """
    require_somewhere(viewer, Permission.MINUTES_CORRECT)
    meeting = meeting_to(viewer, Permission.MINUTES_CORRECT, meeting_id)
    if known := open_correction(meeting):
        return known.id
    reason = " ".join(reason.split())[:LONGEST_REASON]
    if not reason:
        raise ValidationError(
            {"reason": _("Skriv vad som är fel och ska rättas. Inget har ändrats.")}
        )
    final = Minutes.objects.filter(meeting=meeting, state=PublicationState.FINALISED)
    before = final.order_by("-version").first()
    if before is None or meeting.state in (PublicationState.DRAFT, PublicationState.SHARED):
        raise ValidationError(_("Inget är färdigställt än, så det går att skriva direkt."))
    correction = Correction.objects.create(
        meeting=meeting,
        reason=reason,
        by=viewer.name[:200],
        before=before,
        kept=rows_of(meeting),
    )
    tell_the_room(meeting.id)
    log(
        viewer=viewer,
        verb="matters.begin_correction",
        thing_type=MEETING,
        thing_id=meeting.id,
        detail={"corrects": before.version},
        reason=reason,
    )
    return correction.id


@transaction.atomic
def give_up_correction(*, viewer: Viewer, meeting_id: int) -> None:
    """Let everything be as it was when the correction was begun.

    Raises Meeting.DoesNotExist, and ValidationError where none goes on.
    """
    require_somewhere(viewer, Permission.MINUTES_CORRECT)
    meeting = meeting_to(viewer, Permission.MINUTES_CORRECT, meeting_id)
    correction = open_correction(meeting)
    if correction is None:
        raise ValidationError(_("Ingen rättelse pågår. Inget har ändrats."))
    put_back(meeting, correction.kept)
    correction.ended_at, correction.kept = timezone.now(), []
    correction.save(update_fields=["ended_at", "kept"])
    announce_recorded(meeting.id)
    tell_the_room(meeting.id)
    log(
        viewer=viewer,
        verb="matters.give_up_correction",
        thing_type=MEETING,
        thing_id=meeting.id,
        detail={"corrects": correction.before.version},
        reason=correction.reason,
    )
