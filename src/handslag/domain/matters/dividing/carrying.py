"""Letting what people have said of clauses follow when their item goes to another matter.

Part of actions, which have asked whether the viewer may, and log.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from handslag.domain.matters.dividing.gather import LED_TO
from handslag.domain.matters.models import Clause, ClauseMatter

if TYPE_CHECKING:
    from collections.abc import Collection


def carry_said(*, item_ids: Collection[int], from_id: int, to_id: int) -> None:
    """Let what was said to belong to one matter, of what these items decided, be another's."""
    codes = Clause.objects.filter(decision__item_id__in=item_ids).order_by().values("code")
    rows = ClauseMatter.objects.filter(code__in=codes).annotate(led_to=LED_TO)
    found = dict(rows.filter(led_to=from_id).order_by().values_list("code", "id"))
    ClauseMatter.objects.filter(id__in=found.values()).update(matter_id=to_id)
    # of several that became one, each was said: once is enough
    rows.filter(led_to=from_id, code__in=found).delete()
