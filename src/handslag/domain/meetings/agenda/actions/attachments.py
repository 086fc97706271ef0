"""Writes of a meeting's attachments.

Labels are "1", "2", "3" in the order the attachments stand, and follow it until the notice is
sent. From then on a label never changes: what is added gets the next one, and what is taken off is
withdrawn with a reason and stays where it was.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from handslag.domain.access.permissions import Permission
from handslag.domain.access.rules import require, require_somewhere
from handslag.domain.audit.actions import log
from handslag.domain.base.meanwhile import ChangedMeanwhile, require_unchanged
from handslag.domain.base.states import PublicationState
from handslag.domain.documents import store
from handslag.domain.documents.rules import file_name
from handslag.domain.meetings.access import account, visible_meetings
from handslag.domain.meetings.agenda import rules
from handslag.domain.meetings.agenda.access import visible_attachments
from handslag.domain.meetings.agenda.actions.items import late_words, mark_prepared
from handslag.domain.meetings.agenda.locking import MEETING, is_sent, meeting_to_prepare
from handslag.domain.meetings.agenda.rows import attachment_digest
from handslag.domain.meetings.models import (
    AgendaItem,
    Attachment,
    AttachmentUse,
    AttachmentVersion,
    Meeting,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from handslag.domain.access.viewer import Viewer

LONGEST_TITLE = 300
LONGEST_GROUND = 200
LONGEST_REASON = 300
MOST_ATTACHMENTS = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class FileTold:
    """A file as it was handed in, looked over by `handslag.intake.attaching`."""

    name: str
    media_type: str
    data: bytes
    pages: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AttachmentTold:
    """What an attachment is called and which items it serves."""

    title: str = ""
    """The file's name without its ending where it is empty."""
    item_ids: tuple[int, ...] = ()
    closed_ground: str = ""
    """The statute that closes it; empty for one that is open."""
    late_reason: str = ""
    late_by: str = ""


def require_attaching(*, viewer: Viewer, meeting_id: int) -> None:
    """Let pass who may attach to the meeting, before their file is looked at. Two queries.

    Raises Meeting.DoesNotExist and PermissionDenied.
    """
    require_somewhere(viewer, Permission.MEETINGS_PREPARE)
    body_id = (
        Meeting.objects.filter(visible_meetings(viewer))
        .values_list("body_id", flat=True)
        .get(id=meeting_id)
    )
    require(viewer, Permission.MEETINGS_PREPARE, account(body_id, PublicationState.SHARED))


def require_new_version(*, viewer: Viewer, attachment_id: int) -> None:
    """Let pass who may give the attachment a new version, before their file is looked at.

    Raises Attachment.DoesNotExist and PermissionDenied.
    """
    require_somewhere(viewer, Permission.MEETINGS_PREPARE)
    require_attaching(viewer=viewer, meeting_id=_meeting_of(viewer, attachment_id))


def add_attachment(*, viewer: Viewer, meeting_id: int, file: FileTold, told: AttachmentTold) -> int:
    """Attach a file to a meeting, last and with the next label; returns the attachment's id.

    Once the notice is sent it takes a reason and who let it in. The bytes are on the disk before
    anything is written about them. Raises Meeting.DoesNotExist, ValidationError with what is
    wrong in which field, and OSError where the disk does not take the file.
    """
    require_somewhere(viewer, Permission.MEETINGS_PREPARE)
    require_attaching(viewer=viewer, meeting_id=meeting_id)
    digest = store.keep(file.data)
    with transaction.atomic():
        return _attached(viewer, meeting_id, file, digest, told)


def _attached(
    viewer: Viewer, meeting_id: int, file: FileTold, digest: str, told: AttachmentTold
) -> int:
    meeting = meeting_to_prepare(viewer, meeting_id)
    late = late_words(told.late_reason, told.late_by) if is_sent(meeting) else ("", "")
    labels = list(Attachment.objects.filter(meeting=meeting).values_list("label", flat=True))
    if len(labels) >= MOST_ATTACHMENTS:
        words = _("Ett möte kan ha högst %(count)d bilagor. Inget har lagts till.")
        raise ValidationError(words % {"count": MOST_ATTACHMENTS})
    name = file_name(file.name)
    title, ground = _fit(told.title or name.rpartition(".")[0] or name, told.closed_ground)
    attachment = Attachment.objects.create(
        meeting=meeting,
        label=rules.next_label(labels),
        title=title,
        order=len(labels) + 1,
        closed=bool(ground),
        closed_ground=ground,
        late_reason=late[0],
        late_by=late[1],
    )
    _put_uses(attachment, told.item_ids)
    _put_version(viewer, attachment, file, digest, 1)
    mark_prepared(meeting)
    log(
        viewer=viewer,
        verb="meetings.add_attachment",
        thing_type=MEETING,
        thing_id=meeting.id,
        detail={
            "attachment": attachment.id,
            "label": attachment.label,
            "title": title,
            "file": name,
            "sha256": digest,
        },
        reason=late[0],
    )
    return attachment.id


