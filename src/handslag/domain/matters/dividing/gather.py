"""What the matters of an item are called, and what people have said of its clauses."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from django.db.models.functions import Coalesce

from handslag.domain.matters.dividing.rules import Named, Shared
from handslag.domain.matters.linking.words import parts_of
from handslag.domain.matters.models import Clause, ClauseMatter, LinkGround, LinkProfile, Matter

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from handslag.domain.matters.history.rows import TreatmentRow

LED_TO = Coalesce(
    *(f"matter__{'merged_into__' * times}merged_into_id" for times in (2, 1, 0)), "matter_id"
)
"""The matter that one has become: at most three after one another."""

_BY_HEADING = (LinkGround.FIRST, LinkGround.RAISED, LinkGround.HEADING)
"""Grounds on which an item belongs to what its heading says."""


def shared_items(
    item_ids: Collection[int],
    treatments: Iterable[TreatmentRow],
    several: Collection[int],
    asked: Any,
) -> dict[int, Shared]:
    """What it takes to tell the matters of each of these items apart. Three queries at most.

    `treatments` are all of those matters' that the viewer sees: what hidden items are called names
    nothing. `several` are those of their items that belong to more than one matter, and `asked`
    is `item_ids` as a query has them. An item with a single matter is left out.
    """
    rows = list(treatments)
    matters = {row.matter_id for row in rows}
    heads = {
        row[0]: row[1:]
        for row in Matter.objects.filter(treatments__item_id__in=asked, merged_into=None)
        .order_by()
        .values_list("id", "title", "reference")
        if row[0] in matters
    }
    parts = _parts({row.item.id for row in rows if len(parts_of(row.item.heading)) > 1})
    titles: dict[int, list[str]] = {matter: [head[0]] for matter, head in heads.items()}
    of_item: dict[int, set[int]] = defaultdict(set)
    for row in rows:
        if row.matter_id in heads:
            titles[row.matter_id] += _called(row, parts, several=row.item.id in several)
            of_item[row.item.id].add(row.matter_id)
    said = _said(asked)
    return {
        item_id: Shared(
            {matter: Named(tuple(titles[matter]), heads[matter][1]) for matter in sorted(found)},
            said,
        )
        for item_id, found in of_item.items()
        if len(found) > 1 and item_id in item_ids
    }


def _called(
    row: TreatmentRow, parts: Mapping[tuple[int, int], Collection[int]], *, several: bool
) -> Iterable[str]:
    """What an item calls a matter.

    Of a heading that lists several matters, its own part alone. The one heading of an item that
    belongs to several is of those that it was found by, or that began there.
    """
    listed = parts_of(row.item.heading)
    if len(listed) > 1:
        mine = parts.get((row.item.id, row.matter_id), ())
        return [words for part, words in enumerate(listed) if part in mine]
    return listed if not several or row.ground in _BY_HEADING else ()


def _parts(item_ids: Collection[int]) -> dict[tuple[int, int], set[int]]:
    """Which parts of each item's heading are each matter's. One query, or none."""
    found: dict[tuple[int, int], set[int]] = defaultdict(set)
    if item_ids:
        rows = LinkProfile.objects.filter(item_id__in=item_ids, matter__isnull=False).order_by()
        for item_id, matter_id, part in rows.values_list("item_id", "matter_id", "part"):
            found[(item_id, matter_id or 0)].add(part)
    return found


def _said(asked: Any) -> dict[str, frozenset[int]]:
    """The matters that people have given clauses (codes) to, as what those have become."""
    codes = Clause.objects.filter(decision__item_id__in=asked).order_by().values("code")
    rows = ClauseMatter.objects.filter(code__in=codes).annotate(led_to=LED_TO).order_by()
    found: dict[str, set[int]] = defaultdict(set)
    for code, matter_id in rows.values_list("code", "led_to"):
        found[code].add(matter_id)
    return {code: frozenset(matters) for code, matters in found.items()}
