"""What people say of minutes: comments and their answers, warnings that may stand, signatures."""

from __future__ import annotations

import datetime as dt  # noqa: TC003  read by the walk over actions

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from handslag.domain.access.permissions import Permission
from handslag.domain.access.rules import require_somewhere
from handslag.domain.access.viewer import Viewer  # noqa: TC001  as above
from handslag.domain.audit.actions import log
from handslag.domain.base.states import PublicationState
from handslag.domain.matters.deciding.deciders import decider_of_meeting
from handslag.domain.matters.minutes.composing import compose
from handslag.domain.matters.minutes.content import from_json
from handslag.domain.matters.minutes.locking import MEETING, last_version, meeting_to
from handslag.domain.matters.minutes.rules import Finding, Severity, findings
from handslag.domain.meetings.access import visible_meetings
from handslag.domain.meetings.models import (
    Meeting,
    Minutes,
    MinutesAcknowledgement,
    MinutesComment,
    Signer,
)

LONGEST_COMMENT = 4_000
LONGEST_REASON = 300


@transaction.atomic
def acknowledge(*, viewer: Viewer, meeting_id: int, key: str, reason: str) -> None:
    """Say of a warning (its key) why it may stand.

    Raises Meeting.DoesNotExist, and ValidationError without a reason, or where there is no such
    warning any more: an error is to be mended.
    """
    require_somewhere(viewer, Permission.MEETINGS_WRITE)
    meeting = meeting_to(viewer, Permission.MEETINGS_WRITE, meeting_id)
    reason = " ".join(reason.split())[:LONGEST_REASON]
    if not reason:
        raise ValidationError({"reason": _("Skriv varför det får stå som det är.")})
    known = {one.key: one for one in _checked(meeting.id)}
    found = known.get(key)
    if found is None or found.severity != Severity.WARNING:
        raise ValidationError(_("Varningen finns inte längre. Inget har ändrats."))
    MinutesAcknowledgement.objects.update_or_create(
        meeting=meeting,
        key=key,
        defaults={"check_name": found.check.value, "reason": reason, "by": viewer.name[:200]},
    )
    log(
        viewer=viewer,
        verb="matters.acknowledge_warning",
        thing_type=MEETING,
        thing_id=meeting.id,
        detail={"check": found.check.value, "item": found.item_id},
        reason=reason,
    )


def _checked(meeting_id: int) -> tuple[Finding, ...]:
    return findings(compose(meeting_id), decider_of_meeting(meeting_id))


@transaction.atomic
def comment(
    *, viewer: Viewer, meeting_id: int, version: int, item_id: int | None, text: str
) -> int:
    """Say something about shared minutes, of one item or of the whole; returns the comment's id.

    Raises Meeting.DoesNotExist, Minutes.DoesNotExist, and ValidationError where nothing is said,
    the item is not in that version or not theirs to see, or the minutes are finalised.
    """
    require_somewhere(viewer, Permission.MINUTES_COMMENT)
    meeting = meeting_to(viewer, Permission.MINUTES_COMMENT, meeting_id)
    text = text.replace("\r\n", "\n").strip()
    if not text:
        raise ValidationError({"text": _("Skriv vad du vill säga.")})
    if len(text) > LONGEST_COMMENT:
        words = _("Kommentaren är för lång: högst %(count)d tecken.")
        raise ValidationError({"text": words % {"count": LONGEST_COMMENT}})
    row = Minutes.objects.get(meeting=meeting, version=version)
    if meeting.state != PublicationState.SHARED:
        raise ValidationError(_("Det är färdigställt, så det går inte längre att kommentera."))
    if item_id is not None and item_id not in {one.id for one in from_json(row.content).items}:
        raise ValidationError(_("Punkten finns inte i den versionen. Inget har sparats."))
    made = MinutesComment.objects.create(
        meeting=meeting,
        version=row,
        item_id=item_id,
        text=text,
        user_id=viewer.user_id,
        by=viewer.name[:200],
    )
    log(
        viewer=viewer,
        verb="matters.comment_minutes",
        thing_type=MEETING,
        thing_id=meeting.id,
        detail={"comment": made.id, "item": item_id, "version": version, "text": text},
    )
    return made.id


