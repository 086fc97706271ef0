"""Writes of assignments that stand in running text, without a clause."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Max

from handslag.domain.access.permissions import Permission
from handslag.domain.access.rules import require_somewhere
from handslag.domain.matters.models import Assignment
from handslag.domain.matters.writing.actions.clauses import (
    put_assignees,
    require_not_followed_up,
)
from handslag.domain.matters.writing.actions.doing import (
    WRITTEN,
    done,
    goes_on,
    nothing_new,
    spliced,
)
from handslag.domain.matters.writing.making import assignment_to_stand
from handslag.domain.matters.writing.rows import assignment_stands
from handslag.domain.meetings.room.locking import item_to_write

if TYPE_CHECKING:
    from handslag.domain.access.viewer import Viewer
    from handslag.domain.matters.writing.rows import AssignmentStands
    from handslag.domain.matters.writing.told import AssignmentWritten
    from handslag.domain.meetings.models import AgendaItem
    from handslag.domain.meetings.room.shapes import Written


@transaction.atomic
def note_assignment(*, viewer: Viewer, item_id: int, told: AssignmentWritten) -> Written:
    """Note what somebody is to do, as it was said under an item without being decided.

    Raises what `item_to_write` raises, and ValidationError.
    """
    require_somewhere(viewer, Permission.MEETINGS_WRITE)
    item = item_to_write(viewer, item_id)
    stands = assignment_to_stand(item.meeting, told)
    noted = Assignment.objects.filter(item=item, clause=None, part_of=None)
    last = noted.aggregate(last=Max("order"))
    row = Assignment.objects.create(
        item=item,
        text=stands.text,
        due_date=stands.due_date,
        due_text=stands.due_text,
        order=(last["last"] or 0) + 1,
        **WRITTEN,
    )
    put_assignees(row, stands.assignees)
    seen = {f"assignment-{row.id}": stands.digest}
    return done(viewer, item, "matters.note_assignment", seen=seen, made=row.id, **_words(stands))


@transaction.atomic
def change_assignment(
    *, viewer: Viewer, assignment_id: int, seen: str, told: AssignmentWritten
) -> Written:
    """Let an assignment in running text say this. `seen` is its digest.

    Raises Assignment.DoesNotExist, ChangedMeanwhile, ValidationError.
    """
    require_somewhere(viewer, Permission.MEETINGS_WRITE)
    row, item = _assignment(viewer, assignment_id)
    before, key = assignment_stands(row), f"assignment-{row.id}"
    stands = assignment_to_stand(item.meeting, told)
    if not goes_on(key, seen, before.digest, stands.digest, _words(before)):
        return nothing_new(item, {key: before.digest})
    row.text, row.due_date, row.due_text = stands.text, stands.due_date, stands.due_text
    row.typed = row.written = True
    row.save()
    put_assignees(row, stands.assignees)
    return done(
        viewer,
        item,
        "matters.change_assignment",
        seen={key: stands.digest},
        **spliced(before.text, stands.text),
        assignees=[one.text for one in stands.assignees],
        due=str(stands.due_date or stands.due_text),
    )


@transaction.atomic
def remove_assignment(*, viewer: Viewer, assignment_id: int, seen: str) -> Written:
    """Take an assignment in running text back. Raises as `change_assignment`."""
    require_somewhere(viewer, Permission.MEETINGS_WRITE)
    row, item = _assignment(viewer, assignment_id)
    before = assignment_stands(row)
    goes_on(f"assignment-{row.id}", seen, before.digest, None, _words(before))
    require_not_followed_up(row)
    row.delete()
    return done(viewer, item, "matters.remove_assignment", seen={}, **_words(before))


def _words(stands: AssignmentStands) -> dict[str, Any]:
    """What stands, by the fields of the form."""
    return {
        "text": stands.text,
        "due": str(stands.due_date or stands.due_text),
        "assignees": ", ".join(one.text for one in stands.assignees),
    }


def _assignment(viewer: Viewer, assignment_id: int) -> tuple[Assignment, AgendaItem]:
    rows = Assignment.objects.filter(clause__isnull=True, part_of__isnull=True)
    item = item_to_write(viewer, rows.values_list("item_id", flat=True).get(id=assignment_id))
    return rows.prefetch_related("assignees").get(id=assignment_id), item
