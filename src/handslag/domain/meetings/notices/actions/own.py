"""What a reader keeps for themselves: that they have read, and private notes.

None of it is logged: it is nobody else's to know, and changes nothing for anybody else.
"""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from handslag.domain.access.permissions import Permission
from handslag.domain.access.rules import require, require_somewhere
from handslag.domain.access.viewer import Viewer  # noqa: TC001  read by the walk over actions
from handslag.domain.base.facts import Phase
from handslag.domain.meetings.access import account, visible_accounts, visible_items
from handslag.domain.meetings.models import (
    AgendaItem,
    Meeting,
    Notice,
    NoticeReading,
    Participation,
    ParticipationRole,
    PrivateNote,
)

LONGEST_NOTE = 20_000
"""Characters."""


class NoteConflict(Exception):  # noqa: N818  it is nobody's fault
    """The note has been changed elsewhere since it was read: here is what it says there."""

    def __init__(self, text: str, revision: int) -> None:
        super().__init__(_("Anteckningen har ändrats på en annan enhet."))
        self.text, self.revision = text, revision


@transaction.atomic
def mark_read(*, viewer: Viewer, notice_id: int) -> None:
    """Remember that the viewer has read this version, so that what is new is told from there.

    Nothing happens the second time. Raises Notice.DoesNotExist where it is not theirs to read.
    """
    require_somewhere(viewer, Permission.NOTES_WRITE)
    if viewer.user_id is None:
        raise PermissionDenied
    seen = Meeting.objects.filter(visible_accounts(viewer, Phase.PLAN))
    notice = Notice.objects.filter(meeting__in=seen, sent_at__isnull=False).get(id=notice_id)
    NoticeReading.objects.get_or_create(notice=notice, user_id=viewer.user_id)


@transaction.atomic
def keep_note(*, viewer: Viewer, item_id: int, text: str, revision: int) -> int:
    """Keep what the viewer notes about an item; returns the note's new revision.

    `revision` is the one the text was written upon, 0 for a first note. Where the note has been
    changed since, on another device, nothing is kept and NoteConflict tells what it says there;
    the same text again is no conflict. Raises AgendaItem.DoesNotExist.
    """
    if viewer.user_id is None or not _presents(viewer.user_id):
        require_somewhere(viewer, Permission.NOTES_WRITE)
    if viewer.user_id is None:
        raise PermissionDenied
    seen = AgendaItem.objects.filter(visible_items(viewer)).select_related("meeting")
    item = seen.get(id=item_id)
    thing = account(
        item.meeting.body_id,
        item.meeting.planned_state,
        closed=item.closed,
        presenters=_presenters(item, viewer.user_id),
    )
    require(viewer, Permission.NOTES_WRITE, thing)
    text = text.replace("\r\n", "\n")[:LONGEST_NOTE]
    own = PrivateNote.objects.filter(user_id=viewer.user_id, item_id=item.id)
    if own.filter(revision=revision).update(text=text, revision=F("revision") + 1):
        return revision + 1
    note = own.first()
    if note is None:
        return _first(viewer.user_id, item.id, text)
    if note.text == text:
        return note.revision
    raise NoteConflict(note.text, note.revision)


def _first(user_id: int, item_id: int, text: str) -> int:
    try:
        with transaction.atomic():
            return PrivateNote.objects.create(user_id=user_id, item_id=item_id, text=text).revision
    except IntegrityError:  # another device was first, just now
        note = PrivateNote.objects.get(user_id=user_id, item_id=item_id)
        if note.text == text:
            return note.revision
        raise NoteConflict(note.text, note.revision) from None


def _presents(user_id: int) -> bool:
    rows = Participation.objects.filter(role=ParticipationRole.PRESENTING)
    return rows.filter(name__person__user_id=user_id).exists()


def _presenters(item: AgendaItem, user_id: int) -> frozenset[int]:
    rows = Participation.objects.filter(item=item, role=ParticipationRole.PRESENTING)
    found = rows.filter(name__person__user_id=user_id).exists()
    return frozenset({user_id}) if found else frozenset()
