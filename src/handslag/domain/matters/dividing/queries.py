"""Reads of which matters clauses belong to: of one item's, to be changed, and of one clause."""

from __future__ import annotations

from typing import TYPE_CHECKING

from handslag.domain.access.permissions import Permission
from handslag.domain.access.rules import require_somewhere
from handslag.domain.base.shapes import labelled
from handslag.domain.matters.dividing.rules import Belonging, Way
from handslag.domain.matters.dividing.shapes import ItemClause, MatterChoice
from handslag.domain.matters.history.access import require_change
from handslag.domain.matters.history.gather import under
from handslag.domain.matters.history.queries import matters_of_items
from handslag.domain.matters.models import ClauseMatter
from handslag.domain.meetings.access import visible_items
from handslag.domain.meetings.models import AgendaItem

if TYPE_CHECKING:
    from collections.abc import Collection

    from handslag.domain.access.viewer import Viewer
    from handslag.domain.matters.history.rows import ClauseRow
    from handslag.domain.matters.history.shapes import MatterRef


def item_clauses(viewer: Viewer, item_id: int) -> tuple[ItemClause, ...]:
    """The clauses of an item that belongs to several matters, with those that each belongs to.

    Those that were decided first. None where the item has one matter, or none. Fourteen queries
    at most. Raises AgendaItem.DoesNotExist, and PermissionDenied for who may not change the item's
    matters.
    """
    require_somewhere(viewer, Permission.MATTERS_CHANGE)
    seen = AgendaItem.objects.filter(visible_items(viewer, "")).select_related("meeting")
    require_change(viewer, [seen.get(id=item_id).meeting.body_id])
    facts, belongs = under(viewer, item_id)
    if not belongs:
        return ()
    refs = matters_of_items(viewer, [item_id]).get(item_id, ())
    rows = ClauseMatter.objects.filter(code__in=[row.code for row in facts.clauses])
    said = {row.code: row for row in rows}
    clauses = sorted(facts.clauses, key=lambda row: not row.decided)
    return tuple(_clause(row, refs, belongs[row.id], said.get(row.code)) for row in clauses)


def _clause(
    row: ClauseRow,
    refs: Collection[MatterRef],
    belongs: Belonging,
    said: ClauseMatter | None,
) -> ItemClause:
    by_person = said is not None and belongs.way == Way.SAID
    return ItemClause(
        id=row.id,
        code=row.code,
        text=row.text,
        decided=row.decided,
        matters=tuple(MatterChoice(one.id, one.title, one.id in belongs.matters) for one in refs),
        way=labelled(Way, belongs.way),
        by=said.by if said is not None and by_person else "",
        at=said.at if said is not None and by_person else None,
    )


def matters_of_clause(viewer: Viewer, item_id: int, clause_id: int) -> tuple[MatterRef, ...]:
    """The matters that a clause of this item belongs to, as far as they are seen.

    Two queries, and ten more at most where the item belongs to several.
    """
    refs = matters_of_items(viewer, [item_id]).get(item_id, ())
    if len(refs) < 2:
        return refs
    _facts, belongs = under(viewer, item_id)
    one = belongs.get(clause_id)
    return tuple(ref for ref in refs if one is None or ref.id in one.matters)
