"""What the secretary's page shows of proposals and decisions, for the parts that show them.

The parts `desk/room/proposals.html` and `desk/room/decisions.html` take an item (`found`), what is
written under it (`done`), and what is offered to choose among (`offered`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from handslag.domain.matters.writing import queries, shapes

if TYPE_CHECKING:
    from collections.abc import Mapping

    from handslag.domain.access.viewer import Viewer
    from handslag.domain.matters.writing.shapes import ItemDecisions


def decided(viewer: Viewer, meeting_id: int) -> Mapping[int, ItemDecisions]:
    """Everything written of decisions, by the item's id."""
    return {one.item_id: one for one in queries.items_of(viewer, meeting_id)}


def offered(viewer: Viewer, body_id: int) -> dict[str, Any]:
    """What the forms of the parts offer: a body's phrases, and the values to choose among."""
    return {
        "phrases": queries.phrases(viewer, body_id),
        "verdicts": shapes.VERDICTS,
        "sides": shapes.SIDES,
        "stance_kinds": shapes.STANCES,
        "effects": shapes.EFFECTS,
    }