def add_version(*, viewer: Viewer, attachment_id: int, file: FileTold) -> bool:
    """Let a file be the attachment's newest version; older ones stay.

    Returns whether it is another than the newest was: the same bytes again change nothing.
    Raises Attachment.DoesNotExist, ValidationError where it is withdrawn, and OSError.
    """
    require_somewhere(viewer, Permission.MEETINGS_PREPARE)
    require_new_version(viewer=viewer, attachment_id=attachment_id)
    digest = store.keep(file.data)
    with transaction.atomic():
        attachment = _to_change(viewer, attachment_id)
        _refuse_withdrawn(attachment)
        newest = attachment.versions.last()
        if newest is not None and newest.sha256 == digest:
            return False
        version = _put_version(
            viewer, attachment, file, digest, (newest.number if newest else 0) + 1
        )
        log(
            viewer=viewer,
            verb="meetings.add_attachment_version",
            thing_type=MEETING,
            thing_id=attachment.meeting_id,
            detail={
                "attachment": attachment.id,
                "label": attachment.label,
                "title": attachment.title,
                "file": version.name,
                "version": version.number,
                "sha256": digest,
            },
        )
        return True


@transaction.atomic
def change_attachment(
    *, viewer: Viewer, attachment_id: int, seen: str, told: AttachmentTold
) -> None:
    """Let an attachment be called this, serve these items, and be closed or not.

    `seen` is its digest as the form saw it. Raises ChangedMeanwhile where it is otherwise by now,
    Attachment.DoesNotExist, and ValidationError.
    """
    require_somewhere(viewer, Permission.MEETINGS_PREPARE)
    attachment = _to_change(viewer, attachment_id)
    before = _told(attachment)
    count = attachment.versions.count()
    now = attachment_digest(attachment.title, attachment.closed_ground, before["items"], count)
    require_unchanged(seen, now)
    title, ground = _fit(told.title, told.closed_ground)
    attachment.title, attachment.closed_ground = title, ground
    attachment.closed = bool(ground)
    attachment.save(update_fields=["title", "closed", "closed_ground"])
    _put_uses(attachment, told.item_ids)
    after = _told(attachment)
    if before != after:
        log(
            viewer=viewer,
            verb="meetings.change_attachment",
            thing_type=MEETING,
            thing_id=attachment.meeting_id,
            detail={
                "attachment": attachment.id,
                "label": attachment.label,
                "before": before,
                "after": after,
            },
        )


@transaction.atomic
def order_attachments(
    *, viewer: Viewer, meeting_id: int, seen: Sequence[int], wanted: Sequence[int]
) -> None:
    """Let the attachments stand in the order of `wanted` (ids); their labels follow.

    `seen` is the order that the form saw. Raises ChangedMeanwhile where it is otherwise by now,
    Meeting.DoesNotExist, and ValidationError where the notice is sent: labels stand then.
    """
    require_somewhere(viewer, Permission.MEETINGS_PREPARE)
    meeting = meeting_to_prepare(viewer, meeting_id)
    rows = {row.id: row for row in Attachment.objects.filter(meeting=meeting).order_by("order")}
    if list(rows) != list(seen):
        raise ChangedMeanwhile
    if sorted(wanted) != sorted(seen):
        raise ValidationError(_("Ordningen gick inte att läsa. Inget har ändrats."))
    if is_sent(meeting) or any(row.sent for row in rows.values()):
        raise ValidationError(
            _("Kallelsen är skickad, och bilagornas nummer står fast. Inget har ändrats.")
        )
    before = {row_id: row.label for row_id, row in rows.items()}
    _relabel([rows[row_id] for row_id in wanted])
    log(
        viewer=viewer,
        verb="meetings.order_attachments",
        thing_type=MEETING,
        thing_id=meeting.id,
        detail={"before": list(before.values()), "after": [before[one] for one in wanted]},
    )


@transaction.atomic
def remove_attachment(*, viewer: Viewer, attachment_id: int) -> None:
    """Take away an attachment that was never sent, with its files.

    Raises Attachment.DoesNotExist, and ValidationError for one that was sent: it is to be
    withdrawn, with a reason.
    """
    require_somewhere(viewer, Permission.MEETINGS_PREPARE)
    attachment = _to_change(viewer, attachment_id)
    meeting = attachment.meeting
    if attachment.sent:
        raise ValidationError(
            _("Bilagan är skickad. Dra tillbaka den och skriv varför. Inget har ändrats.")
        )
    log(
        viewer=viewer,
        verb="meetings.remove_attachment",
        thing_type=MEETING,
        thing_id=meeting.id,
        detail={
            "attachment": attachment.id,
            "label": attachment.label,
            "title": attachment.title,
        },
    )
    digests = set(attachment.versions.values_list("sha256", flat=True))
    attachment.delete()
    left = list(Attachment.objects.filter(meeting=meeting).order_by("order", "id"))
    if not is_sent(meeting) and not any(row.sent for row in left):
        _relabel(left)
    for digest in digests:
        # the bytes go when it is certain that the rows do, and nothing else names them
        store.let_go(digest)
    transaction.on_commit(lambda: _take_away(digests))


