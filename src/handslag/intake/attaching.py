"""A file that is to be an attachment: looked over in a process of its own, then handed on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from handslag.domain.meetings.agenda import actions as agenda
from handslag.domain.meetings.agenda.actions.attachments import AttachmentTold, FileTold
from handslag.intake.errors import NotTakenIn, not_kept
from handslag.source.apart import look_over
from handslag.source.reading import ReadingError

if TYPE_CHECKING:
    from handslag.domain.access.viewer import Viewer

__all__ = ["AttachmentTold", "attach", "attach_version", "looked_over"]


def attach(*, viewer: Viewer, meeting_id: int, name: str, data: bytes, told: AttachmentTold) -> int:
    """Let a file be an attachment of a meeting; returns the attachment's id.

    Raises NotTakenIn, with the reason, for a file that will not do, and what
    `agenda.add_attachment` raises.
    """
    agenda.require_attaching(viewer=viewer, meeting_id=meeting_id)
    file = looked_over(name, data)
    try:
        return agenda.add_attachment(viewer=viewer, meeting_id=meeting_id, file=file, told=told)
    except OSError as error:
        raise not_kept(error) from error


def attach_version(*, viewer: Viewer, attachment_id: int, name: str, data: bytes) -> bool:
    """Let a file be an attachment's new version; returns whether it is another than the newest.

    Raises NotTakenIn, and what `agenda.add_version` raises.
    """
    agenda.require_new_version(viewer=viewer, attachment_id=attachment_id)
    file = looked_over(name, data)
    try:
        return agenda.add_version(viewer=viewer, attachment_id=attachment_id, file=file)
    except OSError as error:
        raise not_kept(error) from error


def looked_over(name: str, data: bytes) -> FileTold:
    """A file as it is handed on. Raises NotTakenIn, with the reason, for one that will not do."""
    try:
        media_type, pages = look_over(data, name)
    except ReadingError as error:
        raise NotTakenIn(str(error)) from error
    return FileTold(name=name, media_type=media_type, data=data, pages=pages)
