"""Writes of what sides and principals think, of an item or of points of its proposal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from handslag.domain.access.permissions import Permission
from handslag.domain.access.rules import require_somewhere
from handslag.domain.matters.models import Stance, StanceKind
from handslag.domain.matters.writing.actions.doing import WRITTEN, done, goes_on, nothing_new
from handslag.domain.matters.writing.making import LONGEST_NAME, points_to_stand, tidy
from handslag.domain.matters.writing.rows import stance_digest
from handslag.domain.matters.writing.rules import state_of
from handslag.domain.meetings.room.locking import item_to_write

if TYPE_CHECKING:
    from collections.abc import Sequence

    from handslag.domain.access.viewer import Viewer
    from handslag.domain.meetings.models import AgendaItem
    from handslag.domain.meetings.room.shapes import Written


@transaction.atomic
def take_stance(
    *, viewer: Viewer, item_id: int, by: str, kind: str, points: Sequence[int] = ()
) -> Written:
    """Note what a side or a principal, `by` its name, thinks of the item or of points.

    `kind` is a value of StanceKind. One that thinks so already is not noted twice. Raises what
    `item_to_write` raises, and ValidationError.
    """
    require_somewhere(viewer, Permission.MEETINGS_WRITE)
    item = item_to_write(viewer, item_id)
    by, numbers = _fit(by, kind, points)
    rows = Stance.objects.filter(item=item)
    for row in rows:
        if stance_digest(row) == state_of(by, kind, numbers):
            return nothing_new(item, {f"stance-{row.id}": stance_digest(row)}, made=row.id)
    order = (rows.aggregate(last=Max("order"))["last"] or 0) + 1
    row = Stance.objects.create(item=item, by=by, kind=kind, points=numbers, order=order, **WRITTEN)
    told = {f"stance-{row.id}": stance_digest(row)}
    return done(
        viewer,
        item,
        "matters.take_stance",
        seen=told,
        made=row.id,
        by=by,
        stance=kind,
        points=numbers,
    )


@transaction.atomic
def change_stance(
    *, viewer: Viewer, stance_id: int, seen: str, by: str, kind: str, points: Sequence[int] = ()
) -> Written:
    """Let a stance say this. Raises Stance.DoesNotExist, ChangedMeanwhile, ValidationError."""
    require_somewhere(viewer, Permission.MEETINGS_WRITE)
    row, item = _stance(viewer, stance_id)
    by, numbers = _fit(by, kind, points)
    key, wanted = f"stance-{row.id}", state_of(by, kind, numbers)
    theirs = {"by": row.by, "kind": row.kind, "points": _words(row.points)}
    if not goes_on(key, seen, stance_digest(row), wanted, theirs):
        return nothing_new(item, {key: wanted})
    before = {"by": row.by, "stance": row.kind, "points": list(row.points)}
    row.by, row.kind, row.points, row.typed = by, kind, numbers, True
    row.save(update_fields=["by", "kind", "points", "typed"])
    after = {"by": by, "stance": kind, "points": numbers}
    return done(
        viewer, item, "matters.change_stance", seen={key: wanted}, before=before, after=after
    )


@transaction.atomic
def remove_stance(*, viewer: Viewer, stance_id: int, seen: str) -> Written:
    """Take a stance back. Raises Stance.DoesNotExist and ChangedMeanwhile."""
    require_somewhere(viewer, Permission.MEETINGS_WRITE)
    row, item = _stance(viewer, stance_id)
    theirs = {"by": row.by, "kind": row.kind, "points": _words(row.points)}
    goes_on(f"stance-{row.id}", seen, stance_digest(row), None, theirs)
    row.delete()
    return done(
        viewer,
        item,
        "matters.remove_stance",
        seen={},
        by=row.by,
        stance=row.kind,
        points=list(row.points),
    )


def _fit(by: str, kind: str, points: Sequence[int]) -> tuple[str, list[int]]:
    by = tidy(by, "by", LONGEST_NAME)
    errors = {}
    if not by:
        errors["by"] = _("Skriv vem det är som tycker så.")
    if kind not in StanceKind.values:
        errors["kind"] = _("Välj ställningstagande i listan.")
    if errors:
        raise ValidationError(errors)
    return by, list(points_to_stand(points))


def _words(points: Sequence[int]) -> str:
    return ", ".join(map(str, points))


def _stance(viewer: Viewer, stance_id: int) -> tuple[Stance, AgendaItem]:
    item_id = Stance.objects.values_list("item_id", flat=True).get(id=stance_id)
    item = item_to_write(viewer, item_id)
    return Stance.objects.get(id=stance_id), item
