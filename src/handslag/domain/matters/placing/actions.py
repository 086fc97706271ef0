"""Writes of what becomes of an assignment at the meeting that it is due at."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from handslag.domain.access.permissions import Permission
from handslag.domain.access.rules import require_somewhere
from handslag.domain.audit.actions import log
from handslag.domain.matters.assignments import actions as assignments
from handslag.domain.matters.assignments.rules import State
from handslag.domain.matters.assignments.telling import DueGiven
from handslag.domain.matters.models import Placement, Placing
from handslag.domain.matters.placing.queries import to_place
from handslag.domain.matters.placing.rules import heading_of
from handslag.domain.meetings.agenda.actions.items import put_items
from handslag.domain.meetings.agenda.locking import MEETING, is_sent, meeting_to_prepare
from handslag.domain.meetings.agenda.told import ItemTold, PresenterTold
from handslag.domain.meetings.events import announce_recorded
from handslag.domain.meetings.models import AgendaItem, ItemKind

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from handslag.domain.access.viewer import Viewer
    from handslag.domain.matters.assignments.shapes import AssignmentRow
    from handslag.domain.matters.placing.shapes import ToPlace
    from handslag.domain.meetings.models import Meeting

LONGEST_REASON = 300


@transaction.atomic
def place(
    *,
    viewer: Viewer,
    meeting_id: int,
    assignment_ids: Collection[int],
    item_id: int | None = None,
) -> list[int]:
    """Give assignments a place on a meeting's agenda; returns the items (ids).

    Each gets an item of its own, with whoever has it as presenter, or all go under one that is
    there. What is placed already is passed over; what was left out comes back. Raises
    Meeting.DoesNotExist, PermissionDenied, and ValidationError.
    """
    require_somewhere(viewer, Permission.MEETINGS_PREPARE)
    meeting = meeting_to_prepare(viewer, meeting_id)
    here = to_place(viewer, meeting_id)
    left = {one.row.id: one.row for one in here.left_out}
    offered = {row.id: row for row in (*here.waiting, *here.before)} | left
    wanted = [offered[id_] for id_ in dict.fromkeys(assignment_ids) if id_ in offered]
    if not wanted:
        return []
    items = _items_for(viewer, meeting, wanted, item_id)
    for row, item in zip(wanted, items, strict=True):
        if row.id in left:
            _bring_back(viewer, row, meeting)
        _say(viewer, meeting, row, Placing.PLACED, item=item)
    announce_recorded(meeting.id)  # what belongs to the item's matter rests on the placing too
    return list(dict.fromkeys(item.id for item in items))


def _items_for(
    viewer: Viewer, meeting: Meeting, wanted: list[AssignmentRow], item_id: int | None
) -> list[AgendaItem]:
    if item_id is not None:
        planned = AgendaItem.objects.filter(meeting=meeting, planned_order__isnull=False)
        item = planned.filter(id=item_id, pulled_at__isnull=True).first()
        if item is None:
            raise ValidationError({"item": _("Punkten finns inte längre. Välj en annan.")})
        return [item] * len(wanted)
    items = put_items(viewer, meeting, [_told(row) for row in wanted])
    if is_sent(meeting):
        for item in items:
            item.late, item.late_by = True, viewer.name[:200]
            item.late_reason = _("Uppdraget ska redovisas på mötet.")
            item.save(update_fields=["late", "late_reason", "late_by"])
    return items


def _told(row: AssignmentRow) -> ItemTold:
    people = tuple(PresenterTold(name=one.name) for one in row.holders if one.kind == "person")
    return ItemTold(
        heading=heading_of(row.text, _("Redovisning av uppdrag")),
        kind=ItemKind.INFORMATION,
        presenters=people,
    )


def _bring_back(viewer: Viewer, row: AssignmentRow, meeting: Meeting) -> None:
    reason = _("Tas upp på mötet ändå.")
    if row.standing.state == State.DROPPED:
        assignments.reopen(viewer=viewer, assignment_id=row.id, reason=reason)
    elif not row.standing.carried:
        return  # only a recurring report was left out, and nothing was carried over
    due = DueGiven(meeting_id=meeting.id)
    assignments.move_due(viewer=viewer, assignment_id=row.id, due=due, reason=reason)


@transaction.atomic
def leave_out(
    *, viewer: Viewer, meeting_id: int, assignment_id: int, reason: str, drop: bool = False
) -> None:
    """Let an assignment that is due at a meeting have no place on its agenda, and say why.

    It is carried over to the body's next meeting, unless it is to be dropped. What nobody waits
    for an answer about is passed over. Raises what `place` raises.
    """
    require_somewhere(viewer, Permission.MEETINGS_PREPARE)
    meeting = meeting_to_prepare(viewer, meeting_id)
    here = to_place(viewer, meeting_id)
    reason = _reason(reason)
    rows = [row for row in (*here.waiting, *here.before) if row.id == assignment_id]
    _leave(viewer, meeting, rows, reason, reports=here.reports, drop=drop)


@transaction.atomic
def leave_the_rest(*, viewer: Viewer, meeting_id: int, reason: str) -> int:
    """Carry over everything that is due at a meeting and has no place on its agenda.

    For when the notice goes out: returns how many there were. Raises what `place` raises; where
    there are any, ValidationError without a reason.
    """
    require_somewhere(viewer, Permission.MEETINGS_PREPARE)
    meeting = meeting_to_prepare(viewer, meeting_id)
    here: ToPlace = to_place(viewer, meeting_id)
    if here.waiting:
        _leave(viewer, meeting, here.waiting, _reason(reason), reports=here.reports)
    return len(here.waiting)


def _leave(
    viewer: Viewer,
    meeting: Meeting,
    rows: Iterable[AssignmentRow],
    reason: str,
    *,
    reports: Collection[int],
    drop: bool = False,
) -> None:
    """Leave assignments out; `reports` are those of which only a recurring report was due.

    A commission's report that is not given stays owed, and so asks at the next meeting: there is
    nothing to carry over.
    """
    for row in rows:
        if drop:
            assignments.drop(viewer=viewer, assignment_id=row.id, reason=reason)
        elif row.id not in reports or row.due.meeting_id == meeting.id:
            assignments.carry_over(viewer=viewer, assignment_id=row.id, reason=reason)
        _say(viewer, meeting, row, Placing.DROPPED if drop else Placing.CARRIED, reason=reason)


def _reason(reason: str) -> str:
    reason = " ".join(reason.replace("\0", "").split())
    if not reason:
        words = _("Skriv varför uppdragen inte tas upp på mötet. De förs vidare till nästa.")
        raise ValidationError({"reason": words})
    if len(reason) > LONGEST_REASON:
        words = _("Skälet är för långt: högst %(count)d tecken.") % {"count": LONGEST_REASON}
        raise ValidationError({"reason": words})
    return reason


def _say(
    viewer: Viewer,
    meeting: Meeting,
    row: AssignmentRow,
    placing: Placing,
    *,
    item: AgendaItem | None = None,
    reason: str = "",
) -> None:
    """Write what becomes of an assignment at the meeting, and log it."""
    Placement.objects.update_or_create(
        assignment_id=row.id,
        meeting=meeting,
        defaults={"placing": placing, "item": item, "reason": reason, "by": viewer.name[:200]},
    )
    log(
        viewer=viewer,
        verb="matters.place_assignment" if item else "matters.leave_out_assignment",
        thing_type=MEETING,
        thing_id=meeting.id,
        detail={"assignment": row.id, "text": row.text, "item": item.id if item else None},
        reason=reason,
    )
