"""Clauses where they are pointed at, and who sees them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from handslag.domain.matters.deciding.shapes import ClauseRef
from handslag.domain.meetings.access import visible_facts

if TYPE_CHECKING:
    from django.db.models import Q

    from handslag.domain.access.viewer import Viewer


def seen_clauses(viewer: Viewer, clause: str = "") -> Q:
    """The rows whose clause the viewer sees; `clause` is the way to it, "clause__"."""
    return visible_facts(viewer, item=f"{clause}decision__item__", phase=f"{clause}decision__phase")


def ref_columns(clause: str = "") -> tuple[str, ...]:
    """The columns that a `ClauseRef` is made of."""
    meeting = f"{clause}decision__item__meeting__"
    return (
        *(f"{clause}code", f"{clause}text"),
        *(f"{meeting}date", f"{meeting}body_id", f"{meeting}body__name"),
    )


REF = 5
"""How many columns that is."""


def ref(row: tuple[Any, ...]) -> ClauseRef:
    """The reference that those columns' values make."""
    return ClauseRef(*row)