@transaction.atomic
def answer_comment(*, viewer: Viewer, comment_id: int, text: str) -> None:
    """Say what was done about a comment. Raises MinutesComment.DoesNotExist, ValidationError."""
    require_somewhere(viewer, Permission.MEETINGS_WRITE)
    seen = Meeting.objects.filter(visible_meetings(viewer))
    row = MinutesComment.objects.select_for_update().get(id=comment_id, meeting__in=seen)
    meeting = meeting_to(viewer, Permission.MEETINGS_WRITE, row.meeting_id)
    text = text.replace("\r\n", "\n").strip()
    if not text or len(text) > LONGEST_COMMENT:
        words = _("Skriv vad som blev av kommentaren, med högst %(count)d tecken.")
        raise ValidationError({"text": words % {"count": LONGEST_COMMENT}})
    before, row.answer = row.answer, text
    row.answered_by, row.answered_at = viewer.name[:200], timezone.now()
    row.save(update_fields=["answer", "answered_by", "answered_at"])
    log(
        viewer=viewer,
        verb="matters.answer_comment",
        thing_type=MEETING,
        thing_id=meeting.id,
        detail={"comment": row.id, "before": before, "after": text},
    )


@transaction.atomic
def sign(*, viewer: Viewer, signer_id: int, version: int) -> None:
    """Sign a version of the minutes, as oneself.

    Raises Signer.DoesNotExist where it is not the viewer's own to sign, and ValidationError where
    a later version has been shared. Nothing happens the second time.
    """
    require_somewhere(viewer, Permission.MINUTES_SIGN)
    own = Signer.objects.filter(person__user_id=viewer.user_id or 0)
    meeting_id = own.values_list("meeting_id", flat=True).get(id=signer_id)
    meeting = meeting_to(viewer, Permission.MINUTES_SIGN, meeting_id)
    _signed(viewer, meeting, signer_id, version, timezone.localdate(), by="")


@transaction.atomic
def note_signed(*, viewer: Viewer, signer_id: int, version: int, on: dt.date) -> None:
    """Write down that somebody has signed a version on paper, and on which day.

    Raises Signer.DoesNotExist, and ValidationError for a day to come, or where a later version
    has been shared.
    """
    require_somewhere(viewer, Permission.MEETINGS_WRITE)
    meeting_id = Signer.objects.values_list("meeting_id", flat=True).get(id=signer_id)
    meeting = meeting_to(viewer, Permission.MEETINGS_WRITE, meeting_id)
    if on > timezone.localdate():
        raise ValidationError({"day": _("Skriv dagen då det skrevs under. Inget har ändrats.")})
    _signed(viewer, meeting, signer_id, version, on, by=viewer.name[:200])


def _signed(
    viewer: Viewer, meeting: Meeting, signer_id: int, version: int, on: dt.date, by: str
) -> None:
    signer = Signer.objects.get(id=signer_id, meeting=meeting)
    last = last_version(meeting.id)
    if last is None or last.version != version or last.state != PublicationState.SHARED:
        raise ValidationError(
            _("Det finns en annan version nu. Läs den innan du skriver under. Inget har ändrats.")
        )
    if signer.version_id == last.id and signer.signed_on is not None:
        return
    signer.version, signer.signed_on, signer.by = last, on, by
    signer.save(update_fields=["version", "signed_on", "by"])
    log(
        viewer=viewer,
        verb="matters.sign_minutes" if not by else "matters.note_signed",
        thing_type=MEETING,
        thing_id=meeting.id,
        detail={"name": signer.name, "role": signer.role, "version": version},
    )
