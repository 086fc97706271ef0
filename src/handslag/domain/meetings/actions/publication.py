"""How the accounts of a meeting come to the public, step by step, and what is closed to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from handslag.domain.access.permissions import Permission
from handslag.domain.access.rules import require, require_somewhere
from handslag.domain.audit.actions import log, log_each
from handslag.domain.base.facts import Phase
from handslag.domain.base.states import NEXT, PublicationState
from handslag.domain.meetings.access import account, drafts_of, visible_items, visible_meetings
from handslag.domain.meetings.models import AgendaItem, Meeting, MeetingPaper, Room
from handslag.domain.meetings.papers import papers_follow
from handslag.domain.meetings.rules import PERMISSION_TO, column_of
from handslag.domain.publications import actions as publications
from handslag.domain.publications.queries import is_shown

if TYPE_CHECKING:
    from collections.abc import Sequence

    from handslag.domain.access.viewer import Viewer
    from handslag.domain.publications.actions import Published
    from handslag.domain.publications.content import Content
    from handslag.domain.publications.told import NewFile

LONGEST_GROUND = 200


def share(*, viewer: Viewer, meeting_id: int, phase: str) -> None:
    """Show the notice or the minutes (`phase`) to the body's own; from now on a public record.

    This and the other steps raise Meeting.DoesNotExist where the viewer may not know of the
    meeting, ValidationError where the step does not follow on where the account stands.
    """
    _step(viewer, meeting_id, phase, PublicationState.SHARED)


@transaction.atomic
def share_drafts(*, viewer: Viewer, body_id: int) -> int:
    """Share every draft of a body's meetings at once, and return how many notices and minutes.

    For papers of many years that were taken in: what was sent out long ago is a public record.
    """
    require(viewer, Permission.MEETINGS_SHARE, account(body_id, PublicationState.DRAFT))
    shared: set[int] = set()
    count = 0
    for phase in Phase:
        column = column_of("state", phase)
        drafts = drafts_of(body_id, phase).select_for_update()
        ids = sorted(drafts.values_list("id", flat=True))
        Meeting.objects.filter(id__in=ids).update(**{column: PublicationState.SHARED})
        detail = {
            "phase": phase.value,
            "before": PublicationState.DRAFT.value,
            "after": PublicationState.SHARED.value,
        }
        log_each(
            viewer=viewer,
            verb="meetings.share",
            thing_type="meetings.meeting",
            details=dict.fromkeys(ids, detail),
        )
        shared.update(ids)
        count += len(ids)
    papers_follow(shared)
    return count


def finalise(*, viewer: Viewer, meeting_id: int, phase: str) -> None:
    """Say that the notice or the minutes are as they shall be."""
    _step(viewer, meeting_id, phase, PublicationState.FINALISED)


@transaction.atomic
def publish(
    *,
    viewer: Viewer,
    meeting_id: int,
    phase: str,
    content: Content,
    files: Sequence[NewFile] = (),
    why: str = "",
) -> Published:
    """Show the notice or the minutes to everybody, as `content` says them: frozen, for good.

    What is published already gets a new version, with a reason (`why`) for the public to read.
    `content` and `files` hold nothing closed; `handslag.output.publishing` composes them. Raises
    what `publications.actions.publish_version` raises too.
    """
    require_somewhere(viewer, Permission.MEETINGS_PUBLISH)
    if content.kind != KIND[Phase(phase)]:
        raise ValueError(content.kind)
    meeting = _locked(viewer, meeting_id)
    before = PublicationState(getattr(meeting, column_of("state", phase)))
    if before == PublicationState.PUBLISHED:
        require(viewer, Permission.MEETINGS_PUBLISH, account(meeting.body_id, before))
    else:
        _take(viewer, meeting, phase, PublicationState.PUBLISHED)
    return publications.publish_version(
        viewer=viewer,
        meeting_id=meeting.id,
        body_id=meeting.body_id,
        content=content,
        files=files,
        why=why,
    )


@transaction.atomic
def withdraw(*, viewer: Viewer, meeting_id: int, phase: str, reason: str) -> None:
    """Take back what was published, for a reason that the public reads. Its own see it still."""
    require_somewhere(viewer, Permission.MEETINGS_WITHDRAW)
    meeting = _locked(viewer, meeting_id)
    _take(viewer, meeting, phase, PublicationState.WITHDRAWN, reason)
    if is_shown(meeting.id, KIND[Phase(phase)]):
        publications.withdraw(
            viewer=viewer, meeting_id=meeting.id, kind=KIND[Phase(phase)], reason=reason
        )


KIND = {Phase.PLAN: "notice", Phase.HELD: "minutes"}
"""The kind of publication that each account becomes."""


@transaction.atomic
def _step(viewer: Viewer, meeting_id: int, phase: str, to: PublicationState) -> None:
    require_somewhere(viewer, PERMISSION_TO[to])
    _take(viewer, _locked(viewer, meeting_id), phase, to)


def _locked(viewer: Viewer, meeting_id: int) -> Meeting:
    return Meeting.objects.filter(visible_meetings(viewer)).select_for_update().get(id=meeting_id)


def _take(
    viewer: Viewer, meeting: Meeting, phase: str, to: PublicationState, reason: str = ""
) -> None:
    """Take the account of a locked meeting to the next state, and write it down."""
    column = column_of("state", phase)
    before = PublicationState(getattr(meeting, column))
    require(viewer, PERMISSION_TO[to], account(meeting.body_id, before))
    _refuse_written(meeting, phase, to)
    planned = phase == Phase.PLAN and meeting.prepared
    there = planned or (phase == Phase.HELD and meeting.written)
    if not there and not MeetingPaper.objects.filter(meeting=meeting, phase=phase).exists():
        raise ValidationError(_("Det finns ingen sådan handling på mötet än. Inget har ändrats."))
    if to not in NEXT[before]:
        raise ValidationError(
            _("Det går inte: handlingen är redan %(state)s. Inget har ändrats.")
            % {"state": before.label}
        )
    if to == PublicationState.WITHDRAWN and not reason.strip():
        raise ValidationError(_("Skriv varför det återkallas. Inget har ändrats."))
    setattr(meeting, column, to)
    meeting.save(update_fields=[column])
    papers_follow([meeting.id])
    log(
        viewer=viewer,
        verb=_VERBS[to],
        thing_type="meetings.meeting",
        thing_id=meeting.id,
        detail={"phase": phase, "before": before.value, "after": to.value},
        reason=reason.strip(),
    )


def _refuse_written(meeting: Meeting, phase: str, to: PublicationState) -> None:
    """Minutes that were written here are shared and finalised as versions, with their checks."""
    if phase != Phase.HELD or not meeting.written:
        return
    if to in (PublicationState.SHARED, PublicationState.FINALISED):
        raise ValidationError(
            _(
                "Det som skrivs här delas och färdigställs från sidan med minnesanteckningarna "
                "eller protokollet. Inget har ändrats."
            )
        )


_VERBS = {
    PublicationState.SHARED: "meetings.share",
    PublicationState.FINALISED: "meetings.finalise",
    PublicationState.PUBLISHED: "meetings.publish",
    PublicationState.WITHDRAWN: "meetings.withdraw",
}


@transaction.atomic
def close_item(*, viewer: Viewer, item_id: int, ground: str) -> None:
    """Close an item to all but the body's own and its presenters, on a statute (`ground`).

    The meeting's papers are closed with it, since they hold the item too.
    Raises AgendaItem.DoesNotExist, ValidationError where no statute is named (OSL, offentlighets-
    och sekretesslagen, asks that secrecy be marked with the provision it rests on, 5 kap. 5 §).
    """
    require_somewhere(viewer, Permission.MEETINGS_CLOSE)
    item = _item_to_close(viewer, item_id)
    ground = " ".join(ground.split())[:LONGEST_GROUND]
    if not ground:
        raise ValidationError(
            _("Skriv vilken bestämmelse som punkten sluts med. Inget har ändrats.")
        )
    _close(viewer, item, closed=True, ground=ground)


@transaction.atomic
def open_item(*, viewer: Viewer, item_id: int) -> None:
    """Open a closed item again. Raises AgendaItem.DoesNotExist."""
    require_somewhere(viewer, Permission.MEETINGS_CLOSE)
    _close(viewer, _item_to_close(viewer, item_id), closed=False, ground="")


def _item_to_close(viewer: Viewer, item_id: int) -> AgendaItem:
    seen = AgendaItem.objects.filter(visible_items(viewer)).select_related("meeting")
    item = seen.select_for_update(of=("self",)).get(id=item_id)
    thing = account(item.meeting.body_id, PublicationState.SHARED, closed=item.closed)
    require(viewer, Permission.MEETINGS_CLOSE, thing)
    return item


def _close(viewer: Viewer, item: AgendaItem, *, closed: bool, ground: str) -> None:
    before = {"closed": item.closed, "ground": item.closed_ground}
    after = {"closed": closed, "ground": ground}
    if before == after:
        return
    item.closed, item.closed_ground = closed, ground
    item.save(update_fields=["closed", "closed_ground"])
    # whoever follows the meeting, and the screen in the room, ask by the revision
    Room.objects.filter(meeting_id=item.meeting_id).update(
        revision=F("revision") + 1, shown=F("shown") + 1
    )
    papers_follow([item.meeting_id])
    log(
        viewer=viewer,
        verb="meetings.close_item" if closed else "meetings.open_item",
        thing_type="meetings.meeting",
        thing_id=item.meeting_id,
        detail={"item": item.id, "before": before, "after": after},
    )
