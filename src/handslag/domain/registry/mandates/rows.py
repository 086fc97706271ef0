"""Mandates as rules ask for them.

What of it may be shown to a viewer is told by `matters.deciding.queries`; whether a decision had a
ground is the same for everybody.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from handslag.domain.registry.mandates.rules import Held
from handslag.domain.registry.models import Mandate

if TYPE_CHECKING:
    from collections.abc import Collection


def held_by(body_ids: Collection[int]) -> dict[int, list[Held]]:
    """Every mandate that these bodies have or have had. One query."""
    found: dict[int, list[Held]] = defaultdict(list)
    for row in Mandate.objects.filter(body_id__in=body_ids).order_by("id"):
        if row.body_id is not None:
            found[row.body_id].append(held(row))
    return found


def held(row: Mandate) -> Held:
    """A mandate as the rules see it."""
    return Held(row.id, row.what, row.effect, tuple(row.actions), row.since, row.until)
