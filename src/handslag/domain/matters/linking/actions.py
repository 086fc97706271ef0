"""Writes of links: which items belong to which matters."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from handslag.domain.access.permissions import Permission
from handslag.domain.access.rules import require, require_somewhere
from handslag.domain.audit.actions import log
from handslag.domain.matters.history.access import require_change
from handslag.domain.matters.linking.gather import profiles_of
from handslag.domain.matters.linking.keeping import keep
from handslag.domain.matters.linking.settling import Settled, matters_of, settle
from handslag.domain.matters.models import (
    LinkGround,
    LinkState,
    LinkSuggestion,
    LinkTie,
    Treatment,
)
from handslag.domain.meetings.access import visible_items
from handslag.domain.meetings.models import AgendaItem, Meeting

if TYPE_CHECKING:
    from handslag.domain.access.viewer import Viewer

MEETING = "meetings.meeting"


@transaction.atomic
def link_meeting(*, viewer: Viewer, meeting_id: int) -> Settled:
    """See to it that every item of a meeting that is no matter of form belongs to a matter.

    To one that is there where that is sure, else to a new one; what may be is asked. Whatever
    hangs on the meeting elsewhere follows. Nothing is written where nothing has changed. The
    number of queries hangs on the meeting, not on how many there are.
    """
    require(viewer, Permission.DOCUMENTS_REVIEW)
    meeting = Meeting.objects.filter(id=meeting_id).first()
    kept = keep(meeting_id, profiles_of(meeting) if meeting else [])
    if not kept:
        return Settled()
    settled = settle(kept.touched, (), kept.matters, kept.items, announced=meeting_id)
    if settled:
        log(
            viewer=viewer,
            verb="matters.link_items",
            thing_type=MEETING,
            thing_id=meeting_id,
            detail={
                "made": settled.made,
                "merged": [list(pair) for pair in settled.merged],
                "gone": settled.gone,
                "linked": settled.linked,
                "unlinked": settled.unlinked,
                "asked": settled.asked,
            },
        )
    return settled


@transaction.atomic
def answer_link(*, viewer: Viewer, suggestion_id: int, same: bool) -> None:
    """Say whether an item belongs to the matter that is suggested.

    A yes makes one matter of both, a no is never asked again. Raises LinkSuggestion.DoesNotExist
    for what the viewer does not see, PermissionDenied, and ValidationError where somebody has
    answered already.
    """
    require_somewhere(viewer, Permission.MATTERS_CHANGE)
    row = _suggestion(viewer, suggestion_id)
    if row.state != LinkState.OPEN:
        raise ValidationError(_("Någon har redan svarat på den frågan. Inget har ändrats."))
    row.state = LinkState.TAKEN if same else LinkState.DECLINED
    row.decided_by, row.decided_at = viewer.name[:200], timezone.now()
    row.save()
    if same:
        part = _part(row)
        Treatment.objects.filter(matter_id=row.matter_id, item_id=row.item_id).delete()
        Treatment.objects.create(
            matter_id=row.matter_id,
            item_id=row.item_id,
            ground=LinkGround.PERSON,
            reason={**row.reason, "part": part, "suggestion": row.id},
            typed=True,
            by=viewer.name[:200],
        )
    _settle_item(row.item_id, row.matter_id)
    _log(viewer, "matters.answer_link", row.item, {"matter": row.matter_id, "same": same})


@transaction.atomic
def undo_link_answer(*, viewer: Viewer, suggestion_id: int) -> None:
    """Take an answer back, so that it is asked again. Nothing happens where it stands open.

    Raises LinkSuggestion.DoesNotExist and PermissionDenied.
    """
    require_somewhere(viewer, Permission.MATTERS_CHANGE)
    row = _suggestion(viewer, suggestion_id)
    if row.state == LinkState.OPEN:
        return
    same = row.state == LinkState.TAKEN
    row.state, row.decided_by, row.decided_at = LinkState.OPEN, "", None
    row.save()
    if same:
        given = Treatment.objects.filter(item_id=row.item_id, typed=True)
        given.filter(reason__suggestion=row.id).delete()
    _settle_item(row.item_id, row.matter_id)
    detail = {"matter": row.matter_id, "same": same}
    _log(viewer, "matters.undo_link_answer", row.item, detail)


def _settle_item(item_id: int, matter_id: int) -> None:
    settle((), {item_id}, {matter_id, *matters_of([item_id])})


def _suggestion(viewer: Viewer, suggestion_id: int) -> LinkSuggestion:
    """A question that the viewer sees both ends of, locked; who may answer it is asked too."""
    seen = AgendaItem.objects.filter(visible_items(viewer, "")).order_by().values("id")
    rows = LinkSuggestion.objects.filter(item_id__in=seen, other_id__in=seen)
    row = rows.select_related("item__meeting").get(id=suggestion_id)
    require_change(viewer, [row.item.meeting.body_id])
    return row


def _part(row: LinkSuggestion) -> int:
    """Which of the item's parts the question is about: the one that ties to the matter best."""
    ties = LinkTie.objects.filter(
        Q(later__item_id=row.item_id, earlier__item_id=row.other_id)
        | Q(earlier__item_id=row.item_id, later__item_id=row.other_id)
    )
    tie = ties.select_related("earlier", "later").first()
    if tie is None:
        return 0
    return tie.later.part if tie.later.item_id == row.item_id else tie.earlier.part


def _log(viewer: Viewer, verb: str, item: AgendaItem, detail: dict[str, Any]) -> None:
    told = {"item": item.id, "heading": item.heading or item.planned_heading, **detail}
    log(viewer=viewer, verb=verb, thing_type=MEETING, thing_id=item.meeting_id, detail=told)