@transaction.atomic
def withdraw_attachment(*, viewer: Viewer, attachment_id: int, reason: str) -> None:
    """Say that an attachment goes with the meeting no more; its label stays its own for ever.

    Raises Attachment.DoesNotExist, and ValidationError without a reason.
    """
    require_somewhere(viewer, Permission.MEETINGS_PREPARE)
    attachment = _to_change(viewer, attachment_id)
    reason = " ".join(reason.split())[:LONGEST_REASON]
    if not reason:
        raise ValidationError({"reason": _("Skriv varför bilagan dras tillbaka.")})
    _refuse_withdrawn(attachment)
    attachment.withdrawn_at, attachment.withdrawn_reason = timezone.now(), reason
    attachment.save(update_fields=["withdrawn_at", "withdrawn_reason"])
    log(
        viewer=viewer,
        verb="meetings.withdraw_attachment",
        thing_type=MEETING,
        thing_id=attachment.meeting_id,
        detail={
            "attachment": attachment.id,
            "label": attachment.label,
            "title": attachment.title,
        },
        reason=reason,
    )


def mark_sent(meeting: Meeting) -> None:
    """Say that a meeting's attachments have gone out with a notice: their labels stand.

    Part of sending, which logs. One query.
    """
    Attachment.objects.filter(meeting=meeting, withdrawn_at__isnull=True).update(sent=True)


def _meeting_of(viewer: Viewer, attachment_id: int) -> int:
    seen = Attachment.objects.filter(visible_attachments(viewer))
    return seen.values_list("meeting_id", flat=True).get(id=attachment_id)


def _to_change(viewer: Viewer, attachment_id: int) -> Attachment:
    """An attachment, fetched after its meeting was locked; `meeting` is that meeting."""
    meeting = meeting_to_prepare(viewer, _meeting_of(viewer, attachment_id))
    attachment = Attachment.objects.filter(visible_attachments(viewer)).get(id=attachment_id)
    attachment.meeting = meeting
    return attachment


def _refuse_withdrawn(attachment: Attachment) -> None:
    if attachment.withdrawn_at is not None:
        raise ValidationError(_("Bilagan är redan tillbakadragen. Inget har ändrats."))


def _put_version(
    viewer: Viewer, attachment: Attachment, file: FileTold, digest: str, number: int
) -> AttachmentVersion:
    # a document with the same bytes may have gone since they were kept, and taken them with it
    transaction.on_commit(lambda: store.keep(file.data) and None)
    return AttachmentVersion.objects.create(
        attachment=attachment,
        number=number,
        name=file_name(file.name),
        media_type=file.media_type[:100],
        sha256=digest,
        size=len(file.data),
        pages=file.pages,
        by=viewer.name[:200],
    )


def _put_uses(attachment: Attachment, item_ids: Iterable[int]) -> None:
    wanted = set(
        AgendaItem.objects.filter(
            meeting_id=attachment.meeting_id, planned_order__isnull=False, id__in=list(item_ids)
        ).values_list("id", flat=True)
    )
    known = set(attachment.uses.values_list("item_id", flat=True))
    attachment.uses.filter(item_id__in=known - wanted).delete()
    AttachmentUse.objects.bulk_create(
        AttachmentUse(attachment=attachment, item_id=item_id) for item_id in sorted(wanted - known)
    )


def _relabel(rows: Sequence[Attachment]) -> None:
    """Let labels be 1, 2, 3 in this order; on the way nobody has a label twice."""
    for place, row in enumerate(rows, 1):
        row.order, row.label = place, f"-{row.id}"
    Attachment.objects.bulk_update(rows, ["order", "label"])
    for place, row in enumerate(rows, 1):
        row.label = str(place)
    Attachment.objects.bulk_update(rows, ["label"])


def _take_away(digests: Iterable[str]) -> None:
    for digest in digests:
        store.take_away(digest, named=store.is_named)


def _told(attachment: Attachment) -> dict[str, Any]:
    """An attachment as the log tells it."""
    return {
        "title": attachment.title,
        "ground": attachment.closed_ground,
        "items": sorted(attachment.uses.values_list("item_id", flat=True)),
    }


def _fit(title: str, ground: str) -> tuple[str, str]:
    title, ground = " ".join(title.split()), " ".join(ground.split())
    errors = {}
    if not title:
        errors["title"] = _("Bilagan saknar rubrik. Skriv vad den heter.")
    elif len(title) > LONGEST_TITLE:
        words = _("Rubriken är för lång: högst %(count)d tecken.")
        errors["title"] = words % {"count": LONGEST_TITLE}
    if len(ground) > LONGEST_GROUND:
        words = _("Bestämmelsen är för lång: högst %(count)d tecken.")
        errors["closed_ground"] = words % {"count": LONGEST_GROUND}
    if errors:
        raise ValidationError(errors)
    return title, ground
